"""The values that a type lists itself, and what of Python's can hold them."""

from __future__ import annotations

from docmodels.ir import Const, Enum, Json, Never, ScalarKind, Type


def values_of(type: Type) -> list[Json] | None:
    """List the only values of `type`, where it lists them itself."""
    match type:
        case Never():
            return []
        case Const(value):
            return [value]
        case Enum() if type.closed:
            return [member.value for member in type.members]
        case _:
            return None


def told_apart(values: list[Json]) -> bool:
    """Whether a type of Python's own holds `values` and no other: text, null, true and false."""
    if values and all(isinstance(value, bool) for value in values):
        return len(set(values)) == 2
    return bool(values) and all(value is None or isinstance(value, str) for value in values)


def is_number(value: Json) -> bool:
    """Whether `value` is a number of JSON that `Literal[..]` can hold as an integer."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_literal(value: Json) -> bool:
    """Whether `Literal[..]` can hold `value`."""
    return value is None or isinstance(value, str | int)


def kind_of(type: Enum) -> ScalarKind:
    """Name the kind of the values of an enum; `null` where they are of several."""
    values = [member.value for member in type.members]
    if all(isinstance(value, str) for value in values):
        return "string"
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return "integer"
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return "number"
    return "null"
