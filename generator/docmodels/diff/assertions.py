"""Compare the assertions that types cannot express, keyword by keyword."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison
from docmodels.ir import Json, Type, WithAssertions
from docmodels.ir.equality import is_equal
from docmodels.ir.pointers import definition_ref
from docmodels.ir.schema_algebra import Schema, map_refs, without_annotations
from docmodels.ir.type_descriptions import json_text

MAX_TEXT = 80
"""How many characters of a schema are shown."""


def compare_assertions(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between the assertion schemas of two types, which may have none.

    Annotations inside the schemas do not count; references follow the definitions of a pair.
    """
    before = map_refs(_schema(old), lambda name: definition_ref(comparison.pairs.get(name, name)))
    after = _schema(new)
    for keyword in dict.fromkeys((*before, *after)):
        if keyword not in after:
            yield from place.change(kinds.ASSERTION_REMOVED, before=_text(keyword, before[keyword]))
        elif keyword not in before:
            yield from place.change(kinds.ASSERTION_ADDED, after=_text(keyword, after[keyword]))
        elif not is_equal(before[keyword], after[keyword]):
            texts = _text(keyword, before[keyword]), _text(keyword, after[keyword])
            yield from place.change(kinds.ASSERTION_CHANGED, *texts)


def _schema(type: Type) -> Schema:
    return without_annotations(type.schema) if isinstance(type, WithAssertions) else {}


def _text(keyword: str, value: Json) -> str:
    text = f"{keyword}: {json_text(value)}"
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} .."
