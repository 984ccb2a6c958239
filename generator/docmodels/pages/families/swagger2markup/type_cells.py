"""Read type cells: `< [Part](#part) > array`, `< string, integer (int64) > map`, `enum (a, b)`.

Version 0.9 prints `Part array` without links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from docmodels.ir import (
    UNKNOWN,
    Array,
    Map,
    String,
    Type,
    scalar,
)
from docmodels.pages.table_rows import decode_escapes
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS
from docmodels.pages.unquoted_enums import read_unquoted_enum

Resolve = Callable[[str, str], Type]
"""Return what the text and the target of a link mean; raise `TypeSyntaxError` if a text without one has no meaning."""

_WORDS: dict[str, Type] = {
    **JSON_SCALARS,
    "object": Map(values=UNKNOWN),
    "file": String(format="binary"),
    "array": Array(items=UNKNOWN),
    "ref": UNKNOWN,
}
_SCALAR = re.compile(r"(?P<word>\w+)(?: ?\((?P<format>[^()]+)\))?")
_ENUM = re.compile(r"enum ?\((?P<values>.*)\)", re.S)
_LINK = re.compile(r"\[(?P<name>.+)\]\((?P<target>[^()\s]*)\)", re.S)
_ARRAY = re.compile(r"array(?:\(\w+\))?")
_ESCAPES = "\\`*_{}[]()#+-.!|<>"
_MAX_DEPTH = 30


def read_type(text: str, resolve: Resolve) -> Type:
    """Read a type cell; raise `TypeSyntaxError` if it is not in the grammar."""
    return _read(html.unescape(text), resolve, 0)


def _read(text: str, resolve: Resolve, depth: int) -> Type:
    text = text.strip()
    if depth > _MAX_DEPTH or not text:
        raise TypeSyntaxError
    plain = decode_escapes(text, _ESCAPES)
    if enum := _ENUM.fullmatch(plain):
        return _read_enum(enum["values"], resolve, depth)
    if text.startswith(("<", "\\<")):
        return _read_container(text.removeprefix("\\")[1:], resolve, depth)
    if link := _LINK.fullmatch(text):
        name = decode_escapes(link["name"].strip("*"), _ESCAPES)
        return resolve(name, decode_escapes(link["target"], _ESCAPES))
    if text.endswith(" array"):
        return Array(items=_read(text[: -len(" array")], resolve, depth + 1))
    return _read_scalar(plain) or resolve(plain, "")


def _read_container(text: str, resolve: Resolve, depth: int) -> Type:
    """Read the text after `<`: the items of an array, or the keys and the values of a map."""
    inner, _, container = text.rpartition(">")
    inner, container = inner.removesuffix("\\"), container.strip()
    if container == "map":
        return Map(values=_read(inner.partition(",")[2], resolve, depth + 1))
    if _ARRAY.fullmatch(container):
        return Array(items=_read(inner, resolve, depth + 1))
    raise TypeSyntaxError


def _read_scalar(text: str) -> Type | None:
    match = _SCALAR.fullmatch(text)
    if match is None or match["word"] not in _WORDS:
        return None
    word, format = match["word"], match["format"]
    is_formatted = bool(format) and word in JSON_SCALARS
    return scalar(JSON_SCALARS[word].kind, format) if is_formatted else _WORDS[word]


def _read_enum(text: str, resolve: Resolve, depth: int) -> Type:
    """Read the values of an enum, or the link to the definition that lists them."""
    if _LINK.fullmatch(text):
        return _read(text, resolve, depth + 1)
    enum = read_unquoted_enum(text)
    if enum is None:
        raise TypeSyntaxError
    return enum
