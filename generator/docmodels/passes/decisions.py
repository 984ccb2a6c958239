"""Decide between the facts that several sources state.

A fact of a source is a `Statement`. Facts that are printed precede those that are inferred. Of two
types, the one that precedes by the table of precedence is taken. What remains is decided by the number
of sources; without a majority, the value is the one that accepts the most, and the statements are a
contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    Array,
    Enum,
    Map,
    Nullable,
    Origin,
    Ref,
    Scalar,
    Type,
    Unknown,
    nullable,
    scalar,
)
from docmodels.ir.algebra import union_of, without_null
from docmodels.ir.traverse import map_children
from docmodels.passes.precedence import content_key, precedes

T = TypeVar("T")


class Statement(Struct, Generic[T], frozen=True):
    """A fact as one source states it, and the place.

    `is_of_api`: the source documents the API itself and prints its types, not those of a language.
    `formats` are all formats that the source states somewhere. `defined` are the names that have a
    definition with content, or None if that is not known.
    """

    value: T
    origin: Origin | None = None
    is_inferred: bool = False
    is_of_api: bool = False
    formats: frozenset[str] = frozenset()
    defined: frozenset[str] | None = None


class Decision(Struct, Generic[T], frozen=True):
    """The value that several statements lead to, the place that it is from, and what contradicts.

    `contradiction` has the first two statements that exclude each other, or nothing.
    """

    value: T
    origin: Origin | None
    contradiction: tuple[Statement[T], ...] = ()


def decide(
    statements: Sequence[Statement[T]],
    key: Callable[[T], Hashable],
    most_open: Callable[[Sequence[T]], T],
    is_certain: Callable[[T, T], bool] = lambda certain, other: False,
) -> Decision[T]:
    """Decide between statements; there must be at least one.

    `key` is equal for equal values, `most_open` returns the value that accepts the most of several
    ones, and `is_certain` whether its first value precedes its second.
    """
    printed = [statement for statement in statements if not statement.is_inferred] or statements
    groups: dict[Hashable, list[Statement[T]]] = {}
    for statement in printed:
        groups.setdefault(key(statement.value), []).append(statement)
    candidates = [
        group
        for group in groups.values()
        if not any(
            is_certain(other[0].value, group[0].value)
            for other in groups.values()
            if other is not group
        )
    ] or list(groups.values())
    first = candidates[0][0]
    if len(candidates) == 1:
        return Decision(first.value, first.origin)
    ranked = sorted(candidates, key=_weight, reverse=True)
    contradiction = ranked[0][0], ranked[1][0]
    if _weight(ranked[0]) > _weight(ranked[1]):
        return Decision(ranked[0][0].value, ranked[0][0].origin, contradiction)
    tied = [group[0] for group in ranked if _weight(group) == _weight(ranked[0])]
    value = most_open([statement.value for statement in tied])
    origin = next((s.origin for s in tied if key(s.value) == key(value)), tied[0].origin)
    return Decision(value, origin, contradiction)


def _weight(group: Sequence[Statement[T]]) -> tuple[bool, int]:
    return any(statement.is_of_api for statement in group), len(group)


def decide_type(statements: Sequence[Statement[Type]], is_nullable: bool) -> Decision[Type]:
    """Decide between types without null, and add null if `is_nullable`."""
    plain = [replace(item, value=without_null(item.value)) for item in statements]
    plain.sort(key=_rank_of_equals)
    plain = _with_distinct_formats(_with_content(plain))
    decision = decide(plain, content_key, _open_type, precedes)
    value = nullable(decision.value) if is_nullable else decision.value
    return Decision(value, decision.origin, decision.contradiction)


def _rank_of_equals(statement: Statement[Type]) -> tuple[int, bool, str]:
    """Return the rank by which one of several equal types is taken, in any order of the sources.

    Types are equal that differ in names of enum members or in the order of union members.
    """
    return -_named_members(statement.value), not statement.is_of_api, repr(statement.value)


def _innermost(type: Type) -> Type:
    """Return the type of the values in containers, without null."""
    while True:
        match type:
            case Array(inner) | Map(inner) | Nullable(inner):
                type = inner
            case _:
                return type


def _with_content(statements: list[Statement[Type]]) -> list[Statement[Type]]:
    """Leave out types without content, if another source states one.

    A reference to a definition without content is one. If most sources print any value, the others
    print a stand-in for it.
    """
    unknown = [item for item in statements if isinstance(_item(item.value), Unknown)]
    stated = [item for item in statements if not isinstance(_item(item.value), Unknown)]
    if len(unknown) > 2 * len(stated) and not any(item.is_of_api for item in stated):
        return unknown
    return [item for item in stated if _is_defined(item)] or stated or statements


def _is_defined(statement: Statement[Type]) -> bool:
    inner, defined = _innermost(statement.value), statement.defined
    return not isinstance(inner, Ref) or defined is None or inner.name in defined


def _item(type: Type) -> Type:
    """Return the type of the items of arrays, without null."""
    while isinstance(type, Array | Nullable):
        type = type.items if isinstance(type, Array) else type.type
    return type


def _with_distinct_formats(statements: list[Statement[Type]]) -> list[Statement[Type]]:
    """Leave out formats of sources that do not distinguish them from those of another source.

    A language with one integer type prints it for `int32` and `int64`; a source that prints both
    somewhere states which one it is.
    """
    formats = [_format_of(statement.value) for statement in statements]
    distinct = set(formats) - {""}
    trusted = [distinct <= statement.formats for statement in statements]
    if len(distinct) < 2 or not any(map(all, zip(formats, trusted, strict=True))):
        return statements
    return [
        statement
        for statement, format, is_trusted in zip(statements, formats, trusted, strict=True)
        if is_trusted or not format
    ]


def _format_of(type: Type) -> str:
    inner = _innermost(type)
    return inner.format if isinstance(inner, Scalar) else ""


def _named_members(type: Type) -> int:
    """Return how many members of an enum have a name: most sources print values only."""
    return sum(bool(member.name) for member in type.members) if isinstance(type, Enum) else 0


def _open_type(types: Sequence[Type]) -> Type:
    """Return the type that accepts what any of the types accepts."""
    without_formats = [_without_formats(type) for type in types]
    if len({content_key(type) for type in without_formats}) == 1:
        return without_formats[0]
    return union_of(sorted(types, key=repr))


def _without_formats(type: Type) -> Type:
    if isinstance(type, Scalar):
        return scalar(type.kind)
    return map_children(type, _without_formats)
