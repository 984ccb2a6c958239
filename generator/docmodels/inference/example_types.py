"""The type that one JSON value shows, where other values may differ."""

from __future__ import annotations

from docmodels.ir import BOOLEAN, NUMBER, STRING, Json, Scalar


def scalar_type(value: Json) -> Scalar | None:
    """Return the type of a boolean, a number or a string; None for any other value.

    A number may be an integer by chance, so it is a number.
    """
    match value:
        case bool():
            return BOOLEAN
        case int() | float():
            return NUMBER
        case str():
            return STRING
        case _:
            return None
