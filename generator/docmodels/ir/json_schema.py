"""Convert types to JSON Schema 2020-12 that the readers read back to equal types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, assert_never, cast

from msgspec import Struct

from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Const,
    Constraints,
    Definition,
    Deprecation,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
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
    constraint_values,
    is_placeholder,
)
from docmodels.ir.algebra import may_be_null
from docmodels.ir.pointers import definition_ref
from docmodels.ir.schema_algebra import Schema, map_refs, without_annotations
from docmodels.ir.vocabulary import (
    CHILD_APPLICATORS,
    CONSTRAINT_FIELDS,
    ENUM_KEYWORDS,
    IN_PLACE_APPLICATORS,
    REFERENCES,
    RESIDUAL,
    SCHEMA_VALUED,
    UNEVALUATED,
    UNION_AND_ALL_OF,
    UNION_KEYWORDS,
)


class SchemaStyle(Struct, frozen=True):
    """How a kind of document writes schemas.

    `make_ref` takes the name of a definition and returns the `$ref`, such as `#/$defs/Pet`.
    `marks_open_enums`: an open enum gets the extension `x-ms-enum`, and not a union with its base.
    """

    make_ref: Callable[[str], str]
    marks_open_enums: bool = False


_OPEN_ENUM: Final[Schema] = {"x-ms-enum": {"modelAsString": True}}
"""The extension that marks an open enum (source: AutoRest, `x-ms-enum`)."""


def definition_schema(definition: Definition, style: SchemaStyle) -> Schema:
    """Return the schema of a definition with its annotations."""
    title = definition.title
    annotations = {
        "title": title,
        "description": definition.doc,
        **_deprecation_keywords(definition.deprecation),
        "examples": list(definition.examples),
    }
    return _with_annotations(type_schema(definition.type, style), annotations)


def assertion_schema(type: Type) -> Schema:
    """Return the schema of a type without annotations, for `WithAssertions`."""
    return cast(Schema, without_annotations(type_schema(type, SchemaStyle(definition_ref))))


def type_schema(type: Type, style: SchemaStyle) -> Schema:
    """Return the schema of a type."""
    match type:
        case Unknown():
            return {}
        case Never():
            return {"not": {}}
        case String() | Integer() | Number() | Boolean() | Null():
            return _scalar_schema(type)
        case Const(value):
            return _const_schema(value)
        case Enum():
            return _enum_schema(type, style)
        case Ref(name):
            return {"$ref": style.make_ref(name)}
        case Array():
            return _array_schema(type, style)
        case Map():
            return _map_schema(type, style)
        case Nullable(inner):
            return _nullable_schema(inner, style)
        case Union():
            return _union_schema(type, style)
        case AllOf(members):
            return _with_title(
                {"allOf": [type_schema(member, style) for member in members]}, type.title
            )
        case Object():
            return _object_schema(type, style)
        case WithAssertions():
            return _assertions_schema(type, style)
        case _:
            assert_never(type)


def _with_annotations(schema: Schema, annotations: dict[str, Any]) -> Schema:
    """Add annotations to a schema; leave out empty ones."""
    return schema | {
        key: value for key, value in annotations.items() if value not in ("", False, [])
    }


def _deprecation_keywords(deprecation: Deprecation | None) -> Schema:
    if deprecation is None:
        return {}
    return {"deprecated": True, "x-deprecation-message": deprecation.reason}


def _with_title(schema: Schema, title: str) -> Schema:
    return {"title": title, **schema} if title else schema


def _constraint_keywords(constraints: Constraints) -> Schema:
    values = constraint_values(constraints)
    return {keyword: values[name] for keyword, name in CONSTRAINT_FIELDS.items() if name in values}


def _scalar_schema(type: Scalar) -> Schema:
    schema: Schema = {"type": type.kind}
    if type.format:
        schema["format"] = type.format
    return schema | _constraint_keywords(type.constraints)


def _const_schema(value: Json) -> Schema:
    kinds = {bool: "boolean", int: "integer", str: "string"}
    kind = kinds.get(value.__class__)
    return {"type": kind, "const": value} if kind else {"const": value}


def _enum_schema(type: Enum, style: SchemaStyle) -> Schema:
    has_null = any(member.value is None for member in type.members)
    kind = [type.base, "null"] if has_null else type.base
    schema: Schema = {"type": kind} if type.base and _has_only_base(type) else {}
    if type.format:
        schema["format"] = type.format
    schema["enum"] = [member.value for member in type.members]
    schema |= _member_annotations(type.members)
    if not type.closed:
        schema = _open_enum_schema(type, schema, style)
    return _with_title(schema, type.title)


def _has_only_base(type: Enum) -> bool:
    """Whether the members are of the base; an open enum of texts may accept numbers beside them."""
    is_text = any(isinstance(member.value, str) for member in type.members)
    return type.closed or type.base == "string" or not is_text


def _open_enum_schema(type: Enum, schema: Schema, style: SchemaStyle) -> Schema:
    if style.marks_open_enums:
        return schema | _OPEN_ENUM
    if type.base and not type.format:
        return {"anyOf": [schema, {"type": type.base}]}
    return {key if key != "enum" else "x-extensible-enum": schema[key] for key in schema}


def _member_annotations(members: tuple[EnumMember, ...]) -> Schema:
    annotations: Schema = {}
    if any(member.name for member in members):
        annotations["x-enum-varnames"] = [member.name for member in members]
    if any(member.doc for member in members):
        annotations["x-enum-descriptions"] = [member.doc for member in members]
    if deprecated := [str(member.value) for member in members if member.deprecation]:
        annotations["x-enum-deprecated"] = deprecated
    return annotations


def _array_schema(type: Array, style: SchemaStyle) -> Schema:
    schema: Schema = {"type": "array"}
    if type.prefix_items:
        schema["prefixItems"] = [type_schema(item, style) for item in type.prefix_items]
    if isinstance(type.items, Never):
        schema["items"] = False
    elif not (type.prefix_items and isinstance(type.items, Unknown)):
        schema["items"] = type_schema(type.items, style)
    return schema | _constraint_keywords(type.constraints)


def _map_schema(type: Map, style: SchemaStyle) -> Schema:
    schema: Schema = {
        "type": "object",
        "additionalProperties": _boolean_or_schema(type.values, style),
    }
    if type.keys is not None:
        schema["propertyNames"] = type_schema(type.keys, style)
    return schema | _constraint_keywords(type.constraints)


def _boolean_or_schema(type: Type, style: SchemaStyle) -> Json:
    if isinstance(type, Unknown):
        return True
    return False if isinstance(type, Never) else type_schema(type, style)


def _nullable_schema(type: Type, style: SchemaStyle) -> Schema:
    """Return the schema of a type that also accepts null, in the shortest form."""
    schema = type_schema(type, style)
    if isinstance(type, Union) and may_be_null(type):
        return {"anyOf": [schema, {"type": "null"}]}
    if _NEEDS_ANY_OF.isdisjoint(schema):
        kind = schema.get("type")
        if isinstance(kind, str):
            enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
            return schema | {"type": [kind, "null"]} | enum
        if "enum" in schema:
            return schema | {"enum": [*schema["enum"], None]}
    for key in UNION_KEYWORDS:
        if key in schema and set(schema) <= {key, "title", "discriminator"}:
            return schema | {key: [*schema[key], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


_NEEDS_ANY_OF: Final = IN_PLACE_APPLICATORS.union(
    REFERENCES, RESIDUAL, ENUM_KEYWORDS, {"const"}
) - {"enum"}


def _union_schema(type: Union, style: SchemaStyle) -> Schema:
    schema: Schema = {type.mode: [type_schema(member, style) for member in type.members]}
    return _with_title(schema | _discriminator_keyword(type.discriminator, style), type.title)


def _discriminator_keyword(discriminator: Discriminator | None, style: SchemaStyle) -> Schema:
    if discriminator is None:
        return {}
    mapping = {value: style.make_ref(name) for value, name in discriminator.mapping.items()}
    keyword: Schema = {"propertyName": discriminator.property}
    return {"discriminator": keyword | ({"mapping": mapping} if mapping else {})}


def _object_schema(type: Object, style: SchemaStyle) -> Schema:
    schema: Schema = {"type": "object"}
    if type.fields:
        schema["properties"] = {
            f.name: field_schema(f, style) for f in type.fields if _has_description(f)
        }
    if not schema.get("properties"):
        schema.pop("properties", None)
    if required := [field.name for field in type.fields if field.required]:
        schema["required"] = required
    if type.pattern_properties:
        schema["patternProperties"] = {
            key: type_schema(t, style) for key, t in type.pattern_properties.items()
        }
    if type.additional_properties is not None:
        schema["additionalProperties"] = _boolean_or_schema(type.additional_properties, style)
    schema |= _constraint_keywords(type.constraints) | _discriminator_keyword(
        type.discriminator, style
    )
    if not type.bases:
        return _with_title(schema, type.title)
    bases: list[Schema] = [{"$ref": style.make_ref(base)} for base in type.bases]
    if len(schema) > 1 or len(bases) == 1:
        bases.append(schema)
    return _with_title({"allOf": bases}, type.title)


def _has_description(field: Field) -> bool:
    """Whether a field needs a schema: a name that stands only in `required` needs none."""
    return not is_placeholder(field)


def field_schema(field: Field, style: SchemaStyle) -> Schema:
    """Return the schema of a field's type with the field's annotations."""
    schema = type_schema(field.type, style)
    if field.default is not None:
        # Other tools resolve a `$ref` inside a default.
        value = field.default.value
        schema["x-default" if isinstance(value, dict) and "$ref" in value else "default"] = value
    annotations = {
        "title": field.title,
        "description": field.doc,
        "readOnly": field.access == "read-only",
        "writeOnly": field.access == "write-only",
        **_deprecation_keywords(field.deprecation),
        "examples": list(field.examples),
        "x-documented-name": field.documented_name,
    }
    return _with_annotations(schema, annotations)


def _assertions_schema(type: WithAssertions, style: SchemaStyle) -> Schema:
    """Add the assertions to the type's schema; use `allOf` where a keyword would clash."""
    schema = type_schema(type.type, style)
    assertions = map_refs(type.schema, style.make_ref)
    if not assertions.keys().isdisjoint(UNEVALUATED):
        if not all(_adds_no_evaluation(assertions.get(key, [])) for key in UNION_AND_ALL_OF):
            return {"allOf": [schema, assertions]}
        # The type's own schema already has the keywords that evaluate properties and items.
        if schema.get("additionalProperties") is True:
            del schema["additionalProperties"]
        assertions = {
            key: assertions[key]
            for key in assertions
            if key not in schema and key not in _EXPRESSED_BY_TYPES
        }
    has_clash = not assertions.keys().isdisjoint(schema)
    return {"allOf": [schema, assertions]} if has_clash else schema | assertions


_EXPRESSED_BY_TYPES: Final = CHILD_APPLICATORS.union({"$ref"}, {"allOf"}) - {*RESIDUAL}
"""Keywords that evaluate properties or items and that the schema of the type already has."""
_EVALUATE_OTHERS: Final = CHILD_APPLICATORS & (SCHEMA_VALUED | {"items"}) | {"if"} | {*UNEVALUATED}
"""Keywords that evaluate properties or items that the schema does not name."""


def _adds_no_evaluation(members: list[Schema | bool]) -> bool:
    """Whether no member has a keyword that evaluates further properties or items."""
    return all(
        not isinstance(member, bool) and _EVALUATE_OTHERS.isdisjoint(member) for member in members
    )
