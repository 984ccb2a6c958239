"""Infer that a table is a flattened union: its fields are those of other models (greedy set cover).

An allOf of these models looks the same, so the conclusion is only which models may be variants, and
whether they exclude each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.inference import Inference, Source
from docmodels.ir import (
    STRING,
    Boolean,
    Const,
    Enum,
    Field,
    Integer,
    Json,
    Null,
    Number,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    Unknown,
)
from docmodels.ir.drafts import Draft

Table: TypeAlias = Mapping[str, Field]
"""The fields of an object by their name."""
_Fingerprint: TypeAlias = tuple[str, str]

MAX_COMMON_COUNT = 8
"""A name is common (`id`, `type`) if more tables have it, and more than `MAX_COMMON_SHARE`."""
MAX_COMMON_SHARE = 1 / 20
"""In an API of many models, a name in more than this share of the tables shows no relation."""
RAREST_COUNT = 3
"""How many fingerprints index a table: a union may differ from a variant in the rarest."""


@dataclass(frozen=True, slots=True)
class Variants:
    """The tables that a flattened union consists of, and whether they exclude each other."""

    tables: Sequence[Table]
    are_exclusive: bool


@dataclass(frozen=True, slots=True)
class TableIndex:
    """An index of the tables of all objects.

    `tables`: by name of the definition. `by_rarest_fingerprint`: the names of the tables that have
    a fingerprint (`_fingerprint`) among their rarest. `common_names`: names of fields that too many
    tables have to be evidence. `tag_types`: definitions that a tag field may refer to.
    """

    tables: Mapping[str, Table]
    by_rarest_fingerprint: Mapping[_Fingerprint, list[str]]
    common_names: frozenset[str]
    tag_types: frozenset[str]

    def candidates(self, table: Table) -> list[str]:
        """Return the objects whose fields are all in `table`, a rare one with its type."""
        fingerprints = [_fingerprint(field, self.tag_types) for field in table.values()]
        names = dict.fromkeys(
            name
            for fingerprint in fingerprints
            for name in self.by_rarest_fingerprint.get(fingerprint, ())
        )
        return [name for name in names if self.tables[name].keys() <= table.keys()]


def tables_of(drafts: Sequence[Draft]) -> dict[str, Table]:
    """Return the fields of all objects that have any, by name of the definition."""
    tables = {d.definition.name: _table(d.definition.type) for d in drafts}
    return {name: fields for name, fields in tables.items() if fields}


def _index_tables(drafts: Sequence[Draft]) -> TableIndex:
    tables = tables_of(drafts)
    tag_types = frozenset(
        d.definition.name for d in drafts if isinstance(d.definition.type, Enum | Scalar | Unknown)
    )
    name_counts = Counter(field for fields in tables.values() for field in fields)
    fingerprints = {
        name: [_fingerprint(f, tag_types) for f in fields.values()]
        for name, fields in tables.items()
    }
    counts = Counter(
        fingerprint
        for table_fingerprints in fingerprints.values()
        for fingerprint in table_fingerprints
    )
    by_rarest_fingerprint: dict[_Fingerprint, list[str]] = defaultdict(list)
    for name, table_fingerprints in fingerprints.items():
        rarest, *others = sorted(table_fingerprints, key=lambda key: counts[key])[:RAREST_COUNT]
        for fingerprint in (rarest, *(key for key in others if counts[key] <= MAX_COMMON_COUNT)):
            by_rarest_fingerprint[fingerprint].append(name)
    max_count = max(MAX_COMMON_COUNT, int(len(tables) * MAX_COMMON_SHARE))
    common_names = frozenset(name for name, count in name_counts.items() if count > max_count)
    return TableIndex(tables, by_rarest_fingerprint, common_names, tag_types)


def _fingerprint(field: Field, tag_types: frozenset[str]) -> _Fingerprint:
    """Return a key that is equal for fields of the same name and kind of type."""
    match field.type:
        case type if _is_tag(type, tag_types):
            return field.name, "tag"
        case String() | Integer() | Number() | Boolean() | Null() as type:
            return field.name, f"{type.kind} {type.format}"
        case Ref(name=name):
            return field.name, f"of {name}"
        case other:
            return field.name, other.__class__.__name__


def _table(type: Type) -> Table:
    """Return the fields of an object by name; empty for any other type."""
    return {field.name: field for field in type.fields} if isinstance(type, Object) else {}


def _infer(drafts: Sequence[Draft]) -> Mapping[str, Variants] | None:
    """Return the variants of each draft that looks like a union, by name.

    Smaller tables are resolved first: a union is no variant of another union, its variants are.
    """
    index = _index_tables(drafts)
    variants: dict[str, Variants] = {}
    names = (draft.definition.name for draft in drafts if draft.may_be_flattened_union)
    objects = [name for name in names if name in index.tables]
    for name in sorted(objects, key=lambda name: len(index.tables[name])):
        if tables := _covering_tables(name, index, variants):
            variants[name] = Variants(tables, _are_exclusive(tables))
    return variants or None


def _covering_tables(name: str, index: TableIndex, resolved: Container[str]) -> list[Table]:
    """Return the fewest tables that together cover the table of `name`; empty if none do.

    Each variant has only fields of the table, at least one that is not common, and requires no
    field that the table does not require. Each field of the table equals the field of a variant in
    type and text, and each required one is required by a variant. The table lists the fields of one
    variant after the other, without repetition.
    """
    table = index.tables[name]
    names = (other for other in index.candidates(table) if other != name and other not in resolved)
    tables = [index.tables[other] for other in names]
    tables = [t for t in tables if t.keys() < table.keys() and _requires_no_more(t, table)]
    same_fields = [
        {key for key, f in t.items() if _is_same_field(table[key], f, index.tag_types)}
        for t in tables
    ]
    variants: list[Table] = []
    uncovered = set(table)
    while uncovered and same_fields:
        best = max(range(len(same_fields)), key=partial(_score, same_fields, tables, uncovered))
        if same_fields[best] & uncovered <= index.common_names:
            return []
        variants.append(tables[best])
        uncovered -= same_fields[best]
    required_names = {key for table in variants for key, field in table.items() if field.required}
    is_covered = not uncovered and all(
        key in required_names for key, field in table.items() if field.required
    )
    tables = variants if is_covered and _look_like_variants(variants) else []
    flags = {key: field.required for key, field in table.items()}
    return (
        tables
        if all(_is_in_table_order(table, tables, flags, flag) for flag in (True, False))
        else []
    )


def _score(
    same_fields: Sequence[set[str]], tables: Sequence[Table], uncovered: set[str], i: int
) -> tuple[int, int, int, int]:
    """Rank a table by newly covered fields, required ones among them, few other fields, size."""
    table, covered = tables[i], same_fields[i] & uncovered
    required_count = sum(table[key].required for key in covered)
    return len(covered), required_count, len(same_fields[i]) - len(table), len(table)


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


def _requires_no_more(table: Table, whole: Table) -> bool:
    return all(whole[key].required or not field.required for key, field in table.items())


def _is_same_field(field: Field, variant: Field, tag_types: frozenset[str]) -> bool:
    """Whether a field equals that of a variant in type and text; types of tags may differ."""
    if _is_tag(field.type, tag_types) and _is_tag(variant.type, tag_types):
        return field.doc == variant.doc
    return field.type == variant.type and field.doc == variant.doc


def _is_tag(type: Type, tag_types: frozenset[str]) -> bool:
    if isinstance(type, Ref):
        return type.name in tag_types
    return isinstance(type, Enum | Const) or type == STRING


FLATTENED_UNIONS = Inference(
    name="flattened-unions",
    title="A table with exactly the fields of other models may be a union of them.",
    evidence=((Source.ROW, "name, type, text and order of the fields of all tables"),),
    threshold=(
        "at least two other models cover the table in its order; each adds a field that "
        f"at most {MAX_COMMON_COUNT} tables (or {MAX_COMMON_SHARE:.0%} of them) have, and requires "
        "nothing that the table does not: common fields such as `id` show no relation"
    ),
    infer=_infer,
    rule=FLATTENED_UNION,
)
