"""Compare the assertions that types cannot express, keyword by keyword."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison
from docmodels.diff.constraints import compare_counts
from docmodels.ir import Json, Type, WithAssertions
from docmodels.ir.equality import equality_key
from docmodels.ir.nodes import is_list, is_object
from docmodels.ir.pointers import definition_ref
from docmodels.ir.schema_algebra import Schema, map_refs, without_annotations
from docmodels.ir.type_descriptions import json_text
from docmodels.ir.vocabulary import DEFINITION_LOCATIONS, SCHEMA_MAPS

Value = tuple[Json, ...]
"""The value of a keyword, or nothing."""
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
    has_contains = "contains" in before and "contains" in after
    for keyword in dict.fromkeys((*before, *after)):
        limit = kinds.CONTAINS_LIMITS.get(keyword) if has_contains else None
        old_value, new_value = before.get(keyword), after.get(keyword)
        if limit:
            counts = _contained(old_value, limit), _contained(new_value, limit)
            yield from compare_counts(*counts, limit, place)
        elif keyword in _BY_PROPERTY and is_object(old_value) and is_object(new_value):
            for name in dict.fromkeys((*old_value, *new_value)):
                values = _value(old_value, name), _value(new_value, name)
                yield from _compare_values(keyword, f"{keyword}/{name}", values, place)
        else:
            values = _value(before, keyword), _value(after, keyword)
            yield from _compare_values(keyword, keyword, values, place)


def _contained(value: Json, limit: kinds.LimitKinds) -> int | None:
    """Return a limit of `contains`; the lower one is 1 without the keyword (2020-12, 6.4.5)."""
    default = 1 if limit.is_lower else None
    return value if isinstance(value, int) else default


def _value(schema: Schema, name: str) -> Value:
    return (schema[name],) if name in schema else ()


def _compare_values(
    keyword: str, title: str, values: tuple[Value, Value], place: Place
) -> Iterator[ModelChange]:
    """Yield the change of a keyword, or of what it has for one property."""
    old, new = values
    inner = "required" if keyword == "dependentRequired" else keyword
    if [_key(inner, value) for value in old] == [_key(inner, value) for value in new]:
        return
    kind = kinds.ASSERTION_CHANGED
    if not old or (inner == "required" and _has_all(new, old)):
        kind = kinds.ASSERTION_ADDED
    elif not new or (inner == "required" and _has_all(old, new)):
        kind = kinds.ASSERTION_REMOVED
    texts = ["".join(_text(title, part) for part in value) for value in values]
    yield from place.change(kind, *texts)


def _has_all(names: Value, others: Value) -> bool:
    """Whether both are lists of required names, the first with all of the second."""
    lists = [value for value in (*names, *others) if is_list(value)]
    if len(lists) != 2 or not all(isinstance(name, str) for part in lists for name in part):
        return False
    return set(map(str, lists[0])) >= set(map(str, lists[1]))


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
_BY_PROPERTY = frozenset({"dependentRequired", "dependentSchemas"})
"""The keywords that assert something for each property, independently of the others."""
_COUNTS = ("minLength", "minItems", "minProperties")
_UNORDERED = frozenset({"allOf", "anyOf", "oneOf", "enum", "required", "type", ""})


def _schema(type: Type) -> Schema:
    return without_annotations(type.schema) if isinstance(type, WithAssertions) else {}


def _text(keyword: str, value: Json) -> str:
    text = f"{keyword}: {json_text(value)}"
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} .."
