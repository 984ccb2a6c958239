"""Read type cells: `array of [kite](#kite) objects`, `number (int64)`, `?string`, `字符串数组`."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Integer,
    Map,
    Nullable,
    Number,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.traverse import map_children
from docmodels.pages.families.tables.words import word_key, words
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import (
    JSON_SCALARS,
    ParsedType,
    Vocabulary,
    make_union,
    read_type,
)

OPAQUE = "opaque"
"""The key of the reference that stands for a word that is common in tables, but no type of JSON."""
ANY_OBJECT = Map(values=UNKNOWN)
TIMESTAMP = Union(members=(STRING, NUMBER))
"""A timestamp is a text or a number: the word does not show which."""

_TYPES: dict[str, Type] = {
    **JSON_SCALARS,
    "enum": STRING,
    "int32": Integer(format="int32"),
    "int64": Integer(format="int64"),
    "float": Number(format="float"),
    "double": Number(format="double"),
    "object": ANY_OBJECT,
    "any": UNKNOWN,
    "opaque": Ref(name=OPAQUE),
    "null": NULL,
    "timestamp": TIMESTAMP,
    **{format: String(format=format) for format in ("date", "date-time", "uuid", "binary", "byte")},
}
_LINK = re.compile(r"\[([^\[\]]{1,200})\](?:\(([^()]{0,400})\)|\[([^\[\]]{0,200})\])")
_LENGTH = re.compile(r"(?P<type>[^\W\d]+) ?(?:\((?P<length>\d{1,9})\)|\[(?P<size>\d{1,9})\])")
_PARENTHESES = re.compile(r"(?P<outer>[^()（）]++)[(（](?P<inner>[^()（）]*)[)）]")
_SLASHED = re.compile(r"[\w ]+(?:[^\S ]?/[^\S ]?[\w ]+)+")
_MAX_DEPTH = 8
_MAX_CELL = 300


class TypeCell(Struct, frozen=True):
    """What a type cell states.

    `type` has a `Ref` with a key for each name that is no word of a type; `links` are the targets
    of links by key. `is_enum`: it is an enum without values. `words` are further words in
    parentheses. `minimum` is a lower bound, exclusive if `is_exclusive`.
    """

    type: Type = UNKNOWN
    links: Mapping[str, str] | None = None
    is_empty: bool = False
    is_enum: bool = False
    is_optional: bool = False
    max_length: int | None = None
    minimum: int | None = None
    is_exclusive: bool = False
    words: str = ""


@lru_cache(maxsize=16384)
def read_type_cell(cell: str, header: str = "") -> TypeCell:
    """Read a type cell of a column with a header; a cell outside the grammar has a `Ref` to it."""
    links: dict[str, str] = {}

    def unlink(match: re.Match[str]) -> str:
        target = match[2] if match[2] is not None else match[3] or match[1]
        text = word_key(match[1])
        links.update(dict.fromkeys((text, *_without_nouns(text)), target))
        return match[1]

    text = _LINK.sub(unlink, html.unescape(cell[:_MAX_CELL]).replace("\\", ""))
    text = _lower(re.sub(r"<br\s*/?>|</?(?:code|em|b|strong|sup|i)>|[*`]", " ", text)).strip()
    if text in words().values["nothing"]:
        return TypeCell(is_empty=True)
    result = _read_length(text, words().types_by_header.get(header, {}))
    return replace(result, links=links)


def _without_nouns(text: str) -> list[str]:
    """Return a text without each word that means an object at its end: `kite object`."""
    return [before for noun in words().notations["noun_after"] if (before := _before(text, noun))]


def _lower(text: str) -> str:
    """Return a text in lower case outside of quotes, with single spaces."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", text)
    return "".join(p if p[:1] in "\"'" else re.sub(r"\s+", " ", p.lower()) for p in parts if p)


def _read_length(text: str, extra: Mapping[str, str]) -> TypeCell:
    length = _LENGTH.fullmatch(text)
    if length is not None:
        kind = words().types.get(length["type"], "")
        is_text = kind == "string" and (length["length"] or length["type"] == "char")
        if is_text:
            return TypeCell(STRING, max_length=int(length["length"] or length["size"]))
        if kind and length["length"]:
            text = length["type"]
    return _read_qualified(text, extra)


def _read_qualified(text: str, extra: Mapping[str, str]) -> TypeCell:
    """Read a type with words in parentheses after it: a format, an item type or a remark."""
    remark = ""
    parentheses = _PARENTHESES.fullmatch(text)
    outer = parentheses["outer"].strip() if parentheses else ""
    if parentheses is not None and outer not in words().generics["list"]:
        text, remark = outer, parentheses["inner"].strip()
    before, _, after = text.partition(",")
    if after.strip() in _presence_words():
        text, remark = before.strip(), f"{remark} {after.strip()}".strip()
    is_optional = text.endswith("?") and not text.startswith("?")
    kind = extra.get(text) or words().types.get(text, "")
    inner = words().types.get(remark, "")
    bound = _bound(f"{text} {remark}".split())
    is_enum = "enum" in (kind, inner)
    if kind == "enum" and inner or inner and inner != "enum" and _is_narrower(kind, inner):
        type = _TYPES[inner]
    elif kind:
        type = _TYPES[kind]
    else:
        type = _read_expression(text)
    if remark in ("nullable", "null", "or null"):
        type = nullable(type)
    cell = TypeCell(type, is_enum=is_enum, is_optional=is_optional, words=remark)
    return replace(cell, minimum=bound[0], is_exclusive=bound[1])


