"""Infer the items of an array of arrays, whose type the page omits, from a sample."""

from __future__ import annotations

from docmodels.inference.inference import Inference, Source
from docmodels.ir import BOOLEAN, NUMBER, STRING, Json, Type

_SAMPLE_TYPES = ((str, STRING), (bool, BOOLEAN), (int, NUMBER), (float, NUMBER))
"""The type that a sample shows; `0` is the sample of an integer and of a number."""


def _infer(sample: Json) -> Type | None:
    return next((type for kind, type in _SAMPLE_TYPES if isinstance(sample, kind)), None)


ITEMS_FROM_SAMPLES: Inference[Json, Type] = Inference(
    name="items-from-samples",
    title="The items of an array of arrays have the type of the first item in the page's sample.",
    evidence=((Source.EXAMPLE, "the JSON sample of the model"),),
    threshold="none: one item shows the type; an integer shows only a number",
    infer=_infer,
    reason=(
        "It gains on one set of pages, which is the only one of its generator: widdershins prints `[array]` "
        "for each array of arrays, and the sample is the page's own."
    ),
)
