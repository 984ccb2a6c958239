"""Read type cells of the seven languages. One vocabulary covers all: models are always links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct

from docmodels.ir import String
from docmodels.ir.drafts import normalize_name
from docmodels.pages import type_grammar as t
from docmodels.pages.languages import Evidence, Language, languages, recognise_languages
from docmodels.pages.languages.hooks import LINK_MARK, class_name
from docmodels.pages.type_vocabulary import ParsedType, Vocabulary, interpret

TIME = String(format="date or date-time")
"""A placeholder for a class that stands for a date or a date-time; drafts do not contain it."""

_SCALARS = frozenset({"str", "string", "String", "int", "Integer", "float", "number", "long"})
_LINK = re.compile(r"\[(?P<text>[^\[\]`|\\]*?)\]\((?P<link>[^()]*)\)")
_CONTAINER_OF = re.compile(
    r"\b(?:(?P<list>[Ll]ist|Array)|(?P<map>Hash|Dict|Dictionary|Map)) of (?P<item>[^`\[\]|<>(),]+)"
)
_CONTAINER_OF_ENUM = re.compile(r"`(?P<container>[^`]*[\])>]) \((?P<enum>[^()`]+)\)`")
_LAST_SCALAR = re.compile(r"\b(?:string|int|float|bool)\b(?!.*\b(?:string|int|float|bool)\b)")
_HASH = re.compile(r"(?P<model>.+) Hash")
_LONG_INT = re.compile(r"\blong ?\\?\| ?int\b")
_NULLS = frozenset({"None", "nil", "null"})


def detect_language(cells: Iterable[str], names: Iterable[str]) -> Language:
    """Return the language of a set of pages, by its type cells with getters and its field names."""
    distinct_names = tuple(dict.fromkeys(name.strip("`") for name in names))
    evidence = Evidence(Counter(cells), names=distinct_names)
    return recognise_languages({"": evidence}, languages("apimatic"))[""]


class TypeReader(Struct, frozen=True):
    """Reads the type cells of a set of pages; `stems` are class names by file name."""

    vocabulary: Vocabulary
    stems: Mapping[str, str]

    def read(self, cell: str) -> ParsedType:
        """Read a type cell; raise `TypeSyntaxError` if it does not match the grammar."""
        text = _CONTAINER_OF_ENUM.sub(_put_enum_in_container, cell)
        text = _LONG_INT.sub("long", _replace_containers(text))
        text = _LINK.sub(self._replace_link, text)
        return _interpret(text, self)

    def linked_name(self, text: str, link: str) -> t.TypeExpr:
        """Return what a linked name stands for: a model, or a container of the linked model.

        Old pages of Ruby print `Weight Hash` for an object of the model `Weight`, those of PHP
        `array` for a map of the linked model. Portals link a type to the page `object.md`, which
        describes no model.
        """
        stem = PurePosixPath(link.split("#", maxsplit=1)[0]).stem
        if stem == "object" and stem not in self.stems:
            return t.NameExpr("object")
        hash = _HASH.fullmatch(text)
        model = self.stems.get(stem) or (hash["model"] if hash else class_name(stem))
        name = t.NameExpr(LINK_MARK + (model if hash else text), link)
        if not stem or normalize_name(stem) == normalize_name(text):
            return name
        if text in self.vocabulary.maps:
            return t.MapExpr(t.NameExpr("string"), t.NameExpr(LINK_MARK + model, link))
        if text in self.vocabulary.lists:
            return t.ListExpr(t.NameExpr(LINK_MARK + model, link))
        return name

    def _replace_link(self, match: re.Match[str]) -> str:
        stem = PurePosixPath(match["link"].split("#")[0]).stem
        name = self.stems.get(stem) or class_name(match["text"])
        return f"[{name}]({match['link']})"

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=16384)
def _interpret(text: str, reader: TypeReader) -> ParsedType:
    return interpret(_mark_links(t.parse(text), reader), reader.vocabulary)


def _put_enum_in_container(match: re.Match[str]) -> str:
    """Rewrite `string[] (State)`, as PHP prints a list of an enum, to `State[]`."""
    container = _LAST_SCALAR.sub(match["enum"].replace("\\", r"\\"), match["container"])
    return f"`{container}`"


def _replace_containers(text: str) -> str:
    """Rewrite `List of X` and `Hash of X` to `List[X]` and `Dict[X]`, the outermost first."""
    for _ in range(t.MAX_NESTING):
        replaced = _CONTAINER_OF.sub(
            lambda match: f"{'List' if match['list'] else 'Dict'}[{match['item']}]", text
        )
        if replaced == text:
            break
        text = replaced
    return text


def _mark_links(expression: t.TypeExpr, reader: TypeReader, link: str = "") -> t.TypeExpr:
    """Mark the innermost name of a link, so that it is read as a model even if a type has its name.

    `string(CardBrand)` and `str (Error Category)` mean the enum in parentheses, not its base type.
    """
    link = expression.link or link
    match expression:
        case t.NameExpr(text):
            return reader.linked_name(text, link) if link else expression
        case t.GenericExpr(name, args) if name in _SCALARS and len(args) == 1:
            return _mark_links(args[0], reader, link or "#")
        case t.GenericExpr(name, args):
            last = len(args) - 1
            return t.GenericExpr(
                name,
                tuple(
                    _mark_links(arg, reader, link if index == last else "")
                    for index, arg in enumerate(args)
                ),
            )
        case t.ListExpr(item):
            return t.ListExpr(_mark_links(item, reader, link))
        case t.MapExpr(key, value):
            return t.MapExpr(key, _mark_links(value, reader, link))
        case t.OptionalExpr(inner, mark):
            return t.OptionalExpr(_mark_links(inner, reader, link), mark)
        case t.UnionExpr(options):
            defined = (option for option in options if option != t.NameExpr("undefined"))
            return t.UnionExpr(tuple(_mark_option(option, reader, link) for option in defined))
        case t.LiteralExpr():
            return expression


def _mark_option(option: t.TypeExpr, reader: TypeReader, link: str) -> t.TypeExpr:
    if isinstance(option, t.NameExpr) and option.text in _NULLS:
        return option
    return _mark_links(option, reader, link)