@cache
def _presence_words() -> frozenset[str]:
    table = words().presence
    return frozenset((*table["required_text"], *table["optional_text"], *table["read_only"]))


def _is_narrower(kind: str, inner: str) -> bool:
    """Return whether a word in parentheses narrows a type: `number (int64)`, `string (uuid)`."""
    if kind == "string":
        return inner in ("date", "date-time", "uuid", "byte", "binary")
    if kind in ("number", "integer"):
        return inner in ("integer", "int32", "int64", "float", "double")
    return not kind


def _bound(tokens: list[str]) -> tuple[int | None, bool]:
    table = words().qualifiers
    if any(token in table["non_negative"] for token in tokens):
        return 0, False
    return (0, True) if any(token in table["positive"] for token in tokens) else (None, False)


def _read_expression(text: str, depth: int = 0) -> Type:
    """Read a type phrase, or an expression in the shared grammar of types."""
    phrase = _read_phrase(text, depth)
    if phrase is not None:
        return phrase
    if text[:1] == "{" or text[:2] == "[{":
        return Array(items=ANY_OBJECT) if text[0] == "[" else ANY_OBJECT
    try:
        type = read_type(text, _vocabulary()).type
    except TypeSyntaxError:
        return Ref(name=word_key(text))
    return type if depth > _MAX_DEPTH else _expand(type, text, depth)


def _expand(type: Type, whole: str, depth: int) -> Type:
    """Read the names in a parsed type as phrases: `list<kite object>`."""
    match type:
        case Ref(name) if name != whole and name.strip("[]") != whole:
            return _read_expression(name.lower(), depth + 1)
        case Ref(name):
            return Ref(name=word_key(name))
        case Nullable(inner):
            return nullable(_expand(inner, whole, depth))
        case _:
            return map_children(type, lambda child: _expand(child, whole, depth))


def _read_phrase(text: str, depth: int) -> Type | None:
    """Read words without punctuation: a type word, `array of X`, `X list`, `X object`."""
    table = words()
    text = text.strip()
    if text in table.types:
        return _TYPES[table.types[text]]
    if text in table.generics["list"]:
        return Array(items=UNKNOWN)
    if depth > _MAX_DEPTH or any(mark in text for mark in "<>{}|()?\"'"):
        return None
    for prefix, after in _prefixes(text):
        if prefix in table.notations["list_before"]:
            return Array(items=_read_expression(after, depth + 1))
        if prefix in table.notations["map_before"]:
            return Map(values=_read_expression(after, depth + 1))
        if prefix in table.notations["article"]:
            return _read_expression(after, depth + 1)
    for suffix in table.notations["list_after"]:
        if (before := _before(text, suffix)) and not before.endswith(("]", ",", "[")):
            is_ids = suffix.endswith("ids")
            return Array(items=UNKNOWN if is_ids else _read_expression(before, depth + 1))
    return _read_words(text, depth)


def _read_words(text: str, depth: int) -> Type | None:
    """Read `string/integer`, `non-negative integer`, `kite object`."""
    table = words()
    if " or " in text or (_SLASHED.fullmatch(text) and _all_types(text.split("/"))):
        parts = re.split(r" or |/|,", text)
        return make_union(
            tuple(ParsedType(_read_expression(p.strip(), depth + 1)) for p in parts)
        ).type
    first, _, after = text.partition(" ")
    if after and any(first in words_ for words_ in table.qualifiers.values()):
        return _read_expression(after, depth + 1)
    for noun in table.notations["noun_after"]:
        if before := _before(text, noun):
            return _read_phrase(before, depth + 1) or Ref(name=word_key(before))
    return None


def _all_types(parts: list[str]) -> bool:
    return all(part.strip() in words().types for part in parts)


def _prefixes(text: str) -> list[tuple[str, str]]:
    """Return the first three, two and one words of a text, each with the text after them."""
    tokens = text.split(" ")
    pairs = [(" ".join(tokens[:n]), " ".join(tokens[n:])) for n in (3, 2, 1) if len(tokens) > n]
    return [(prefix, after.strip(" :")) for prefix, after in pairs]


def _before(text: str, suffix: str) -> str:
    """Return the text before a word at its end; a space is needed before a Latin word only."""
    if not text.endswith(suffix):
        return ""
    before = text[: -len(suffix)]
    is_word = before.endswith(" ") or not suffix[0].isascii() or suffix == "[]"
    return before.strip() if is_word else ""


@cache
def _vocabulary() -> Vocabulary:
    table = words()
    lists, maps = table.generics["list"], table.generics["map"]
    names = {word: _TYPES[kind] for word, kind in table.types.items()}
    return Vocabulary(names=names, lists=lists, maps=maps, optional_meanings={"?": "nullable"})
