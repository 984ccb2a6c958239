"""Infer that a table is a flattened union: its fields are those of other models (greedy set cover).

An allOf of these models looks the same, so the conclusion is only which models may be variants, and
whether they exclude each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import product
from typing import TypeAlias

from msgspec import Struct

from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.inference import Inference, Source
from docmodels.inference.naming_case import words
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
_MAX_NAMES = 64
"""If more names have a word, or more tables are parts of one, they show no relation."""
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
    by_word = _by_word(index.tables)
    variants: dict[str, Variants] = {}
    parts = {name: match for name in index.tables if (match := _PART.fullmatch(name))}
    composed = {normalize_name(match["model"]) for match in parts.values()}
    names = (draft.definition.name for draft in drafts if draft.may_be_flattened_union)
    objects = [name for name in names if name in index.tables and name not in parts]
    objects = [name for name in objects if normalize_name(name) not in composed]
    for name in sorted(objects, key=lambda name: len(index.tables[name])):
        named = _named_after(name, by_word)
        if tables := _variants_of(name, index, variants.keys() | parts.keys(), named):
            variants[name] = Variants(tables, _are_exclusive(tables))
    return variants or None


def _by_word(names: Iterable[str]) -> Mapping[str, set[str]]:
    """Index the names of tables by their words."""
    by_word: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in words(name):
            by_word[word].add(name)
    return by_word


def _named_after(name: str, by_word: Mapping[str, set[str]]) -> AbstractSet[str]:
    """Return the names that have all words of `name` in its order, and others."""
    parts = words(name)
    sets = sorted((by_word[word] for word in parts), key=len)
    if not sets or len(sets[0]) > _MAX_NAMES:
        return frozenset()
    others = sets[0].intersection(*sets[1:]) - {name}
    return {other for other in others if _is_subsequence(parts, words(other))}


def _is_subsequence(parts: Sequence[str], whole: Sequence[str]) -> bool:
    remaining = iter(whole)
    return len(parts) < len(whole) and all(part in remaining for part in parts)


def _variants_of(
    name: str, index: TableIndex, excluded: Container[str], named: AbstractSet[str]
) -> list[Table]:
    """Return the tables that together are the table of `name`; empty if none are.

    Each variant has only fields of the table, which together are not common unless it is named after
    the table, and requires no field that the table does not require. Models in `excluded` are none.
    They are the fewest that cover the table, or those that it lists one after the other, of those that
    are named after it, or else of all.
    """
    table = index.tables[name]
    others = [*index.candidates(table), *(n for n in named if index.is_part(n, table))]
    others = sorted({*others}.difference(filter(excluded.__contains__, others)), key=index.position)
    candidates = [_compare(other, index.tables[other], table, index.tag_types) for other in others]
    candidates = [c for c in candidates if c.name in named or not index.are_common(c.same)]
    named_candidates = [candidate for candidate in candidates if candidate.name in named]
    for choose, group in product((_covering, _in_sequence), (named_candidates, candidates)):
        chosen = choose(table, group)
        variants = [variant for variant, _ in chosen]
        tables = [variant.table for variant in variants]
        are_named = all(variant.name in named for variant in variants)
        is_related = are_named or _are_distinct([names for _, names in chosen], index)
        if tables and is_related and (are_named or _look_like_variants(tables)):
            if _lists_one_after_the_other(table, tables):
                return tables
    return []


_Chosen: TypeAlias = list[tuple["_Candidate", set[str]]]
"""Variants, each with the names of the fields that the others do not have, or those before."""


def _covering(table: Table, candidates: Sequence[_Candidate]) -> _Chosen:
    """Return the fewest tables that together cover a table; empty if none do.

    Each field of the table equals the field of a variant in type and text, and each required one is
    required by a variant.
    """
    chosen: _Chosen = []
    uncovered = _to_cover(table)
    while uncovered and candidates:
        best = max(candidates, key=partial(_score, uncovered))
        if uncovered.isdisjoint(best.covers):
            return []
        chosen.append((best, {key for key, _ in best.covers & uncovered}))
        uncovered -= best.covers
    return [] if uncovered else chosen


def _to_cover(table: Table) -> set[tuple[str, bool]]:
    """Return what variants cover: each field, and that it is required (see `_Candidate.covers`)."""
    required = {(key, True) for key, field in table.items() if field.required}
    return required | {(key, False) for key in table}


def _in_sequence(table: Table, candidates: Sequence[_Candidate]) -> _Chosen:
    """Return the tables whose further fields a table lists one after the other; empty if none do.

    Required fields and others are compared separately (see `_is_in_table_order`). Each field equals
    that of some variant, the last one that has it, and one of these tables requires each required one.
    """
    smaller = [candidate for candidate in candidates if len(candidate.table) < len(table)]
    covered = {pair for candidate in smaller for pair in candidate.covers}
    if len(smaller) > _MAX_NAMES or not covered.issuperset(_to_cover(table)):
        return []
    flags = {key: field.required for key, field in table.items()}
    chosen: dict[str, _Candidate] = {}
    for flag in (True, False):
        remaining = [key for key in table if flags[key] is flag]
        while remaining:
            blocks = {c.name: _next_block(remaining, c.table, flags) for c in smaller}
            best = max(smaller, key=lambda c: (blocks[c.name], len(c.table)))
            if not blocks[best.name]:
                return []
            chosen[best.name] = best
            remaining = remaining[blocks[best.name] :]
    if not all(any(_requires(v, key) for v in chosen.values()) for key in table if flags[key]):
        return []
    counts = Counter(key for variant in chosen.values() for key in variant.table)
    return [(v, {key for key in v.table if counts[key] == 1}) for v in chosen.values()]


def _requires(variant: _Candidate, name: str) -> bool:
    return (name, True) in variant.covers


def _next_block(remaining: Sequence[str], variant: Table, flags: Mapping[str, bool]) -> int:
    """Return how many of the remaining fields are the next ones of a variant; 0 if others precede."""
    left = set(remaining)
    block = [key for key in variant if key in left and flags[key] is flags[remaining[0]]]
    return len(block) if list(remaining[: len(block)]) == block else 0


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

    Variants share a field, or each has more than one; of four or more, most of them.
    """
    shared = set(tables[0]).intersection(*tables[1:])
    single_count = sum(len(fields) < 2 for fields in tables)
    return bool(shared) or single_count * 2 < len(tables) - 1


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
        (Source.PATTERN, "names of models that have all words of the name of the table"),
    ),
    threshold=(
        "at least two other models cover the table in its order and require nothing that it does not, "
        "the fewest that do, or those whose further fields it lists one after the other; "
        f"all of them, or at least {MIN_DISTINCT}, add a field that at most {MAX_COMMON_COUNT} tables "
        f"(or {MAX_COMMON_SHARE:.0%} of them) have, or all have the words of its name: common fields such "
        "as `id` show no relation. A model with all of its fields lists them in another order, or "
        "contradicts another one: else it is the same model with fewer required fields. The name of an "
        "inline part (`ShapeAllOf`) shows an allOf"
    ),
    infer=_infer,
    rule=FLATTENED_UNION,
)
