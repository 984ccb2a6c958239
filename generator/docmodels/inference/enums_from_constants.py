"""Infer the values of an enum from the constants that go-swagger writes behind them.

go-swagger appends a line `VALUE CONSTANT COMMENT` for each value of an enum to its description
(`x-go-enum-desc`; go-swagger 0.29, codescan): `The state. up NodeStateUp down NodeStateDown`. The
pages of all generators print that text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.enums_from_descriptions import Description
from docmodels.inference.inference import Inference, Source
from docmodels.ir.drafts import normalize_name

MIN_PAIRS = 2
"""One value with a constant may be two words of a sentence."""
MIN_PREFIX = 3
"""Constants of numbers show no letters of their values; a shorter common beginning is chance."""
MAX_WORDS = 4
"""The longest value in words: `in progress StateInProgress`."""

_CONSTANT = re.compile(r"[A-Z][a-z0-9]*[A-Z_][A-Za-z0-9_]*")
"""A prefix and a value in camel case: a word of a sentence has one capital."""
_NUMBER = re.compile(r"-?[0-9]{1,18}")


def values_of_constants(text: str) -> tuple[str | int, ...]:
    """Return the values of a text that are each followed by their constant, else no values.

    A constant is a common prefix and the letters of the value. The constants of numbers have other
    letters (`1 PriorityLow`), so these are only read at the end of a text, without comments.
    """
    words = text.split()
    constants = [index for index, word in enumerate(words) if index and _CONSTANT.fullmatch(word)]
    pairs = [pair for index in constants for pair in _pairs(words, index)]
    if not pairs:
        return _numbers(words)
    counts = Counter(prefix for prefix, _ in pairs)
    prefix = max(counts, key=lambda prefix: (counts[prefix], len(prefix)))
    values = tuple(value for other_prefix, value in pairs if other_prefix == prefix)
    return values if len(values) >= MIN_PAIRS and len(set(values)) == len(values) else ()


def _pairs(words: Sequence[str], index: int) -> Iterator[tuple[str, str]]:
    """Yield each prefix that the constant at `index` may have, with the value that is before it."""
    constant = normalize_name(words[index])
    for start in range(index - 1, max(index - 1 - MAX_WORDS, -1), -1):
        value = " ".join(words[start:index])
        letters = normalize_name(value)
        if letters and constant.endswith(letters) and constant != letters:
            yield constant.removesuffix(letters), value


def _numbers(words: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers that alternate with constants at the end of a text."""
    start = len(words)
    while (
        start >= 2 and _NUMBER.fullmatch(words[start - 2]) and _CONSTANT.fullmatch(words[start - 1])
    ):
        start -= 2
    values, constants = tuple(map(int, words[start::2])), words[start + 1 :: 2]
    prefix = constants[0][:MIN_PREFIX] if len(values) >= MIN_PAIRS else ""
    has_prefix = len(prefix) == MIN_PREFIX and all(name.startswith(prefix) for name in constants)
    return values if has_prefix and len(set(values)) == len(values) else ()


def _infer(description: Description) -> tuple[str | int, ...] | None:
    values = values_of_constants(description.text)
    default = description.default
    has_default = default is None or str(default.value) in map(str, values)
    return values if values and has_default else None


ENUMS_FROM_CONSTANTS = Inference(
    name="enums-from-constants",
    title="A type is an open enum if its description has values with their constants.",
    evidence=(
        (Source.DEFAULT, "a default that is not among the values excludes the enum"),
        (Source.PATTERN, "a value before each constant: `up NodeStateUp down NodeStateDown`"),
    ),
    threshold=(
        f"at least {MIN_PAIRS} constants that are the same prefix and the letters of their value, "
        "because one may be two words of a sentence; numbers only at the end of the text, with "
        f"constants that have {MIN_PREFIX} letters in common"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
    reason=(
        "No page that is measured here has such constants. On pages that six generators write from a "
        "specification in the form of go-swagger, 45 of 45 printed enums are right, and 2 without it."
    ),
)
