"""Which notes a user accepts, and which stop a strict run.

A user that cannot change the documentation accepts a rule by its name: its notes are marked, not
shown, and no failure of a strict run. Errors cannot be accepted.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName
from docmodels.diagnostics.rules import ACCEPTABLE, INVALID_OPTION, RULES


def check_accepted(names: Iterable[str]) -> None:
    """Raise `UnknownName` for a name of no rule, `DocmodelsError` for the name of an error."""
    for name in names:
        if name in ACCEPTABLE:
            continue
        if all(rule.name != name for rule in RULES):
            raise UnknownName("rule", name, ACCEPTABLE)
        message = f"`accept`: `{name}` is an error, and errors cannot be accepted"
        raise DocmodelsError(INVALID_OPTION.at(None, message, "remove it, and fix the cause"))


@contextmanager
def collect_notes(
    notes: list[Note] | None, strict: bool = False, accept: Iterable[str] = ()
) -> Generator[list[Note]]:
    """Yield a list for notes; on exit, append them to `notes`, also after an error.

    Notes of the rules in `accept` are marked. With `strict`, raises `DocmodelsError` for the first
    warning that is not accepted. Raises as `check_accepted` does, before anything is read.
    """
    names = tuple(accept)
    check_accepted(names)
    collected: list[Note] = []
    try:
        yield collected
        if strict:
            fail_on_warnings(mark_accepted(collected, names))
    finally:
        if notes is not None:
            notes.extend(mark_accepted(collected, names))


def mark_accepted(notes: Iterable[Note], names: Iterable[str]) -> list[Note]:
    """Return the notes; those of the rules with these names are marked as accepted."""
    accepted = frozenset(names)
    return [
        replace(note, is_accepted=True) if note.rule.name in accepted else note for note in notes
    ]


def is_failure(note: Note) -> bool:
    """Whether a note stops a strict run that has no error: a warning that is not accepted."""
    return note.rule.severity is Severity.WARNING and not note.is_accepted


def fail_on_warnings(notes: Sequence[Note]) -> None:
    """Raise `DocmodelsError` for the first warning that is not accepted."""
    for note in notes:
        if is_failure(note):
            raise DocmodelsError(note)
