"""Write constraints as arguments of pydantic's `Field`, as far as pydantic supports them."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from docmodels.ir import (
    NO_NUMBER_CONSTRAINTS,
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
from docmodels.targets.pydantic.pattern_size import MAX_SIZE, compiled_size
from docmodels.targets.python.annotations import TYPED_FORMATS, is_tuple
from docmodels.targets.python.patterns import compiles
from docmodels.targets.python.source import literal

_RUST_ESCAPES = frozenset("dDwWsSbBnrtfvxuUpPA")
_UNPORTABLE = re.compile(r"\(\?(?!:|P?<[A-Za-z_]|[imsx]+[:)])|\\[0-9]|(?<![\w)\]}.\\])\{")
_CLASS = re.compile(r"\[\^?\]?[^]]*+\]?")
_LITERAL_BRACE = re.compile(r"\{(?!\d+(?:,\d*)?\})")
"""A brace that does not begin a number of repetitions, which Rust's engine refuses."""

_CATEGORY = re.compile(
    r"\\[pP]\{(?:L|Lu|Ll|Lt|Lm|Lo|M|Mn|N|Nd|Nl|No|P|S|Z|Zs|Letter|Uppercase_Letter"
    r"|Lowercase_Letter|Mark|Number|Decimal_Number|Punctuation|Symbol|Separator)\}"
)
"""Unicode character classes by category, which Rust's engine supports and Python's does not."""


def field_arguments(type: Type) -> list[str]:
    """Return the constraints of `type` itself, except its pattern, as keyword arguments."""
    match type:
        case Integer() | Number() if type.constraints is NO_NUMBER_CONSTRAINTS:
            return []
        case Integer(_, constraints):
            return _integer_arguments(constraints)
        case Number(_, constraints):
            return _number_arguments(constraints)
        case String(format, constraints) if format not in TYPED_FORMATS:
            return _length_arguments(constraints.min_length, constraints.max_length)
        case Array(items, prefix, constraints):
            minimum, maximum = constraints.min_items, constraints.max_items
            if prefix and isinstance(items, Never):
                maximum = min(len(prefix), len(prefix) if maximum is None else maximum)
            return [] if is_tuple(type) else _length_arguments(minimum, maximum)
        case Map():
            return _length_arguments(
                type.constraints.min_properties, type.constraints.max_properties
            )
        case _:
            return []


def string_pattern(type: Type) -> str:
    """Return the pattern of a string type; empty if there is none."""
    if isinstance(type, String) and type.format not in TYPED_FORMATS:
        return type.constraints.pattern or ""
    return ""


def regex_engine(pattern: str) -> str:
    """Return pydantic's engine for `pattern`: "rust-regex", "python-re", or "" for neither."""
    substituted = _CATEGORY.sub("x", pattern)
    if substituted != pattern:
        return "rust-regex" if compiles(substituted) and _is_portable(substituted) else ""
    if not compiles(pattern):
        return ""
    return "rust-regex" if _is_portable(pattern) else "python-re"


def _is_portable(pattern: str) -> bool:
    """Whether Rust's `regex` surely accepts a pattern that Python accepts."""
    if _UNPORTABLE.search(pattern) or len(pattern) > 2000:
        return False
    escapes = re.findall(r"\\(.)", pattern, re.DOTALL)
    if any(char.isalnum() and char not in _RUST_ESCAPES for char in escapes):
        return False
    if any(char in "<>" or not char.isascii() for char in escapes):
        return False
    if any(int(count) > 500 for count in re.findall(r"(?<!\d)\d++(?=[,}])", pattern)):
        return False
    if compiled_size(pattern) > MAX_SIZE:
        return False
    unescaped = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    if _LITERAL_BRACE.search(_CLASS.sub("", unescaped)):
        return False
    return not re.search(r"\[\^?\]?[^]]*(\[|&&|--|~~)", unescaped)


def _length_arguments(minimum: object, maximum: object) -> list[str]:
    arguments: list[str] = []
    for name, bound in (("min_length", minimum), ("max_length", maximum)):
        if isinstance(bound, int | float) and bound == int(bound) and 0 <= bound < 2**63:
            if name == "max_length" or bound > 0:
                arguments.append(f"{name}={int(bound)}")
    return arguments


def _integer_arguments(constraints: NumberConstraints) -> list[str]:
    """Write the limits of an integer; 1e30 is a power of ten and not the nearest float to it."""
    bounds = (
        ("ge", constraints.minimum, math.ceil),
        ("gt", constraints.exclusive_minimum, math.floor),
        ("le", constraints.maximum, math.floor),
        ("lt", constraints.exclusive_maximum, math.ceil),
    )
    arguments = [
        f"{name}={literal(round_bound(Decimal(repr(bound))))}"
        for name, bound, round_bound in bounds
        if bound is not None and _is_bound(bound)
    ]
    step = constraints.multiple_of
    if step is not None and _is_bound(step) and step == int(step) and step >= 1:
        arguments.append(f"multiple_of={literal(int(step))}")
    return arguments


def _number_arguments(constraints: NumberConstraints) -> list[str]:
    bounds = (
        ("ge", constraints.minimum),
        ("gt", constraints.exclusive_minimum),
        ("le", constraints.maximum),
        ("lt", constraints.exclusive_maximum),
    )
    arguments = [
        f"{name}={literal(b)}" for name, b in bounds if _is_bound(b) and abs(b or 0) < 1e308
    ]
    step = constraints.multiple_of
    if step is not None and _is_bound(step) and 0 < step < 1e308:
        arguments.append(f"multiple_of={literal(step)}")
    return arguments


def _is_bound(value: JsonNumber | None) -> bool:
    if value is None or isinstance(value, bool):
        return False
    return isinstance(value, int) or math.isfinite(value)
