"""allOf, oneOf, anyOf and not, put together with the schema they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from docmodels.ir import (
    NULL,
    UNKNOWN,
    AllOf,
    Array,
    Const,
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
from docmodels.pages.type_vocabulary import nullable

_BARE = Map(values=UNKNOWN)


def compose(base: Type, groups: Mapping[str, list[Type]]) -> Type:
    """Join a schema with its allOf, oneOf and anyOf members, side by side.

    A bare `type: object` beside members adds nothing that a reader would miss.
    """
    parts = [base, *groups["allOf"]]
    parts += [_union(groups[mode], mode) for mode in ("oneOf", "anyOf") if groups[mode]]
    parts = [part for part in parts if part not in (UNKNOWN, _BARE)]
    if not parts:
        return base
    return parts[0] if len(parts) == 1 else AllOf(members=tuple(parts))


def _union(members: list[Type], mode: str) -> Type:
    rest = [member for member in members if member != NULL]
    if not rest:
        return NULL
    type = _either(rest, mode)
    return type if len(rest) == len(members) else nullable(type)


def _either(members: list[Type], mode: str) -> Type:
    if len(members) == 1:
        return members[0]
    return Union(members=tuple(members), mode="oneOf" if mode == "oneOf" else "anyOf")


def denied(type: Type, members: list[Type]) -> Type:
    """Hold a type to `not`."""
    for member in members:
        if isinstance(member, Unknown):
            return Never()
        type = WithAssertions(type=type, schema={"not": schema(member)})
    return type


def schema(type: Type) -> dict[str, Json]:
    """Write a type that this family can print as JSON Schema 2020-12."""
    match type:
        case Scalar(kind):
            return {"type": kind}
        case Ref(name):
            return {"$ref": "#/$defs/" + name.replace("~", "~0").replace("/", "~1")}
        case Enum(members):
            return {"enum": [member.value for member in members]}
        case Const(value):
            return {"const": value}
        case Array(items):
            return {"type": "array", "items": schema(items)}
        case Map(values):
            return {"type": "object", "additionalProperties": schema(values)}
        case Nullable(inner):
            return {"anyOf": [schema(inner), {"type": "null"}]}
        case Union(members, mode):
            return {mode: [schema(member) for member in members]}
        case AllOf(members):
            return {"allOf": [schema(member) for member in members]}
        case Object():
            return _object_schema(type)
        case Never():
            return {"not": {}}
        case WithAssertions(inner, extra):
            return {"allOf": [schema(inner), extra]}
        case Unknown():
            return {}


def _object_schema(type: Object) -> dict[str, Json]:
    found: dict[str, Json] = {
        "type": "object",
        "properties": {field.name: schema(field.type) for field in type.fields},
    }
    if required := [field.name for field in type.fields if field.required]:
        found["required"] = required
    if type.additional_properties is not None:
        found["additionalProperties"] = schema(type.additional_properties)
    if type.bases:
        return {"allOf": [*(schema(Ref(name=name)) for name in type.bases), found]}
    return found
