"""Infer the values of an enum, of which pages print only the names, from examples and texts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.inference.inference import Inference, Source
from docmodels.ir.drafts import normalize_name


class NamedValue(Struct, frozen=True):
    """A value, and the names of all members of its enum, each with and without affixes."""

    value: str
    names: Sequence[tuple[str, str]]


def _infer(evidence: NamedValue) -> tuple[str, ...] | None:
    """Return the names (with affixes) of the members that the value belongs to."""
    key = normalize_name(evidence.value)
    if not key:
        return None
    matches = (
        name
        for name, short_name in evidence.names
        if key in (normalize_name(name), normalize_name(short_name))
    )
    return tuple(matches) or None


ENUM_VALUES_FROM_EXAMPLES = Inference(
    name="enum-values-from-examples",
    title="A value in an example or text belongs to the enum member that has its letters as name.",
    evidence=(
        (Source.EXAMPLE, "the example of the enum, and samples of its fields on all pages"),
        (Source.DEFAULT, "the default of a field of that type"),
        (Source.PROSE, "quoted or listed words in the descriptions of the enum and of its fields"),
    ),
    threshold="the name has the letters and digits of the value: its case and punctuation are lost",
    infer=_infer,
)
