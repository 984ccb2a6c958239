"""Infer that a field which a page requires is optional, from samples without it."""

from __future__ import annotations

from msgspec import Struct

from docmodels.diagnostics.rules import ABSENT_FIELD
from docmodels.inference.inference import ON_SAMPLES, Inference, Source


class PresenceSamples(Struct, frozen=True):
    """How many samples of a model there are, and how many of them have the field."""

    objects: int
    present: int


def _infer(samples: PresenceSamples) -> int | None:
    """Return how many samples lack the field."""
    absent = samples.objects - samples.present
    return absent if absent > 0 else None


OPTIONAL_FROM_SAMPLES: Inference[PresenceSamples, int] = Inference(
    name="optional-from-samples",
    title="A field that a page requires is optional if a sample lacks it.",
    evidence=((Source.SAMPLE, "objects of the model that lack the field"),),
    threshold=(
        "one object, if the field is part of requests and of responses: a model that requires the "
        "field refuses that object"
    ),
    infer=_infer,
    rule=ABSENT_FIELD,
    reason=ON_SAMPLES,
)
