"""Infer that two sources describe one API: their models of one name have the same fields.

Names alone are no evidence: every second API has `User`, `Error` and `Address`. Measured on the
corpus (`tests/merged_sources.py`): of 10,921 pairs of sources of one specification (pages and the
specification, or pages of two languages), the threshold accepts 10,915; of 18,149 pairs of
different APIs that share a name, it accepts none, and none has two models whose fields agree.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.diagnostics.rules import MERGED_SOURCES
from docmodels.inference.inference import Inference, Source

MIN_FIELDS = 2
"""A model with one field (`{message}`, `{id}`) has the fields of many others by chance."""
MIN_MODELS = 3
"""Two models may be those that two APIs have in common, such as an error and its details."""
MIN_SHARE = 0.7
"""Generators lose fields of unions and of inherited models, so that some models differ."""
MIN_FIELD_SHARE = 0.8
"""A generator adds a field of its own to a model, or another one leaves out an inherited field."""
MIN_COMMON = 3
"""Of smaller models, one more field is a larger share; fewer fields than these agree by chance."""


class SourcePair(Struct, frozen=True):
    """The fields of each two models of one name, by normalized name.

    `is_same_kind`: both sources lose the same facts, as two schemas or the pages of one language.
    """

    models: Sequence[tuple[frozenset[str], frozenset[str]]]
    is_same_kind: bool = False


class SameApi(Struct, frozen=True):
    """How many models of two sources have the same name, and of these, the same fields.

    `similarity` is the mean share of fields that two models of one name have in common.
    """

    shared: int
    agreeing: int
    similarity: float = 1.0


def field_share(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of the fields of two models that both have (Jaccard index)."""
    fields = len(first | second)
    return len(first & second) / fields if fields else 0.0


def _agree(first: frozenset[str], second: frozenset[str]) -> bool:
    has_one_more = len(first ^ second) == 1 and len(first & second) >= MIN_COMMON
    return has_one_more or field_share(first, second) >= MIN_FIELD_SHARE


def _infer(pair: SourcePair) -> SameApi | None:
    """Count the models that agree; None if they are too few or too small a share."""
    models = [model for model in pair.models if max(map(len, model)) >= MIN_FIELDS]
    if pair.is_same_kind:
        agreeing, min_share = sum(first == second for first, second in models), 1.0
    else:
        agreeing = sum(_agree(*model) for model in models)
        min_share = MIN_SHARE
    if agreeing < MIN_MODELS or agreeing < min_share * len(models):
        return None
    similarity = sum(field_share(*model) for model in models) / len(models)
    return SameApi(len(models), agreeing, similarity)


SAME_API = Inference(
    name="same-api",
    title="Two sources describe one API if the fields of their models agree.",
    evidence=((Source.ROW, "the names of all fields of the models that have the same name"),),
    threshold=(
        f"of the models with at least {MIN_FIELDS} fields that have the same name, at least "
        f"{MIN_MODELS} and {MIN_SHARE:.0%} share at least {MIN_FIELD_SHARE:.0%} of their fields, or "
        f"at least {MIN_COMMON} and all but one; "
        "two schemas, or the pages of two SDKs in one language, have to agree in all, because "
        "what differs there is the API and not its documentation"
    ),
    infer=_infer,
    rule=MERGED_SOURCES,
    reason=(
        "It concludes only where the inputs have several sources, and each set of pages in the "
        "corpus is one. `docs/fidelity.md` has the figures of merged sets."
    ),
)
