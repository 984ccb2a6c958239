"""Speakeasy's model pages, in seven languages.

A page is one class: `## Fields` (an object), `## Values` (an enum) or `## Supported Types` (a
union). Equal class names in several folders are told apart as `folder/Name`: such a reference is
written so, and every draft has that name among its aliases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.ir import Definition, Enum, Type
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.speakeasy.columns import Types, directory, languages
from docmodels.pages.families.speakeasy.enums import read_enum
from docmodels.pages.families.speakeasy.objects import Table, read_object
from docmodels.pages.families.speakeasy.outline import FIELDS, TYPES, VALUES, Outline
from docmodels.pages.families.speakeasy.unions import read_union
from docmodels.pages.markdown import Page

_HEADER = re.compile(r"^\| *Field +\| *Type +\| *Required +\| *Description +\|", re.MULTILINE)
_ENUM = re.compile(
    r"^## Values[ \t]*\n+(?:(?:This is an open enum[^\n]*)\n+)?"
    r"(?:\| *Name +\| *Value +\||```|- `)",
    re.MULTILINE,
)
_MADE = frozenset(
    {"operations", "requests", "errors", "apierrors", "sdkerrors", "callbacks", "webhooks"}
)
_UNION = re.compile(r"^## Supported Types[ \t]*\n+### ", re.MULTILINE)


def recognises(page: Page) -> bool:
    """A table of fields with the words of its header, or one of the two other parts' forms."""
    text = page.text
    return (
        ("## Fields" in text and _HEADER.search(text) is not None)
        or ("## Values" in text and _ENUM.search(text) is not None)
        or ("## Supported Types" in text and _UNION.search(text) is not None)
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read the pages as drafts, one a page; their languages are decided over all of them.

    The API's own models come before those that the generator made for single operations: of equal
    names the first keeps the plain one.
    """
    outlines = [Outline(page) for page in pages]
    names = directory(outlines)
    known: dict[str, Types] = {}
    drafts: list[Draft] = []
    for outline, language in zip(outlines, languages(outlines), strict=True):
        types = known.setdefault(language.name, Types(language, names))
        drafts.append(_draft(outline, types, notes))
    return sorted(drafts, key=lambda draft: draft.folder.lower() in _MADE)


def _draft(outline: Outline, types: Types, notes: list[Note]) -> Draft:
    type, table = _type(outline, types, notes)
    numbers = isinstance(type, Enum) and type.base in ("integer", "number")
    definition = Definition(
        name=outline.title,
        type=type,
        doc=outline.text.rest,
        deprecated=outline.text.deprecated or outline.struck,
        deprecation=outline.text.reason,
        inferred=("type",) if numbers and outline.rows else (),
        origin=outline.page.origin(outline.line),
    )
    return Draft(
        definition,
        dialect="speakeasy",
        language=types.language.name,
        folder=outline.folder,
        spelling=types.language.spelling,
        samples=tuple(table.samples),
        aliases=(f"{outline.folder}/{outline.title}",) if outline.folder else (),
    )


def _type(outline: Outline, types: Types, notes: list[Note]) -> tuple[Type, Table]:
    """Read what the page defines, and the table that it defines it by, if any."""
    table = Table()
    if outline.part(FIELDS):
        table = read_object(outline, types, notes)
        return table.object(), table
    if outline.part(TYPES):
        return read_union(outline, types, notes), table
    if not outline.part(VALUES):
        return table.object(), table
    enum = read_enum(outline)
    if not enum.members:
        origin = outline.page.origin(outline.line)
        notes.append(
            MISSING_ENUM_VALUES.at(origin, f"the values of `{outline.title}` are not printed")
        )
    return enum, table


SPEAKEASY = Dialect("speakeasy", "Speakeasy", recognises, read)
