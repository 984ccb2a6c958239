"""Read the values of an enum that are printed without quotes and without their type."""

from __future__ import annotations

import re

from docmodels.ir import Enum, EnumMember

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")


def read_unquoted_enum(text: str) -> Enum | None:
    """Return the enum of the values between commas; None if there is none.

    Integers are accepted as strings, too: both are printed alike.
    """
    values = [value for value in dict.fromkeys(map(str.strip, text.split(","))) if value]
    if not values:
        return None
    if all(map(_INTEGER.fullmatch, values)):
        members: list[str | int] = [*map(int, values), *values]
        return Enum(members=tuple(EnumMember(value=value) for value in members))
    return Enum(members=tuple(EnumMember(value=value) for value in values), base="string")
