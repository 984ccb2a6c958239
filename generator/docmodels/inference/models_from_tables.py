"""Infer whether a hand-written table of names and types lists the fields of a model.

Tables of parameters, headers, arguments and settings have the same columns. What stands around a
table shows what it describes.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from docmodels.diagnostics.rules import INFERRED_MODEL
from docmodels.inference.inference import Inference, Source

MIN_SHARE = 0.6
"""The share of the names that are keys of a sample: 94 of 100 tables of responses reach it, and 18
of 100 tables of query parameters."""
MIN_TYPES = 0.7
"""The share of rows with a type of JSON: code, databases and catalogues have other types."""
MIN_TYPES_WITH_PROOF = 0.5
"""The share that is sufficient if a sample agrees, or the heading announces a body or an object:
short tables have few rows, and some APIs have words of their own."""
MIN_KNOWN_TYPES = 0.9
"""The share of known types that is needed where the page has no JSON and no HTTP method: classes of
code have fields of other classes."""
BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})

Kind: TypeAlias = Literal["response", "request", "object", "fields", "neutral", ""]
"""What the nearest heading or caption announces: a body, an object, its fields, parameters."""


class TableEvidence(Struct, frozen=True):
    """What shows that a table describes a model.

    `types` is the share of rows with a type of JSON, `known_types` without arrays and maps of types
    that the page does not define. `sample` the share of names that are keys of a
    sample nearby. `methods` are the HTTP methods around it. `has_witness`: the page has JSON, an
    HTTP method, or a table that is certain. `has_links`: types of the page are links. `is_excluded`: the heading announces parameters that
    are in no body, which only a sample outweighs. `states_body`: a column states that the rows are
    those of a body.
    """

    kind: Kind
    types: float
    known_types: float = 1.0
    sample: float = 0.0
    methods: frozenset[str] = frozenset()
    has_witness: bool = False
    has_links: bool = False
    is_excluded: bool = False
    states_body: bool = False


class TableModel(Struct, frozen=True):
    """The table lists fields; `certain`: it also shows that its page documents models."""

    certain: bool


def _infer(evidence: TableEvidence) -> TableModel | None:
    is_sampled = evidence.sample >= MIN_SHARE
    is_announced = evidence.kind in ("response", "request", "object")
    if evidence.types < (MIN_TYPES_WITH_PROOF if is_sampled or is_announced else MIN_TYPES):
        return None
    if is_sampled or evidence.is_excluded:
        return TableModel(certain=True) if is_sampled else None
    is_documented = evidence.has_witness or evidence.known_types >= MIN_KNOWN_TYPES
    match evidence.kind:
        case "response" | "request" | "object" if is_documented:
            return TableModel(certain=True)
        case "response" | "request" | "object":
            return None
        case "fields":
            return TableModel(certain=evidence.has_witness) if is_documented else None
        case "neutral" if evidence.states_body:
            return TableModel(certain=True)
        case "neutral":
            has_body = bool(evidence.methods) and evidence.methods <= BODY_METHODS
            return TableModel(certain=False) if has_body else None
        case _:
            is_described = evidence.has_witness or evidence.has_links
            return TableModel(certain=False) if is_described else None


MODELS_FROM_TABLES: Inference[TableEvidence, TableModel] = Inference(
    name="models-from-tables",
    title="A hand-written table of names and types lists the fields of a model.",
    evidence=(
        (Source.ROW, "the words of the type column, and a column that states the place of a field"),
        (Source.EXAMPLE, "the keys of a JSON sample in the same section"),
        (Source.PROSE, "the heading or caption of the table, and the HTTP methods around it"),
    ),
    threshold=(
        f"{MIN_TYPES:.0%} of the rows have a type of JSON, {MIN_TYPES_WITH_PROOF:.0%} if the heading"
        f" announces a body or an object, or at least {MIN_SHARE:.0%} of the names are keys of a"
        f" sample; {MIN_KNOWN_TYPES:.0%} if the page has no JSON and no HTTP method; without such a"
        " heading or sample, parameters of a request with a body, or JSON,"
        " HTTP methods or links from types on the page"
    ),
    infer=_infer,
    rule=INFERRED_MODEL,
    reason=(
        "The pairs of pages and specifications are made by generators, whose pages have dialects of "
        "their own; hand-written pages have no specification to be compared with."
    ),
)
