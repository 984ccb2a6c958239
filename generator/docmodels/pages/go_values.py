"""Read values as Go prints them, the defaults of custom resources: `[a b]`, `{ key:value }`, strings bare."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from docmodels.ir import (
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Number,
    Object,
    String,
    Type,
    Union,
    is_list,
    is_object,
)
from docmodels.pages.json_values import parse_json
from docmodels.pages.literals import LiteralSyntaxError

Expand: TypeAlias = Callable[[Type], Type]
"""Returns the definition that a reference means; other types, and unknown names, as they are."""

_INTEGER = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][+-]?\d{1,2})?")
_KEY = re.compile(r"(?P<key>[\w./-]+):(?P<value>.*)", re.S)
_OPENING, _CLOSING = "[{", "]}"
_MAX_DEPTH = 12


def read_go_value(text: str, type: Type, expand: Expand) -> Json:
    """Read the default of a field of `type`.

    Raise `LiteralSyntaxError` if the text has no value of the type, or more than one reading.
    """
    return _read(text.strip(), expand(type), expand, 0)


def _read(text: str, type: Type, expand: Expand, depth: int) -> Json:
    if depth > _MAX_DEPTH:
        raise LiteralSyntaxError(text[:40])
    match type:
        case String() | Enum() | Const():
            return _read_scalar(text, type)
        case Integer() | Number() | Boolean():
            return _read_scalar(text, type)
        case Union(members):
            return _read_union(text, members, expand, depth)
        case Array(items):
            return _read_list(text, expand(items), expand, depth)
        case Map(values):
            return _read_object(text, {}, expand(values), expand, depth)
        case Object(fields):
            types = {field.name: field.type for field in fields}
            return _read_object(text, types, None, expand, depth)
        case _:
            return _read_json(text)


def _read_scalar(text: str, type: Type) -> Json:
    match type:
        case String():
            quoted = len(text) > 1 and text[0] == text[-1] == '"'
            return _read_json(text) if quoted else text
        case Enum(members):
            for member in members:
                if text in (str(member.value), json.dumps(member.value)):
                    return member.value
            return text if type.base in ("string", None) else _read_json(text)
        case Boolean() if text in ("true", "false"):
            return text == "true"
        case Integer() if _INTEGER.fullmatch(text):
            return int(text)
        case Number() if _NUMBER.fullmatch(text):
            return int(text) if _INTEGER.fullmatch(text) else float(text)
        case Const(value) if text == str(value):
            return value
        case _:
            raise LiteralSyntaxError(text[:40])


def _read_union(text: str, members: tuple[Type, ...], expand: Expand, depth: int) -> Json:
    """Read the value of the first member that has one: `8080` of a port is a number, `http` not."""
    for member in members:
        try:
            return _read(text, expand(member), expand, depth + 1)
        except LiteralSyntaxError:
            continue
    raise LiteralSyntaxError(text[:40])


def _read_list(text: str, items: Type, expand: Expand, depth: int) -> list[Json]:
    inner = _between(text, "[", "]")
    if inner is None or (text.startswith(('["', "[{"))):
        value = _read_json(text)
        if is_list(value):
            return value
        raise LiteralSyntaxError(text[:40])
    return [_read(word, items, expand, depth + 1) for word in _split(inner)]


def _read_object(
    text: str, types: Mapping[str, Type], values: Type | None, expand: Expand, depth: int
) -> dict[str, Json]:
    """Read an object; the fields that `types` does not have are of type `values`."""
    inner = _between(text, "{", "}")
    if inner is None:
        inner = _between(text.removeprefix("map"), "[", "]")
    if inner is None or inner.lstrip().startswith('"'):
        value = _read_json(text)
        if is_object(value):
            return value
        raise LiteralSyntaxError(text[:40])
    result: dict[str, Json] = {}
    for word in _split(inner):
        entry = _KEY.fullmatch(word)
        type = types.get(entry["key"], values) if entry is not None else None
        if entry is None or type is None:
            raise LiteralSyntaxError(text[:40])
        result[entry["key"]] = _read(entry["value"], expand(type), expand, depth + 1)
    return result


def _between(text: str, opening: str, closing: str) -> str | None:
    if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
        return text[1:-1].strip()
    return None


def _split(text: str) -> list[str]:
    """Split a text at the spaces that are in no brackets."""
    words: list[str] = []
    start = level = 0
    for index, char in enumerate(text):
        if char in _OPENING:
            level += 1
        elif char in _CLOSING:
            level -= 1
        elif char == " " and level <= 0:
            words.append(text[start:index])
            start = index + 1
    return [word for word in [*words, text[start:]] if word]


def _read_json(text: str) -> Json:
    try:
        return parse_json(text)
    except ValueError as error:
        raise LiteralSyntaxError(text[:40]) from error
