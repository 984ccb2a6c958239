"""Read schemas of scalars with their formats, of enums and of constants."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from typing import Final, cast

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import (
    DEPRECATED,
    NULL,
    STRING,
    Const,
    ConstraintValues,
    Enum,
    EnumMember,
    Json,
    Never,
    ScalarKind,
    Type,
    equality_key,
    is_list,
    is_object,
    nullable,
    scalar,
)
from docmodels.ir.instance_check import is_of_kind, value_kind
from docmodels.ir.vocabulary import MEMBER_DOC_KEYWORDS, MEMBER_NAME_KEYWORDS
from docmodels.readers.keywords import Schema, mapping, note_invalid, read_constraints, text
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
"""The scalar kind of a schema with a format and no type (OpenAPI format registry)."""


def read_scalar(scope: Scope, schema: Schema, kind: str) -> Type:
    """Read a scalar of `kind` with its format and constraints."""
    if kind == "null":
        return NULL
    limits: ConstraintValues = {} if kind == "boolean" else read_constraints(scope, schema, kind)
    format = text(scope, schema, "format")
    if kind == "string" and not format:
        format = _content_format(schema)
    return scalar(cast(ScalarKind, kind), format, limits)


def _content_format(schema: Schema) -> str:
    """Convert the `content..` keywords of OpenAPI 3.1 to the format of OpenAPI 3.0."""
    if schema.get("contentEncoding") in ("base64", "base64url"):
        return "byte"
    return "binary" if schema.get("contentMediaType") == "application/octet-stream" else ""


def read_const(schema: Schema, kinds: tuple[str, ...]) -> Type:
    """Read `const`; `Never` if the value is not of one of the types `kinds`."""
    value = schema["const"]
    if kinds and not any(is_of_kind(value, kind) for kind in kinds):
        return Never()
    return NULL if value is None else Const(value=value)


def read_enum(scope: Scope, schema: Schema, kinds: tuple[str, ...], is_nullable: bool) -> Type:
    """Read `enum`, or `x-extensible-enum`, which is an open enum."""
    key = "enum" if "enum" in schema else "x-extensible-enum"
    if not is_list(schema[key]):
        note_invalid(scope, schema, key, "a list of values")
        return STRING if kinds == ("string",) else Never()
    members = list(_read_members(scope, schema, key, kinds))
    values = tuple(member for member in members if member.value is not None)
    has_null = is_nullable or len(values) != len(members)
    if not values:
        return NULL if has_null else Never()
    enum = Enum(
        members=values,
        closed=key == "enum" and not _is_open(schema),
        base=_enum_base(values, kinds),
        format=text(scope, schema, "format"),
    )
    return nullable(enum) if has_null else enum


def _is_open(schema: Schema) -> bool:
    """Return whether an enum is open: AutoRest marks it with `modelAsString` in `x-ms-enum`."""
    return (
        is_object(azure_enum := schema.get("x-ms-enum")) and azure_enum.get("modelAsString") is True
    )


def _enum_base(members: tuple[EnumMember, ...], kinds: tuple[str, ...]) -> ScalarKind | None:
    type_kinds = [kind for kind in kinds if kind != "null"]
    value_kinds: set[str] = {value_kind(member.value) for member in members}
    if value_kinds == {"integer", "number"}:
        value_kinds = {"number"}
    if len(type_kinds) == 1:
        value_kinds = set(type_kinds)
    kind = value_kinds.pop() if len(value_kinds) == 1 else ""
    return cast(ScalarKind, kind) if kind not in ("", "array", "object") else None


def _read_members(
    scope: Scope, schema: Schema, key: str, kinds: tuple[str, ...]
) -> Iterator[EnumMember]:
    names, docs, deprecated = (
        _member_names(scope, schema),
        _member_docs(scope, schema),
        _deprecated_members(schema),
    )
    keys: set[Hashable] = set()
    for index, raw in enumerate(schema[key]):
        value = _coerce(scope, schema, raw, kinds)
        if value is _INVALID or equality_key(value) in keys:
            continue
        keys.add(equality_key(value))
        yield EnumMember(
            value=value,
            name=names.get(index, ""),
            doc=docs.get(index, "") or docs.get(str(raw), ""),
            deprecation=DEPRECATED if {index, str(raw)} & deprecated else None,
        )


_INVALID: Final = object()


def _coerce(scope: Scope, schema: Schema, value: Json, kinds: tuple[str, ...]) -> Json:
    """Convert an enum value to the stated type: `1` in an enum of strings becomes `"1"`.

    Return `_INVALID` for a value of another type.
    """
    if not kinds or any(is_of_kind(value, kind) for kind in kinds):
        return value
    if value is None and scope.version.nullable_keywords:
        # OpenAPI 3.0 lists null beside `nullable: true`; without that, null is not allowed.
        return (
            value
            if any(schema.get(key) is True for key in scope.version.nullable_keywords)
            else _INVALID
        )
    literal = json.dumps(value, ensure_ascii=False)[:60]
    if "string" in kinds and isinstance(value, int | float | bool) and len(kinds) == 1:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        message = f"the value {literal} is not a string; it is read as `{text}`"
        scope.note(INVALID_KEYWORD, (schema, "enum"), message, f'write "{text}" with quotes')
        return text
    message = f"the value {literal} is not of the type {' or '.join(kinds)}; it can never occur"
    scope.note(
        INVALID_KEYWORD, (schema, "enum"), message, "leave the value out, or change the type"
    )
    return _INVALID


def _texts_by_index(value: Json) -> dict[int | str, str]:
    if is_list(value):
        return {index: text for index, text in enumerate(value) if isinstance(text, str)}
    if is_object(value):
        return {key: text for key, text in value.items() if isinstance(text, str)}
    return {}


def _member_names(scope: Scope, schema: Schema) -> dict[int | str, str]:
    for key in MEMBER_NAME_KEYWORDS:
        if is_list(schema.get(key)):
            return _texts_by_index(schema[key])
    return {i: text for i, value in _azure_members(scope, schema) if (text := value.get("name"))}


def _member_docs(scope: Scope, schema: Schema) -> dict[int | str, str]:
    for key in MEMBER_DOC_KEYWORDS:
        if key in schema:
            return _texts_by_index(schema[key])
    return {
        i: text for i, value in _azure_members(scope, schema) if (text := value.get("description"))
    }


def _azure_members(scope: Scope, schema: Schema) -> list[tuple[int, dict[str, str]]]:
    """Read the values of `x-ms-enum`, which have names and descriptions, by enum index."""
    values = mapping(scope, schema, "x-ms-enum").get("values")
    if not is_list(values):
        return []
    indexes = {equality_key(value): index for index, value in enumerate(schema.get("enum", []))}
    return [
        (
            indexes[equality_key(value.get("value"))],
            {k: v for k, v in value.items() if isinstance(v, str)},
        )
        for value in values
        if is_object(value) and equality_key(value.get("value")) in indexes
    ]


def _deprecated_members(schema: Schema) -> frozenset[int | str]:
    values = schema.get("x-enum-deprecated")
    if not is_list(values):
        return frozenset()
    return frozenset(item for item in values if isinstance(item, str))
