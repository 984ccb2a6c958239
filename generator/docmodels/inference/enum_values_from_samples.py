"""Infer values of an enum whose values no page prints, from samples, for enums that a user names."""

from __future__ import annotations

from docmodels.diagnostics.rules import INFERRED_FROM_SAMPLES
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.sample_facts import SlotFacts


def _infer(facts: SlotFacts) -> tuple[str, ...] | None:
    """Return all texts in order; None if other values than texts and null occur."""
    is_text = facts.kinds.keys() <= {"string", "null"}
    return tuple(sorted(facts.texts)) if is_text and facts.texts else None


ENUM_VALUES_FROM_SAMPLES: Inference[SlotFacts, tuple[str, ...]] = Inference(
    name="enum-values-from-samples",
    title="An enum without printed values has those of the samples, and accepts others.",
    evidence=(
        (Source.ROW, "the page describes an enum whose values it does not print"),
        (Source.SAMPLE, "the texts that the field has"),
    ),
    threshold="one text, only for an enum that the user names: values may be personal data",
    infer=_infer,
    rule=INFERRED_FROM_SAMPLES,
    reason=ON_SAMPLES,
)
