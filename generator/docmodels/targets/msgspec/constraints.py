"""Write constraints as arguments of msgspec's `Meta`, as far as msgspec supports them.

msgspec has no `uniqueItems`, no bounds beyond 64 bits for integers, and computes multiples of
fractions in binary, where 0.3 is no multiple of 0.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from docmodels.ir import (
    Array,
    Integer,
    JsonNumber,
    Map,
    Never,
    Number,
    NumberConstraints,
    String,
    Type,
)
from docmodels.targets.python.annotations import TYPED_FORMATS, is_tuple
from docmodels.targets.python.patterns import compiles, pattern_literal
from docmodels.targets.python.source import literal

_INT64 = range(-(2**63), 2**63)
_LENGTHS = range(2**63)


def meta_arguments(type: Type) -> list[str]:
    """Return the constraints of `type` itself as keyword arguments of `Meta`."""
    match type:
        case Integer(_, constraints):
            return _bounds(constraints, _integer_bound) + _integer_step(constraints)
        case Number(_, constraints):
            return _bounds(constraints, lambda bound, _: bound)
        case String(format, constraints) if format not in TYPED_FORMATS:
            pattern = constraints.pattern or ""
            patterns = [f"pattern={pattern_literal(pattern)}"] if is_enforced(type) else []
            return _lengths(constraints.min_length, constraints.max_length) + patterns
        case Array(items, prefix, constraints):
            minimum, maximum = constraints.min_items, constraints.max_items
            if isinstance(items, Never) and not prefix:
                maximum = 0
            return [] if is_tuple(type) else _lengths(minimum, maximum)
        case Map(values, _, constraints):
            maximum = 0 if isinstance(values, Never) else constraints.max_properties
            return _lengths(constraints.min_properties, maximum)
        case _:
            return []


def is_enforced(type: String) -> bool:
    """Whether a string has a pattern, which Python compiles."""
    pattern = type.constraints.pattern
    return bool(pattern) and compiles(pattern or "")


def _lengths(minimum: int | None, maximum: int | None) -> list[str]:
    return [
        f"{name}={int(bound)}"
        for name, bound in (("min_length", minimum), ("max_length", maximum))
        if bound is not None and int(bound) in _LENGTHS and (bound > 0 or name == "max_length")
    ]


RoundBound = Callable[[JsonNumber, Callable[[JsonNumber], int]], JsonNumber | None]
"""Returns a bound as msgspec takes it, rounded by a function; None if msgspec does not take it."""


def _bounds(constraints: NumberConstraints, round_bound: RoundBound) -> list[str]:
    """Write the stricter lower bound and the stricter upper one: `Meta` takes one of each."""
    lower = _stricter(constraints.minimum, constraints.exclusive_minimum, is_lower=True)
    upper = _stricter(constraints.maximum, constraints.exclusive_maximum, is_lower=False)
    arguments: list[str] = []
    for (bound, is_exclusive), names, inclusive, exclusive in (
        (lower, ("ge", "gt"), math.ceil, math.floor),
        (upper, ("le", "lt"), math.floor, math.ceil),
    ):
        if bound is None:
            continue
        rounded = round_bound(bound, exclusive if is_exclusive else inclusive)
        if rounded is not None:
            arguments.append(f"{names[is_exclusive]}={literal(rounded)}")
    return arguments


def _stricter(
    inclusive: JsonNumber | None, exclusive: JsonNumber | None, *, is_lower: bool
) -> tuple[JsonNumber | None, bool]:
    """Return the stricter of two bounds, and whether it excludes itself."""
    inclusive, exclusive = _finite(inclusive), _finite(exclusive)
    if inclusive is None or exclusive is None:
        return (inclusive, False) if exclusive is None else (exclusive, True)
    is_stricter = exclusive >= inclusive if is_lower else exclusive <= inclusive
    return (exclusive, True) if is_stricter else (inclusive, False)


def _finite(bound: JsonNumber | None) -> JsonNumber | None:
    """Return a bound that limits numbers; a boolean, as in draft 4, and an infinity do not."""
    if bound is None or isinstance(bound, bool) or not abs(bound) < 1e308:
        return None
    return bound


def _integer_bound(
    bound: JsonNumber, round_bound: Callable[[JsonNumber], int]
) -> JsonNumber | None:
    rounded = round_bound(bound)
    return rounded if rounded in _INT64 else None


def _integer_step(constraints: NumberConstraints) -> list[str]:
    step = _finite(constraints.multiple_of)
    is_step = step is not None and step == int(step) and int(step) in _INT64 and step >= 1
    return [f"multiple_of={int(step or 0)}"] if is_step else []
