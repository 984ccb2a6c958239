"""The algebra of types: null, unions, and the intersection of types (`allOf`).

The functions are pure, and know no source and no target. Intersecting is associative and
idempotent. References are opaque: callers resolve them where that is of use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir.equality import distinct, equality_key, is_same
from docmodels.ir.model import (
    UNKNOWN,
    AllOf,
    Const,
    Discriminator,
    Enum,
    Field,
    Never,
    Nullable,
    Object,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_placeholder,
    presence_of,
)
from docmodels.ir.scalars import (
    NULL,
    Constraints,
    ConstraintValues,
    Null,
    Scalar,
    constraint_values,
    is_constrained,
    scalar,
)

_Value_co = TypeVar("_Value_co", covariant=True)


class Merged(Struct, Generic[_Value_co], frozen=True):
    """One value for several.

    `exact`: it expresses all that they express. Otherwise, it accepts more than all of them do, or
    lacks an annotation.
    """

    value: _Value_co
    exact: bool = True


MergeTypes: TypeAlias = Callable[[Type, Type], Merged[Type] | None]
"""Intersects two types; returns None if it knows no type for both."""


# --- null and unions -----------------------------------------------------------------------------


def nullable(type: Type) -> Type:
    """Return a type that accepts what `type` accepts, and null."""
    match type:
        case Never() | Null() | Const(None):
            return NULL
        case Nullable() | Unknown():
            return type
        case _:
            return Nullable(type=type)


def may_be_null(type: Type) -> bool:
    """Whether null may be a value of `type`, as far as the type shows it without references."""
    match type:
        case Nullable() | Unknown() | Null() | Const(None):
            return True
        case Enum(members):
            return any(member.value is None for member in members)
        case Union(members):
            return any(map(may_be_null, members))
        case AllOf(members):
            return all(map(may_be_null, members))
        case WithAssertions(inner):
            return may_be_null(inner)
        case _:
            return False


def without_null(type: Type) -> Type:
    """Return a type that accepts what `type` accepts, except null that `Nullable` adds."""
    return type.type if isinstance(type, Nullable) else type


def union_of(
    members: Iterable[Type],
    mode: Literal["oneOf", "anyOf"] = "anyOf",
    discriminator: Discriminator | None = None,
) -> Type:
    """Return the union of `members`: null becomes `Nullable`, a single member stands for itself.

    `Never` if there are no members.
    """
    members = tuple(members) if mode == "oneOf" else tuple(distinct(members))
    non_null, has_null = split_null(members, mode)
    if not non_null:
        return NULL if has_null else Never()
    union = non_null[0]
    if len(non_null) > 1:
        union = Union(members=non_null, mode=mode, discriminator=discriminator)
    return nullable(union) if has_null else union


def split_null(
    members: Sequence[Type], mode: Literal["oneOf", "anyOf"] = "anyOf"
) -> tuple[tuple[Type, ...], bool]:
    """Return the members of a union without null, and whether it accepts null.

    The members of `oneOf` stay as they are if two of them may accept null, which rejects null.
    """
    non_null = tuple(m for m in members if not isinstance(m, Null) and m != _NULL_CONST)
    nulls = len(members) - len(non_null)
    is_nullable = any(map(may_be_null, non_null))
    if mode == "anyOf" and any(isinstance(member, Nullable | Unknown) for member in non_null):
        return tuple(map(without_null, non_null)), True
    if mode == "oneOf" and (nulls > 1 or (nulls and is_nullable)):
        return tuple(members), False
    return non_null, nulls > 0


_NULL_CONST: Final = Const(value=None)


# --- allOf ---------------------------------------------------------------------------------------


def all_of_types(members: Iterable[Type]) -> Type:
    """Return the `allOf` of `members`, without repeated members and those that accept any value."""
    constraining = distinct(member for member in members if not isinstance(member, Unknown))
    if not constraining:
        return UNKNOWN
    return constraining[0] if len(constraining) == 1 else AllOf(members=tuple(constraining))


def intersect(first: Type, second: Type) -> Merged[Type] | None:
    """Return the type of the values that both types accept; None if it knows no single type."""
    if is_same(first, second) or isinstance(second, Unknown):
        return Merged(first)
    if isinstance(first, Unknown) or isinstance(second, Never):
        return Merged(second)
    if isinstance(first, Never):
        return Merged(first)
    if isinstance(second, Nullable):
        return _intersect_nullable(second, first)
    if isinstance(first, Nullable):
        return _intersect_nullable(first, second)
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        return intersect_scalars(first, second)
    if isinstance(first, Enum) and isinstance(second, Enum):
        return intersect_enums(first, second)
    for enum, kind in ((first, second), (second, first)):
        if isinstance(enum, Enum) and isinstance(kind, Scalar):
            is_contained = enum.closed and not is_constrained(kind) and _is_subkind(enum, kind)
            return Merged(enum) if is_contained else None
    return None


def _is_subkind(enum: Enum, scalar: Scalar) -> bool:
    return enum.base == scalar.kind or (enum.base, scalar.kind) == ("integer", "number")


def _intersect_nullable(nullable_type: Nullable, other: Type) -> Merged[Type] | None:
    if isinstance(other, Null):
        return Merged(NULL)
    inner = nullable_type.type
    if isinstance(other, Nullable):
        merged = intersect(inner, other.type)
        return merged and Merged(nullable(merged.value), merged.exact)
    if isinstance(other, Enum) and any(member.value is None for member in other.members):
        return None
    return intersect(inner, other) if isinstance(other, Scalar | Enum) else None


def intersect_enums(first: Enum, second: Enum) -> Merged[Type] | None:
    """Return the values that two closed enums share, as members of the first; `Never` if none."""
    if not (first.closed and second.closed):
        return None
    keys = {equality_key(member.value) for member in second.members}
    shared = tuple(member for member in first.members if equality_key(member.value) in keys)
    return Merged(replace(first, members=shared) if shared else Never())


def is_same_kind(scalars: Iterable[Scalar]) -> bool:
    """Whether scalars are of one kind, or a mix of integers and numbers."""
    kinds = {scalar.kind for scalar in scalars}
    return len(kinds) == 1 or kinds == {"integer", "number"}


def intersect_scalars(first: Scalar, second: Scalar) -> Merged[Scalar] | None:
    """Return the scalar for two scalars; None if no value is of both kinds."""
    if not is_same_kind((first, second)):
        return None
    constraints = _merge_values(
        constraint_values(first.constraints), constraint_values(second.constraints)
    )
    is_one_format = len({first.format, second.format} - {""}) <= 1
    kind = "integer" if "integer" in (first.kind, second.kind) else first.kind
    merged = scalar(kind, first.format or second.format, constraints.value)
    return Merged(merged, constraints.exact and is_one_format)


def merge_scalars(scalars: Sequence[Scalar]) -> Merged[Scalar] | None:
    """Return the scalar for several scalars; None if there are none, or of different kinds."""
    merged: Merged[Scalar] | None = Merged(scalars[0]) if scalars else None
    for other in scalars[1:]:
        both = merged and intersect_scalars(merged.value, other)
        merged = both and merged and Merged(both.value, merged.exact and both.exact)
    return merged


_STRICTER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "minimum": max,
    "exclusive_minimum": max,
    "min_length": max,
    "min_items": max,
    "min_properties": max,
    "maximum": min,
    "exclusive_maximum": min,
    "max_length": min,
    "max_items": min,
    "max_properties": min,
}
"""How to combine two limits; of other constraints, the second remains."""


_Constraints = TypeVar("_Constraints", bound=Constraints)


def intersect_constraints(first: _Constraints, second: _Constraints) -> Merged[_Constraints]:
    """Return the constraints that both have; two patterns or divisors cannot be one."""
    limits, others = constraint_values(first), constraint_values(second)
    if not limits or not others:
        return Merged(second if others else first)
    merged = _merge_values(limits, others)
    return Merged(replace(first, **merged.value), merged.exact)


def _merge_values(first: ConstraintValues, second: ConstraintValues) -> Merged[ConstraintValues]:
    values, exact = dict(first), True
    for name, value in second.items():
        is_new = name not in values or values[name] == value
        is_limit = name in _STRICTER
        values[name] = value if is_new or not is_limit else _STRICTER[name](values[name], value)
        exact = exact and (is_new or is_limit)
    return Merged(values, exact)


def merge_constraints(constraints: Sequence[_Constraints]) -> Merged[_Constraints]:
    """Return the constraints that all have; there must be at least one."""
    merged = Merged(constraints[0])
    for other in constraints[1:]:
        both = intersect_constraints(merged.value, other)
        merged = Merged(both.value, merged.exact and both.exact)
    return merged


# --- objects -------------------------------------------------------------------------------------


def merge_fields(first: Field, second: Field, merge_types: MergeTypes) -> Merged[Field] | None:
    """Merge two declarations of one field; annotations of the second replace those of the first."""
    for field, other in ((first, second), (second, first)):
        if is_placeholder(other):
            return Merged(replace(field, presence=presence_of(field.required or other.required)))
    type = merge_types(first.type, second.type)
    if type is None:
        return None
    annotations = {name: (getattr(first, name), getattr(second, name)) for name in _ANNOTATIONS}
    merged = replace(
        second,
        type=type.value,
        presence=presence_of(first.required or second.required),
        access=first.access if second.access == "read-write" else second.access,
        **{name: new or old for name, (old, new) in annotations.items()},
    )
    is_unambiguous = all(not old or not new or old == new for old, new in annotations.values())
    is_one_access = first.access in (merged.access, "read-write")
    return Merged(merged, type.exact and is_unambiguous and is_one_access)


_ANNOTATIONS: Final = ("documented_name", "title", "doc", "deprecation", "examples", "default")


def merge_objects(parts: Sequence[Object], merge_types: MergeTypes) -> Merged[Object] | None:
    """Merge objects into one; None if `merge_types` returns None for a field of several objects.

    The type of additional properties applies to the fields of the other objects too, which the
    merged object does not express. It has the discriminator that comes first, and no title.
    """
    parts = distinct(parts)
    if len(parts) < 2:
        return Merged(parts[0] if parts else Object())
    fields = _merge_by_name(
        [(field.name, field) for part in parts for field in part.fields],
        lambda one, other: merge_fields(one, other, merge_types),
    )
    patterns = _merge_by_name(
        [item for part in parts for item in part.pattern_properties.items()], merge_types
    )
    if fields is None or patterns is None:
        return None
    constraints = merge_constraints([part.constraints for part in parts])
    additional = [part.additional_properties for part in parts]
    discriminators = [part.discriminator for part in parts if part.discriminator]
    merged = Object(
        fields=tuple(fields.value.values()),
        bases=tuple(dict.fromkeys(base for part in parts for base in part.bases)),
        additional_properties=_last_described(additional),
        pattern_properties=patterns.value,
        discriminator=discriminators[0] if discriminators else None,
        constraints=constraints.value,
    )
    is_open = all(type in (None, UNKNOWN) for type in additional)
    is_plain = len(discriminators) < 2 and not any(part.title for part in parts)
    return Merged(
        merged, fields.exact and patterns.exact and constraints.exact and is_open and is_plain
    )


def _last_described(additional: Sequence[Type | None]) -> Type | None:
    """Return the last of the types of additional properties, of those that restrict values if any."""
    described = [type for type in additional if type not in (None, UNKNOWN)]
    return described[-1] if described else next((t for t in additional if t is not None), None)


_Item = TypeVar("_Item")


def _merge_by_name(
    items: Iterable[tuple[str, _Item]], merge: Callable[[_Item, _Item], Merged[_Item] | None]
) -> Merged[dict[str, _Item]] | None:
    by_name: dict[str, _Item] = {}
    exact = True
    for name, item in items:
        merged = merge(by_name[name], item) if name in by_name else Merged(item)
        if merged is None:
            return None
        by_name[name] = merged.value
        exact = exact and merged.exact
    return Merged(by_name, exact)
