"""Which models a table may be the union of: whose fields it has, and no others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from docmodels.ir import STRING, Const, Enum, Field, Json, Object, Ref, Scalar, Type, Unknown
from docmodels.ir.drafts import Draft

Table: TypeAlias = Mapping[str, Field]
"""The fields of an object by their name."""
_Mark: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables of all objects, which of them have a mark (`_mark`) among their rarest, the names
    that too many have to show anything, and the definitions that may be a tag."""

    tables: Mapping[str, Table]
    by_rarest: Mapping[_Mark, list[str]]
    common: frozenset[str]
    tags: frozenset[str]

    def inside(self, own: Table) -> list[str]:
        """Name the objects all of whose fields `own` has, a rare one with its type."""
        marks = [_mark(field, self.tags) for field in own.values()]
        near = dict.fromkeys(name for mark in marks for name in self.by_rarest.get(mark, ()))
        return [name for name in near if self.tables[name].keys() <= own.keys()]


def catalogue(drafts: Sequence[Draft]) -> Catalogue:
    """Gather the tables of all objects."""
    tables = {d.definition.name: _table(d.definition.type) for d in drafts}
    tables = {name: fields for name, fields in tables.items() if fields}
    tags = frozenset(
        d.definition.name for d in drafts if isinstance(d.definition.type, Enum | Scalar | Unknown)
    )
    uses = Counter(field for fields in tables.values() for field in fields)
    marks = {name: [_mark(f, tags) for f in fields.values()] for name, fields in tables.items()}
    rarity = Counter(mark for own in marks.values() for mark in own)
    by_rarest: dict[_Mark, list[str]] = defaultdict(list)
    for name, own in marks.items():
        rarest, *others = sorted(own, key=lambda mark: rarity[mark])[:_RAREST]
        for mark in (rarest, *(mark for mark in others if rarity[mark] <= _MANY)):
            by_rarest[mark].append(name)
    many = max(_MANY, len(tables) // 20)
    common = frozenset(name for name, count in uses.items() if count > many)
    return Catalogue(tables, by_rarest, common, tags)


_MANY = 8
"""What so many objects have, or a twentieth of them, is a usual name: `id`, `type`."""
_RAREST = 3
"""A union may have another variant's type for the very rarest."""


def _mark(field: Field, tags: frozenset[str]) -> _Mark:
    """Give what two fields of one name and type have in common."""
    match field.type:
        case type if _is_tag(type, tags):
            return field.name, "tag"
        case Scalar(kind=kind, format=format):
            return field.name, f"{kind} {format}"
        case Ref(name=name):
            return field.name, f"of {name}"
        case other:
            return field.name, other.__class__.__name__


def _table(type: Type) -> Table:
    """Give the fields of an object by their name; nothing is printed of any other type."""
    return {field.name: field for field in type.fields} if isinstance(type, Object) else {}


def unions(names: Iterable[str], known: Catalogue) -> dict[str, list[Table]]:
    """Give the tables of the variants of each of `names` that looks like a union.

    The variants of a union within a union are its own: small ones are looked at first.
    """
    found: dict[str, list[Table]] = {}
    objects = [name for name in names if name in known.tables]
    for name in sorted(objects, key=lambda name: len(known.tables[name])):
        if some := _variants(name, known, found):
            found[name] = some
    return found


def _variants(name: str, known: Catalogue, composed: Container[str]) -> list[Table]:
    """Give the fewest tables that explain that of `name`; none where they cannot.

    Each has some of the fields, one at least that few have, and demands none that is not demanded
    here. Each field here is that of one of them, type and text, and is demanded if one of them demands
    it, and only then. They stand here one after the other, each without what stands here already.
    """
    own = known.tables[name]
    others = (other for other in known.inside(own) if other != name and other not in composed)
    found = [known.tables[other] for other in others]
    found = [t for t in found if t.keys() < own.keys() and _is_milder(t, own)]
    told = [{key for key, f in t.items() if _is_told(own[key], f, known.tags)} for t in found]
    chosen: list[Table] = []
    rest = set(own)
    while rest and told:
        best = max(range(len(told)), key=partial(_worth, told, found, rest))
        if told[best] & rest <= known.common:
            return []
        chosen.append(found[best])
        rest -= told[best]
    demanded = {key for table in chosen for key, field in table.items() if field.required}
    explained = not rest and all(key in demanded for key, field in own.items() if field.required)
    found = chosen if explained and _are_variants(chosen) else []
    flags = {key: field.required for key, field in own.items()}
    return found if all(_in_turn(own, found, flags, flag) for flag in (True, False)) else []


def _worth(
    told: Sequence[set[str]], tables: Sequence[Table], rest: set[str], i: int
) -> tuple[int, int, int, int]:
    """What it is worth to choose a table: what it explains, and that it demands, nothing else, and
    that it is large."""
    table, explained = tables[i], told[i] & rest
    demanded = sum(table[key].required for key in explained)
    return len(explained), demanded, len(told[i]) - len(table), len(table)


def _in_turn(own: Table, tables: Sequence[Table], flags: Mapping[str, bool], flag: bool) -> bool:
    """Whether the fields of `own` that are required (or not) are those of one table after another.

    C# and Kotlin print required fields first, so the two kinds are looked at apart.
    """
    rest = [key for key in own if flags[key] is flag]
    orders = [[key for key in table if flags[key] is flag] for table in tables]
    seen: set[str] = set()
    while rest:
        blocks = [[key for key in order if key not in seen] for order in orders]
        block = next((b for b in blocks if b and rest[: len(b)] == b), None)
        if block is None:
            return False
        seen.update(block)
        rest = rest[len(block) :]
    return True


def are_exclusive(tables: Sequence[Table]) -> bool:
    """Whether tables exclude each other, as the parts of an allOf cannot.

    They all demand a field that may tell them apart, or say different things of the same field.
    """
    shared = set(tables[0]).intersection(*tables[1:])
    if any(all(table[key].required for table in tables) for key in shared):
        return True
    seen: dict[str, Field] = {}
    for table in tables:
        for key, field in table.items():
            other = seen.setdefault(key, field)
            if _said(other) != _said(field):
                return True
    return False


def _said(field: Field) -> tuple[Type, str, Json]:
    return field.type, field.doc, field.default.value if field.default else None


def _are_variants(tables: Sequence[Table]) -> bool:
    """Tell variants from the parts of an allOf: they share a field, or none is a mere tag."""
    if len(tables) < 2:
        return False
    shared = set(tables[0]).intersection(*tables[1:])
    return bool(shared) or all(len(fields) > 1 for fields in tables)


def _is_milder(table: Table, own: Table) -> bool:
    return all(own[key].required or not field.required for key, field in table.items())


def _is_told(own: Field, variant: Field, tags: frozenset[str]) -> bool:
    """Whether a field is that of a variant; tags differ from variant to variant."""
    if _is_tag(own.type, tags) and _is_tag(variant.type, tags):
        return own.doc == variant.doc
    return own.type == variant.type and own.doc == variant.doc


def _is_tag(type: Type, tags: frozenset[str]) -> bool:
    if isinstance(type, Ref):
        return type.name in tags
    return isinstance(type, Enum | Const) or type == STRING
