"""Input documents and places in them. This module reads no files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Protocol

from msgspec import Struct

from docmodels.ir import Origin

WEB_SCHEMES = ("https://", "http://")
"""The schemes of documents on the web."""


class KeptText(Protocol):
    """A text that can be obtained again after its memory was released."""

    @property
    def text(self) -> str:
        """The text, with `\\n` line ends and no byte order mark."""
        ...

    def forget(self) -> None:
        """Release the memory of the text."""


class Document(Struct, frozen=True, dict=True):
    """One input: `path` as the caller named it, and its text, or where that is kept.

    Messages do not quote a document that `is_foreign`: it is not near the inputs.
    """

    path: str
    content: str | KeptText
    is_foreign: bool = False

    def __repr__(self) -> str:
        """Return the path without the text, which may have secrets."""
        return f"Document(path={self.path!r}, is_foreign={self.is_foreign})"

    @property
    def text(self) -> str:
        """The text, with `\\n` line ends and no byte order mark."""
        return self.content if isinstance(self.content, str) else self.content.text

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without line ends."""
        return tuple(self.text.split("\n"))

    def forget(self) -> None:
        """Release the memory of the lines, and of a text that can be obtained again."""
        vars(self).pop("lines", None)
        if not isinstance(self.content, str):
            self.content.forget()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what creates the document in another process, without its lines."""
        return type(self), (self.path, self.content, self.is_foreign)

    def origin(self, line: int, column: int = 1) -> Origin:
        """Return a place in this document; `line` and `column` count from 1."""
        return Origin(self.path, line, column)

    def find(self, start: Origin, word: str) -> Origin | None:
        """Find `word` on the line of `start`, or in a `$ref` of the indented block below it.

        Returns the place, or `None`. Prefers a place after `start`: the text at `start` is the name
        of a field, and may be the same word.
        """
        lines = self.lines[start.line - 1 : start.line + _MAX_BLOCK_LINES]
        columns = _columns(lines[0], word, start.column) if lines else iter(())
        if column := next(columns, None):
            is_name = column == start.column
            return self.origin(start.line, next(columns, column) if is_name else column)
        for number, line in enumerate(lines[1:], start.line + 1):
            if line.strip() and _indent(line) <= _indent(lines[0]):
                break
            if "$ref" in line and (column := next(_columns(line, word), None)):
                return self.origin(number, column)
        return None


def _columns(line: str, word: str, start: int = 1) -> Iterator[int]:
    """Yield the columns of a word from a column on, where it is not a part of a longer word."""
    index = line.find(word, start - 1) if word else -1
    while index >= 0:
        around = line[index - 1 : index] + line[index + len(word) : index + len(word) + 1]
        if not _WORD_CHARACTER.search(around):
            yield index + 1
        index = line.find(word, index + 1)


_WORD_CHARACTER = re.compile(r"\w")


_MAX_BLOCK_LINES = 40
"""How many lines below a key are searched."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def document(path: str, text: str) -> Document:
    """Create a document from raw text: remove a byte order mark, convert line ends to `\\n`."""
    return Document(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
