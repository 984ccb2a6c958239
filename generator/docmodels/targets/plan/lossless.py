"""Whether the one type that stands for an allOf says all that its members say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Const,
    Constraints,
    Enum,
    Object,
    Ref,
    Scalar,
    Type,
    Unknown,
)
from docmodels.ir.traverse import walk


def is_lossless(members: Iterable[Type], types: Mapping[str, Type]) -> bool:
    """Whether the one type that stands for an allOf says all that its members say."""
    some = [m for m in members if not isinstance(m, Unknown)]
    if len(some) <= 1:
        return all(isinstance(m, (Ref, Scalar, Enum, Const)) for m in some)
    found = [types.get(m.name, UNKNOWN) if isinstance(m, Ref) else m for m in some]
    if all(isinstance(each, Object) for each in found):
        return _are_apart([each for each in found if isinstance(each, Object)])
    if all(isinstance(each, Enum) and each.closed for each in found):
        return True
    scalars = [each for each in found if isinstance(each, Scalar)]
    return len(scalars) == len(found) and _agree(scalars)


def _are_apart(objects: list[Object]) -> bool:
    names: set[str] = set()
    for each in objects:
        fields = {field.name for field in each.fields}
        limited = (
            each.pattern_properties
            or each.additional_properties is not None
            or each.constraints != Constraints()
        )
        composed = any(is_composed(part) for field in each.fields for part in walk(field.type))
        if limited or composed or not names.isdisjoint(fields):
            return False
        names |= fields
    return True


def _agree(scalars: list[Scalar]) -> bool:
    """Whether one scalar can say what all of `scalars` do."""
    if not is_one_kind(scalars):
        return False
    limits = [scalar.constraints for scalar in scalars]
    patterns = [each for each in limits if each.pattern]
    steps = [each for each in limits if each.multiple_of is not None]
    formats = {scalar.format for scalar in scalars if scalar.format}
    return max(len(patterns), len(steps), len(formats)) <= 1


def is_one_kind(scalars: list[Scalar]) -> bool:
    """Whether scalars are of one kind, or numbers of which some are to be whole."""
    kinds = {scalar.kind for scalar in scalars}
    return len(kinds) == 1 or kinds == {"integer", "number"}


def is_composed(type: Type) -> bool:
    """Whether other types decide what a type is: an allOf, an heir."""
    return isinstance(type, AllOf) or (isinstance(type, Object) and bool(type.bases))
