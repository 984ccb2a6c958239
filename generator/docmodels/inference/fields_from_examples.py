"""Infer the fields of a model, of which a page prints a sample but no table.

widdershins prints `*None*` in place of a table if the fields are inside compositions that it does
not list; its sample has them.
"""

from __future__ import annotations

from typing import cast

from docmodels.diagnostics.rules import EMPTY_TABLE
from docmodels.inference.example_types import scalar_type
from docmodels.inference.inference import Inference, Source
from docmodels.ir import (
    UNKNOWN,
    Array,
    Field,
    Json,
    Map,
    Object,
    Type,
    inferences,
)

MAX_DEPTH = 12
"""How deep objects and arrays of a sample are read; deeper values may be any value."""
_ANY_NAMES = ({"property1", "property2"}, {"additionalProp1", "additionalProp2", "additionalProp3"})
"""The names that generators of samples give to additional properties."""


def type_of_sample(value: Json, depth: int = 0) -> Type:
    """Return the type of a JSON value of which other values may differ.

    Null, and an array without items, show no type. No field is required.
    """
    if depth > MAX_DEPTH:
        return UNKNOWN
    match value:
        case list():
            return Array(items=type_of_sample(value[0], depth + 1) if value else UNKNOWN)
        case dict():
            return _type_of_object(cast(dict[str, Json], value), depth)
        case _:
            return scalar_type(value) or UNKNOWN


def _type_of_object(value: dict[str, Json], depth: int) -> Type:
    if set(value) in _ANY_NAMES:
        return Map(values=type_of_sample(next(iter(value.values())), depth + 1))
    if not value:
        return Map(values=UNKNOWN)
    inferred = inferences("fields-from-examples", "type", "required")
    fields = (
        Field(name=name, type=type_of_sample(item, depth + 1), inferred=inferred)
        for name, item in value.items()
    )
    return Object(fields=tuple(fields))


def _infer(sample: Json) -> Type | None:
    return type_of_sample(sample) if isinstance(sample, dict) and sample else None


FIELDS_FROM_EXAMPLES: Inference[Json, Type] = Inference(
    name="fields-from-examples",
    title="A model without a table has the fields of its sample.",
    evidence=((Source.EXAMPLE, "the names and the kinds of the values of the model's own sample"),),
    threshold=(
        "one sample of the model with a field; each field is optional, and a number is no integer, "
        "because another value may differ"
    ),
    infer=_infer,
    rule=EMPTY_TABLE,
    reason=(
        "The pages that are measured here gain nothing. On three of 16 pages that widdershins writes "
        "from other specifications, models without a table get seven fields that they have."
    ),
)
