"""Infer the type of a field from examples, where the page prints a word that is no type of JSON."""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.inference.example_types import scalar_type
from docmodels.inference.inference import Inference, Source
from docmodels.ir import UNKNOWN, Array, Json, Map, Type, is_list


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
        "belongs to them."
    ),
)
