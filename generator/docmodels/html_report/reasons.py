"""What infers facts, and what settles a fact that is inferred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docmodels.html_report.content import Reason
from docmodels.inference.registry import INFERENCES

OTHER_CAUSES: Final[Mapping[str, Reason]] = {
    "dangling-references": Reason(
        title="No input defines the name; the model stands for any value.",
        evidence=("reference: another model refers to the name",),
    ),
    "literal-types": Reason(
        title="An enum without a printed type has the type of its values.",
        evidence=("values: the printed values of the enum",),
    ),
    "required-names": Reason(
        title="A field that only `required` lists accepts any value.",
        evidence=("required: the list of required names",),
    ),
    "split-directions": Reason(
        title="The model of requests has a new name, because it differs from that of responses.",
        evidence=("access: the read-only and write-only fields of the model",),
    ),
    "unprinted-presence": Reason(
        title="The page does not print whether the field is required.",
        evidence=("absence: no mark of required or optional fields on the page",),
    ),
    "not-recorded": Reason(
        title="The document is of a version that did not record what inferred the fact.",
        evidence=("document: the exported representation",),
    ),
}
"""The causes of `InferenceName` that are no inferences of `docmodels.inference`."""

SETTLED_BY: Final[Mapping[str, str]] = {
    "name": (
        "A captured payload (--samples) shows the name on the wire; --wire-case sets the case of"
        " all names."
    ),
    "type": "A specification of the API, or captured payloads (--samples), show the type.",
    "required": (
        "A specification of the API states it; captured payloads (--samples) show whether the"
        " field may be absent."
    ),
    "values": "A specification of the API, or a page that lists the values, states all of them.",
    "default": "A specification of the API, or a page that prints the default in its column, states it.",
    "definition": "The page or document that defines the name, as a further input.",
}
"""What settles each fact that may be inferred."""


def reasons() -> dict[str, Reason]:
    """Return every reason by the name that `ir.Inference.by` has."""
    inferences = {
        inference.name: Reason(
            title=inference.title,
            evidence=tuple(f"{source.value}: {text}" for source, text in inference.evidence),
            threshold=inference.threshold,
        )
        for inference in INFERENCES
    }
    return {**inferences, **OTHER_CAUSES}
