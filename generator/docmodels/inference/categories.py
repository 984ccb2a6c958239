"""The names of fields that are categories: kind, status, mode, .."""

from __future__ import annotations

from docmodels.inference.naming_case import words

CATEGORIES = frozenset(
    """
    access action algorithm align alignment availability behavior behaviour by category channel class color colour
    condition direction encoding event format frequency gender interval kind layout level method mode operation
    operator option order outcome period phase plan policy position priority protocol reason resolution result role
    scope severity sort source stage state status strategy style tier type unit variant view visibility""".split()
)
"""Last words of the names of fields whose values are few and known.

A word is added if at least a quarter of such strings have an enum, in each half of 411 publishers.
"""
_SINGULAR = frozenset(word.removesuffix("s") for word in CATEGORIES)


def is_category(name: str) -> bool:
    """Whether the last word of the name of a field is that of a category: `gateStatus`."""
    parts = words(name)
    return bool(parts) and parts[-1].removesuffix("s") in _SINGULAR
