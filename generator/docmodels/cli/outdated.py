"""Notes about outputs that differ from what their inputs generate."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from docmodels.config.options import Job
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import OUT_OF_DATE
from docmodels.io.marks import MARK
from docmodels.io.output_files import Change
from docmodels.ir import Origin


def out_of_date(changes: Sequence[Change], job: Job) -> Iterator[Note]:
    """Yield a note for each file of a job that changes, at its first line that differs."""
    command = shlex.join(["docmodels", "generate", *job.arguments()])
    for change in changes:
        path = change.path.as_posix()
        yield OUT_OF_DATE.at(Origin(path, _line(change)), _message(change), f"run: {command}")


def _message(change: Change) -> str:
    if change.before is None:
        return f"{change.path} does not exist"
    if change.after is None:
        return f"{change.path} is no longer generated"
    return f"{change.path} is out of date"


def _line(change: Change) -> int:
    """Return the number of the first line that differs, besides the mark with its digest."""
    before, after = ((text or "").splitlines() for text in (change.before, change.after))
    if change.before is None or change.after is None:
        return 1
    pairs = enumerate(zip(before, after, strict=False), 1)
    differing = (n for n, (old, new) in pairs if old != new and not old.startswith(MARK))
    return next(differing, len(before) or 1)
