"""Check whether a JSON value is valid against a type: true, false, or `None` for unknown.

The rules are those of JSON Schema 2020-12; results are combined in Kleene's three-valued logic.
Unknown are: the keywords of `WithAssertions`, patterns that may take long or that Python reads
differently, and types nested deeper than `MAX_DEPTH`. A `format` that is not listed here passes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct, field

from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    NumberConstraints,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_list,
    is_object,
)
from docmodels.ir.equality import equality_key, is_equal

Validity: TypeAlias = bool | None
JsonType: TypeAlias = Literal["string", "integer", "number", "boolean", "null", "array", "object"]

MAX_DEPTH: Final = 100
"""How many levels of nested types are checked."""


class InstanceCheck(Struct, frozen=True):
    """Check values against types; references are looked up in `types`.

    `strict_one_of`: a oneOf accepts only values that match exactly one member. Without it, a oneOf
    accepts what an anyOf does: types read from documentation may overlap more than the real ones.
    """

    types: Mapping[str, Type]
    strict_one_of: bool = True
    results: dict[tuple[int, int], Validity] = field(
        default_factory=dict[tuple[int, int], Validity]
    )

    def matches(self, value: Json, type: Type, depth: int = 0) -> Validity:
        """Return whether `value` is valid against `type`; `None` if that is unknown."""
        key = (id(value), id(type))
        if depth > MAX_DEPTH:
            return None
        if key not in self.results:
            self.results[key] = None  # A recursive check of the same pair decides nothing.
            results = (
                self._check(value, conjunct, depth + 1) for conjunct in self._conjuncts(type)
            )
            self.results[key] = _all_valid(results)
        return self.results[key]

    def _conjuncts(self, type: Type) -> Iterator[Type]:
        """Yield the types that a value of `type` must match, all of them: bases, targets, allOf."""
        pending, seen = [type], set[str]()
        while pending:
            part = pending.pop()
            names: tuple[str, ...] = ()
            match part:
                case Ref(name):
                    names = (name,)
                case AllOf(members):
                    pending.extend(members)
                case WithAssertions(inner):
                    pending.append(inner)
                    yield part
                case Object(bases=names):
                    yield part
                case _:
                    yield part
            pending.extend(self.types[n] for n in names if n in self.types and n not in seen)
            seen.update(names)

    def _check(self, value: Json, type: Type, depth: int) -> Validity:
        match type:
            case Never():
                return False
            case Unknown():
                return True
            case Const(expected):
                return is_equal(value, expected)
            case Enum():
                is_member = equality_key(value) in {
                    equality_key(member.value) for member in type.members
                }
                return is_member or (not type.closed and is_of_kind(value, type.base))
            case String() | Integer() | Number() | Boolean() | Null():
                return is_of_kind(value, type.kind) and _all_valid(_check_scalar(value, type))
            case Nullable(inner):
                return value is None or self.matches(value, inner, depth)
            case Union():
                return self._check_union(
                    type, [self.matches(value, m, depth) for m in type.members]
                )
            case Array():
                return is_list(value) and _all_valid(self._check_array(value, type, depth))
            case Map():
                return is_object(value) and _all_valid(self._check_map(value, type, depth))
            case Object():
                return is_object(value) and _all_valid(self._check_object(value, type, depth))
            case Ref() | AllOf() | WithAssertions():
                return None

    def _check_union(self, type: Union, results: list[Validity]) -> Validity:
        if type.mode == "oneOf" and self.strict_one_of and results.count(True) > 1:
            return False
        if True in results:
            return None if type.mode == "oneOf" and self.strict_one_of and None in results else True
        return None if None in results else False

    def _check_array(self, value: list[Json], type: Array, depth: int) -> Iterator[Validity]:
        constraints = type.constraints
        yield _is_in_range(len(value), constraints.min_items, constraints.max_items)
        yield not (constraints.unique_items and _has_duplicates(value))
        item_types = [*type.prefix_items, *[type.items] * (len(value) - len(type.prefix_items))]
        yield from (
            self.matches(item, item_type, depth)
            for item, item_type in zip(value, item_types, strict=False)
        )

    def _check_map(self, value: dict[str, Json], type: Map, depth: int) -> Iterator[Validity]:
        yield _is_in_range(
            len(value), type.constraints.min_properties, type.constraints.max_properties
        )
        if type.keys is not None:
            yield from (self.matches(key, type.keys, depth) for key in value)
        yield from (self.matches(item, type.values, depth) for item in value.values())

    def _check_object(self, value: dict[str, Json], type: Object, depth: int) -> Iterator[Validity]:
        yield _is_in_range(
            len(value), type.constraints.min_properties, type.constraints.max_properties
        )
        fields = {field.name: field for field in type.fields}
        yield all(name in value for name, field in fields.items() if field.required)
        for key, item in value.items():
            has_pattern: Validity = False
            for pattern, inner in type.pattern_properties.items():
                is_match = matches_pattern(pattern, key)
                if is_match is not False:
                    yield self.matches(item, inner, depth) if is_match else None
                    has_pattern = has_pattern or is_match
            if key in fields:
                yield self.matches(item, fields[key].type, depth)
            elif type.additional_properties is not None and not has_pattern:
                is_valid = self.matches(item, type.additional_properties, depth)
                yield is_valid if has_pattern is False else is_valid or None


def _all_valid(results: Iterable[Validity]) -> Validity:
    """Combine results by Kleene's AND: false if one is false, else `None` if one is `None`."""
    validity: Validity = True
    for result in results:
        if result is False:
            return False
        validity = None if result is None else validity
    return validity


