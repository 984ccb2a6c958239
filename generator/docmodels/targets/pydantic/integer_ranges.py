"""Give integers the limits of their formats, which exact models check."""

from __future__ import annotations

from msgspec.structs import replace

from docmodels.ir import Api, Integer, Type
from docmodels.ir.traverse import map_children

RANGES = {
    f"{sign}int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if not sign else (0, 2**bits - 1)
    for sign in ("", "u")
    for bits in (8, 16, 32, 64)
}
"""The least and the greatest value of each format; source: the OpenAPI Format Registry."""


def with_integer_ranges(api: Api) -> Api:
    """Return `api` with limits on each integer whose format has a range."""
    definitions = (
        replace(definition, type=_with_ranges(definition.type)) for definition in api.definitions
    )
    return replace(api, definitions=tuple(definitions))


def _with_ranges(type: Type) -> Type:
    if not isinstance(type, Integer) or type.format not in RANGES:
        return map_children(type, _with_ranges)
    least, greatest = RANGES[type.format]
    limits = type.constraints
    if limits.exclusive_minimum is None or limits.exclusive_minimum < least:
        least = least if limits.minimum is None else max(least, limits.minimum)
        limits = replace(limits, minimum=least)
    if limits.exclusive_maximum is None or limits.exclusive_maximum > greatest:
        greatest = greatest if limits.maximum is None else min(greatest, limits.maximum)
        limits = replace(limits, maximum=greatest)
    return replace(type, constraints=limits)
