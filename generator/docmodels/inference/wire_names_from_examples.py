"""Infer the wire name of a field from examples on the pages of other models."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from docmodels.inference.inference import Inference, Source


class NameSamples(Struct, frozen=True):
    """The normalized name of a field, and the keys of samples by their normalized name.

    `of_model` has the keys of the samples of the field's model inside other samples, `of_api` the
    keys of all samples.
    """

    key: str
    of_model: Mapping[str, str]
    of_api: Mapping[str, AbstractSet[str]]


def name_in_samples(samples: NameSamples) -> str | None:
    """Return the name that samples of the model have, or that all samples agree on."""
    if (name := samples.of_model.get(samples.key)) is not None:
        return name
    names = samples.of_api.get(samples.key, frozenset())
    return next(iter(names)) if len(names) == 1 else None


WIRE_NAMES_FROM_EXAMPLES = Inference(
    name="wire-names-from-examples",
    title="A field has the name that a sample on another page has for it.",
    evidence=(
        (Source.EXAMPLE, "samples of the model inside samples of other models; then all samples"),
    ),
    threshold="one sample of the model; or all samples of the API that have the name agree",
    infer=name_in_samples,
)
