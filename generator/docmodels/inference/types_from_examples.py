"""Infer the type of a field from examples, where the page prints a word that is no type of JSON.

A list of lists has no type of its innermost items in the tables of widdershins, so its samples show that too.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.inference.example_types import scalar_type
from docmodels.inference.inference import Inference, Source
from docmodels.ir import UNKNOWN, Array, Json, Map, Nullable, Type, is_list, nullable


def kind_of(value: Json) -> Type | None:
    """Return the type of a value; None for null."""
    match value:
        case _ if is_list(value):
            kinds = {kind_of(item) for item in value} - {None}
            kind = kinds.pop() if len(kinds) == 1 else None
            return Array(items=UNKNOWN if kind is None else kind)
        case dict():
            return Map(values=UNKNOWN)
        case _:
            return scalar_type(value)


def _infer(values: Sequence[Json]) -> Type | None:
    kinds = {kind for value in values if (kind := kind_of(value)) is not None}
    return kinds.pop() if len(kinds) == 1 else None


TYPES_FROM_EXAMPLES: Inference[Sequence[Json], Type] = Inference(
    name="types-from-examples",
    title="A field whose printed type is no type of JSON has the type that it has in samples.",
    evidence=((Source.EXAMPLE, "the values of the field in JSON samples of the same section"),),
    threshold=(
        "all values have one type; an integer shows a number only, and null shows nothing: other"
        " values may have a fraction"
    ),
    infer=_infer,
    reason=(
        "Only hand-written pages print words such as `ID` in place of a type, and no specification "
        "belongs to them. Of the lists of lists in the public specifications of 131 publishers, the "
        "items of 2 are unions, of which a sample shows one member."
    ),
)


def list_of_lists(type: Type, sample: Json) -> Type | None:
    """Return a list of lists of any values with the innermost items of a sample; None without them."""
    if isinstance(type, Nullable):
        inner = list_of_lists(type.type, sample)
        return None if inner is None else nullable(inner)
    if type != Array(items=Array(items=UNKNOWN)):
        return None
    shown = TYPES_FROM_EXAMPLES.conclude([sample])
    is_nested = isinstance(shown, Array) and isinstance(shown.items, Array)
    return shown if is_nested and shown != type else None
