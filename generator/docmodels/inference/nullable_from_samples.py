"""Infer that null may be the value of a field, from samples."""

from __future__ import annotations

from docmodels.diagnostics.rules import INFERRED_FROM_SAMPLES
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.sample_facts import SlotFacts


def _infer(facts: SlotFacts) -> int | None:
    """Return how often the value is null."""
    return facts.kinds["null"] or None


NULLABLE_FROM_SAMPLES: Inference[SlotFacts, int] = Inference(
    name="nullable-from-samples",
    title="A field of a page may be null if it is null in a sample.",
    evidence=((Source.SAMPLE, "the value of the field, also as an item or a value of a map"),),
    threshold="one null: pages do not print that a field is never null",
    infer=_infer,
    rule=INFERRED_FROM_SAMPLES,
    reason=ON_SAMPLES,
)
