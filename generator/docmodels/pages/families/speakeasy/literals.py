"""Values as Speakeasy prints them: JSON literals in code, raw text in tables."""

from __future__ import annotations

import json
import re

import msgspec

from docmodels.ir import (
    Array,
    Const,
    Enum,
    EnumMember,
    Json,
    Map,
    Nullable,
    Object,
    Scalar,
    ScalarKind,
    Type,
)

_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?![\w.])|\b(?:true|false|null)\b')
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?")
_JSON_STARTS = frozenset('{["-0123456789tfn')
_NO_EXAMPLE = frozenset({"", "<nil>", "[object Object]", "undefined"})


def literals(code: str) -> list[Json]:
    """Give the JSON literals of a piece of code, in order."""
    found: list[Json] = []
    for literal in _LITERAL.findall(code):
        try:
            found.append(json.loads(literal))
        except ValueError:
            found.append(literal.strip('"'))
    return found


def raw_members(named: list[tuple[str, str]]) -> tuple[EnumMember, ...]:
    """Make enum members of names and unquoted values: numbers only if all of them are."""
    values = [value for _, value in named]
    read: type[int | float | str] = str
    if values and all(_INTEGER.fullmatch(value) for value in values):
        read = int
    elif values and all(_NUMBER.fullmatch(value) for value in values):
        read = float
    return tuple(EnumMember(value=read(value), name=name) for name, value in named)


def kind_of(values: list[Json]) -> ScalarKind | None:
    """Give the kind that all values have in common."""
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


def example(text: str, type: Type) -> tuple[Json, ...]:
    """Read an `Example` cell of a field of `type`; nothing where it is not a value of it."""
    if text in _NO_EXAMPLE:
        return ()
    while isinstance(type, Nullable):
        type = type.type
    value = _json(text)
    match type:
        case Scalar(kind="string") | Const(value=str()):
            return (text,)
        case Scalar(kind="boolean"):
            return _kept(value, isinstance(value, bool))
        case Scalar(kind="integer") | Scalar(kind="number"):
            return _kept(value, _kind(value) in ("integer", "number"))
        case Array():
            return _kept(value, isinstance(value, list))
        case Map() | Object():
            return _kept(value, isinstance(value, dict))
        case Enum(members):
            return tuple(member.value for member in members if str(member.value) == text)
        case _:
            return (text if value is None else value,)


def _kept(value: Json, fits: bool) -> tuple[Json, ...]:
    return (value,) if fits else ()


def _json(text: str) -> Json:
    """Parse JSON; None where it is none."""
    if text[0] not in _JSON_STARTS:
        return None
    try:
        return msgspec.json.decode(text.encode())
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
