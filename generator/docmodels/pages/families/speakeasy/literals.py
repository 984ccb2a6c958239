"""Read values on Speakeasy's pages: JSON literals in code, text without quotes in tables."""

from __future__ import annotations

import json
import re

import msgspec

from docmodels.ir import (
    Array,
    Boolean,
    Const,
    Enum,
    EnumMember,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Object,
    ScalarKind,
    String,
    Type,
)

_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?![\w.])|\b(?:true|false|null)\b')
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?")
_JSON_STARTS = frozenset('{["-0123456789tfn')
_NO_EXAMPLE = frozenset({"", "<nil>", "[object Object]", "undefined"})


def read_literals(code: str) -> list[Json]:
    """Return the JSON literals in code, in order."""
    values: list[Json] = []
    for literal in _LITERAL.findall(code):
        try:
            values.append(json.loads(literal))
        except ValueError:
            values.append(literal.strip('"'))
    return values


def parse_members(pairs: list[tuple[str, str]]) -> tuple[EnumMember, ...]:
    """Build enum members from pairs of name and unquoted value; numbers only if all values are."""
    values = [value for _, value in pairs]
    parse: type[int | float | str] = str
    if values and all(_INTEGER.fullmatch(value) for value in values):
        parse = int
    elif values and all(_NUMBER.fullmatch(value) for value in values):
        parse = float
    return tuple(EnumMember(value=parse(value), name=name) for name, value in pairs)


def common_kind(values: list[Json]) -> ScalarKind | None:
    """Return the kind of all values, or None if they differ."""
    kinds: set[ScalarKind | None] = {_kind(value) for value in values}
    return kinds.pop() if len(kinds) == 1 else None


def _kind(value: Json) -> ScalarKind | None:
    match value:
        case str():
            return "string"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case _:
            return None


def read_example(text: str, type: Type) -> tuple[Json, ...]:
    """Read the `Example` cell of a field; return () if it is not a value of `type`."""
    if text in _NO_EXAMPLE:
        return ()
    while isinstance(type, Nullable):
        type = type.type
    value = _parse_json(text)
    match type:
        case String() | Const(value=str()):
            return (text,)
        case Boolean():
            return _value_if(value, isinstance(value, bool))
        case Integer() | Number():
            return _value_if(value, _kind(value) in ("integer", "number"))
        case Array():
            return _value_if(value, isinstance(value, list))
        case Map() | Object():
            return _value_if(value, isinstance(value, dict))
        case Enum(members):
            return tuple(member.value for member in members if str(member.value) == text)
        case _:
            return (text if value is None else value,)


def _value_if(value: Json, condition: bool) -> tuple[Json, ...]:
    return (value,) if condition else ()


def _parse_json(text: str) -> Json:
    """Parse JSON; return None if the text is not JSON."""
    if text[0] not in _JSON_STARTS:
        return None
    try:
        return msgspec.json.decode(text.encode())
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
