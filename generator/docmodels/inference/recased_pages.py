"""Infer that pages print camel case although their dialect prints wire names.

OpenAPI Generator's typescript-axios prints wire names unless its option `modelPropertyNaming` is
set; then every name is in camel case, while the texts still mention `created_at`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.identifiers import count_evidence, fields_of
from docmodels.inference.inference import Inference, Source
from docmodels.inference.naming_case import case_of
from docmodels.ir.drafts import Draft, Spelling

MIN_NAMES = 20
"""An API with fewer names of several words may have camel case by chance."""
MIN_CAMEL_SHARE = 0.98
"""The generator leaves names in other cases only where they are quoted (`@type`)."""
MIN_MENTIONS = 5
"""Fewer mentions of snake case may be names of another API, such as OAuth's."""


def _infer(drafts: Sequence[Draft]) -> Spelling | None:
    """Return camel case for drafts of wire names, if the texts contradict the printed names."""
    names = [field.name for draft in drafts for field in fields_of(draft.definition.type)]
    cases = Counter(case for name in names if (case := case_of(name)))
    if cases["camel"] < MIN_NAMES or cases["camel"] < MIN_CAMEL_SHARE * cases.total():
        return None
    *_, all_mentions = count_evidence(drafts, {})
    if all_mentions["camel"] or all_mentions["snake"] < MIN_MENTIONS:
        return None
    return Spelling.CAMEL


RECASED_PAGES = Inference(
    name="recased-pages",
    title="Pages of a dialect that prints wire names print camel case instead, by an option.",
    evidence=(
        (Source.ROW, "the case of the printed names"),
        (Source.PROSE, "words of descriptions that are a printed name in snake case"),
    ),
    threshold=(
        f"at least {MIN_NAMES} names of several words, {MIN_CAMEL_SHARE:.0%} of them in camel case; "
        f"at least {MIN_MENTIONS} mentions in snake case and none in camel case, which a real "
        "camel-case name would have"
    ),
    infer=_infer,
    rule=INFERRED_NAME,
    reason=(
        "It gains on one set of pages, because only one in the corpus is generated with the option "
        "`modelPropertyNaming` of OpenAPI Generator. Without it, every name of several words on such pages is "
        "wrong: 38% of the names of its family are right, and 99% with it."
    ),
)
