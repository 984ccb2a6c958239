"""Infer to which of several rows with one name a table of enumerated values belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docmodels.inference.inference import Inference, Source
from docmodels.ir import Json


@dataclass(frozen=True, slots=True)
class RowValues:
    """The sample of a row (None without one), and the values that the page lists for its name."""

    sample: Json
    values: Sequence[str]


def _infer(row: RowValues) -> bool | None:
    """Return whether the values are all of the row's; None if they belong to another row."""
    return row.sample is not None if _matches(row.sample, row.values) else None


def _matches(sample: Json, values: Sequence[str]) -> bool:
    if isinstance(sample, list):
        item = _first_item(sample)
        return item is not None and _matches(item, values)
    return sample is None or (not isinstance(sample, dict | bool) and str(sample) in values)


def _first_item(sample: Json) -> Json:
    return sample[0] if sample.__class__ is list and sample else None


VALUES_OF_REPEATED_ROWS = Inference(
    name="values-of-repeated-rows",
    title="Listed values belong to each row of their name that has one of them as its sample.",
    evidence=((Source.EXAMPLE, "the JSON sample of the row"),),
    threshold=(
        "the sample is one of the values; without a sample they may belong to another row, so the "
        "enum is open"
    ),
    infer=_infer,
    reason=(
        "It gains on one set of pages, which is the only one of its generator: widdershins prints the values "
        "below the table by the name of the row, and the sample is the page's own."
    ),
)
