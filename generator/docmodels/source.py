"""A document and the places in it. Nothing here touches the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from docmodels.ir import Origin


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


def document(path: str, text: str) -> Document:
    """Make a document of raw text: byte order mark dropped, line ends made `\\n`."""
    return Document(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
