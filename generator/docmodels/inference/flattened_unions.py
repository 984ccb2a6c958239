"""Infer that a table is a flattened union: its fields are those of other models (greedy set cover).

An allOf of these models looks the same, so the conclusion is only which models may be variants, and
whether they exclude each other.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from msgspec import Struct

from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.inference import Inference, Source
from docmodels.inference.table_index import (
    MAX_COMMON_COUNT,
    MAX_COMMON_SHARE,
    Table,
    TableIndex,
    index_tables,
    is_tag,
)
from docmodels.ir import (
    Field,
    Json,
    Type,
)
from docmodels.ir.drafts import Draft, normalize_name

_PART = re.compile(r"(?P<model>.+?)_?[aA]llOf(?:_?\d+)?")
"""The name that `InlineModelResolver` of OpenAPI Generator gives to an inline part of an allOf."""
MIN_DISTINCT = 2
"""If so many variants add fields that are not common, another one may add common fields only."""


class Variants(Struct, frozen=True):
    """The tables that a flattened union consists of, and whether they exclude each other."""

    tables: Sequence[Table]
    are_exclusive: bool


def _infer(drafts: Sequence[Draft]) -> Mapping[str, Variants] | None:
    """Return the variants of each draft that looks like a union, by name.

    Smaller tables are resolved first: a union is no variant of another union, its variants are.
    The inline parts of an allOf have pages too, so they and the models that consist of them are no
    unions and no variants of one.
    """
    index = index_tables(drafts)
    variants: dict[str, Variants] = {}
    parts = {name: match for name in index.tables if (match := _PART.fullmatch(name))}
    composed = {normalize_name(match["model"]) for match in parts.values()}
    names = (draft.definition.name for draft in drafts if draft.may_be_flattened_union)
    objects = [name for name in names if name in index.tables and name not in parts]
    objects = [name for name in objects if normalize_name(name) not in composed]
    for name in sorted(objects, key=lambda name: len(index.tables[name])):
        if tables := _covering_tables(name, index, variants.keys() | parts.keys()):
            variants[name] = Variants(tables, _are_exclusive(tables))
    return variants or None


def _covering_tables(name: str, index: TableIndex, excluded: Container[str]) -> list[Table]:
    """Return the fewest tables that together cover the table of `name`; empty if none do.

    Each variant has only fields of the table, which together are not common, and requires no
    field that the table does not require. Each field of the table equals the field of a variant in
    type and text, and each required one is required by a variant. The table lists the fields of one
    variant after the other, without repetition. Models in `excluded` are no variants.
    """
    table = index.tables[name]
    others = [other for other in index.candidates(table) if other not in excluded]
    candidates = [_compare(other, index.tables[other], table, index.tag_types) for other in others]
    candidates = [candidate for candidate in candidates if not index.are_common(candidate.same)]
    variants: list[_Candidate] = []
    added_names: list[set[str]] = []
    uncovered = {(key, False) for key in table}
    uncovered |= {(key, True) for key, field in table.items() if field.required}
    while uncovered and candidates:
        best = max(candidates, key=partial(_score, uncovered))
        if uncovered.isdisjoint(best.covers):
            return []
        variants.append(best)
        added_names.append({key for key, _ in best.covers & uncovered})
        uncovered -= best.covers
    tables = [variant.table for variant in variants]
    if uncovered or not _look_like_variants(tables):
        return []
    is_related = _are_distinct(added_names, index) or all(v.is_named_after(name) for v in variants)
    return tables if is_related and _lists_one_after_the_other(table, tables) else []


def _are_distinct(added_names: Sequence[set[str]], index: TableIndex) -> bool:
    """Whether all variants, or enough of them, add fields that are not common."""
    count = sum(not index.are_all_common(names) for names in added_names)
    return count == len(added_names) or count >= MIN_DISTINCT


class _Candidate(Struct, frozen=True):
    """A table that may be a variant of another one.

    `name` is that of its definition. `same` are the names of fields that are equal in both.
    `covers` has a pair (name, False) for each of them, and (name, True) for each field that it
    requires.
    """

    name: str
    table: Table
    same: frozenset[str]
    covers: frozenset[tuple[str, bool]]

    def is_named_after(self, union: str) -> bool:
        """Whether its name begins or ends with that of the union."""
        key, union_key = normalize_name(self.name), normalize_name(union)
        return key.startswith(union_key) or key.endswith(union_key)


def _compare(name: str, table: Table, whole: Table, tag_types: frozenset[str]) -> _Candidate:
    """Compare a table with the one that it may be a variant of."""
    same = frozenset(key for key, f in table.items() if _is_same_field(whole[key], f, tag_types))
    covers = {(key, False) for key in same} | {(k, True) for k, f in table.items() if f.required}
    return _Candidate(name, table, same, frozenset(covers))


def _score(
    uncovered: AbstractSet[tuple[str, bool]], candidate: _Candidate
) -> tuple[int, int, int, int]:
    """Rank a table by newly covered fields, newly required ones, few other fields, and its size."""
    covered = candidate.covers & uncovered
    required_count = sum(is_required for _, is_required in covered)
    other_count = len(candidate.table) - len(candidate.same)
    return len(covered) - required_count, required_count, -other_count, len(candidate.table)


def _lists_one_after_the_other(table: Table, variants: Sequence[Table]) -> bool:
    """Whether a table lists the fields of one variant after the other.

    A variant with all fields of the table may be the same model with fewer required fields (to
    update it), so then its own order has to be another one, or two variants contradict each other.
    """
    return _follows(table, variants) and all(
        len(variant) < len(table) or not _has_order_of(table, variant) or _contradict(variants)
        for variant in variants
    )


def _has_order_of(table: Table, variant: Table) -> bool:
    """Whether a table and a variant with the same fields list them in the same order.

    If the variant has an optional field before a required one, the generator does not sort them.
    """
    flags = [field.required for field in variant.values()]
    is_sorted = flags == sorted(flags, reverse=True)
    return _follows(table, [variant]) if is_sorted else [*table] == [*variant]


def _follows(table: Table, tables: Sequence[Table]) -> bool:
    flags = {key: field.required for key, field in table.items()}
    return all(_is_in_table_order(table, tables, flags, flag) for flag in (True, False))


def _is_in_table_order(
    table: Table, tables: Sequence[Table], flags: Mapping[str, bool], flag: bool
) -> bool:
    """Whether `table` lists its required (or optional) fields by one of `tables` after the other.

    C# and Kotlin print required fields first, so the two kinds are compared separately.
    """
    remaining = [key for key in table if flags[key] is flag]
    orders = [[key for key in variant if flags[key] is flag] for variant in tables]
    seen: set[str] = set()
    while remaining:
        blocks = [[key for key in order if key not in seen] for order in orders]
        block = next((b for b in blocks if b and remaining[: len(b)] == b), None)
        if block is None:
            return False
        seen.update(block)
        remaining = remaining[len(block) :]
    return True


def _are_exclusive(tables: Sequence[Table]) -> bool:
    """Whether tables must be union variants: the parts of an allOf would contradict each other.

    All require a common field, which may be the tag, or two define the same field differently.
    """
    shared = set(tables[0]).intersection(*tables[1:])
    if any(all(table[key].required for table in tables) for key in shared):
        return True
    return _contradict(tables)


def _contradict(tables: Sequence[Table]) -> bool:
    """Whether two tables define the same field differently."""
    seen: dict[str, Field] = {}
    for table in tables:
        for key, field in table.items():
            other = seen.setdefault(key, field)
            if _field_facts(other) != _field_facts(field):
                return True
    return False


def _field_facts(field: Field) -> tuple[Type, str, Json]:
    return field.type, field.doc, field.default.value if field.default else None


def _look_like_variants(tables: Sequence[Table]) -> bool:
    """Whether tables look like variants, not parts of an allOf.

    Variants share a field, or each has more than one.
    """
    shared = set(tables[0]).intersection(*tables[1:])
    return bool(shared) or all(len(fields) > 1 for fields in tables)


def _is_same_field(field: Field, variant: Field, tag_types: frozenset[str]) -> bool:
    """Whether a field equals that of a variant in type and text; types of tags may differ."""
    if is_tag(field.type, tag_types) and is_tag(variant.type, tag_types):
        return field.doc == variant.doc
    return field.type == variant.type and field.doc == variant.doc


FLATTENED_UNIONS = Inference(
    name="flattened-unions",
    title="A table with exactly the fields of other models may be a union of them.",
    evidence=(
        (Source.ROW, "name, type, text and order of the fields of all tables"),
        (Source.PATTERN, "names of models that begin or end with the name of the table"),
    ),
    threshold=(
        "at least two other models cover the table in its order and require nothing that it does not; "
        f"all of them, or at least {MIN_DISTINCT}, add a field that at most {MAX_COMMON_COUNT} tables "
        f"(or {MAX_COMMON_SHARE:.0%} of them) have, or all have its name in theirs: common fields such "
        "as `id` show no relation. A model with all of its fields lists them in another order, or "
        "contradicts another one: else it is the same model with fewer required fields. The name of an "
        "inline part (`ShapeAllOf`) shows an allOf"
    ),
    infer=_infer,
    rule=FLATTENED_UNION,
)
