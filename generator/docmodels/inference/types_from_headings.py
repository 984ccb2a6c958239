"""Infer the model of a field whose type cell names none from the headings of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docmodels.inference.inference import Inference, Source


@dataclass(frozen=True, slots=True)
class FieldHeadings:
    """A model, the name of its field, and the titles of all models of the page in lower case."""

    model: str
    field: str
    titles: Mapping[str, str]


def _infer(headings: FieldHeadings) -> str | None:
    """Return the title of another model that has the name of the field."""
    name = headings.field.replace("_", "").lower()
    for key in (f"{headings.model}{name}".lower(), name):
        title = headings.titles.get(key)
        if title is not None and title != headings.model:
            return title
    return None


TYPES_FROM_HEADINGS = Inference(
    name="types-from-headings",
    title="A field of type `object` or `array` has the model of the page that has the field's name.",
    evidence=((Source.PATTERN, "the name of the field, alone or after the name of its model"),),
    threshold="none: the generator names a nested model after its field and prints it below",
    infer=_infer,
    reason=(
        "No pair has pages of liblab's PHP or Ruby generators, which print `array` and `Object`."
    ),
)
