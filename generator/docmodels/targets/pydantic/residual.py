"""What annotations leave open: the rest of a schema, as JSON Schema 2020-12.

A type's *rest* is a schema that, together with what is written in pydantic's words, says all that
the type says; it is empty where the words do. It is conservative: a type nobody has thought of here
is written out whole. Named types are held to their own rest wherever they are used, so that a
reference leaves nothing open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from msgspec.structs import replace

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Constraints,
    Enum,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.json_schema import Schema, SchemaStyle, type_schema
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.discriminators import choices
from docmodels.targets.plan.hoisting import VARIANT, Shape
from docmodels.targets.plan.plan import Plan, tagged
from docmodels.targets.pydantic.check_schemas import of_format, pointer
from docmodels.targets.pydantic.constraints import TYPED_FORMATS, engine, field_arguments, is_tuple

FORM = SchemaStyle(pointer)
NULL_TYPE: Schema = {"type": "null"}
_ABOUT_ONE_TYPE = frozenset(
    """minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format
    minItems maxItems uniqueItems items prefixItems contains minContains maxContains minProperties
    maxProperties properties patternProperties additionalProperties propertyNames required
    dependentRequired""".split()
)
"""Keywords that null passes by."""


@dataclass(frozen=True, slots=True)
class Rests:
    """Finds what the annotations of a plan leave open."""

    plan: Plan

    def whole(self, type: Type) -> Schema:
        """Write all of a type, inline ones in place, definitions by reference."""
        return type_schema(self._put_back(type), FORM)

    def _put_back(self, type: Type) -> Type:
        shape = self.plan.shapes.get(type.name) if isinstance(type, Ref) else None
        if shape is None or not shape.owner:
            return map_children(type, self._put_back)
        if shape.part == VARIANT:
            return Ref(name=shape.owner)
        found = self._put_back(shape.type)
        for schema in shape.conditions:
            found = WithAssertions(type=found, schema=schema)
        return Nullable(type=found) if shape.nullable else found

    def of(self, type: Type) -> Schema:
        """Give the rest of a type as it is written in an annotation."""
        match type:
            case Ref(name) if self.plan.is_enum_class(name):
                return self.of_shape(self.plan.shapes[name])
            case Unknown() | Never() | Ref() | Const() | Enum():
                return {}
            case Scalar():
                return _of_scalar(type)
            case Nullable(inner):
                return or_null(self.of(inner))
            case Array():
                return self._of_array(type)
            case Map():
                return self._of_map(type)
            case Union():
                return {} if self._is_said(type) else self.whole(replace(type, discriminator=None))
            case WithAssertions(inner, schema):
                own = self.whole(WithAssertions(type=Unknown(), schema=schema))
                unevaluated = not {"unevaluatedProperties", "unevaluatedItems"}.isdisjoint(schema)
                return self.whole(type) if unevaluated else both(self.of(inner), own)
            case AllOf() | Object():
                return self.whole(type)

    def _of_array(self, type: Array) -> Schema:
        if type.prefix_items and not is_tuple(type):
            return self.whole(type)
        found: Schema = {}
        if inside := [self.of(part) for part in type.prefix_items]:
            found = {"prefixItems": inside} if any(inside) else {}
        elif rest := self.of(type.items):
            found = {"items": rest}
        instants = isinstance(type.items, Scalar) and type.items.format in TYPED_FORMATS
        if type.constraints.unique_items and (instants or self.is_loose(type.items)):
            found["uniqueItems"] = True
        return found

    def is_loose(self, type: Type) -> bool:
        """Whether a value may be read as something that is not equal to it."""
        return not isinstance(type, (Scalar, Enum, Unknown, Const))

    def _of_map(self, type: Map) -> Schema:
        rest = self.of(type.values)
        found: Schema = {"additionalProperties": rest} if rest else {}
        plain = isinstance(type.keys, Scalar) and type.keys.kind == "string"
        if type.keys is not None and not (plain and not self.of(type.keys)):
            found["propertyNames"] = self.whole(type.keys)
        return found

    def _is_said(self, type: Union) -> bool:
        """Whether a union of annotations takes what the schema takes: of oneOf, exactly one."""
        if any(self.of(member) for member in type.members):
            return False
        if type.mode == "anyOf" or tagged(self.plan, type) or choices(self.plan, type):
            return True
        kinds = [self.kinds(member) for member in type.members]
        return all(one.isdisjoint(other) for one, other in combinations(kinds, 2))

    def kinds(self, type: Type) -> frozenset[str]:
        """List the types of JSON that values of `type` can have."""
        match self.plan.resolved(type):
            case Scalar(kind):
                return frozenset({"integer", "number"}) if kind == "number" else frozenset({kind})
            case Const(value):
                return _kinds([value])
            case Enum() as enum if enum.closed:
                return _kinds([member.value for member in enum.members])
            case Array():
                return frozenset({"array"})
            case Map() | Object():
                null = isinstance(type, Ref) and self.plan.shapes[type.name].nullable
                return frozenset({"object", "null"} if null else {"object"})
            case Nullable(inner):
                return self.kinds(inner) | {"null"}
            case _:
                return _EVERY_KIND

    def of_shape(self, shape: Shape) -> Schema:
        """Give the rest of an alias."""
        found = self.of(shape.type)
        for schema in shape.conditions:
            found = both(found, self.whole(WithAssertions(type=Unknown(), schema=schema)))
        return found

    def of_class(self, shape: Shape) -> Schema:
        """Give the rest of a class beside that of its fields."""
        type, lineage = shape.type, self.plan.layouts[shape.key]
        assert isinstance(type, Object)
        found: Schema = {}
        for schema in shape.conditions:
            found = both(found, self.whole(WithAssertions(type=Unknown(), schema=schema)))
        if self._is_tangled(type, shape):
            return both(found, self._itself(shape))
        limits = Constraints(
            min_properties=type.constraints.min_properties,
            max_properties=type.constraints.max_properties,
        )
        extra = lineage.additional
        own = Object(
            additional_properties=extra,
            pattern_properties=dict(lineage.patterns),
            constraints=limits,
        )
        rest = {} if extra is None or isinstance(extra, Never) else self.of(extra)
        if not lineage.patterns and not rest:
            own = replace(own, additional_properties=None)
        schema = self.whole(own)
        schema.pop("type")
        if "additionalProperties" in schema:
            schema = {"properties": dict.fromkeys(lineage.fields, True)} | schema
        return both(found, schema)

    def _itself(self, shape: Shape) -> Schema:
        return self.whole(shape.type) if shape.owner else {"$ref": pointer(shape.key)}

    def _is_tangled(self, type: Object, shape: Shape) -> bool:
        """Whether what a class says and what its bases say cannot be told one by one."""
        seen, stack = set[str](), list(type.bases)
        names = {field.name for field in type.fields}
        while stack:
            base = stack.pop()
            above = self.plan.shapes.get(base)
            if base in seen or above is None or not isinstance(above.type, Object):
                continue
            seen.add(base)
            stack.extend(above.type.bases)
            fields = {field.name for field in above.type.fields}
            limited = above.type.constraints != Constraints() or above.conditions
            flattened = base not in self.plan.layouts[shape.key].ancestors and limited
            if above.type.additional_properties is not None or above.type.pattern_properties:
                return True
            if flattened or not names.isdisjoint(fields):
                return True
            names |= fields
        return False


_EVERY_KIND = frozenset("string integer number boolean null array object".split())


def _kinds(values: list[Json]) -> frozenset[str]:
    names = {str: "string", bool: "boolean", int: "integer", dict: "object", list: "array"}
    found = {names.get(value.__class__, "null") for value in values if not isinstance(value, float)}
    return frozenset(found | ({"integer"} if any(isinstance(v, float) for v in values) else set()))


def _of_scalar(type: Scalar) -> Schema:
    limits = type.constraints
    if type.kind == "integer" and limits.multiple_of is not None:
        said = any(text.startswith("multiple_of") for text in field_arguments(type))
        return {} if said else {"multipleOf": limits.multiple_of}
    if type.kind != "string":
        return {}
    if type.format in TYPED_FORMATS:
        return type_schema(replace(type, format=""), FORM)
    found = of_format(type.format)
    if limits.pattern and not engine(limits.pattern):
        found = both(found, {"pattern": limits.pattern})
    return found


def or_null(schema: Schema) -> Schema:
    """Let a schema take null too."""
    if not schema or schema.keys() <= _ABOUT_ONE_TYPE:
        return schema
    return {"anyOf": [schema, NULL_TYPE]}


def both(one: Schema, other: Schema) -> Schema:
    """Demand two schemas at once."""
    if not one or not other:
        return one or other
    apart = one.keys().isdisjoint(other) and not {"if", "properties", "additionalProperties"} & {
        *one,
        *other,
    }
    return one | other if apart else {"allOf": [one, other]}
