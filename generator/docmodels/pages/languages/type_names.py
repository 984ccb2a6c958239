"""Types that many languages have a word for, and what they do alike to names.

A format is given where the language's word says it. Generators print their 32-bit word for an
integer without a format too (and the word for float where a number has none), so `int32` and
`float` say what the SDK holds; nothing is refused because of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from docmodels.ir import UNKNOWN, Map, Scalar, Type


def text(format: str) -> Scalar:
    """Give the string type of that format."""
    return Scalar(kind="string", format=format)


INT32 = Scalar(kind="integer", format="int32")
INT64 = Scalar(kind="integer", format="int64")
FLOAT = Scalar(kind="number", format="float")
DOUBLE = Scalar(kind="number", format="double")
DATE = text("date")
DATE_TIME = text("date-time")
UUID = text("uuid")
URI = text("uri")
BYTE = text("byte")
BINARY = text("binary")
DECIMAL = text("number")
"""A decimal written as a string: `type: string, format: number`, where the language tells it."""

FREE_FORM = Map(values=UNKNOWN)

ANY_WORDS: dict[str, Type] = dict.fromkeys(
    ("AnyType", "OasAnyTypeNotMapped", "oas_any_type_not_mapped", "OASAnyTypeNotMapped"), UNKNOWN
)
"""What generators print in any language where they have no word for "any value"."""


def each(words: str, type: Type) -> dict[str, Type]:
    """Give one type to all `words` (separated by spaces)."""
    return dict.fromkeys(words.split(), type)


def unqualified(name: str) -> str:
    """Drop the packages in front of a class name."""
    return re.split(r"::|[.\\/]", name)[-1] or name


def undoing(*patterns: str, exactly: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """Give a function that reduces a name to the first group of the first pattern that is all of
    it, or to what `exactly` has for it; other names stay as they are."""
    compiled = tuple(re.compile(pattern) for pattern in patterns)
    known = exactly or {}

    def undone(name: str) -> str:
        if name in known:
            return known[name]
        found = (pattern.fullmatch(name) for pattern in compiled)
        return next((match[1] for match in found if match), name)

    return undone


def one_of(words: str) -> str:
    """Give a pattern of `words` (separated by spaces)."""
    return "|".join(words.split())


_AT_NAMES = "id type context value language baseType schemaLocation referredType".split()

AT_CAMEL = {f"at{name[0].upper()}{name[1:]}": f"@{name}" for name in _AT_NAMES}
"""Names of JSON-LD and TM Forum that begin with `@`, where a generator spells out the sign."""

AT_SNAKE = {f"at_{name}": f"@{name}" for name in _AT_NAMES} | {
    f"at_{re.sub('([A-Z])', lambda m: '_' + m[1].lower(), name)}": f"@{name}" for name in _AT_NAMES
}
