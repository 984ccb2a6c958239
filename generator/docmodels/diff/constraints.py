"""Compare the constraints and formats of scalars, arrays and objects.

Source: JSON Schema validation 2020-12, sections 6.2 to 6.5. A lower limit of 0 for a count asserts
nothing, and an exclusive limit of an integer is the inclusive limit beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.unprinted import format_fact
from docmodels.ir import Integer, Scalar
from docmodels.ir.scalars import ConstraintValues, constraint_values

Bound = tuple[Fraction, bool]
"""A limit, and whether it is exclusive."""

_MAX_SHOWN: Final = 10**30

RANGES: Final = {
    "integer": ("int8", "int16", "int32", "int64", ""),
    "number": ("float", "double", ""),
}
"""Formats of numbers from the narrowest to the widest; "" is no format."""
HINTS: Final = frozenset({"password"})
"""Formats that restrict no values (OpenAPI 3.0.3, section 4.4: a hint to obscure input)."""

ANY_TEXT: Final = frozenset({"", "^", ".*", "^.*", ".*$"})
"""Patterns that match any text: they are searched for, and may match nothing of it."""


def compare_constraints(old: Any, new: Any, place: Place) -> Iterator[ModelChange]:
    """Yield the changes of two groups of constraints, of strings, arrays or objects."""
    before, after = constraint_values(old), constraint_values(new)
    for name, limit in kinds.LENGTH_LIMITS.items():
        yield from compare_counts(before.get(name), after.get(name), limit, place)
    yield from _compare_patterns(before.get("pattern"), after.get("pattern"), place)
    if bool(before.get("unique_items")) != bool(after.get("unique_items")):
        is_added = bool(after.get("unique_items"))
        yield from place.change(
            kinds.UNIQUE_ITEMS_ADDED if is_added else kinds.UNIQUE_ITEMS_REMOVED
        )


def compare_counts(
    old: int | None, new: int | None, limit: kinds.LimitKinds, place: Place
) -> Iterator[ModelChange]:
    """Yield the change of a limit of a count; a lower limit of 0 is none."""
    before = (Fraction(old), False) if old is not None and (old or not limit.is_lower) else None
    after = (Fraction(new), False) if new is not None and (new or not limit.is_lower) else None
    yield from _compare_bounds(before, after, limit, place)


def _compare_bounds(
    old: Bound | None, new: Bound | None, limit: kinds.LimitKinds, place: Place
) -> Iterator[ModelChange]:
    if old == new:
        return
    if old is None or new is None:
        is_narrowed = old is None
    elif old[0] == new[0]:
        is_narrowed = new[1]
    else:
        is_narrowed = (new[0] > old[0]) == limit.is_lower
    kind = limit.narrowed if is_narrowed else limit.widened
    yield from place.change(kind, _bound_text(old), _bound_text(new))


def _bound_text(bound: Bound | None) -> str:
    if bound is None:
        return ""
    value = bound[0]
    if value.denominator == 1 and abs(value) < _MAX_SHOWN:
        number = str(value.numerator)
    else:
        number = repr(float(value)) if abs(value) < _MAX_SHOWN else "beyond 1e30"
    return f"{number} (exclusive)" if bound[1] else number


def _compare_patterns(old: str | None, new: str | None, place: Place) -> Iterator[ModelChange]:
    old, new = (None if pattern in ANY_TEXT else pattern for pattern in (old, new))
    if old == new:
        return
    kind = kinds.PATTERN_CHANGED
    if not old or not new:
        kind = kinds.PATTERN_REMOVED if old else kinds.PATTERN_ADDED
    yield from place.change(kind, old or "", new or "")


def compare_scalars(old: Scalar, new: Scalar, place: Place) -> Iterator[ModelChange]:
    """Yield the changes between two primitive types."""
    if old.kind == new.kind:
        yield from _compare_formats(old, new, place)
    elif (old.kind, new.kind) == ("integer", "number"):
        yield from place.change(kinds.TYPE_WIDENED, old.kind, new.kind)
    elif (old.kind, new.kind) == ("number", "integer"):
        yield from place.change(kinds.TYPE_NARROWED, old.kind, new.kind)
    else:
        yield from place.change(kinds.TYPE_CHANGED, _kind_text(old), _kind_text(new))
        return
    yield from compare_constraints(old.constraints, new.constraints, place)
    before, after = constraint_values(old.constraints), constraint_values(new.constraints)
    is_integer = isinstance(old, Integer) and isinstance(new, Integer)
    for limit, name in ((kinds.MINIMUM, "minimum"), (kinds.MAXIMUM, "maximum")):
        bounds = [_bound(values, name, is_integer) for values in (before, after)]
        yield from _compare_bounds(bounds[0], bounds[1], limit, place)
    yield from _compare_divisors(before.get("multiple_of"), after.get("multiple_of"), place)


def _kind_text(type: Scalar) -> str:
    return f"{type.kind} <{type.format}>" if type.format else type.kind


def _bound(values: ConstraintValues, name: str, is_integer: bool) -> Bound | None:
    """Return the stricter one of an inclusive and an exclusive limit."""
    is_lower, bounds = name == "minimum", list[Bound]()
    for key, is_exclusive in ((name, False), (f"exclusive_{name}", True)):
        if (value := values.get(key)) is not None:
            number = _fraction(value)
            if is_integer and is_exclusive and number.denominator == 1:
                number, is_exclusive = number + (1 if is_lower else -1), False
            bounds.append((number, is_exclusive))
    if not bounds:
        return None
    return max(bounds, key=lambda bound: (bound[0] if is_lower else -bound[0], bound[1]))


def _fraction(value: float) -> Fraction:
    """Return the number that a float is written as: 0.1 is one tenth; a number beyond all others
    for one that JSON readers take for infinite."""
    if isinstance(value, int):
        return Fraction(value)
    return (
        Fraction(repr(value)) if isfinite(value) else Fraction(2**2048 if value > 0 else -(2**2048))
    )


def _compare_divisors(old: float | None, new: float | None, place: Place) -> Iterator[ModelChange]:
    if old == new:
        return
    before, after = (None if value is None else _fraction(value) for value in (old, new))
    kind = kinds.MULTIPLE_OF_CHANGED
    if not before or (after and (after / before).denominator == 1):
        kind = kinds.MULTIPLE_OF_NARROWED
    elif not after or (before / after).denominator == 1:
        kind = kinds.MULTIPLE_OF_WIDENED
    yield from place.change(kind, *("" if v is None else str(v) for v in (old, new)))


def _compare_formats(old: Scalar, new: Scalar, place: Place) -> Iterator[ModelChange]:
    before, after = ("" if type.format in HINTS else type.format for type in (old, new))
    is_missing = not (before and after)
    if before == after or (is_missing and format_fact(old, before or after) in place.unprinted):
        return
    order = RANGES.get(old.kind, ())
    if before in order and after in order:
        is_narrowed = order.index(after) < order.index(before)
        kind = kinds.FORMAT_NARROWED if is_narrowed else kinds.FORMAT_WIDENED
    elif before and after:
        kind = kinds.FORMAT_CHANGED
    else:
        kind = kinds.FORMAT_WIDENED if before else kinds.FORMAT_NARROWED
    yield from place.change(kind, before, after)
