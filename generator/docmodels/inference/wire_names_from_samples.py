"""Infer the wire name of a field from the samples of the user."""

from __future__ import annotations

from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.wire_names_from_examples import NameSamples, name_in_samples

WIRE_NAMES_FROM_SAMPLES: Inference[NameSamples, str] = Inference(
    name="wire-names-from-samples",
    title="A field whose wire name no page prints has the name that samples have for it.",
    evidence=((Source.SAMPLE, "the keys of samples of the model; then of all samples"),),
    threshold=(
        "one sample of the model, if all of them spell the name alike; or all samples of the API "
        "that have the name agree"
    ),
    infer=name_in_samples,
    rule=INFERRED_NAME,
    reason=ON_SAMPLES,
)
