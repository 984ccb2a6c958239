"""Read type cells: `int64 (formatted integer)`, `[][Item](#item)`, `map of string`."""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.ir import (
    UNKNOWN,
    Array,
    Map,
    Ref,
    String,
    Type,
    scalar,
)
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS

_TYPES: dict[str, Type] = {
    **JSON_SCALARS,
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "file": String(format="binary"),
    **dict.fromkeys(("any", "interface{}", "interface {}", ""), UNKNOWN),
}
_LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\(#[^()]*\)")
_FORMATTED = re.compile(r"(?P<format>\S+) \(formatted (?P<kind>\w+)\)")
_GO_MAP = re.compile(r"map\[\w+\](?P<value>.+)")
_MAX_DEPTH = 40


@lru_cache(maxsize=16384)
def read_type(text: str) -> Type:
    """Read a type cell; raise `TypeSyntaxError` if it does not match the grammar."""
    return _read(text.strip(), 0)


def _read(text: str, depth: int) -> Type:
    if depth > _MAX_DEPTH:
        raise TypeSyntaxError
    if text in _TYPES:
        return _TYPES[text]
    if text.startswith("[]"):
        return Array(items=_read(text[2:].strip(), depth + 1))
    if text.startswith("map of "):
        return Map(values=_read(text[7:].strip(), depth + 1))
    if (match := _FORMATTED.fullmatch(text)) is not None and match["kind"] in JSON_SCALARS:
        return scalar(JSON_SCALARS[match["kind"]].kind, match["format"])
    if (link := _LINK.fullmatch(text)) is not None:
        return _read_go_type(link["text"].strip(), depth + 1)
    raise TypeSyntaxError


def _read_go_type(text: str, depth: int) -> Type:
    """Read the text of a link, which is a Go type: a model, or a list or map of one."""
    if text in _TYPES:
        return _TYPES[text]
    if text.startswith("[]"):
        return Array(items=_read_go_type(text[2:], depth + 1))
    if (match := _GO_MAP.fullmatch(text)) is not None:
        return Map(values=_read_go_type(match["value"], depth + 1))
    return Ref(name=text.lstrip("*"))
