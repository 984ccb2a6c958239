"""Infer that a number is an integer, from samples, where the pages have one word for both."""

from __future__ import annotations

from msgspec import Struct

from docmodels.diagnostics.rules import INFERRED_FROM_SAMPLES
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.sample_facts import SlotFacts
from docmodels.ir import Integer, Number
from docmodels.ir.scalars import constraint_values

MIN_INTEGERS = 6
"""Fewer numbers without a fraction are often amounts that are round by chance."""

ONE_NUMBER_TYPE = frozenset({"typescript", "typescript-fetch", "javascript", "objc", "bash"})
"""Languages of pages with one type for integers and other numbers (ECMA-262, section 6.1.6)."""


class NumberSamples(Struct, frozen=True):
    """The printed type, its samples, and whether other pages of this kind print integers."""

    type: Number
    facts: SlotFacts
    are_integers_printed: bool


def _infer(samples: NumberSamples) -> Integer | None:
    """Return the integer type; zero is no evidence, because both kinds of numbers have it."""
    kinds, type = samples.facts.kinds, samples.type
    if samples.are_integers_printed or type.format or kinds["fraction"]:
        return None
    is_integral = all(
        isinstance(x, int) or x.is_integer() for x in constraint_values(type.constraints).values()
    )
    is_sufficient = kinds["integer"] >= MIN_INTEGERS and not samples.facts.mismatched
    return Integer(constraints=type.constraints) if is_sufficient and is_integral else None


INTEGERS_FROM_SAMPLES: Inference[NumberSamples, Integer] = Inference(
    name="integers-from-samples",
    title="A number is an integer if all samples write it without a fraction.",
    evidence=(
        (Source.ROW, "a language with one type for both, of which no page prints an integer"),
        (Source.SAMPLE, "all values of the field; zero and null are no evidence"),
    ),
    threshold=(
        f"at least {MIN_INTEGERS} values, all without a fraction, and no format or limit that has "
        "one: fewer amounts may be round by chance"
    ),
    infer=_infer,
    rule=INFERRED_FROM_SAMPLES,
    reason=ON_SAMPLES,
)
