"""Find the literal values of types, and the Python types that hold them."""

from __future__ import annotations

from docmodels.ir import Const, Enum, Json, Never, ScalarKind, Type


def literal_values(type: Type) -> list[Json] | None:
    """Return the only values of `type` if it enumerates them, else None."""
    match type:
        case Never():
            return []
        case Const(value):
            return [value]
        case Enum() if type.closed:
            return [member.value for member in type.members]
        case _:
            return None


def is_exactly_literal(values: list[Json]) -> bool:
    """Whether `Literal[..]` or `bool` accepts exactly `values`: strings, null, true and false."""
    if values and all(isinstance(value, bool) for value in values):
        return len(set(values)) == 2
    return bool(values) and all(value is None or isinstance(value, str) for value in values)


def is_number(value: Json) -> bool:
    """Whether `value` is a JSON number that `Literal[..]` takes: an integer."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_literal(value: Json) -> bool:
    """Whether `Literal[..]` takes `value`."""
    return value is None or isinstance(value, str | int)


def enum_kind(type: Enum) -> ScalarKind:
    """Return the kind of the values of an enum; `null` if they are of several kinds."""
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
