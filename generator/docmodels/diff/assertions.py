"""Compare the assertions that types cannot express, keyword by keyword."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison
from docmodels.ir import Json, Type, WithAssertions
from docmodels.ir.equality import equality_key
from docmodels.ir.nodes import is_list, is_object
from docmodels.ir.pointers import definition_ref
from docmodels.ir.schema_algebra import Schema, map_refs, without_annotations
from docmodels.ir.type_descriptions import json_text
from docmodels.ir.vocabulary import DEFINITION_LOCATIONS, SCHEMA_MAPS

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
        elif _key(keyword, before[keyword]) != _key(keyword, after[keyword]):
            texts = _text(keyword, before[keyword]), _text(keyword, after[keyword])
            yield from place.change(kinds.ASSERTION_CHANGED, *texts)


def _key(keyword: str, value: Json) -> Hashable:
    """Return a key that is equal for values of a keyword that assert the same.

    The order of the members of unions, of required names and of values of an enum asserts nothing,
    nor does a count of at least 0.
    """
    if is_object(value):
        is_schema = keyword not in _MAPS
        parts = {
            name: _key(name if is_schema else "", part)
            for name, part in value.items()
            if not (is_schema and name in _COUNTS and part == 0)
        }
        return "object", frozenset(parts.items())
    if is_list(value):
        items = [_key(keyword, item) for item in value]
        return keyword, frozenset(items) if keyword in _UNORDERED else tuple(items)
    return equality_key(value)


_MAPS = SCHEMA_MAPS.union(DEFINITION_LOCATIONS, ("dependentRequired",))
_COUNTS = ("minLength", "minItems", "minProperties")
_UNORDERED = frozenset({"allOf", "anyOf", "oneOf", "enum", "required", "type", ""})


def _schema(type: Type) -> Schema:
    return without_annotations(type.schema) if isinstance(type, WithAssertions) else {}


def _text(keyword: str, value: Json) -> str:
    text = f"{keyword}: {json_text(value)}"
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} .."