def _has_duplicates(values: list[Json]) -> bool:
    return len(set(map(equality_key, values))) < len(values)


def value_kind(value: Json) -> JsonType:
    """Return the narrowest JSON Schema type of a value; 1.0 is an integer."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def is_of_kind(value: Json, kind: str | None) -> bool:
    """Whether a value is of the JSON Schema type `kind`; an integer is a number, too."""
    actual = value_kind(value)
    return actual == kind or (kind == "number" and actual == "integer")


def _is_in_range(size: float, minimum: float | None, maximum: float | None) -> bool:
    return (minimum is None or size >= minimum) and (maximum is None or size <= maximum)


def _check_scalar(value: Json, type: Scalar) -> Iterator[Validity]:
    match type:
        case String(format, constraints):
            yield _is_in_range(len(value), constraints.min_length, constraints.max_length)
            yield constraints.pattern is None or matches_pattern(constraints.pattern, value)
            yield format not in _FORMAT_PARSERS or _parses(_FORMAT_PARSERS[format], value)
        case Integer() | Number():
            yield from _check_number(value, type.constraints)
        case Boolean() | Null():
            return


def _check_number(value: float, constraints: NumberConstraints) -> Iterator[Validity]:
    yield _is_in_range(value, constraints.minimum, constraints.maximum)
    yield constraints.exclusive_minimum is None or value > constraints.exclusive_minimum
    yield constraints.exclusive_maximum is None or value < constraints.exclusive_maximum
    if divisor := constraints.multiple_of:
        are_integers = isinstance(value, int) and isinstance(divisor, int)
        yield value % divisor == 0 if are_integers else None


def matches_pattern(pattern: str, value: str) -> Validity:
    """Search for an ECMA-262 pattern; `None` where Python may differ or may take long."""
    is_plain = value.isascii() and value.isprintable() and len(value) <= _MAX_TEXT_LENGTH
    if not is_plain or _UNSUPPORTED_PATTERN.search(pattern) or not _is_fast(pattern, len(value)):
        return None
    try:
        with warnings.catch_warnings():
            # `[a||b]` and `[a&&b]` have no other meaning in ECMA-262, nor in Python so far.
            warnings.simplefilter("ignore", FutureWarning)
            return re.search(pattern, value, re.ASCII) is not None
    except (re.error, RecursionError, OverflowError):
        return None


def _is_fast(pattern: str, length: int) -> bool:
    """Whether a pattern without repeated groups has few ways to match a text, all tried if it does not."""
    ways = length + 1
    for choice in _CHOICE.finditer(pattern):
        ways *= 2 if choice[0] in "?|" else length + 1
        if ways > _MAX_WAYS:
            return False
    return True


_MAX_TEXT_LENGTH: Final = 256
_MAX_WAYS: Final = 10_000_000
_CHOICE: Final = re.compile(r"[?|*+]|\{\d*,")
_UNSUPPORTED_PATTERN: Final = re.compile(
    r"\)[*+{]|\(\?(?!:)|[*+?}]\+|\{,|\\[^dDwWsSbBnrt.\-/\\+*?()|^$\[\]{}]|\[\^?\]|\[[^\]]*\["
)
"""Repeated groups (may take long), look-around, and what ECMA-262 and Python read differently."""


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _parse_date(text: str) -> object:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


_FORMAT_PARSERS: Final[dict[str, Callable[[str], object]]] = {
    "date-time": datetime.fromisoformat,
    "date": _parse_date,
    "time": time.fromisoformat,
    "uuid": UUID,
}
"""Parsers of the formats that have a Python type of their own."""
