"""Constraints as arguments of pydantic's `Field`, and only those that its engine takes."""

from __future__ import annotations

import math
import re
import warnings

from docmodels.ir import Array, Constraints, Map, Never, Number, Scalar, Type
from docmodels.targets.python.source import literal, string

TYPED_FORMATS = frozenset({"date-time", "date", "time", "uuid"})
"""Formats whose values are not `str` in Python: no length or pattern applies to them."""

_RUST_ESCAPES = frozenset("dDwWsSbBnrtfvxuUpPA")
_UNPORTABLE = re.compile(r"\(\?(?!:|P?<[A-Za-z_]|[imsx]+[:)])|\\[0-9]|(?<![\w)\]}.\\])\{")


_CATEGORY = re.compile(
    r"\\[pP]\{(?:L|Lu|Ll|Lt|Lm|Lo|M|Mn|N|Nd|Nl|No|P|S|Z|Zs|Letter|Uppercase_Letter"
    r"|Lowercase_Letter|Mark|Number|Decimal_Number|Punctuation|Symbol|Separator)\}"
)
"""Classes of Unicode by category: Rust's engine has them, Python's does not."""


def field_arguments(type: Type) -> list[str]:
    """Give the constraints on `type` itself as keyword arguments, without its pattern."""
    match type:
        case Scalar("integer", _, constraints):
            return _integer_arguments(constraints)
        case Scalar("number", _, constraints):
            return _number_arguments(constraints)
        case Scalar("string", format, constraints) if format not in TYPED_FORMATS:
            return _lengths(constraints.min_length, constraints.max_length)
        case Array(items, prefix, constraints):
            least, most = constraints.min_items, constraints.max_items
            if prefix and isinstance(items, Never):
                most = min(len(prefix), len(prefix) if most is None else most)
            return [] if is_tuple(type) else _lengths(least, most)
        case Map():
            return _lengths(type.constraints.min_properties, type.constraints.max_properties)
        case _:
            return []


def is_tuple(type: Array) -> bool:
    """Whether a list is one value for each place, no more and no less."""
    fixed = type.constraints.min_items == len(type.prefix_items)
    return bool(type.prefix_items) and isinstance(type.items, Never) and fixed


def pattern_of(type: Type) -> str:
    """Give the pattern that text of `type` has to match, or nothing."""
    if isinstance(type, Scalar) and type.kind == "string" and type.format not in TYPED_FORMATS:
        return type.constraints.pattern or ""
    return ""


def pattern_text(pattern: str) -> str:
    """Write a pattern as a string literal, a raw one where that reads better."""
    plain = '"' not in pattern and pattern.isprintable() and not pattern.endswith("\\")
    return f'r"{pattern}"' if "\\" in pattern and plain else string(pattern)


def engine(pattern: str) -> str:
    """Say which engine of pydantic runs `pattern`: "rust-regex", "python-re", or nothing."""
    classless = _CATEGORY.sub("x", pattern)
    if classless != pattern:
        return "rust-regex" if compiles(classless) and _is_portable(classless) else ""
    if not compiles(pattern):
        return ""
    return "rust-regex" if _is_portable(pattern) else "python-re"


def compiles(pattern: str) -> bool:
    """Whether Python takes a pattern without a doubt."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning):
        return False
    return True


def _is_portable(pattern: str) -> bool:
    """Whether Rust's `regex` takes a pattern that Python takes, read conservatively."""
    if _UNPORTABLE.search(pattern) or len(pattern) > 2000:
        return False
    escapes = re.findall(r"\\(.)", pattern, re.DOTALL)
    if any(char.isalnum() and char not in _RUST_ESCAPES for char in escapes):
        return False
    if any(char in "<>" or not char.isascii() for char in escapes):
        return False
    if any(int(count) > 500 for count in re.findall(r"\d+(?=[,}])", pattern)):
        return False
    bare = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    return not re.search(r"\[\^?\]?[^]]*(\[|&&|--|~~)", bare)


def _lengths(least: object, most: object) -> list[str]:
    found: list[str] = []
    for name, bound in (("min_length", least), ("max_length", most)):
        if isinstance(bound, int | float) and bound == int(bound) and 0 <= bound < 2**63:
            if name == "max_length" or bound > 0:
                found.append(f"{name}={int(bound)}")
    return found


def _integer_arguments(constraints: Constraints) -> list[str]:
    bounds = (
        ("ge", constraints.minimum, math.ceil),
        ("gt", constraints.exclusive_minimum, math.floor),
        ("le", constraints.maximum, math.floor),
        ("lt", constraints.exclusive_maximum, math.ceil),
    )
    found = [
        f"{name}={literal(whole(bound))}"
        for name, bound, whole in bounds
        if bound is not None and _is_bound(bound)
    ]
    step = constraints.multiple_of
    if step is not None and _is_bound(step) and step == int(step) and step >= 1:
        found.append(f"multiple_of={literal(int(step))}")
    return found


def _number_arguments(constraints: Constraints) -> list[str]:
    bounds = (
        ("ge", constraints.minimum),
        ("gt", constraints.exclusive_minimum),
        ("le", constraints.maximum),
        ("lt", constraints.exclusive_maximum),
    )
    found = [f"{name}={literal(b)}" for name, b in bounds if _is_bound(b) and abs(b or 0) < 1e308]
    step = constraints.multiple_of
    if step is not None and _is_bound(step) and 0 < step < 1e308:
        found.append(f"multiple_of={literal(step)}")
    return found


def _is_bound(value: Number | None) -> bool:
    return value is not None and not isinstance(value, bool) and math.isfinite(value)
