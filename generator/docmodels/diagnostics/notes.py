"""Doubts, said aloud: rules declared once, notes as values. Nothing here prints or formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from docmodels.ir import Origin


class Severity(StrEnum):
    """How much a note matters: an error ends the run (exit 2), a warning fails `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """One finding at one place. `width` is the length of the marked text, in characters.

    `marked` is the text itself where only the row or block that it stands in is known; who has the
    document at hand finds it there (`Document.find`).
    """

    rule: Rule
    origin: Origin | None
    message: str
    help: str = ""
    width: int = 1
    marked: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its kebab-case name, how severe it is, one sentence about it, and what to
    do where a note knows nothing better."""

    name: str
    severity: Severity
    summary: str
    help: str = ""

    def at(
        self, origin: Origin | None, message: str, help: str = "", width: int = 1, marked: str = ""
    ) -> Note:
        """Make a note of this rule; `help` says what to do about it."""
        return Note(self, origin, message, help or self.help, width, marked)


class DocmodelsError(Exception):
    """The run cannot go on; `note` says why, where, and what to do."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.message)
        self.note = note


class UnknownName(ValueError):
    """A dialect, target or case that does not exist."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no {kind} is called {name!r}; there are {', '.join(known)}")


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: `1 field`, `2 fields`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
