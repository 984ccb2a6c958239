"""Input documents and places in them. This module reads no files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from docmodels.ir import Origin

WEB_SCHEMES = ("https://", "http://")
"""The schemes of documents on the web."""


@dataclass(frozen=True)
class Document:
    """One input: `path` as the caller named it; `text` with `\\n` line ends, no byte order mark.

    Messages do not quote a document that `is_foreign`: it is not near the inputs.
    """

    path: str
    text: str = field(repr=False)
    is_foreign: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without line ends."""
        return tuple(self.text.split("\n"))

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, bool]]:
        """Return what creates the document in another process, without its lines."""
        return type(self), (self.path, self.text, self.is_foreign)

    def origin(self, line: int, column: int = 1) -> Origin:
        """Return a place in this document; `line` and `column` count from 1."""
        return Origin(self.path, line, column)

    def find(self, start: Origin, word: str) -> Origin | None:
        """Find `word` on the line of `start`, or in a `$ref` of the indented block below it.

        Returns the place, or `None`. Prefers a place after `start`: the text at `start` is the name
        of a field, and may be the same word.
        """
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        lines = self.lines[start.line - 1 : start.line + _MAX_BLOCK_LINES]
        columns = [match.start() + 1 for match in pattern.finditer(lines[0])] if lines else []
        if following := [column for column in columns if column >= start.column]:
            return self.origin(
                start.line, next((c for c in following if c > start.column), following[0])
            )
        for number, line in enumerate(lines[1:], start.line + 1):
            if line.strip() and _indent(line) <= _indent(lines[0]):
                break
            if "$ref" in line and (match := pattern.search(line)):
                return self.origin(number, match.start() + 1)
        return None


_MAX_BLOCK_LINES = 40
"""How many lines below a key are searched."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def document(path: str, text: str) -> Document:
    """Create a document from raw text: remove a byte order mark, convert line ends to `\\n`."""
    return Document(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
