"""Split names without word boundaries into words: Go prints `past_due` as `PASTDUE`.

The dictionary contains the words of the API's names and texts. A name is split into the fewest
words, and only if one such split exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from docmodels.ir.drafts import normalize_name

_WORD = re.compile(r"[a-z]+|\d+")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_SHORT_WORDS = frozenset(
    "a an as at be by do go id if in is it my no of ok on or so to up us".split()
)
"""The accepted words of one or two letters; others are ignored, as most are abbreviations."""

_MAX_NAME_LENGTH = 60


class Segmenter:
    """Splits names by the words and compound identifiers in an API's names and texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _dictionary(self) -> tuple[frozenset[str], dict[str, list[str]]]:
        words: set[str] = set()
        compounds: dict[str, list[str]] = {}
        for text in self._texts:
            lower = text.lower()
            words.update(w for w in _WORD.findall(lower) if len(w) > 2 or w in _SHORT_WORDS)
            for compound in _SNAKE.findall(lower):
                compounds.setdefault(normalize_name(compound), compound.split("_"))
        return frozenset(words), compounds

    def split(self, name: str) -> list[str]:
        """Split a name into lower-case words; return [] if no split or several splits exist."""
        words, compounds = self._dictionary
        key = normalize_name(name)
        if compound := compounds.get(key):
            return compound
        segmentations: list[list[list[str]]] = [[[]]]
        for end in range(1, min(len(key), _MAX_NAME_LENGTH) + 1):
            candidates = [
                [*segmentation, key[start:end]]
                for start in range(end)
                if key[start:end] in words
                for segmentation in segmentations[start]
            ]
            fewest = min(map(len, candidates), default=0)
            segmentations.append(
                [segmentation for segmentation in candidates if len(segmentation) == fewest][:2]
            )
        return (
            segmentations[-1][0]
            if len(segmentations) == len(key) + 1 and len(segmentations[-1]) == 1
            else []
        )
