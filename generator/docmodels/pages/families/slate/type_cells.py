"""Read the type cells of widdershins: `string(date-time)`, `[[Pet](#schemapet)]`, `integer,null(int64)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from docmodels.ir import (
    NULL,
    NUMBER,
    UNKNOWN,
    Array,
    Map,
    Ref,
    String,
    Type,
    nullable,
    scalar,
)
from docmodels.ir.algebra import union_of
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS

_LINK = re.compile(r"\[(?P<text>[^\[\]]+(?:\[[^\[\]]*\][^\[\]]*)*)\]\((?:#|[^()\s]*\.md\b)[^)]*\)")
ARRAY_OF = "array of "
_SCALAR = re.compile(r"(?P<kind>[A-Za-z]+)(?:\((?P<format>[^()]+)\))?")
_KIND_LIST = re.compile(r"(?P<kinds>[a-z]+(?:,[a-z]+)+)(?P<format>\([^()]+\))?")
_SCALARS = {**JSON_SCALARS, "float": NUMBER}
_WORD_TYPES: dict[str, Type] = {
    **dict.fromkeys(("any", "oneOf", "anyOf", "allOf", "not", "undefined"), UNKNOWN),
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "null": NULL,
    "file": String(format="binary"),
}
_MAX_DEPTH = 40


@lru_cache(maxsize=16384)
def read_type(text: str) -> Type:
    """Read a type cell: `string(date-time)`, `[[Pet](#schemapet)]`, `integer¦null`, `integer,null(int64)`.

    Raises `TypeSyntaxError` if it does not match the grammar.
    """
    return _read(text.strip(), 0)


def _read(text: str, depth: int) -> Type:
    if depth > _MAX_DEPTH:
        raise TypeSyntaxError
    if "¦" in text and not text.endswith("]"):
        options = [_read(option.strip(), depth + 1) for option in text.split("¦")]
        return union_of(options)
    if (match := _KIND_LIST.fullmatch(text)) is not None:
        return _read_kinds(match["kinds"].split(","), match["format"] or "")
    if (link := _LINK.fullmatch(text)) is not None:
        return Ref(name=link["text"].strip().replace("\\", ""))
    if text.startswith("[") and text.endswith("]"):
        return Array(items=_read(text[1:-1].strip(), depth + 1))
    if text.startswith(ARRAY_OF):
        return Array(items=_read(text.removeprefix(ARRAY_OF).strip(), depth + 1))
    match = _SCALAR.fullmatch(text)
    if match is None:
        raise TypeSyntaxError
    if match["kind"] in _WORD_TYPES:
        return _WORD_TYPES[match["kind"]]
    if match["kind"] not in _SCALARS:
        raise TypeSyntaxError
    return scalar(_SCALARS[match["kind"]].kind, match["format"] or "")


def _read_kinds(kinds: Sequence[str], format: str) -> Type:
    """Read the types that OpenAPI 3.1 lists; a format after the last one is that of a single type."""
    named = [kind for kind in kinds if kind != "null"]
    if len(named) == 1 and named[0] in _SCALARS:
        return nullable(_read(named[0] + format, _MAX_DEPTH))
    return union_of([_read(kind, _MAX_DEPTH) for kind in kinds])
