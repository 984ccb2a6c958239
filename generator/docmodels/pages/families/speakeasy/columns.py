"""Read type cells: detect their language, parse them, and qualify references by folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from docmodels.ir import Const, Ref, Type, Union, nullable
from docmodels.ir.traverse import map_children
from docmodels.pages.families.speakeasy.literals import read_literals
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.families.speakeasy.type_names import (
    BINARY,
    LANGUAGES,
    LANGUAGES_BY_FENCE,
    TYPESCRIPT,
    Language,
)
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import ParsedType, read_type

_LINK = re.compile(r"(\w+)[^\w\]]*\]*\]\(([^()\s]+)\)")
_UNION_LINK = re.compile(r"\[(\??)[^\[\]]*\|[^\[\]]*\]\((?!https?:)[^()\s]*?([^/()\s]+)\.md\)")
_CONST = re.compile(r'\*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\*')
_BYTES = re.compile(r"\bbyte\[\]|\[\]`?\*?byte\b`?\*?")
_DATES = re.compile(
    r"\[(date|datetime|Date|DateTime)\]\(https://(?:docs\.python\.org|ruby-doc\.org)/[^()]*\)"
)
_POINTER = re.compile(r"`\*|\*\*|\[\*(?!big\.Int\b|decimal\.Big\b)")
_WORD = re.compile(r"[*`]?(\w+)[*`]?")


# --- language ------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _languages_by_signature(cell: str) -> tuple[str, ...]:
    return tuple(language.name for language in LANGUAGES if language.signature.search(cell))


@lru_cache(maxsize=65536)
def _detect_case(name: str) -> str:
    if "_" in name:
        return "snake"
    if name[:1].isupper():
        return "pascal"
    return "" if name.islower() else "camel"


def _count_votes(outline: Outline) -> Counter[str]:
    """Count the votes for each language on one page; weak signatures count only without others."""
    votes: Counter[str] = Counter()
    for fence in outline.fences:
        if fence.language in LANGUAGES_BY_FENCE:
            votes[fence.language] += 30
    for row in outline.rows:
        for name in _languages_by_signature(row.type):
            votes[name] += 1
    if votes:
        return votes
    for row in outline.rows:
        match = _WORD.fullmatch(row.type)
        hints = {match[1] if match else "", _detect_case(row.name)}
        if row.type:
            votes.update(
                lang.name for lang in LANGUAGES if not hints.isdisjoint(lang.weak_signature)
            )
    return votes


def detect_languages(outlines: Sequence[Outline]) -> list[Language]:
    """Detect the language of each page: by its own votes, then by those of its root folder."""
    pages = [_count_votes(outline) for outline in outlines]
    votes_by_root: dict[str, Counter[str]] = {}
    for outline, votes in zip(outlines, pages, strict=True):
        votes_by_root.setdefault(outline.root, Counter()).update(votes)
    languages: list[Language] = []
    for outline, votes in zip(outlines, pages, strict=True):
        root_votes = votes_by_root[outline.root]
        languages.append(max(LANGUAGES, key=lambda lang: (votes[lang.name], root_votes[lang.name])))
    return languages


# --- names ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Directory:
    """All pages by class name.

    `folders` are, by class name, the folders with such a page (lower case -> as named); `titles`
    are the class names by their lower-case form.
    """

    folders: dict[str, dict[str, str]]
    titles: dict[str, str]

    def qualified_name(self, name: str, hints: Iterable[str]) -> str:
        """Return `folder/name` if several folders have the class and a hint is one, or `name`."""
        folders = self.folders.get(name, {})
        if len(folders) > 1:
            for hint in hints:
                if hint.lower() in folders:
                    return f"{folders[hint.lower()]}/{name}"
        return name


def build_directory(outlines: Iterable[Outline]) -> Directory:
    """Build the directory of a set of pages."""
    directory = Directory({}, {})
    for outline in outlines:
        directory.folders.setdefault(outline.title, {})[outline.folder.lower()] = outline.folder
        directory.titles.setdefault(outline.title.lower(), outline.title)
    return directory


# --- types ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads the type cells of pages in one language; `cache` keeps the results."""

    language: Language
    directory: Directory
    cache: dict[tuple[str, str], ParsedType | None] = field(
        default_factory=dict[tuple[str, str], ParsedType | None]
    )

    def read(self, cell: str, folder: str) -> ParsedType | None:
        """Read a type cell on a page in `folder`; return None if it cannot be parsed.

        References to a class that several folders have are qualified by the folder of their link.
        """
        key = (cell, folder)
        if key not in self.cache:
            self.cache[key] = self._read(cell, folder)
        return self.cache[key]

    def _read(self, cell: str, folder: str) -> ParsedType | None:
        const = _CONST.fullmatch(cell) if self.language is TYPESCRIPT else None
        text = self._normalize_cell(cell)
        try:
            parsed = (
                _read_constant(const[1]) if const else read_type(text, self.language.vocabulary)
            )
        except TypeSyntaxError:
            return None
        links = {name: _link_folder(target) for name, target in _LINK.findall(cell)}
        if self.language.name == "go" and _POINTER.match(cell):
            parsed = replace(parsed, optional=True)
        return replace(parsed, type=self._qualify_refs(parsed.type, folder, links))

    def _normalize_cell(self, cell: str) -> str:
        """Rewrite syntax of a single language to the common grammar of types."""
        if "https://" in cell:  # The Python and Ruby generators swap date and datetime.
            cell = _DATES.sub(lambda m: _SWAPPED_DATES[m[1]], cell)
        if "|" in cell:
            cell = _UNION_LINK.sub(self._replace_union_link, cell)
        return _BYTES.sub("bytes", cell) if "byte" in cell else cell

    def _replace_union_link(self, match: re.Match[str]) -> str:
        """Replace a linked union of members by the class that it links to, if that has a page."""
        title = self.directory.titles.get(match[2].lower())
        return f"{match[1]}{title}" if title else match[0]

    def _qualify_refs(self, type: Type, folder: str, links: dict[str, str]) -> Type:
        match type:
            case Ref(class_name):
                package, name = split_package(class_name)
                hints = (links.get(name, ""), package, folder)
                return Ref(name=self.directory.qualified_name(name, hints))
            case Union(members) if BINARY in members:
                return BINARY
            case _:
                return map_children(type, lambda inner: self._qualify_refs(inner, folder, links))


_SWAPPED_DATES = {"date": "datetime", "datetime": "date", "Date": "DateTime", "DateTime": "Date"}


def _read_constant(text: str) -> ParsedType:
    values = read_literals(text)
    if not values:
        raise TypeSyntaxError
    return ParsedType(Const(value=values[0]))


def _link_folder(target: str) -> str:
    return target.rpartition("/")[0].rpartition("/")[2]


@lru_cache(maxsize=65536)
def split_package(class_name: str) -> tuple[str, str]:
    """Return the last part of a class's package, and its name: `models.components.Pet`."""
    parts = re.split(r"::|[.\\/]", class_name)
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def required_type(parsed: ParsedType, required: bool) -> Type:
    """Return the type of a field; a required one is nullable if its type is optional."""
    return nullable(parsed.type) if required and parsed.optional else parsed.type
