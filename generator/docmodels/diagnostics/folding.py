"""Fold the notes of a run: which notes belong together, and which of them are shown.

Notes of one rule belong together. Within a rule, notes whose messages differ only in the name of the
field or model that they are about have one cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docmodels.diagnostics.notes import Note, Severity
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS

MAX_SHOWN = 3
"""How many notes of a rule are shown; a rule with more notes is folded."""

_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
"""Sort keys: errors come last, because the end of the output stays on the screen."""


def by_rule(notes: Iterable[Note]) -> list[list[Note]]:
    """Group the notes that the user has not accepted by rule, sorted by severity, errors last."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        if not note.is_accepted:
            groups.setdefault(note.rule.name, []).append(note)
    return sorted(groups.values(), key=lambda group: _RANK[group[0].rule.severity])


def by_cause(notes: Iterable[Note]) -> list[list[Note]]:
    """Group the notes of one rule by cause, in the order of their first notes."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        groups.setdefault(_cause(note), []).append(note)
    return list(groups.values())


def most_informative(notes: Sequence[Note], limit: int = MAX_SHOWN) -> list[Note]:
    """Return up to `limit` notes of one rule.

    The first note of each cause, causes with the most occurrences first; if there are fewer causes,
    then notes of files that are not shown yet, then any others. Notes keep their order among equals.
    """
    causes = sorted(by_cause(notes), key=lambda group: -sum(note.occurrences for note in group))
    shown = [group[0] for group in causes[:limit]]
    files = {_file(note) for note in shown}
    repeated: list[Note] = []
    for note in (note for group in causes for note in group[1:]):
        if len(shown) >= limit:
            break
        if _file(note) in files:
            repeated.append(note)
        else:
            files.add(_file(note))
            shown.append(note)
    return [*shown, *repeated[: limit - len(shown)]]


def _file(note: Note) -> str:
    return note.origin.file if note.origin else ""


def _cause(note: Note) -> str:
    """Return the message without the name of the field or model that it is about."""
    pattern = _SUBJECT if note.rule in _RULES_ABOUT_MODELS else _OWNER
    return pattern.sub("", note.message)


_OWNER = re.compile(r" of `[^`]*`")
_SUBJECT = re.compile(r"^`[^`]*`| of `[^`]*`")
_RULES_ABOUT_MODELS = (EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS)
"""Rules whose messages begin with the name of a model, which is their place and not their cause."""
