"""Where words end in a name that shows no sign of it: Go prints `past_due` as `PASTDUE`.

The API's own names and texts know the words. A name is taken apart in the fewest words, and only
where there is one way to do that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from docmodels.ir.drafts import normalize_name

_WORD = re.compile(r"[a-z]+|\d+")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_SHORT = frozenset("a an as at be by do go id if in is it my no of ok on or so to up us".split())
"""Words of one or two letters; any others of that length are abbreviations, or chance."""

_LONGEST = 60


class Lexicon:
    """The words and the compound identifiers of an API's names and texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _known(self) -> tuple[frozenset[str], dict[str, list[str]]]:
        words: set[str] = set()
        compounds: dict[str, list[str]] = {}
        for text in self._texts:
            lower = text.lower()
            words.update(w for w in _WORD.findall(lower) if len(w) > 2 or w in _SHORT)
            for compound in _SNAKE.findall(lower):
                compounds.setdefault(normalize_name(compound), compound.split("_"))
        return frozenset(words), compounds

    def split(self, name: str) -> list[str]:
        """Give the words of a joined name in lower case, or nothing where they are in doubt."""
        words, compounds = self._known
        joined = normalize_name(name)
        if found := compounds.get(joined):
            return found
        ways: list[list[list[str]]] = [[[]]]
        for end in range(1, min(len(joined), _LONGEST) + 1):
            here = [
                [*way, joined[start:end]]
                for start in range(end)
                if joined[start:end] in words
                for way in ways[start]
            ]
            fewest = min(map(len, here), default=0)
            ways.append([way for way in here if len(way) == fewest][:2])
        return ways[-1][0] if len(ways) == len(joined) + 1 and len(ways[-1]) == 1 else []
