"""Which of two types is the more certain one: the table of precedence.

Of two types, one precedes if `TYPE_PRECEDENCE` has a reason why a source prints the other one for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from docmodels.ir import (
    UNKNOWN,
    Array,
    Boolean,
    Constraints,
    Enum,
    EnumMember,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    Union,
    Unknown,
    constraint_values,
)
from docmodels.ir.algebra import without_null
from docmodels.ir.equality import equality_key, type_key
from docmodels.ir.traverse import map_children

T = TypeVar("T")


class Precedence(Struct, frozen=True):
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
        ("binary", "byte"),
    }
)
"""Pairs of formats: a language with one class for both prints the second for the first."""


def _has_constraints(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Scalar) or not isinstance(other, Scalar):
        return False
    is_same = (certain.kind, certain.format) == (other.kind, other.format)
    return is_same and _extends(certain.constraints, other.constraints)


def _extends(certain: Constraints, other: Constraints) -> bool:
    """Whether constraints are those of another type, and more."""
    values, others = constraint_values(certain), constraint_values(other)
    return len(values) > len(others) and others.items() <= values.items()


def _is_enum_of(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Enum) or not isinstance(other, Scalar):
        return False
    return all(
        other.kind in _JSON_KINDS.get(member.value.__class__, ()) for member in certain.members
    )


_JSON_KINDS: Final[Mapping[type[object], tuple[str, ...]]] = {
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    bool: ("boolean",),
}


def _is_closed_or_longer(certain: Type, other: Type) -> bool:
    if not isinstance(certain, Enum) or not isinstance(other, Enum):
        return False
    values, others = _values(certain), _values(other)
    if values == others:
        return certain.closed and not other.closed
    return not other.closed and values > others


def _is_boolean_for_string(certain: Type, other: Type) -> bool:
    return isinstance(certain, Boolean) and isinstance(other, String) and not other.format


def _contains(certain: Type, other: Type) -> bool:
    inner = certain.items if isinstance(certain, Array) else None
    inner = certain.values if isinstance(certain, Map) else inner
    return inner is not None and not isinstance(other, Unknown) and _is_same(inner, other)


def _has_certain_parts(certain: Type, other: Type) -> bool:
    match certain, other:
        case Array(inner), Array(other_inner):
            pass
        case Map(inner), Map(other_inner):
            pass
        case Nullable(inner), _:
            return _is_same(inner, without_null(other))
        case _:
            return False
    is_extended = _extends(certain.constraints, other.constraints)
    if not is_extended and certain.constraints != other.constraints:
        return _is_same(inner, other_inner) or precedes(inner, other_inner)
    return precedes(inner, other_inner) or (is_extended and _is_same(inner, other_inner))


def _is_member(certain: Type, other: Type) -> bool:
    if not isinstance(other, Union) or isinstance(certain, Union | Unknown):
        return False
    is_of_scalars = all(isinstance(member, Scalar) for member in other.members)
    containers = [member for member in other.members if isinstance(member, Array | Map)]
    is_of_containers = any(
        _contains(container, member) for container in containers for member in other.members
    )
    return (is_of_scalars or is_of_containers) and any(
        _is_same(certain, member) or precedes(certain, member) for member in other.members
    )


def _has_certain_members(certain: Type, other: Type) -> bool:
    """Whether each member of a union is the same as one of another, or more certain."""
    if not isinstance(certain, Union) or not isinstance(other, Union):
        return False
    if len(certain.members) != len(other.members) or len(other.members) > _MAX_MEMBERS:
        return False
    remaining = list(other.members)
    is_changed = False
    for member in certain.members:
        same = next((item for item in remaining if _is_same(member, item)), None)
        match = same or next((item for item in remaining if precedes(member, item)), None)
        if match is None:
            return False
        is_changed = is_changed or same is None
        remaining.remove(match)
    return is_changed


_MAX_MEMBERS: Final = 8
"""Larger unions are compared as a whole only."""


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
        "the page prints the content of a model in place of its name",
        lambda certain, other: (
            isinstance(certain, Ref) and isinstance(other, Scalar | Enum | Object)
        ),
    ),
    Precedence("the page prints the innermost type of a container", _contains),
    Precedence(
        "the page prints several types that one word of the language stands for", _is_member
    ),
    Precedence("a part of the type is more certain", _has_certain_parts),
    Precedence("a member of the union is more certain", _has_certain_members),
)
"""Why a source may print another type for the certain one; each row was seen in pages."""


def precedes(certain: Type, other: Type) -> bool:
    """Whether a row of `TYPE_PRECEDENCE` gives `certain` precedence over `other`."""
    return any(row.precedes(certain, other) for row in TYPE_PRECEDENCE)


def _is_same(one: Type, other: Type) -> bool:
    return one is other or content_key(one) == content_key(other)


def content_key(type: Type) -> Hashable:
    """Return a key that is equal for types that differ in names of enum members or in order."""
    return type_key(_without_member_names(type))


def _without_member_names(type: Type) -> Type:
    if isinstance(type, Enum):
        values = sorted((member.value for member in type.members), key=repr)
        members = tuple(EnumMember(value=value) for value in values)
        return Enum(members=members, closed=type.closed)
    type = map_children(type, _without_member_names)
    if isinstance(type, Union):
        return Union(members=tuple(sorted(type.members, key=repr)))
    return type
