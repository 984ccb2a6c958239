"""What the reading of one page needs to know about the set it came with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Map,
    Nullable,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.ir.traverse import map_children
from docmodels.pages import type_grammar as types
from docmodels.pages.families.properties import unions
from docmodels.pages.families.properties.detail import class_name, unqualified
from docmodels.pages.languages import Language
from docmodels.pages.markdown import Page
from docmodels.pages.type_vocabulary import Reading, Vocabulary, read_type

_SCALARS: dict[str, Type] = {
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
}
_ANY_NAME = "**any string name**"


@dataclass(frozen=True)
class Context:
    """A language with its words, the class names of the set, where doubts go, and what reading finds out.

    `value_is_alias`: in this set a lone row named `value` is the model itself and no field of it.
    `files_tell`: nearly every file has the name of its class, so that the few others mean it.
    `wrapped` holds, by union, the models that say they can be wrapped in it (go 4.3).
    `decorated` and `cells` remember names and type cells; `bare` and `linked` count how cells name each model.
    """

    language: Language
    vocabulary: Vocabulary
    names: frozenset[str]
    notes: list[Note]
    value_is_alias: bool = False
    files_tell: bool = False
    wrapped: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    decorated: dict[str, str] = field(default_factory=dict[str, str])
    cells: dict[str, Reading | None] = field(default_factory=dict[str, Reading | None])
    bare: Counter[str] = field(default_factory=Counter[str])
    linked: Counter[str] = field(default_factory=Counter[str])

    def read(self, cell: str) -> Reading | None:
        """Read a type cell, or give None where it is in no form that is known."""
        if cell not in self.cells:
            self.cells[cell] = self._read(cell)
        return self.cells[cell]

    def _read(self, cell: str) -> Reading | None:
        try:
            reading = read_type(self.language.respell(cell), self.vocabulary)
        except (types.Unread, RecursionError):
            return None
        return replace(reading, type=self._composed(_opened(reading.type)))

    def _composed(self, type: Type) -> Type:
        """Read class names like `OneOfstringinteger` for what they say."""
        if isinstance(type, Ref):
            found = unions.of_name(type.name, self.names)
            return type if found is None else found.type(self._member)
        return map_children(type, self._composed)

    def _member(self, name: str) -> Type:
        return _SCALARS.get(name.lower(), Ref(name=name))

    def bare_name(self, name: str) -> str:
        """Give a field's name without what the generator adds to reserved words."""
        found = self.decorated.get(name)
        if found is None:
            found = self.decorated[name] = self.language.undecorate(name) or name
        return found

    def count(self, cell: str, type: Type) -> None:
        """Remember whether a cell links the model it names."""
        if isinstance(type, Nullable):
            type = type.type
        if isinstance(type, Ref):
            (self.linked if "](" in cell else self.bare)[type.name] += 1


def context(
    language: Language, pages: Sequence[Page], names: frozenset[str], notes: list[Note]
) -> Context:
    """Settle what differs between versions of one language's generator."""
    stems = [stem_of(page).lower() for page in pages]
    alike = sum(stem in names for stem in stems)
    return Context(
        language,
        language.vocabulary,
        names,
        notes,
        value_is_alias=_value_is_alias(language, pages),
        files_tell=len(stems) > 4 and alike > 0.8 * len(stems),
    )


def _value_is_alias(language: Language, pages: Sequence[Page]) -> bool:
    """Python 4.x-experimental, 5.x and prior print enums, arrays and scalars as a row `value`."""
    if not language.name.startswith("python"):
        return False
    return any(
        "none_type" in page.text or _ANY_NAME in page.text or "must be one of [" in page.text
        for page in pages
    )


def folder_of(page: Page) -> str:
    """Give the folder that a page lies in."""
    return page.path.rpartition("/")[0] or "."


def stem_of(page: Page) -> str:
    """Give the name of a page's file, without its ending."""
    return page.path.rpartition("/")[2].rpartition(".")[0]


def class_names(pages: Iterable[Page], titles: Mapping[str, str]) -> frozenset[str]:
    """Give the class names of a set in lower case, packages dropped."""
    found = (class_name(titles[page.path]) or stem_of(page) for page in pages)
    return frozenset(unqualified(name).lower() for name in found)


def _opened(type: Type) -> Type:
    """A union of every kind of value (python's list of all its types) is anything."""
    type = map_children(type, _opened)
    if isinstance(type, Nullable) and type.type == UNKNOWN:
        return UNKNOWN
    if isinstance(type, Union) and len(type.members) > 4:
        kinds = {m.kind for m in type.members if isinstance(m, Scalar)}
        if {"string", "boolean"} <= kinds and any(
            isinstance(m, (Array, Map)) for m in type.members
        ):
            return UNKNOWN
    return type
