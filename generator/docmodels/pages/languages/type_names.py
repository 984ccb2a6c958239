"""Types, type names and name escapes that several languages share.

A type has the format that its name in the language implies. Generators print the 32-bit type for an
integer without a format too, and float for a number without a format. So `int32` and `float`
describe the type of the SDK, and do not restrict values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from docmodels.ir import UNKNOWN, Integer, Map, Number, Scalar, String, Type


def string_format(format: str) -> Scalar:
    """Return the string type with that format."""
    return String(format=format)


INT32: Scalar = Integer(format="int32")
INT64: Scalar = Integer(format="int64")
FLOAT: Scalar = Number(format="float")
DOUBLE: Scalar = Number(format="double")
DATE = string_format("date")
DATE_TIME = string_format("date-time")
UUID = string_format("uuid")
URI = string_format("uri")
BYTE = string_format("byte")
BINARY = string_format("binary")
DECIMAL = string_format("number")
"""A decimal in a string (`type: string, format: number`), in languages with a type for it."""

FREE_FORM = Map(values=UNKNOWN)

ANY_TYPE_NAMES: dict[str, Type] = dict.fromkeys(
    ("AnyType", "OasAnyTypeNotMapped", "oas_any_type_not_mapped", "OASAnyTypeNotMapped"), UNKNOWN
)
"""Names for a value of any type that generators print in languages without a type for it."""


def same_type(words: str, type: Type) -> dict[str, Type]:
    """Map each of `words` (separated by spaces) to the same type."""
    return dict.fromkeys(words.split(), type)


def unqualified_name(name: str) -> str:
    """Return a class name without packages, modules and namespaces."""
    return re.split(r"::|[.\\/]", name)[-1] or name


def strip_affix(
    *patterns: str, exact_names: Mapping[str, str] | None = None
) -> Callable[[str], str]:
    """Return a function that removes what a generator adds to a name.

    The function returns the entry of `exact_names`, or the first group of the first pattern that
    matches the whole name, or the name unchanged.
    """
    compiled = tuple(re.compile(pattern) for pattern in patterns)
    originals = exact_names or {}

    def strip(name: str) -> str:
        if name in originals:
            return originals[name]
        matches = (pattern.fullmatch(name) for pattern in compiled)
        return next((match[1] for match in matches if match), name)

    return strip


def alternation(words: str) -> str:
    """Return a regular expression that matches one of `words` (separated by spaces)."""
    return "|".join(words.split())


_AT_NAMES = "id type context value language baseType schemaLocation referredType".split()

AT_CAMEL = {f"at{name[0].upper()}{name[1:]}": f"@{name}" for name in _AT_NAMES}
"""Names with `@` (of JSON-LD and TM Forum) by the name that generators print: `atType`."""

AT_SNAKE = {f"at_{name}": f"@{name}" for name in _AT_NAMES} | {
    f"at_{re.sub('([A-Z])', lambda m: '_' + m[1].lower(), name)}": f"@{name}" for name in _AT_NAMES
}
