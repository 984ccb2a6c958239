"""What the reading of one page needs to know about the set it came with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from docmodels.dialects import types
from docmodels.dialects.languages import Language
from docmodels.dialects.page import Page
from docmodels.dialects.properties.detail import class_name, unqualified
from docmodels.dialects.vocabulary import Reading, Vocabulary, read_type
from docmodels.ir import ANYTHING, Array, Map, Nullable, Ref, Scalar, Type, Union
from docmodels.walk import rebuilt

_ANY_NAME = "**any string name**"


@dataclass(frozen=True)
class Context:
    """A language with its words, the class names of the set, and what reading finds out.

    `value_is_alias`: in this set a lone row named `value` is the model itself and no field of it.
    `files_tell`: nearly every file has the name of its class, so that the few others mean it.
    `cells` remembers type cells; `bare` and `linked` count how cells name each model.
    """

    language: Language
    vocabulary: Vocabulary
    names: frozenset[str]
    value_is_alias: bool = False
    files_tell: bool = False
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
        return replace(reading, type=_opened(reading.type))

    def count(self, cell: str, type: Type) -> None:
        """Remember whether a cell links the model it names."""
        if isinstance(type, Nullable):
            type = type.type
        if isinstance(type, Ref):
            (self.linked if "](" in cell else self.bare)[type.name] += 1


def context(language: Language, pages: Sequence[Page], names: frozenset[str]) -> Context:
    """Settle what differs between versions of one language's generator."""
    stems = [PurePosixPath(page.path).stem.lower() for page in pages]
    alike = sum(stem in names for stem in stems)
    return Context(
        language,
        language.vocabulary,
        names,
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


def class_names(pages: Iterable[Page], titles: Iterable[str]) -> frozenset[str]:
    """Give the class names of a set in lower case, packages dropped."""
    found: set[str] = set()
    for page, title in zip(pages, titles, strict=True):
        found.add(unqualified(class_name(title, page.path)).lower())
    return frozenset(found)


def _opened(type: Type) -> Type:
    """A union of every kind of value (python's list of all its types) is anything."""
    type = rebuilt(type, _opened)
    if isinstance(type, Nullable) and type.type == ANYTHING:
        return ANYTHING
    if isinstance(type, Union) and len(type.members) > 4:
        kinds = {m.kind for m in type.members if isinstance(m, Scalar)}
        if {"string", "boolean"} <= kinds and any(isinstance(m, (Array, Map)) for m in type.members):
            return ANYTHING
    return type
