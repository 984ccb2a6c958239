"""Infer the case of an API's wire names from the case of its enum values."""

from __future__ import annotations

from collections import Counter

from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.inference import Inference, Source
from docmodels.inference.naming_case import case_of
from docmodels.inference.wire_case import WireCase, WireEvidence
from docmodels.ir import Enum, EnumMember, Type
from docmodels.ir.traverse import walk

MIN_VALUES = 5
"""Fewer values are often those of one enum, which may be a standard's (`read_only`)."""
MIN_RATIO = 4
"""An API that writes more than a fifth of its values in another case has no case of its own."""


def _infer(evidence: WireEvidence) -> WireCase | None:
    """Return the clearly prevalent case of enum values: most APIs use it for field names too.

    Values with hyphens are common in APIs whose field names have none, so kebab case is no
    evidence.
    """
    values = [
        member.value
        for draft in evidence.drafts
        for member in _string_members(draft.definition.type)
    ]
    counts = Counter(
        case
        for value in values
        if isinstance(value, str) and value[:1].isalpha() and (case := case_of(value))
    )
    if not counts:
        return None
    case, count = counts.most_common(1)[0]
    others = counts.total() - count
    is_clear = count >= MIN_VALUES and count >= MIN_RATIO * others and case != "kebab"
    return WireCase(case, count) if is_clear else None


def _string_members(type: Type) -> list[EnumMember]:
    """Return the members with a string value of all enums in a type."""
    enums = [inner for inner in walk(type) if isinstance(inner, Enum)]
    return [m for enum in enums for m in enum.members if isinstance(m.value, str)]


WIRE_CASE_FROM_ENUMS = Inference(
    name="wire-case-from-enums",
    title="The wire names of an API are in the case of its enum values, if nothing else shows one.",
    evidence=((Source.PATTERN, "the case of the string values of all enums"),),
    threshold=(
        f"at least {MIN_VALUES} values of one case, {MIN_RATIO} times as many as of all others: "
        "fewer may be those of one enum, which a standard defines"
    ),
    infer=_infer,
    rule=INFERRED_NAME,
)
