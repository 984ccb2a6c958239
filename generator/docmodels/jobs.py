"""Jobs: what the command line, a project or a program wants done, along the line."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from docmodels.config import Job
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity
from docmodels.io.output_files import Change, changes
from docmodels.io.remote import Remote
from docmodels.ir import Api
from docmodels.pipeline import (
    Loaded,
    Reading,
    Watch,
    Writing,
    approve_reading,
    approve_writing,
    is_module,
    modules,
    recover,
    unwatched,
)

_USUAL = Remote()


def load_job(
    job: Job,
    notes: list[Note],
    documents: dict[str, Document],
    watch: Watch = unwatched,
    remote: Remote = _USUAL,
) -> Loaded:
    """Read the inputs of a job; `remote` counts if the job allows it. Raises as `recover` does.

    Names are given later: by `compare_job` to all classes, by `renamed` to definitions.
    """
    approve(job)
    how = replace(_reading(job, watch), remote=remote if job.allow_remote else None)
    return recover(job.inputs, how, notes, documents)


def approve(job: Job) -> None:
    """Raise `UnknownName` or `DocmodelsError` for settings that nothing can come of."""
    approve_reading(_reading(job))
    approve_writing(writing(job))


def renamed(loaded: Loaded, job: Job) -> Loaded:
    """Give the definitions the names that a job asks for. Raises `DocmodelsError` (bad-rename)."""
    from docmodels.passes import rename

    return replace(loaded, api=rename.run(loaded.api, job.rename))


def _reading(job: Job, watch: Watch = unwatched) -> Reading:
    return Reading(job.dialect, job.wire_case, watch, split_readonly=job.split_readonly)


def writing(job: Job, watch: Watch = unwatched) -> Writing:
    """Give the part of a job that is about writing."""
    templates = Path(job.templates) if job.templates else None
    return Writing(job.target, templates, job.validation, job.rename, watch)


@contextmanager
def told(notes: list[Note] | None, strict: bool = False) -> Generator[list[Note]]:
    """Collect doubts and hand them on to `notes`, however it ends; `strict` refuses warnings."""
    doubts: list[Note] = []
    try:
        yield doubts
        if strict:
            refuse_warnings(doubts)
    finally:
        if notes is not None:
            notes.extend(doubts)


def refuse_warnings(notes: Sequence[Note]) -> None:
    """Raise `DocmodelsError` for the first warning."""
    for note in notes:
        if note.rule.severity is Severity.WARNING:
            raise DocmodelsError(note)


def compare_job(job: Job, api: Api, notes: list[Note], watch: Watch = unwatched) -> list[Change]:
    """Render a job and compare it with what stands at its output. Raises as `modules` does."""
    output = Path(job.output)
    files = modules(api, output, writing(job, watch), notes)
    single = is_module(output)
    return changes(files, output.parent if single else output, prune=not single)
