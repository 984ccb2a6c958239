"""Read type cells of the seven languages. One vocabulary covers all: models are always links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from docmodels.ir import String
from docmodels.pages import type_grammar as t
from docmodels.pages.languages import Evidence, Language, languages, recognise_languages
from docmodels.pages.languages.hooks import LINK_MARK, class_name
from docmodels.pages.type_vocabulary import ParsedType, Vocabulary, interpret

TIME = String(format="date or date-time")
"""A placeholder for a class that stands for a date or a date-time; drafts do not contain it."""

_SCALARS = frozenset({"str", "string", "String", "int", "Integer", "float", "number", "long"})
_LINK = re.compile(r"\[(?P<text>[^\[\]`|\\]*?)\]\((?P<link>[^()]*)\)")
_LIST_OF = re.compile(r"\b[Ll]ist of ([^`\[\]|]+)")
_LONG_INT = re.compile(r"\blong ?\\?\| ?int\b")
_NULLS = frozenset({"None", "nil", "null"})


def detect_language(cells: Iterable[str], names: Iterable[str]) -> Language:
    """Return the language of a set of pages, by its type cells with getters and its field names."""
    distinct_names = tuple(dict.fromkeys(name.strip("`") for name in names))
    evidence = Evidence(Counter(cells), names=distinct_names)
    return recognise_languages({"": evidence}, languages("apimatic"))[""]


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads the type cells of a set of pages; `stems` are class names by file name."""

    vocabulary: Vocabulary
    stems: Mapping[str, str]

    def read(self, cell: str) -> ParsedType:
        """Read a type cell; raise `TypeSyntaxError` if it does not match the grammar."""
        text = _LONG_INT.sub("long", _LIST_OF.sub(r"List[\1]", cell))
        text = _LINK.sub(self._replace_link, text)
        return _interpret(text, self)

    def _replace_link(self, match: re.Match[str]) -> str:
        stem = PurePosixPath(match["link"].split("#")[0]).stem
        name = self.stems.get(stem) or class_name(match["text"])
        return f"[{name}]({match['link']})"

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=16384)
def _interpret(text: str, reader: TypeReader) -> ParsedType:
    return interpret(_mark_links(t.parse(text)), reader.vocabulary)


def _mark_links(expression: t.TypeExpr, link: str = "") -> t.TypeExpr:
    """Mark the innermost name of a link, so that it is read as a model even if a type has its name.

    `string(CardBrand)` and `str (Error Category)` mean the enum in parentheses, not its base type.
    """
    link = expression.link or link
    match expression:
        case t.NameExpr(text):
            return t.NameExpr((LINK_MARK if link else "") + text, link)
        case t.GenericExpr(name, args) if name in _SCALARS and len(args) == 1:
            return _mark_links(args[0], link or "#")
        case t.GenericExpr(name, args):
            last = len(args) - 1
            return t.GenericExpr(
                name,
                tuple(
                    _mark_links(arg, link if index == last else "")
                    for index, arg in enumerate(args)
                ),
            )
        case t.ListExpr(item):
            return t.ListExpr(_mark_links(item, link))
        case t.MapExpr(key, value):
            return t.MapExpr(key, _mark_links(value, link))
        case t.OptionalExpr(inner, mark):
            return t.OptionalExpr(_mark_links(inner, link), mark)
        case t.UnionExpr(options):
            defined = (option for option in options if option != t.NameExpr("undefined"))
            return t.UnionExpr(tuple(_mark_option(option, link) for option in defined))
        case t.LiteralExpr():
            return expression


def _mark_option(option: t.TypeExpr, link: str) -> t.TypeExpr:
    if isinstance(option, t.NameExpr) and option.text in _NULLS:
        return option
    return _mark_links(option, link)
