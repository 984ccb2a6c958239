"""Decide whether merging an allOf into one type preserves every constraint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docmodels.ir import (
    NO_OBJECT_CONSTRAINTS,
    SCALAR_TYPES,
    UNKNOWN,
    AllOf,
    Const,
    Enum,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
)
from docmodels.ir.algebra import intersect, merge_scalars
from docmodels.ir.traverse import walk


def is_lossless(members: Iterable[Type], types: Mapping[str, Type]) -> bool:
    """Whether the merged type of an allOf keeps every constraint of its `members`."""
    constraining = [m for m in members if not isinstance(m, Unknown)]
    if len(constraining) <= 1:
        return all(isinstance(m, (Ref, *SCALAR_TYPES, Enum, Const)) for m in constraining)
    targets = [types.get(m.name, UNKNOWN) if isinstance(m, Ref) else m for m in constraining]
    if all(isinstance(target, Object) for target in targets):
        return _are_disjoint([target for target in targets if isinstance(target, Object)])
    if all(isinstance(target, Enum) and target.closed for target in targets):
        return True
    match targets:
        case [Union() as union, scalar] | [scalar, Union() as union] if isinstance(scalar, Scalar):
            return _is_narrowed(union, scalar)
        case _:
            pass
    scalars = [target for target in targets if isinstance(target, Scalar)]
    merged = merge_scalars(scalars)
    return len(scalars) == len(targets) and merged is not None and merged.exact


def _is_narrowed(union: Union, scalar: Scalar) -> bool:
    """Whether one type stands for each member of a union and a scalar."""
    narrowed = [intersect(scalar, member) for member in union.members]
    return all(merged is not None and merged.exact for merged in narrowed)


def _are_disjoint(objects: list[Object]) -> bool:
    names: set[str] = set()
    for object in objects:
        fields = {field.name for field in object.fields}
        is_limited = (
            object.pattern_properties
            or object.additional_properties is not None
            or object.constraints != NO_OBJECT_CONSTRAINTS
        )
        has_composed = any(
            is_composed(part) for field in object.fields for part in walk(field.type)
        )
        if is_limited or has_composed or not names.isdisjoint(fields):
            return False
        names |= fields
    return True


def is_composed(type: Type) -> bool:
    """Whether a type is composed of others: an allOf, or an object with bases."""
    return isinstance(type, AllOf) or (isinstance(type, Object) and bool(type.bases))
