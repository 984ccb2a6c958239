"""Speakeasy's model pages, in seven languages.

A page describes one class: `## Fields` (an object), `## Values` (an enum) or `## Supported Types`
(a union). If several folders have a class of one name, references to it are `folder/Name`; every
draft has that name as an alias.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.ir import DEPRECATED, Definition, Enum, Type, inferences
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.speakeasy.code_examples import apply_null_examples
from docmodels.pages.families.speakeasy.columns import (
    TypeReader,
    build_directory,
    detect_languages,
    make_reader,
)
from docmodels.pages.families.speakeasy.enums import read_enum
from docmodels.pages.families.speakeasy.objects import Table, read_object
from docmodels.pages.families.speakeasy.outline import FIELDS, TYPES, VALUES, Outline, split_models
from docmodels.pages.families.speakeasy.unions import read_union
from docmodels.pages.markdown import Page

_HEADER = re.compile(r"^\| *Field +\| *Type +\| *Required +\| *Description +\|", re.MULTILINE)
_ENUM = re.compile(
    r"^##+ Values[ \t]*\n+(?:(?:This is an open enum[^\n]*)\n+)?"
    r"(?:\| *Name +\| *Value +\||```|- `)",
    re.MULTILINE,
)
_GENERATED_FOLDERS = frozenset(
    {"operations", "requests", "errors", "apierrors", "sdkerrors", "callbacks", "webhooks"}
)
_UNION = re.compile(r"^##+ Supported Types\n+###++[ \n]", re.MULTILINE)


def recognises(page: Page) -> bool:
    """Return whether the page has a section of fields, values or union members."""
    text, headings = page.text, page.headings
    return (
        ("## Fields" in headings and _HEADER.search(text) is not None)
        or ("## Values" in headings and _ENUM.search(text) is not None)
        or ("## Supported Types" in headings and _UNION.search(text) is not None)
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, mostly one per page; the pages of one root folder have one language.

    The models of the API come before those that the generator adds for single operations: the first
    draft with a name keeps it.
    """
    outlines = [outline for page in pages for outline in split_models(page)]
    directory = build_directory(outlines)
    readers: dict[str, TypeReader] = {}
    for root, language in detect_languages(outlines).items():
        readers[root] = make_reader(language, directory)
    drafts = [
        (_build_draft(outline, readers[outline.root], notes), outline) for outline in outlines
    ]
    drafts.sort(key=lambda pair: pair[0].folder.lower() in _GENERATED_FOLDERS)
    return apply_null_examples(drafts)


def _build_draft(outline: Outline, types: TypeReader, notes: list[Note]) -> Draft:
    type, table = _read_type(outline, types, notes)
    has_numbers = isinstance(type, Enum) and type.base in ("integer", "number")
    definition = Definition(
        name=outline.title,
        type=type,
        doc=outline.description.text,
        deprecation=(
            outline.description.deprecation or (DEPRECATED if outline.is_struck_through else None)
        ),
        inferred=inferences("literal-types", "type") if has_numbers and outline.rows else (),
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


def _read_type(outline: Outline, types: TypeReader, notes: list[Note]) -> tuple[Type, Table]:
    """Read the type that a page defines; return it with the table of fields (empty without one)."""
    table = Table()
    if outline.section(FIELDS):
        table = read_object(outline, types, notes)
        return table.to_object(), table
    if outline.section(TYPES):
        return read_union(outline, types, notes), table
    if not outline.section(VALUES):
        return table.to_object(), table
    enum = read_enum(outline)
    if not enum.members:
        origin = outline.page.origin(outline.line)
        notes.append(
            MISSING_ENUM_VALUES.at(
                origin, f"the page does not list the values of `{outline.title}`"
            )
        )
    return enum, table


SPEAKEASY = Dialect("speakeasy", "Speakeasy", recognises, read, is_read_by_root=True)
