"""Schemas of single values: scalars with their formats, enumerations, constants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, cast

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import (
    NULL,
    Const,
    Enum,
    EnumMember,
    Json,
    Never,
    Nullable,
    Scalar,
    ScalarKind,
    Type,
    is_list,
    is_object,
)
from docmodels.readers.keywords import Schema, constraints, mapping, text, unread
from docmodels.readers.scope import Scope

FORMAT_KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(
        "date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri"
        " uri-reference iri iri-reference uri-template uuid json-pointer regex byte binary password".split(),
        "string",
    ),
    **dict.fromkeys(("int32", "int64"), "integer"),
    **dict.fromkeys(("float", "double"), "number"),
}
"""What a schema with a format and no type is about (OpenAPI format registry)."""


def scalar(scope: Scope, schema: Schema, kind: str) -> Type:
    """Read a scalar of `kind` with its format and its own constraints."""
    if kind == "null":
        return NULL
    limits = (
        constraints(scope, schema, kind) if kind != "boolean" else constraints(scope, {}, "object")
    )
    format = text(scope, schema, "format")
    if kind == "string" and not format:
        format = _content_format(schema)
    return Scalar(kind=cast(ScalarKind, kind), format=format, constraints=limits)


def _content_format(schema: Schema) -> str:
    """OpenAPI 3.1 says by `content..` keywords what 3.0 said by a format."""
    if schema.get("contentEncoding") in ("base64", "base64url"):
        return "byte"
    return "binary" if schema.get("contentMediaType") == "application/octet-stream" else ""


def kind_of(value: Json) -> str:
    """Give the JSON Schema type of a value, the narrowest one."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def admits(kind: str, value: Json) -> bool:
    """Whether a value is of that JSON Schema type."""
    found = kind_of(value)
    return found == kind or (kind == "number" and found == "integer")


def identity(value: Json) -> Json:
    """Give something hashable that is equal for equal JSON values only: true is not 1, 1.0 is."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return (isinstance(value, bool), value)


def constant(schema: Schema, kinds: tuple[str, ...]) -> Type:
    """Read `const`: a value that is not of the stated type leaves no value at all."""
    value = schema["const"]
    if kinds and not any(admits(kind, value) for kind in kinds):
        return Never()
    return NULL if value is None else Const(value=value)


def enumeration(scope: Scope, schema: Schema, kinds: tuple[str, ...], null: bool) -> Type:
    """Read `enum`, or `x-extensible-enum`, whose values are only those known today."""
    key = "enum" if "enum" in schema else "x-extensible-enum"
    if not is_list(schema[key]):
        unread(scope, schema, key, "a list of values")
        return Scalar(kind="string") if kinds == ("string",) else Never()
    members = list(_members(scope, schema, key, kinds))
    rest = tuple(member for member in members if member.value is not None)
    has_null = null or len(rest) != len(members)
    if not rest:
        return NULL if has_null else Never()
    found = Enum(
        members=rest,
        closed=key == "enum" and not _is_open(schema),
        base=_base(rest, kinds),
        format=text(scope, schema, "format"),
    )
    return Nullable(type=found) if has_null else found


def _is_open(schema: Schema) -> bool:
    """Azure's generators mark an enum that takes further values with `modelAsString`."""
    return is_object(found := schema.get("x-ms-enum")) and found.get("modelAsString") is True


def _base(members: tuple[EnumMember, ...], kinds: tuple[str, ...]) -> ScalarKind | None:
    stated = [kind for kind in kinds if kind != "null"]
    found = {kind_of(member.value) for member in members}
    if found == {"integer", "number"}:
        found = {"number"}
    if len(stated) == 1:
        found = set(stated)
    kind = found.pop() if len(found) == 1 else ""
    return cast(ScalarKind, kind) if kind not in ("", "array", "object") else None


def _members(
    scope: Scope, schema: Schema, key: str, kinds: tuple[str, ...]
) -> Iterator[EnumMember]:
    names, docs, deprecated = _names(scope, schema), _docs(scope, schema), _deprecated(schema)
    seen: set[Json] = set()
    for index, raw in enumerate(schema[key]):
        value = _fitting(scope, schema, raw, kinds)
        if value is _MISFIT or identity(value) in seen:
            continue
        seen.add(identity(value))
        yield EnumMember(
            value=value,
            name=names.get(index, ""),
            doc=docs.get(index, "") or docs.get(str(raw), ""),
            deprecated=index in deprecated or str(raw) in deprecated,
        )


_MISFIT: Final = object()


def _fitting(scope: Scope, schema: Schema, value: Json, kinds: tuple[str, ...]) -> Json:
    """Give a value that the stated type takes; `1` in a list of strings means `"1"` in YAML."""
    if not kinds or any(admits(kind, value) for kind in kinds):
        return value
    if value is None and scope.flavour.nullable:
        # OpenAPI 3.0 writes null into the list beside `nullable: true`; without it, it is moot.
        return value if any(schema.get(key) is True for key in scope.flavour.nullable) else _MISFIT
    shown = json.dumps(value, ensure_ascii=False)[:60]
    if "string" in kinds and isinstance(value, int | float | bool) and len(kinds) == 1:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        message = f"the value {shown} is no string; it is read as `{text}`"
        scope.note(INVALID_KEYWORD, (schema, "enum"), message, f'write "{text}" with quotes')
        return text
    message = f"the value {shown} is not of the type {' or '.join(kinds)}; it can never occur"
    scope.note(
        INVALID_KEYWORD, (schema, "enum"), message, "leave the value out, or change the type"
    )
    return _MISFIT


def _indexed(value: Json) -> dict[int | str, str]:
    if is_list(value):
        return {index: text for index, text in enumerate(value) if isinstance(text, str)}
    if is_object(value):
        return {key: text for key, text in value.items() if isinstance(text, str)}
    return {}


def _names(scope: Scope, schema: Schema) -> dict[int | str, str]:
    for key in ("x-enum-varnames", "x-enumNames", "x-enum-names"):
        if is_list(schema.get(key)):
            return _indexed(schema[key])
    return {i: text for i, value in _azure(scope, schema) if (text := value.get("name"))}


def _docs(scope: Scope, schema: Schema) -> dict[int | str, str]:
    for key in ("x-enum-descriptions", "x-enumDescriptions", "enumDescriptions"):
        if key in schema:
            return _indexed(schema[key])
    return {i: text for i, value in _azure(scope, schema) if (text := value.get("description"))}


def _azure(scope: Scope, schema: Schema) -> list[tuple[int, dict[str, str]]]:
    """`x-ms-enum` lists values with names and descriptions of their own."""
    found = mapping(scope, schema, "x-ms-enum").get("values")
    if not is_list(found):
        return []
    places = {identity(value): index for index, value in enumerate(schema.get("enum", []))}
    return [
        (
            places[identity(value.get("value"))],
            {k: v for k, v in value.items() if isinstance(v, str)},
        )
        for value in found
        if is_object(value) and identity(value.get("value")) in places
    ]


def _deprecated(schema: Schema) -> frozenset[int | str]:
    found = schema.get("x-enum-deprecated")
    if not is_list(found):
        return frozenset()
    return frozenset(item for item in found if isinstance(item, str))
