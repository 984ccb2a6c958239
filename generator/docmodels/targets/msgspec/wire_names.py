"""Write wire names: which ones msgspec takes, and how a class renames all of its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

RENAMES: Mapping[str, Callable[[list[str]], str]] = {
    "camel": lambda words: words[0] + "".join(word.capitalize() for word in words[1:]),
    "pascal": lambda words: "".join(word.capitalize() for word in words),
    "kebab": "-".join,
}
"""The values of `rename` in msgspec, and what each makes of the words of an attribute."""

_SNAKE_CASE = re.compile(r"[a-z]+[0-9]*(_[a-z]+[0-9]*)*")
_UNSUPPORTED = re.compile(r'[\\"\x00-\x1f\ud800-\udfff]')


def is_wire_name(name: str) -> bool:
    """Whether msgspec takes a wire name: JSON writes it without escapes."""
    return not _UNSUPPORTED.search(name)


def rename(attribute: str, style: str) -> str:
    """Return the wire name of an attribute for a value of `rename`; empty if it is not that clear.

    msgspec capitalizes letters after digits, and treats outer underscores differently by version.
    """
    if style == "":
        return attribute
    return RENAMES[style](attribute.split("_")) if _SNAKE_CASE.fullmatch(attribute) else ""


def rename_style(names: Sequence[tuple[str, str]]) -> str:
    """Return the value of `rename` that gives all attributes their wire names; empty if none does.

    `names` are pairs of an attribute and its wire name.
    """
    if all(attribute == wire_name for attribute, wire_name in names):
        return ""
    for style in RENAMES:
        if all(rename(attribute, style) == wire_name for attribute, wire_name in names):
            return style
    return ""
