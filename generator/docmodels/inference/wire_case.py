"""Infer the case of an API's wire names from samples and from identifiers in texts.

The evidence counts for the whole API: a generator changes the case of all names or of none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.identifiers import count_evidence, count_pascal_texts
from docmodels.inference.inference import Inference, Source
from docmodels.inference.naming_case import case_of
from docmodels.ir.drafts import Draft

MIN_MENTIONS = 2
"""One mention may be a name of another API (`client_id` of OAuth); two of one case rarely are."""
MIN_PASCAL_RATIO = 10
"""Of six APIs whose texts have fewer words in Pascal case than this, to one in another case, none has such names."""
MIN_PROVED_SHARE = 0.9
"""Printed wire names of which more are in another case show that the API has no case."""


class WireEvidence(Struct, frozen=True):
    """The drafts whose names the generator converted, and what shows the wire names of the API.

    `mentions` are those on pages without models. `proved_names` are the wire names that another
    source prints for fields of the same models.
    """

    drafts: Sequence[Draft]
    mentions: Mapping[str, int] = field(default_factory=dict[str, int])
    proved_names: frozenset[str] = frozenset()


class WireCase(Struct, frozen=True):
    """A case of wire names, and the number of mentions that show it (0: it is a default)."""

    case: str
    mention_count: int = 0


def _infer(evidence: WireEvidence) -> WireCase | None:
    """Return the case that the first conclusive tier of evidence shows."""
    tiers = count_evidence(evidence.drafts, evidence.mentions)
    if not _is_pascal_clear(tiers, evidence.drafts):
        tiers = tuple(Counter({c: n for c, n in t.items() if c != "pascal"}) for t in tiers)
    proved = Counter(case for name in evidence.proved_names if (case := case_of(name)))
    (case, count), *_ = [*proved.most_common(1), ("", 0)]
    if count >= MIN_MENTIONS and count >= MIN_PROVED_SHARE * proved.total():
        return WireCase(case, count)
    for counts in tiers:
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        (case, count), (_, second_count) = ranked[:2]
        if count >= MIN_MENTIONS and count > second_count:
            return WireCase(case, count)
    strongest, *_ = tiers
    return WireCase(*strongest.most_common(1)[0]) if len(strongest) == 1 else None


def _is_pascal_clear(tiers: Sequence[Counter[str]], drafts: Sequence[Draft]) -> bool:
    """Whether words in Pascal case are evidence: texts write terms, classes and values so, too.

    Names on other pages are evidence: they are mostly those of parameters.
    """
    strongest, all_mentions = tiers
    texts = count_evidence(drafts, {})[1]
    others = all_mentions - texts
    if others["pascal"] >= MIN_MENTIONS and others["pascal"] * 2 > others.total():
        return True
    if not all(
        c["pascal"] >= MIN_PASCAL_RATIO * (c.total() - c["pascal"]) for c in (strongest, texts)
    ):
        return False
    is_only_case = strongest["pascal"] > 0 and all_mentions.keys() <= {"pascal"}
    return is_only_case or count_pascal_texts(drafts) >= MIN_MENTIONS


WIRE_CASE = Inference(
    name="wire-case",
    title="The wire names of an API are in the case of the names that its texts and samples show.",
    evidence=(
        (Source.ROW, "the wire names that another source of the API prints for the same fields"),
        (Source.EXAMPLE, "keys of JSON samples, and mentions of another field of the same model"),
        (Source.PATTERN, "path and query parameters on operation pages: `/pets/{pet_id}`"),
        (Source.PROSE, "words of descriptions that are a documented name in another case"),
    ),
    threshold=(
        f"at least {MIN_MENTIONS} mentions of one case and more than of any other; one mention is "
        "sufficient if it is a sample's key or names a field of the same model, and all agree; "
        f"in texts {MIN_PASCAL_RATIO} in Pascal case for each in another case, and for different fields in different "
        "texts or without any other case, because terms and values are written so too; "
        f"{MIN_PROVED_SHARE:.0%} of the names that another source prints"
    ),
    infer=_infer,
    rule=INFERRED_NAME,
)
