"""Choose the usual case of APIs where nothing shows the case of wire names."""

from __future__ import annotations

from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.inference import Inference, Source
from docmodels.inference.wire_case import WireCase
from docmodels.ir.drafts import Spelling

_DEFAULT_CASES = {Spelling.PASCAL: "snake", Spelling.SNAKE: "snake", Spelling.CAMEL: "camel"}
"""The usual case of wire names by the case in which the generator prints them."""


def _infer(spelling: Spelling) -> WireCase | None:
    case = _DEFAULT_CASES.get(spelling)
    return None if case is None else WireCase(case)


WIRE_CASE_BY_DEFAULT = Inference(
    name="wire-case-by-default",
    title="Wire names are in snake case, or in camel case if the generator prints camel case.",
    evidence=((Source.PATTERN, "the case in which the generator prints all names"),),
    threshold="none: it concludes if no text, sample or enum value shows a case",
    infer=_infer,
    rule=INFERRED_NAME,
)
