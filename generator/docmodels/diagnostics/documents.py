"""A document and the places in it. Nothing here touches the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from docmodels.ir import Origin

WEB = ("https://", "http://")
"""What the address of a document on the web begins with."""


@dataclass(frozen=True)
class Document:
    """One input as text: `path` as the caller named it, `\\n` line ends, no byte order mark."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))

    def origin(self, line: int, column: int = 1) -> Origin:
        """Name a place; `line` and `column` count from 1."""
        return Origin(self.path, line, column)

    def find(self, start: Origin, word: str) -> Origin | None:
        """Find `word` after `start`: on that line, or where it is referred to in the block below.

        What stands at `start` itself is the name of a field, which may be the same word.
        """
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        lines = self.lines[start.line - 1 : start.line + _BLOCK]
        places = [match.start() + 1 for match in whole.finditer(lines[0])] if lines else []
        if after := [column for column in places if column >= start.column]:
            return self.origin(start.line, next((c for c in after if c > start.column), after[0]))
        for number, line in enumerate(lines[1:], start.line + 1):
            if line.strip() and _indent(line) <= _indent(lines[0]):
                break
            if "$ref" in line and (match := whole.search(line)):
                return self.origin(number, match.start() + 1)
        return None


_BLOCK = 40
"""Lines below a key that are looked through."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def document(path: str, text: str) -> Document:
    """Make a document of raw text: byte order mark dropped, line ends made `\\n`."""
    return Document(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
