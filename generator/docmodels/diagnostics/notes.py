"""Diagnostics as values: rules, severities, notes and exceptions. See `rendering` for output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Self

from msgspec import Struct

from docmodels.diagnostics.names import RuleName
from docmodels.ir import Origin


class Severity(StrEnum):
    """The severity of a rule: an error ends the run (exit code 2), a warning fails `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Note(Struct, frozen=True):
    """One diagnostic at one place.

    `width` is the length of the marked text, in characters. `marked` is the marked text where
    `origin` is only the row or block that contains it; `Document.find` finds the exact place.
    `occurrences` is the number of places in the input that the note stands for. `is_accepted` if
    the user accepts its rule: it is not shown, and not a failure with `--strict`.
    """

    rule: Rule
    origin: Origin | None
    message: str
    help: str = ""
    width: int = 1
    marked: str = ""
    occurrences: int = 1
    is_accepted: bool = False


class Rule(Struct, frozen=True):
    """A kind of diagnostic.

    `name` is kebab-case; `summary` is one sentence; `help` is the fix for notes without their own.
    """

    name: RuleName
    severity: Severity
    summary: str
    help: str = ""

    def at(
        self, origin: Origin | None, message: str, help: str = "", width: int = 1, marked: str = ""
    ) -> Note:
        """Create a note of this rule; `help` describes the fix."""
        return Note(self, origin, message, help or self.help, width, marked)


class DocmodelsError(Exception):
    """An error that ends the run; `note` has the reason, the place and the fix."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.message)
        self.note = note

    def __reduce__(self) -> tuple[type[Self], tuple[Note]]:
        """Return what creates the same error in another process."""
        return type(self), (self.note,)


class UnknownName(ValueError):
    """An unknown dialect, target, case, validation, rule or kind of document."""

    def __init__(self, kind: str, name: str, choices: Sequence[str]) -> None:
        options = f"{suggest(name, choices)}choose from {', '.join(choices)}"
        super().__init__(f"unknown {kind} {name!r}; {options if choices else 'there is none'}")
        self._arguments = kind, name, tuple(choices)

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, Sequence[str]]]:
        """Return what creates the same error in another process."""
        return type(self), self._arguments


def suggest(name: str, choices: Iterable[str]) -> str:
    """Return `did you mean NAME? ` with the choice that is most like `name`, or an empty text."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(choices), 1)
    return f"did you mean `{near[0]}`? " if near else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 field`, `2 fields`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
