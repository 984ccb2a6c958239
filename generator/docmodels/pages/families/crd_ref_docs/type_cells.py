"""Read type cells: `[Pet](#pet) array`, `object (keys:string, values:[Pet](#pet))`, Go types.

A template may print a Go type where the generator does not know how to simplify it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Map,
    String,
    Type,
)
from docmodels.ir.algebra import union_of
from docmodels.pages.type_grammar import TypeSyntaxError

Resolve: TypeAlias = Callable[[str, str], Type]
"""Returns the type of a name and the target of its link, which may be empty."""

BYTES = String(format="byte")
BYTES_OR_INTEGERS = union_of((Array(items=INTEGER), BYTES))
"""`integer array`: a list of integers, or Go's bytes, which JSON has as a base64 string."""

_INTEGERS = "integer int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte rune".split()
BUILTINS: dict[str, Type] = {
    "string": STRING,
    **dict.fromkeys(_INTEGERS, INTEGER),
    **dict.fromkeys(("float", "float32", "float64", "number"), NUMBER),
    **dict.fromkeys(("boolean", "bool"), BOOLEAN),
    "object": Map(values=UNKNOWN),
    **dict.fromkeys(("any", "interface{}", "interface {}", "RawMessage"), UNKNOWN),
}
"""The names that the generator prints for Go's basic types, and those types."""

_WORD = re.compile(r"[^\W\d][\w.-]*")
_ARRAY = " array"
_KEYS, _VALUES = "object (keys:", ", values:"
_MAX_DEPTH = 30


def read_type(text: str, resolve: Resolve) -> Type:
    """Read a type; raise `TypeSyntaxError` if the text is not in the grammar."""
    return _read(text, resolve, 0)


def innermost_name(text: str) -> str:
    """Return the name of the type in a cell without arrays, or "" if it is not a single name."""
    text = _bare(text)
    while text.endswith(_ARRAY):
        text = text[: -len(_ARRAY)].rstrip()
    name = _split_link(text)[0]
    return name if _WORD.fullmatch(name) else ""


def _bare(text: str) -> str:
    """Return the text without the emphasis or code marks around it."""
    return text.strip().strip("_*`").strip()


def _read(text: str, resolve: Resolve, depth: int) -> Type:
    if depth > _MAX_DEPTH:
        raise TypeSyntaxError
    text = _bare(text)
    if text.endswith(_ARRAY):
        items = _read(text[: -len(_ARRAY)], resolve, depth + 1)
        return BYTES_OR_INTEGERS if items == INTEGER else Array(items=items)
    if text.startswith(_KEYS) and text.endswith(")"):
        return _read_map(text[len(_KEYS) : -1], resolve, depth)
    name, link = _split_link(text)
    return _read_name(name, link, resolve, depth)


def _read_map(text: str, resolve: Resolve, depth: int) -> Type:
    """Read `K, values:V`; the values may be another map."""
    _, separator, values = text.partition(_VALUES)
    if not separator:
        raise TypeSyntaxError
    return Map(values=_read(values, resolve, depth + 1))


def _split_link(text: str) -> tuple[str, str]:
    """Split `[N](target)` into the name and the target; the name may be a Go type."""
    middle = text.rfind("](")
    if text.startswith("[") and text.endswith(")") and middle > 0:
        return text[1:middle].strip(), text[middle + 2 : -1].strip()
    return text, ""


def _read_name(text: str, link: str, resolve: Resolve, depth: int) -> Type:
    if depth > _MAX_DEPTH:
        raise TypeSyntaxError
    if not link and text in BUILTINS:
        return BUILTINS[text]
    if text.startswith("*"):
        return _read_name(text[1:], link, resolve, depth + 1)
    if text.startswith("[]"):
        if text in ("[]byte", "[]uint8"):
            return BYTES
        return Array(items=_read_name(text[2:], link, resolve, depth + 1))
    if text.startswith("map[") and (end := text.find("]")) > 0:
        return Map(values=_read_name(text[end + 1 :], link, resolve, depth + 1))
    if text.startswith("interface{"):
        return UNKNOWN
    if _WORD.fullmatch(text) is None:
        raise TypeSyntaxError
    return resolve(text.rpartition(".")[2], link)
