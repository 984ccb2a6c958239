"""Estimate the size of a pattern that Rust's `regex` has compiled.

pydantic-core 2.50 refuses a pattern above 10 MiB (`RegexBuilder::size_limit`). Classes of Unicode are
large and repetitions are copies, so that `\\w{1,255}` is above it.
"""

from __future__ import annotations

import re
from typing import Final

MAX_SIZE: Final = 8_000_000
"""The bytes above which a pattern is not surely accepted, with a margin for what is estimated."""

_TOKEN: Final = re.compile(
    r"\\[pP](?:\{[^{}]*+\}|.)|\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]?"
    r"|\(\?[a-zA-Z]++(?P<flags>\))|(?P<open>\()|(?P<close>\))|[*+?|]"
    r"|\{(?P<minimum>\d++)(?:,(?P<maximum>\d*+))?\}|.",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_SIZES: Final = {
    **dict.fromkeys("wWpP", 52_000),
    "d": 5_500,
    "D": 13_500,
    "s": 800,
    "S": 2_100,
}
"""The bytes of a class, as measured with pydantic-core 2.50."""
_CHARACTER_SIZE: Final = 150
_ANY_SIZE: Final = 1_200
"""The bytes of `.` and of what a negated class adds."""
_CASELESS: Final = re.compile(r"\(\?[a-zA-Z]*+i")
_CASELESS_FACTOR: Final = 4


def compiled_size(pattern: str) -> int:
    """Return about how many bytes a pattern takes; it has to be one that Python compiles."""
    sizes, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            sizes.append(0)
        elif token["close"]:
            last = sizes.pop() if len(sizes) > 1 else 0
            sizes[-1] += last
        elif token["minimum"]:
            count = max(int(token["maximum"] or token["minimum"]), 1)
            sizes[-1] += last * (count - 1)
            last *= count
        elif not token["flags"] and token[0] not in ("*", "+", "?", "|"):
            last = _item_size(token[0])
            sizes[-1] += last
    return sum(sizes) * (_CASELESS_FACTOR if _CASELESS.search(pattern) else 1)


def _item_size(item: str) -> int:
    """Return the size of a character, an escape or a class in brackets."""
    if item == ".":
        return _ANY_SIZE
    size = sum(_ESCAPE_SIZES.get(escape, _CHARACTER_SIZE) for escape in _ESCAPE.findall(item))
    others = len(item) - 2 * item.count("\\")
    negated = _ANY_SIZE if item.startswith("[^") else 0
    return size + max(others, 0) * _CHARACTER_SIZE + negated
