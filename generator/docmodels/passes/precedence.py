"""Which of two facts is the more certain one: the table of precedence, and decisions by it.

A fact of a source is a `Statement`. Facts that are printed precede those that are inferred. Of two
types, one precedes if `TYPE_PRECEDENCE` has a reason why a source prints the other one for it. What
remains is decided by the number of sources; without a majority, the value is the one that accepts
the most, and the statements are a contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from docmodels.ir import (
    UNKNOWN,
    Array,
    Enum,
    Map,
    Nullable,
    Object,
    Origin,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    constraint_values,
    is_constrained,
    nullable,
    scalar,
)
from docmodels.ir.algebra import union_of, without_null
from docmodels.ir.equality import equality_key, type_key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """A fact as one source states it, and the place."""

    value: T
    origin: Origin | None = None
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """The value that several statements lead to, the place that it is from, and what contradicts.

    `contradiction` has the first two statements that exclude each other, or nothing.
    """

    value: T
    origin: Origin | None
    contradiction: tuple[Statement[T], ...] = ()


@dataclass(frozen=True, slots=True)
class Precedence:
    """A reason why a type is more certain than another: `precedes(certain, other)`."""

    reason: str
    precedes: Callable[[Type, Type], bool]


def _is_free_form(type: Type) -> bool:
    return type in (Object(), Map(values=UNKNOWN))


def _values(type: Enum) -> frozenset[object]:
    return frozenset(equality_key(member.value) for member in type.members)


def _narrows_number(certain: Type, other: Type) -> bool:
    return (
        isinstance(certain, Scalar)
        and isinstance(other, Scalar)
        and (certain.kind, other.kind) == ("integer", "number")
    )


def _has_format(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Scalar) or not isinstance(other, Scalar):
        return False
    formats = certain.format, other.format
    is_narrower = formats in _NARROWER_FORMATS or bool(certain.format and not other.format)
    return certain.kind == other.kind and is_narrower


_NARROWER_FORMATS: Final = frozenset(
    {
        ("date", "date-time"),
        ("int64", "int32"),
        ("double", "float"),
        ("byte", "binary"),
    }
)
"""Pairs of formats: a language with one class for both prints the second for the first."""


def _has_constraints(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Scalar) or not isinstance(other, Scalar):
        return False
    values, others = constraint_values(certain.constraints), constraint_values(other.constraints)
    is_same = (certain.kind, certain.format) == (other.kind, other.format)
    return is_same and len(values) > len(others) and others.items() <= values.items()


def _is_enum_of(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Enum) or not isinstance(other, Scalar) or is_constrained(other):
        return False
    kinds = {certain.base or "string"} | ({"number"} if certain.base == "integer" else set())
    return other.kind in kinds


def _is_closed_or_longer(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Enum) or not isinstance(other, Enum):
        return False
    values, others = _values(certain), _values(other)
    if values == others:
        return certain.closed and not other.closed
    return not other.closed and values > others


def _is_boolean_for_string(certain: Type, other: Type) -> bool:
    is_scalar = isinstance(certain, Scalar) and isinstance(other, Scalar)
    return is_scalar and (certain.kind, other.kind, other.format) == ("boolean", "string", "")


def _contains(certain: Type, other: Type) -> bool:
    inner = certain.items if isinstance(certain, Array) else None
    inner = certain.values if isinstance(certain, Map) else inner
    return inner is not None and not isinstance(other, Unknown) and _is_same(inner, other)


def _has_certain_parts(certain: Type, other: Type) -> bool:
    match certain, other:
        case Array(items), Array(other_items):
            return precedes(items, other_items)
        case Map(values), Map(other_values):
            return precedes(values, other_values)
        case Nullable(inner), _:
            return _is_same(inner, without_null(other))
        case _:
            return False


def _is_member(certain: Type, other: Type) -> bool:
    if not isinstance(other, Union) or isinstance(certain, Union | Unknown):
        return False
    is_of_scalars = all(isinstance(member, Scalar) for member in other.members)
    return is_of_scalars and any(
        _is_same(certain, member) or precedes(certain, member) for member in other.members
    )


TYPE_PRECEDENCE: Final = (
    Precedence(
        "the source has no word for the type",
        lambda certain, other: isinstance(other, Unknown) and not isinstance(certain, Unknown),
    ),
    Precedence(
        "an object without fields stands for every model and map",
        lambda certain, other: (
            _is_free_form(other)
            and not _is_free_form(certain)
            and isinstance(certain, Ref | Map | Object | Union)
        ),
    ),
    Precedence("the language has one type for all numbers", _narrows_number),
    Precedence("the language has no class for the format", _has_format),
    Precedence("the page does not print constraints", _has_constraints),
    Precedence("the page prints the type of an enum's values", _is_enum_of),
    Precedence("values that are inferred from a text may be incomplete", _is_closed_or_longer),
    Precedence("the language prints text for booleans", _is_boolean_for_string),
    Precedence(
        "the page prints the type of a model's values",
        lambda certain, other: (isinstance(certain, Ref) and isinstance(other, Scalar | Enum)),
    ),
    Precedence("the page prints the innermost type of a container", _contains),
    Precedence(
        "the page prints several types that one word of the language stands for", _is_member
    ),
    Precedence("a part of the type is more certain", _has_certain_parts),
)
"""Why a source may print another type for the certain one; each row was seen in pages."""


def precedes(certain: Type, other: Type) -> bool:
    """Whether a row of `TYPE_PRECEDENCE` gives `certain` precedence over `other`."""
    return any(row.precedes(certain, other) for row in TYPE_PRECEDENCE)


def _is_same(one: Type, other: Type) -> bool:
    return one == other and type_key(one) == type_key(other)


# --- decisions -----------------------------------------------------------------------------------


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
    ranked = sorted(candidates, key=len, reverse=True)
    contradiction = ranked[0][0], ranked[1][0]
    if len(ranked[0]) > len(ranked[1]):
        return Decision(ranked[0][0].value, ranked[0][0].origin, contradiction)
    tied = [group[0] for group in ranked if len(group) == len(ranked[0])]
    value = most_open([statement.value for statement in tied])
    origin = next((s.origin for s in tied if key(s.value) == key(value)), tied[0].origin)
    return Decision(value, origin, contradiction)


def decide_type(statements: Sequence[Statement[Type]], is_nullable: bool) -> Decision[Type]:
    """Decide between types without null, and add null if `is_nullable`."""
    plain = [
        Statement(without_null(statement.value), statement.origin, statement.is_inferred)
        for statement in statements
    ]
    decision = decide(plain, type_key, _open_type, precedes)
    value = nullable(decision.value) if is_nullable else decision.value
    return Decision(value, decision.origin, decision.contradiction)


def _open_type(types: Sequence[Type]) -> Type:
    """Return the type that accepts what any of the types accepts."""
    if all(isinstance(type, Scalar) for type in types):
        kinds = {type.kind for type in types if isinstance(type, Scalar)}
        if len(kinds) == 1:
            return scalar(kinds.pop())
    return union_of(sorted(types, key=repr))
