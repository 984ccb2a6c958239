"""Whether a JSON value is one of a type: yes, no, or open where that is not known for sure.

The answers are those of JSON Schema 2020-12, joined as Kleene's three truth values: `None` is open.
Open are keywords that only `Checked` keeps, patterns that may take long or are not Python's, formats
that nobody checks, and whatever lies too deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final, TypeAlias
from uuid import UUID

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Constraints,
    Enum,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    equality_key,
    is_list,
    is_object,
)

Answer: TypeAlias = bool | None

DEEPEST: Final = 100
"""Types inside one another that are looked through."""


@dataclass(frozen=True, slots=True)
class InstanceCheck:
    """Tells whether values fit types whose references lead to `types`.

    `exactly`: a oneOf whose members are all known to the last word takes what fits one of them, and
    not two.
    """

    types: Mapping[str, Type]
    exactly: bool = True
    known: dict[tuple[int, int], Answer] = field(default_factory=dict[tuple[int, int], Answer])

    def matches(self, value: Json, type: Type, depth: int = 0) -> Answer:
        """Say whether `value` is one of `type`."""
        key = (id(value), id(type))
        if depth > DEEPEST:
            return None
        if key not in self.known:
            self.known[key] = None  # Where a type leads back to itself, it decides nothing.
            said = (self._one(value, part, depth + 1) for part in self._parts(type))
            self.known[key] = _every(said)
        return self.known[key]

    def _parts(self, type: Type) -> Iterator[Type]:
        """Yield the types that a value of `type` has to fit, all of them."""
        pending, seen = [type], set[str]()
        while pending:
            found = pending.pop()
            names: tuple[str, ...] = ()
            match found:
                case Ref(name):
                    names = (name,)
                case AllOf(members):
                    pending.extend(members)
                case WithAssertions(inner):
                    pending.append(inner)
                    yield found
                case Object(bases=names):
                    yield found
                case _:
                    yield found
            pending.extend(self.types[n] for n in names if n in self.types and n not in seen)
            seen.update(names)

    def _one(self, value: Json, type: Type, depth: int) -> Answer:
        match type:
            case Never():
                return False
            case Unknown():
                return True
            case Const(expected):
                return equality_key(value) == equality_key(expected)
            case Enum():
                stated = equality_key(value) in {
                    equality_key(member.value) for member in type.members
                }
                return stated or (not type.closed and _is_of(value, type.base))
            case Scalar():
                return _is_of(value, type.kind) and _every(_scalar(value, type))
            case Nullable(inner):
                return value is None or self.matches(value, inner, depth)
            case Union():
                return self._union(type, [self.matches(value, m, depth) for m in type.members])
            case Array():
                return is_list(value) and _every(self._array(value, type, depth))
            case Map():
                return is_object(value) and _every(self._map(value, type, depth))
            case Object():
                return is_object(value) and _every(self._object(value, type, depth))
            case Ref() | AllOf() | WithAssertions():
                return None

    def _union(self, type: Union, said: list[Answer]) -> Answer:
        if type.mode == "oneOf" and self.exactly and said.count(True) > 1:
            return False
        if True in said:
            return None if type.mode == "oneOf" and self.exactly and None in said else True
        return None if None in said else False

    def _array(self, value: list[Json], type: Array, depth: int) -> Iterator[Answer]:
        limits = type.constraints
        yield _between(len(value), limits.min_items, limits.max_items)
        yield not (limits.unique_items and _repeats(value))
        kinds = [*type.prefix_items, *[type.items] * (len(value) - len(type.prefix_items))]
        yield from (self.matches(v, kind, depth) for v, kind in zip(value, kinds, strict=False))

    def _map(self, value: dict[str, Json], type: Map, depth: int) -> Iterator[Answer]:
        yield _between(len(value), type.constraints.min_properties, type.constraints.max_properties)
        if type.keys is not None:
            yield from (self.matches(key, type.keys, depth) for key in value)
        yield from (self.matches(each, type.values, depth) for each in value.values())

    def _object(self, value: dict[str, Json], type: Object, depth: int) -> Iterator[Answer]:
        yield _between(len(value), type.constraints.min_properties, type.constraints.max_properties)
        fields = {each.name: each for each in type.fields}
        yield all(name in value for name, each in fields.items() if each.required)
        for key, each in value.items():
            if key in fields:
                yield self.matches(each, fields[key].type, depth)
            elif type.pattern_properties:
                yield None
            elif type.additional_properties is not None:
                yield self.matches(each, type.additional_properties, depth)


def _every(said: Iterable[Answer]) -> Answer:
    """Join answers that all count: a no decides, then what is open."""
    found: Answer = True
    for one in said:
        if one is False:
            return False
        found = None if one is None else found
    return found


def _repeats(values: list[Json]) -> bool:
    return len(set(map(equality_key, values))) < len(values)


def _is_of(value: Json, kind: str | None) -> bool:
    """Whether `value` is of a primitive type; 1.0 is an integer."""
    match value:
        case None | bool():
            return kind == ("null" if value is None else "boolean")
        case str():
            return kind == "string"
        case int():
            return kind in ("integer", "number")
        case float():
            return kind == "number" or (kind == "integer" and value.is_integer())
        case _:
            return False


def _between(size: float, least: float | None, most: float | None) -> bool:
    return (least is None or size >= least) and (most is None or size <= most)


def _scalar(value: Json, type: Scalar) -> Iterator[Answer]:
    limits = type.constraints
    if isinstance(value, str):
        yield _between(len(value), limits.min_length, limits.max_length)
        yield limits.pattern is None or _matches(limits.pattern, value)
        yield type.format not in _FORMATS or _reads(_FORMATS[type.format], value)
    elif isinstance(value, int | float):
        yield from _number(value, limits)


def _number(value: float, limits: Constraints) -> Iterator[Answer]:
    yield _between(value, limits.minimum, limits.maximum)
    yield limits.exclusive_minimum is None or value > limits.exclusive_minimum
    yield limits.exclusive_maximum is None or value < limits.exclusive_maximum
    if step := limits.multiple_of:
        whole = isinstance(value, int) and isinstance(step, int)
        yield value % step == 0 if whole else None


def _matches(pattern: str, value: str) -> Answer:
    """Search as ECMA-262 does, where Python's expressions surely mean the same and end soon."""
    plain = value.isascii() and value.isprintable() and len(value) <= _LONGEST
    if not plain or _HARD.search(pattern) or len(_OPEN_ENDED.findall(pattern)) > 3:
        return None
    try:
        return re.search(pattern, value, re.ASCII) is not None
    except (re.error, RecursionError, OverflowError):
        return None


_LONGEST: Final = 256
_OPEN_ENDED: Final = re.compile(r"[*+]|\{\d*,")
_HARD: Final = re.compile(
    r"\)[*+{]|\(\?(?!:)|[*+?}]\+|\{,|\\[^dDwWsSbBnrt.\-/\\+*?()|^$\[\]{}]|\[\^?\]|\[[^\]]*\["
)
"""Repeated groups, which may take long; look-around; what the two languages read in two ways."""


def _reads(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _full_date(text: str) -> object:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


_FORMATS: Final[dict[str, Callable[[str], object]]] = {
    "date-time": datetime.fromisoformat,
    "date": _full_date,
    "time": time.fromisoformat,
    "uuid": UUID,
}
"""Formats whose values are no strings in Python."""
