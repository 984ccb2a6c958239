"""Type cells: which language they are written in, what they mean, and whose page they lead to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from docmodels.ir import Const, Ref, Type, Union
from docmodels.ir.traverse import map_children
from docmodels.pages.families.speakeasy.literals import literals
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.families.speakeasy.type_names import (
    BINARY,
    FENCES,
    LANGUAGES,
    TYPESCRIPT,
    Language,
)
from docmodels.pages.type_grammar import Unread
from docmodels.pages.type_vocabulary import Reading, nullable, read_type

_LINK = re.compile(r"(\w+)[^\w\]]*\]*\]\(([^()\s]+)\)")
_SHOWN = re.compile(r"\[(\??)[^\[\]]*\|[^\[\]]*\]\((?!https?:)[^()\s]*?([^/()\s]+)\.md\)")
_CONST = re.compile(r'\*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\*')
_BYTES = re.compile(r"\bbyte\[\]|\[\]`?\*?byte\b`?\*?")
_DATES = re.compile(
    r"\[(date|datetime|Date|DateTime)\]\(https://(?:docs\.python\.org|ruby-doc\.org)/[^()]*\)"
)
_POINTER = re.compile(r"`\*|\*\*|\[\*(?!big\.Int\b|decimal\.Big\b)")
_WORD = re.compile(r"[*`]?(\w+)[*`]?")


# --- language ------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _signs(cell: str) -> tuple[str, ...]:
    return tuple(language.name for language in LANGUAGES if language.sign.search(cell))


@lru_cache(maxsize=65536)
def _case(name: str) -> str:
    if "_" in name:
        return "snake"
    if name[:1].isupper():
        return "pascal"
    return "" if name.islower() else "camel"


def _votes(outline: Outline) -> Counter[str]:
    """Count what speaks for each language on one page; signs of one silence those of several."""
    votes: Counter[str] = Counter()
    for fence in outline.fences:
        if fence.language in FENCES:
            votes[fence.language] += 30
    for row in outline.rows:
        for name in _signs(row.type):
            votes[name] += 1
    if votes:
        return votes
    for row in outline.rows:
        word = _WORD.fullmatch(row.type)
        hints = {word[1] if word else "", _case(row.name)}
        if row.type:
            votes.update(lang.name for lang in LANGUAGES if not hints.isdisjoint(lang.leans))
    return votes


def languages(outlines: Sequence[Outline]) -> list[Language]:
    """Decide each page's language: by the page where it tells, else by the pages around it."""
    pages = [_votes(outline) for outline in outlines]
    around: dict[str, Counter[str]] = {}
    for outline, votes in zip(outlines, pages, strict=True):
        around.setdefault(outline.root, Counter()).update(votes)
    found: list[Language] = []
    for outline, votes in zip(outlines, pages, strict=True):
        near = around[outline.root]
        found.append(max(LANGUAGES, key=lambda lang: (votes[lang.name], near[lang.name])))
    return found


# --- names ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Directory:
    """All pages by class name: the folders (in lower case, to as named) that have it."""

    folders: dict[str, dict[str, str]]
    titles: dict[str, str]

    def called(self, name: str, hints: Iterable[str]) -> str:
        """Give what to call the class `name`: `folder/name` if several folders have one."""
        folders = self.folders.get(name, {})
        if len(folders) > 1:
            for hint in hints:
                if hint.lower() in folders:
                    return f"{folders[hint.lower()]}/{name}"
        return name


def directory(outlines: Iterable[Outline]) -> Directory:
    """Note which class names which folders have."""
    found = Directory({}, {})
    for outline in outlines:
        found.folders.setdefault(outline.title, {})[outline.folder.lower()] = outline.folder
        found.titles.setdefault(outline.title.lower(), outline.title)
    return found


# --- types ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Types:
    """Reads the type cells of one language's pages; `read` gives None for what is unreadable."""

    language: Language
    directory: Directory
    known: dict[tuple[str, str], Reading | None] = field(
        default_factory=dict[tuple[str, str], Reading | None]
    )

    def read(self, cell: str, folder: str) -> Reading | None:
        """Read a type cell on a page in `folder`; its references are linked by folder."""
        key = (cell, folder)
        if key not in self.known:
            self.known[key] = self._read(cell, folder)
        return self.known[key]

    def _read(self, cell: str, folder: str) -> Reading | None:
        const = _CONST.fullmatch(cell) if self.language is TYPESCRIPT else None
        text = self._plain(cell)
        try:
            reading = _constant(const[1]) if const else read_type(text, self.language.words)
        except Unread:
            return None
        links = {name: _folder(target) for name, target in _LINK.findall(cell)}
        if self.language.name == "go" and _POINTER.match(cell):
            reading = replace(reading, optional=True)
        return replace(reading, type=self._linked(reading.type, folder, links))

    def _plain(self, cell: str) -> str:
        """Rewrite what only one language prints into what the grammar of types reads."""
        if "https://" in cell:  # Python's and Ruby's generator prints the two the other way round.
            cell = _DATES.sub(lambda m: _SWAPPED[m[1]], cell)
        if "|" in cell:
            cell = _SHOWN.sub(self._named, cell)
        return _BYTES.sub("bytes", cell) if "byte" in cell else cell

    def _named(self, shown: re.Match[str]) -> str:
        """A union that is shown by its members is the page that it leads to, if there is one."""
        title = self.directory.titles.get(shown[2].lower())
        return f"{shown[1]}{title}" if title else shown[0]

    def _linked(self, type: Type, folder: str, links: dict[str, str]) -> Type:
        match type:
            case Ref(printed):
                package, name = qualified(printed)
                hints = (links.get(name, ""), package, folder)
                return Ref(name=self.directory.called(name, hints))
            case Union(members) if BINARY in members:
                return BINARY
            case _:
                return map_children(type, lambda inner: self._linked(inner, folder, links))


_SWAPPED = {"date": "datetime", "datetime": "date", "Date": "DateTime", "DateTime": "Date"}


def _constant(text: str) -> Reading:
    found = literals(text)
    if not found:
        raise Unread
    return Reading(Const(value=found[0]))


def _folder(target: str) -> str:
    return target.rpartition("/")[0].rpartition("/")[2]


@lru_cache(maxsize=65536)
def qualified(printed: str) -> tuple[str, str]:
    """Split a printed class into its package's last word and its name: `models.components.Pet`."""
    parts = re.split(r"::|[.\\/]", printed)
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def required_type(reading: Reading, required: bool) -> Type:
    """A required field whose type may be absent is one that may be null."""
    return nullable(reading.type) if required and reading.optional else reading.type
