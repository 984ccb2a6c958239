"""An index of the fields of all objects, which finds the tables of fields that others contain."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from docmodels.ir import (
    STRING,
    Boolean,
    Const,
    Enum,
    Field,
    Integer,
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
"""Fields are common (`id`, `type`) if more tables have them, and more than `MAX_COMMON_SHARE`."""
MAX_COMMON_SHARE = 1 / 20
"""In an API of many models, fields in more than this share of the tables show no relation."""
RAREST_COUNT = 3
"""How many fingerprints index a table: a union may differ from a variant in the rarest."""


class TableIndex(Struct, frozen=True):
    """An index of the tables of all objects.

    `tables`: by name of the definition. `by_rarest_fingerprint`: the tables that have a fingerprint
    (`_fingerprint`) among their rarest, by shape, without the shapes whose fields are common.
    `by_field`: the names of the tables that have a field of a name. `tag_types`: definitions that a
    tag field may refer to. `order`: the number of each table.
    """

    tables: Mapping[str, Table]
    order: Mapping[str, int]
    by_rarest_fingerprint: Mapping[_Fingerprint, Mapping[_Shape, list[str]]]
    by_field: Mapping[str, set[str]]
    tag_types: frozenset[str]

    def candidates(self, table: Table) -> Iterable[str]:
        """Return the objects whose fields are all in `table`, a rare one with its type, and that
        require no more than it."""
        if not self.by_rarest_fingerprint:
            return ()
        whole = _shape(table)
        names: dict[str, None] = {}
        for field in table.values():
            by_shape = self.by_rarest_fingerprint.get(_fingerprint(field, self.tag_types), {})
            shapes = [shape for shape in by_shape if shape.requires_no_more(whole)]
            others = (name for shape in shapes for name in by_shape[shape])
            names |= dict.fromkeys(sorted(others, key=self.order.__getitem__))
        return names

    def is_part(self, name: str, table: Table) -> bool:
        """Whether the table of a name has only fields of `table`, and requires no more than it."""
        return _shape(self.tables[name]).requires_no_more(_shape(table))

    def position(self, name: str) -> int:
        """Return the number of the table of a name."""
        return self.order[name]

    @property
    def max_count(self) -> int:
        """The number of tables that fields may be in without being common."""
        return _max_count(len(self.tables))

    def are_all_common(self, names: Iterable[str]) -> bool:
        """Whether each of these names is common."""
        return all(len(self.by_field[name]) > self.max_count for name in names)

    def are_common(self, names: Collection[str]) -> bool:
        """Whether too many tables have fields of all these names to show a relation."""
        return _are_common(names, self.by_field, self.max_count)


class _Shape(Struct, frozen=True):
    """The names of the fields of a table, and those that it requires."""

    fields: frozenset[str]
    required: frozenset[str]

    def requires_no_more(self, whole: _Shape) -> bool:
        """Whether a table has only fields of another one, and requires only what that one requires,
        less if it has the same fields."""
        return (
            self.fields <= whole.fields
            and self.required <= whole.required
            and (self.fields < whole.fields or self.required < whole.required)
        )


def _shape(table: Table) -> _Shape:
    required = frozenset(name for name, field in table.items() if field.required)
    return _Shape(frozenset(table), required)


def _max_count(number: int) -> int:
    return max(MAX_COMMON_COUNT, int(number * MAX_COMMON_SHARE))


def _are_common(names: Collection[str], by_field: Mapping[str, set[str]], max_count: int) -> bool:
    counts = sorted((by_field[name] for name in names), key=len)
    return not counts or len(counts[0].intersection(*counts[1:])) > max_count


def tables_of(drafts: Sequence[Draft]) -> dict[str, Table]:
    """Return the fields of all objects that have any, by name of the definition."""
    tables = {d.definition.name: _table(d.definition.type) for d in drafts}
    return {name: fields for name, fields in tables.items() if fields}


def index_tables(drafts: Sequence[Draft]) -> TableIndex:
    """Return the index of the fields of all objects."""
    tables = tables_of(drafts)
    tag_types = frozenset(
        d.definition.name for d in drafts if isinstance(d.definition.type, Enum | Scalar | Unknown)
    )
    by_field: dict[str, set[str]] = defaultdict(set)
    for name, fields in tables.items():
        for field in fields:
            by_field[field].add(name)
    order = {name: number for number, name in enumerate(tables)}
    return TableIndex(tables, order, _by_rarest(tables, tag_types, by_field), by_field, tag_types)


def _by_rarest(
    tables: Mapping[str, Table],
    tag_types: frozenset[str],
    by_field: Mapping[str, set[str]],
) -> Mapping[_Fingerprint, Mapping[_Shape, list[str]]]:
    """Index tables by their rarest fingerprints and their shape.

    A table whose fields are all common is no variant, since what it shares with another table is
    common too.
    """
    fingerprints = {
        name: [_fingerprint(f, tag_types) for f in fields.values()]
        for name, fields in tables.items()
    }
    counts = Counter(key for keys in fingerprints.values() for key in keys)
    max_count = _max_count(len(tables))

    @cache
    def are_common(names: frozenset[str]) -> bool:
        return _are_common(names, by_field, max_count)

    index: dict[_Fingerprint, dict[_Shape, list[str]]] = defaultdict(dict)
    for name, keys in fingerprints.items():
        shape = _shape(tables[name])
        if are_common(shape.fields):
            continue
        rarest, *others = sorted(keys, key=lambda key: counts[key])[:RAREST_COUNT]
        for key in (rarest, *(key for key in others if counts[key] <= MAX_COMMON_COUNT)):
            index[key].setdefault(shape, []).append(name)
    return index


def _fingerprint(field: Field, tag_types: frozenset[str]) -> _Fingerprint:
    """Return a key that is equal for fields of the same name and kind of type."""
    match field.type:
        case type if is_tag(type, tag_types):
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


def is_tag(type: Type, tag_types: frozenset[str]) -> bool:
    """Return whether a type may be that of a tag: a string, or one of the definitions `tag_types`."""
    if isinstance(type, Ref):
        return type.name in tag_types
    return isinstance(type, Enum | Const) or type == STRING
