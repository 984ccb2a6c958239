"""Find the facts that the pages of one version do not have at all, because their generator prints none.

A version of a generator prints null, formats or the values of enums in a table, and another one does
not. A fact that a set of pages has nowhere, and the other version has at least `MINIMUM` times, is
no change between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from docmodels.diff import kinds
from docmodels.diff.comparison import Definitions
from docmodels.diff.values import value_set
from docmodels.ir import (
    Array,
    Const,
    Enum,
    Field,
    Integer,
    Null,
    Nullable,
    Number,
    Object,
    String,
    Type,
    is_inferred,
)
from docmodels.ir.traverse import walk

NUMBER_FORMATS: Final = "formats of numbers"
DATE_FORMATS: Final = "formats of dates"
_DATES: Final = frozenset({"date", "date-time"})
MINIMUM: Final[Mapping[str, int]] = {
    "null": 1,
    "unique items": 1,
    "access": 1,
    "values": 3,
    "values of models": 2,
    NUMBER_FORMATS: 3,
    DATE_FORMATS: 3,
}
"""How often the other version has a fact. One changed type may be the first with a format or with
values, so that these need more."""

_KINDS: Final = {
    "null": (kinds.NULL_ADDED, kinds.NULL_REMOVED),
    "unique items": (kinds.UNIQUE_ITEMS_ADDED, kinds.UNIQUE_ITEMS_REMOVED),
    "access": (
        *(kinds.BECAME_READ_ONLY, kinds.BECAME_WRITE_ONLY, kinds.NO_LONGER_READ_ONLY),
        *(kinds.REQUIRED_NO_LONGER_READ_ONLY, kinds.NO_LONGER_WRITE_ONLY),
    ),
    "values": (kinds.BECAME_ENUM, kinds.NO_LONGER_ENUM),
}
"""The kinds of change of a fact; those of formats depend on the type, too."""


def unprinted_facts(old: Definitions, new: Definitions) -> frozenset[str]:
    """Return the facts that one version does not print: names of kinds of change, and of formats.

    The name of a kind stands for the changes inside models; `of a model` follows it for the others.
    """
    facts = {*_missing_facts(old, new), *_missing_facts(new, old)}
    names = {kind.name for fact in facts for kind in _KINDS.get(fact, ())}
    if "values of models" in facts:
        names |= {f"{kind.name} of a model" for kind in _KINDS["values"]}
    return frozenset(names | facts)


def _missing_facts(pages: Definitions, other: Definitions) -> Iterator[str]:
    """Yield the facts that one version has nowhere, if it is pages, and the other one has."""
    if not _are_pages(pages):
        return
    counts, other_counts = _count_facts(pages), _count_facts(other)
    for fact, minimum in MINIMUM.items():
        if not counts[fact] and other_counts[fact] >= minimum:
            yield fact


def format_fact(type: Type, format: str) -> str:
    """Return the group of a format; empty for formats whose absence is a fact."""
    if isinstance(type, Integer | Number):
        return NUMBER_FORMATS
    return DATE_FORMATS if format in _DATES else ""


def _are_pages(definitions: Definitions) -> bool:
    return bool(definitions) and all(
        definition.source == "documentation" for definition in definitions.values()
    )


def _count_facts(definitions: Definitions) -> Counter[str]:
    counts: Counter[str] = Counter()
    for definition in definitions.values():
        counts["values of models"] += value_set(definition.type) is not None
        for type in walk(definition.type):
            fields = type.fields if isinstance(type, Object) else ()
            counts.update(fact for field in fields for fact in _facts(field))
    return counts


def _facts(field: Field) -> Iterator[str]:
    if field.access != "read-write":
        yield "access"
    for type in walk(field.type):
        match type:
            case Nullable() | Null():
                yield "null"
            case Array(constraints=constraints) if constraints.unique_items:
                yield "unique items"
            case Enum() | Const() if not is_inferred(field, "values"):
                yield "values"
            case Integer(format=format) | Number(format=format) | String(format=format) if format:
                yield from [fact] if (fact := format_fact(type, format)) else []
            case _:
                pass
