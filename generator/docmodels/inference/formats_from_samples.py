"""Infer that a string is a date, a date-time or a UUID, from samples."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from msgspec import Struct

from docmodels.diagnostics.rules import INFERRED_FROM_SAMPLES
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.sample_facts import SlotFacts
from docmodels.ir import String
from docmodels.ir.scalars import NO_STRING_CONSTRAINTS

MIN_TEXTS = 3
"""One text or two may have the form of a date by chance, as a free text or a version."""


class TextSamples(Struct, frozen=True):
    """The printed type, its samples, and the formats that other pages of this kind print."""

    type: String
    facts: SlotFacts
    printed_formats: AbstractSet[str]


def _infer(samples: TextSamples) -> str | None:
    """Return the format that all texts have, if pages of this kind never print it."""
    formats = samples.facts.formats
    if samples.type.format or samples.type.constraints != NO_STRING_CONSTRAINTS:
        return None
    if len(formats) != 1 or samples.facts.mismatched:
        return None
    ((format, count),) = formats.items()
    is_lost = format not in samples.printed_formats
    return format if format and is_lost and count >= MIN_TEXTS else None


FORMATS_FROM_SAMPLES: Inference[TextSamples, str] = Inference(
    name="formats-from-samples",
    title="A string has the format date-time, date or uuid if all samples have its form.",
    evidence=(
        (Source.ROW, "a string without limits; no page of this language prints the format"),
        (Source.SAMPLE, "all values of the field; a date-time has a time zone"),
    ),
    threshold=f"at least {MIN_TEXTS} texts, all of them of one format: fewer may be so by chance",
    infer=_infer,
    rule=INFERRED_FROM_SAMPLES,
    reason=ON_SAMPLES,
)
