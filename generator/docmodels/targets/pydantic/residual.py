"""Compute the residual schema of a type: the constraints that annotations do not express.

The annotation of a type and its residual schema (JSON Schema 2020-12) together accept exactly the
values of the type; the residual schema is empty if the annotation alone does. It is conservative:
the fallback is the full schema of the type. Named types check their own residual schema wherever
they are used, so that a reference has none. For strict models, it is only about the structure of
objects and arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    NO_OBJECT_CONSTRAINTS,
    SCALAR_TYPES,
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.json_schema import SchemaStyle, type_schema
from docmodels.ir.json_types import json_types
from docmodels.ir.pointers import pointer
from docmodels.ir.schema_algebra import Schema, all_of, map_refs, or_null
from docmodels.ir.traverse import map_children
from docmodels.ir.vocabulary import UNEVALUATED
from docmodels.targets.plan.callable_discriminators import callable_discriminator
from docmodels.targets.plan.discriminators import discriminator_attribute
from docmodels.targets.plan.inheritance import resolution_order
from docmodels.targets.plan.options import Validation
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import VARIANT, Shape
from docmodels.targets.pydantic.check_schemas import format_schema
from docmodels.targets.pydantic.constraints import field_arguments, regex_engine
from docmodels.targets.python.annotations import TYPED_FORMATS, is_tuple

STYLE = SchemaStyle(pointer)


class ResidualSchema(Struct, frozen=True):
    """Compute the residual schemas of the types of a plan."""

    plan: Plan

    @property
    def is_exact(self) -> bool:
        """Whether the models check every keyword."""
        return self.plan.validation is Validation.EXACT

    def full_schema(self, type: Type) -> Schema:
        """Return the whole schema of a type: inline types in place, definitions by reference.

        Members of a union may accept more than their schemas, unless the models are exact, so that
        a value of one member may be one of several.
        """
        inlined = self._inline_hoisted(type)
        return type_schema(inlined if self.is_exact else _with_any_of(inlined), STYLE)

    def _inline_hoisted(self, type: Type) -> Type:
        shape = self.plan.shapes.get(type.name) if isinstance(type, Ref) else None
        if shape is None or not shape.owner:
            return map_children(type, self._inline_hoisted)
        if shape.part == VARIANT:
            return Ref(name=shape.owner)
        return self._inline_hoisted(shape.full_type())

    def of_type(self, type: Type) -> Schema:
        """Return the residual schema of a type in an annotation."""
        match type:
            case Ref(name) if self.plan.is_enum_class(name):
                return self.of_shape(self.plan.shapes[name])
            case Unknown() | Never() | Ref() | Const() | Enum():
                return {}
            case String() | Integer() | Number() | Boolean() | Null():
                return self._scalar_residual(type) if self.is_exact else {}
            case Nullable(inner):
                return or_null(self.of_type(inner))
            case Array():
                return self._array_residual(type)
            case Map():
                return self._map_residual(type)
            case Union():
                plain_union = replace(type, discriminator=None)
                return {} if self._is_expressed(type) else self.full_schema(plain_union)
            case WithAssertions(inner, schema):
                assertion = self.full_schema(WithAssertions(type=Unknown(), schema=schema))
                is_unevaluated = not schema.keys().isdisjoint(UNEVALUATED)
                return (
                    self.full_schema(type)
                    if is_unevaluated
                    else all_of([self.of_type(inner), assertion])
                )
            case AllOf() | Object():
                return self.full_schema(type)

    def _scalar_residual(self, type: Scalar) -> Schema:
        if isinstance(type, Integer) and (step := type.constraints.multiple_of) is not None:
            is_expressed = any(text.startswith("multiple_of") for text in field_arguments(type))
            return {} if is_expressed else {"multipleOf": step}
        if not isinstance(type, String):
            return {}
        if type.format in TYPED_FORMATS:
            residual = type_schema(replace(type, format=""), STYLE)
            is_checked = type.format not in self.plan.formats and residual == {"type": "string"}
            return {} if is_checked else residual
        residual = format_schema(type.format)
        pattern = type.constraints.pattern
        if pattern and not regex_engine(pattern):
            residual = all_of([residual, {"pattern": pattern}])
        return residual

    def _array_residual(self, type: Array) -> Schema:
        if type.prefix_items and not is_tuple(type):
            return self.full_schema(type)
        residual: Schema = {}
        if prefix_items := [self.of_type(part) for part in type.prefix_items]:
            residual = {"prefixItems": prefix_items} if any(prefix_items) else {}
        elif items := self.of_type(type.items):
            residual = {"items": items}
        has_typed_format = isinstance(type.items, Scalar) and type.items.format in TYPED_FORMATS
        if type.constraints.unique_items and (has_typed_format or self.is_coercible(type.items)):
            residual["uniqueItems"] = True
        return residual

    def is_coercible(self, type: Type) -> bool:
        """Whether validation may turn a value into one that is not equal to it."""
        return not isinstance(type, (*SCALAR_TYPES, Enum, Unknown, Const))

    def _map_residual(self, type: Map) -> Schema:
        values = self.of_type(type.values)
        residual: Schema = {"additionalProperties": values} if values else {}
        is_plain = isinstance(type.keys, String)
        if type.keys is not None and not (is_plain and not self.of_type(type.keys)):
            residual["propertyNames"] = self.full_schema(type.keys)
        return residual

    def _is_expressed(self, type: Union) -> bool:
        """Whether a union of annotations accepts the same values as the schema (`oneOf`: one)."""
        if any(self.of_type(member) for member in type.members):
            return False
        if (
            type.mode == "anyOf"
            or not self.is_exact
            or discriminator_attribute(self.plan, type)
            or callable_discriminator(self.plan, type)
        ):
            return True
        json_types = [self.json_types(member) for member in type.members]
        return all(one.isdisjoint(other) for one, other in combinations(json_types, 2))

    def json_types(self, type: Type) -> frozenset[str]:
        """Return the JSON types that values of `type` can have; a class may take null too."""
        types = json_types(type, self.plan.resolve)
        shape = self.plan.shapes.get(type.name) if isinstance(type, Ref) else None
        return types | {"null"} if shape and shape.nullable else types

    def of_shape(self, shape: Shape) -> Schema:
        """Return the residual schema of an alias."""
        return all_of([self.of_type(shape.type), *self._assertion_schemas(shape)])

    def _assertion_schemas(self, shape: Shape) -> list[Schema]:
        """Return the assertions of a shape; their references are pointers."""
        return [map_refs(schema, pointer) for schema in shape.assertions]

    def of_class(self, shape: Shape) -> Schema:
        """Return the residual schema of a class, without that of its fields."""
        type, layout = shape.type, self.plan.layouts[shape.key]
        assert isinstance(type, Object)
        assertions = self._assertion_schemas(shape)
        if self.is_exact and self._overlaps_bases(type, shape):
            return all_of([*assertions, self._self_schema(shape)])
        flattened = [] if self.is_exact else self._flattened_bases(type, shape)
        assertions += [schema for base in flattened for schema in self._base_schemas(base)]
        extra = layout.additional_properties
        extra_object = Object(
            additional_properties=extra,
            pattern_properties=dict(layout.pattern_properties),
            constraints=type.constraints,
        )
        extra_residual = {} if extra is None or isinstance(extra, Never) else self.of_type(extra)
        if not layout.pattern_properties and not extra_residual:
            extra_object = replace(extra_object, additional_properties=None)
        schema = self.full_schema(extra_object)
        schema.pop("type")
        if "additionalProperties" in schema:
            schema = {"properties": dict.fromkeys(layout.fields, True)} | schema
        return all_of([*assertions, schema])

    def _flattened_bases(self, type: Object, shape: Shape) -> list[Shape]:
        """Return the ancestors of a class that it does not derive from in Python."""
        classes = set(resolution_order(self.plan.layouts, shape.key))
        return [base for base in self._ancestors(type) if base.key not in classes]

    def _base_schemas(self, shape: Shape) -> list[Schema]:
        """Return what a class checks in place of a base class that it does not derive from."""
        assert isinstance(shape.type, Object)
        limits = self.full_schema(Object(constraints=shape.type.constraints))
        limits.pop("type")
        return [*self._assertion_schemas(shape), limits]

    def _ancestors(self, type: Object) -> Iterator[Shape]:
        seen, stack = set[str](), list(type.bases)
        while stack:
            base = stack.pop()
            ancestor = self.plan.shapes.get(base)
            if base in seen or ancestor is None or not isinstance(ancestor.type, Object):
                continue
            seen.add(base)
            stack.extend(ancestor.type.bases)
            yield ancestor

    def _self_schema(self, shape: Shape) -> Schema:
        return self.full_schema(shape.type) if shape.owner else {"$ref": pointer(shape.key)}

    def _overlaps_bases(self, type: Object, shape: Shape) -> bool:
        """Whether a class and its bases constrain the same properties, so that they are checked
        together."""
        names = {field.name for field in type.fields}
        classes = set(resolution_order(self.plan.layouts, shape.key))
        for ancestor in self._ancestors(type):
            base = ancestor.type
            assert isinstance(base, Object)
            fields = {field.name for field in base.fields}
            is_limited = base.constraints != NO_OBJECT_CONSTRAINTS or ancestor.assertions
            is_derived = ancestor.key in classes
            if base.additional_properties is not None or base.pattern_properties:
                return True
            if (is_limited and not is_derived) or not names.isdisjoint(fields):
                return True
            names |= fields
        return False


def _with_any_of(type: Type) -> Type:
    """Return a type with `anyOf` in place of each `oneOf`, without what references lead to."""
    type = map_children(type, _with_any_of)
    return replace(type, mode="anyOf") if isinstance(type, Union) else type
