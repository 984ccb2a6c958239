"""Read type cells: detect their language, parse them, and qualify references by folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import Const, Ref, Type, Union, nullable
from docmodels.ir.traverse import map_children
from docmodels.pages.families.speakeasy.literals import read_literals
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.families.speakeasy.type_names import BINARY
from docmodels.pages.languages import Evidence, Language, languages, recognise_languages
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import ParsedType, read_type

_LINK = re.compile(r"\b(\w++)[^\w\]]*+\]++\(([^()\s]++)\)")
_UNION_LINK = re.compile(
    r"\[(\??)[^\[\]|]*+\|[^\[\]]*+\]\((?!https?:)(?:[^/()\s]*+/)*+([^/()\s]+)\.md\)"
)
_CONST = re.compile(r'\*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\*')
_BYTES = re.compile(r"\bbyte\[\]|\[\]`?\*?byte\b`?\*?")
_DATES = re.compile(
    r"\[(date|datetime|Date|DateTime)\]\(https://(?:docs\.python\.org|ruby-doc\.org)/[^()]*\)"
)
_POINTER = re.compile(r"`\*|\*\*|\[\*(?!big\.Int\b|decimal\.Big\b)")


# --- language ------------------------------------------------------------------------------------


def detect_languages(outlines: Sequence[Outline]) -> dict[str, Language]:
    """Return the language of each root folder."""
    roots: dict[str, list[Outline]] = {}
    for outline in outlines:
        roots.setdefault(outline.root, []).append(outline)
    class_names = frozenset(outline.title.lower() for outline in outlines)
    sets = {root: _evidence(pages, class_names) for root, pages in roots.items()}
    return recognise_languages(sets, languages("speakeasy"))


def _evidence(outlines: Sequence[Outline], class_names: frozenset[str]) -> Evidence:
    rows = [row for outline in outlines for row in outline.rows]
    fences = Counter[str]()
    for outline in outlines:
        fences.update({fence.language for fence in outline.fences})
    return Evidence(
        cells=Counter(row.type for row in rows if row.type),
        names=tuple(dict.fromkeys(row.name for row in rows if row.name and row.type)),
        class_names=class_names,
        pages=len(outlines),
        fences=fences,
    )


# --- names ---------------------------------------------------------------------------------------


class Directory(Struct, frozen=True):
    """All pages by class name.

    `folders` are, by class name, the folders with such a page (lower case -> as named); `titles`
    are the class names by their lower-case form. `stems` are, by folder in lower case, the names of
    its files in lower case.
    """

    folders: dict[str, dict[str, str]]
    titles: dict[str, str]
    stems: dict[str, set[str]]

    def qualified_name(self, name: str, link: str, hints: Iterable[str]) -> str:
        """Return `folder/name` if several folders have the class and a hint is one, or `name`.

        `link` is the target of the name's link, or "". If it leads to a page that is not read, in a
        folder with other pages, the class is not one of the same name elsewhere.
        """
        folders = self.folders.get(name, {})
        if folders and self._is_page_missing(name, link):
            return f"{_link_folder(link)}/{name}"
        if len(folders) > 1:
            for hint in hints:
                if hint.lower() in folders:
                    return f"{folders[hint.lower()]}/{name}"
        return name

    def _is_page_missing(self, name: str, link: str) -> bool:
        folder = _link_folder(link).lower()
        stem = link.rpartition("/")[2].removesuffix(".md").lower()
        stems = self.stems.get(folder) if folder and link.endswith(".md") else None
        return stems is not None and stem not in stems and folder not in self.folders[name]


def build_directory(outlines: Iterable[Outline]) -> Directory:
    """Build the directory of a set of pages."""
    directory = Directory({}, {}, {})
    for outline in outlines:
        directory.stems.setdefault(outline.folder.lower(), set()).add(outline.stem.lower())
        directory.folders.setdefault(outline.title, {})[outline.folder.lower()] = outline.folder
        directory.titles.setdefault(outline.title.lower(), outline.title)
    return directory


# --- types ---------------------------------------------------------------------------------------


class TypeReader(Struct, frozen=True):
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
        const = _CONST.fullmatch(cell) if "constants" in self.language.traits else None
        text = self._normalize_cell(cell)
        try:
            parsed = (
                _read_constant(const[1]) if const else read_type(text, self.language.vocabulary)
            )
        except TypeSyntaxError:
            return None
        links: dict[str, str] = dict(_LINK.findall(cell))
        if "optional-pointers" in self.language.traits and _POINTER.match(cell):
            parsed = replace(parsed, optional=True)
        return replace(parsed, type=self._qualify_refs(parsed.type, folder, links))

    def _normalize_cell(self, cell: str) -> str:
        """Rewrite syntax of a single language to the common grammar of types."""
        cell = self.language.normalize_cell(cell)
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
                link = links.get(name, "")
                hints = (_link_folder(link), package, folder)
                return Ref(name=self.directory.qualified_name(name, link, hints))
            case Union(members) if BINARY in members:
                return BINARY
            case _:
                return map_children(type, lambda inner: self._qualify_refs(inner, folder, links))


def make_reader(language: Language, directory: Directory) -> TypeReader:
    """Return the reader of the type cells of a root folder."""
    vocabulary = replace(language.vocabulary, page_names=frozenset(directory.folders))
    return TypeReader(replace(language, vocabulary=vocabulary), directory)


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
