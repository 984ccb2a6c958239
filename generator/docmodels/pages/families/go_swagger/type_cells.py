"""The type cell: `int64 (formatted integer)`, `[][Item](#item)`, `map of string`."""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Map,
    Ref,
    Scalar,
    ScalarKind,
    Type,
)

_WORDS: dict[str, Type] = {
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "file": Scalar(kind="string", format="binary"),
    **dict.fromkeys(("any", "interface{}", "interface {}", ""), UNKNOWN),
}
_KINDS: dict[str, ScalarKind] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}
_LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\(#[^()]*\)")
_FORMATTED = re.compile(r"(?P<format>\S+) \(formatted (?P<kind>\w+)\)")
_GO_MAP = re.compile(r"map\[\w+\](?P<value>.+)")
_DEEP = 40


class Unread(Exception):
    """The text is not in the grammar."""


@lru_cache(maxsize=16384)
def read_type(text: str) -> Type:
    """Read a type cell; raises `Unread` where it is not in the grammar."""
    return _read(text.strip(), 0)


def _read(text: str, depth: int) -> Type:
    if depth > _DEEP:
        raise Unread
    if text in _WORDS:
        return _WORDS[text]
    if text.startswith("[]"):
        return Array(items=_read(text[2:].strip(), depth + 1))
    if text.startswith("map of "):
        return Map(values=_read(text[7:].strip(), depth + 1))
    if (found := _FORMATTED.fullmatch(text)) is not None and found["kind"] in _KINDS:
        return Scalar(kind=_KINDS[found["kind"]], format=found["format"])
    if (link := _LINK.fullmatch(text)) is not None:
        return _linked(link["text"].strip(), depth + 1)
    raise Unread


def _linked(text: str, depth: int) -> Type:
    """A link's text is a Go type: a model, or builtins around one."""
    if text in _WORDS:
        return _WORDS[text]
    if text.startswith("[]"):
        return Array(items=_linked(text[2:], depth + 1))
    if (found := _GO_MAP.fullmatch(text)) is not None:
        return Map(values=_linked(found["value"], depth + 1))
    return Ref(name=text.lstrip("*"))
