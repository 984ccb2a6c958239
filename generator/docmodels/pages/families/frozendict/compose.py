"""Combine a schema with its allOf, oneOf, anyOf and not."""

from __future__ import annotations

from collections.abc import Mapping

from docmodels.ir import (
    NULL,
    UNKNOWN,
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
    nullable,
)

_BARE_OBJECT = Map(values=UNKNOWN)


def compose(base: Type, groups: Mapping[str, list[Type]]) -> Type:
    """Combine a schema and its allOf, oneOf and anyOf members into one allOf.

    A bare `type: object` next to members is left out.
    """
    members = [base, *groups["allOf"]]
    members += [
        _build_nullable_union(groups[mode], mode) for mode in ("oneOf", "anyOf") if groups[mode]
    ]
    members = [member for member in members if member not in (UNKNOWN, _BARE_OBJECT)]
    if not members:
        return base
    return members[0] if len(members) == 1 else AllOf(members=tuple(members))


def _build_nullable_union(members: list[Type], mode: str) -> Type:
    non_null = [member for member in members if member != NULL]
    if not non_null:
        return NULL
    type = _build_union(non_null, mode)
    return type if len(non_null) == len(members) else nullable(type)


def _build_union(members: list[Type], mode: str) -> Type:
    if len(members) == 1:
        return members[0]
    return Union(members=tuple(members), mode="oneOf" if mode == "oneOf" else "anyOf")


def apply_not(type: Type, members: list[Type]) -> Type:
    """Add the members of `not` to a type as assertions."""
    for member in members:
        if isinstance(member, Unknown):
            return Never()
        type = WithAssertions(type=type, schema={"not": to_json_schema(member)})
    return type


def to_json_schema(type: Type) -> dict[str, Json]:
    """Convert a type that this family can document to JSON Schema 2020-12."""
    match type:
        case String() | Integer() | Number() | Boolean() | Null():
            return {"type": type.kind}
        case Ref(name):
            return {"$ref": "#/$defs/" + name.replace("~", "~0").replace("/", "~1")}
        case Enum(members):
            return {"enum": [member.value for member in members]}
        case Const(value):
            return {"const": value}
        case Array(items):
            return {"type": "array", "items": to_json_schema(items)}
        case Map(values):
            return {"type": "object", "additionalProperties": to_json_schema(values)}
        case Nullable(inner):
            return {"anyOf": [to_json_schema(inner), {"type": "null"}]}
        case Union(members, mode):
            return {mode: [to_json_schema(member) for member in members]}
        case AllOf(members):
            return {"allOf": [to_json_schema(member) for member in members]}
        case Object():
            return _object_schema(type)
        case Never():
            return {"not": {}}
        case WithAssertions(inner, extra):
            return {"allOf": [to_json_schema(inner), extra]}
        case Unknown():
            return {}


def _object_schema(type: Object) -> dict[str, Json]:
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {field.name: to_json_schema(field.type) for field in type.fields},
    }
    if required := [field.name for field in type.fields if field.required]:
        schema["required"] = required
    if type.additional_properties is not None:
        schema["additionalProperties"] = to_json_schema(type.additional_properties)
    if type.bases:
        return {"allOf": [*(to_json_schema(Ref(name=name)) for name in type.bases), schema]}
    return schema
