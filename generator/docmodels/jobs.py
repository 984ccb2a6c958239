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
from docmodels.io.remote import RemotePolicy
from docmodels.ir import Api
from docmodels.pipeline import (
    LoadOptions,
    LoadResult,
    Progress,
    RenderOptions,
    is_module,
    load,
    no_progress,
    render,
    validate_load_options,
    validate_render_options,
)

_USUAL = RemotePolicy()


def load_job(
    job: Job,
    notes: list[Note],
    documents: dict[str, Document],
    watch: Progress = no_progress,
    remote: RemotePolicy = _USUAL,
) -> LoadResult:
    """Read the inputs of a job; `remote` counts if the job allows it. Raises as `recover` does.

    Names are given later: by `compare_job` to all classes, by `renamed` to definitions.
    """
    validate_options(job)
    how = replace(_reading(job, watch), remote=remote if job.allow_remote else None)
    return load(job.inputs, how, notes, documents)


def validate_options(job: Job) -> None:
    """Raise `UnknownName` or `DocmodelsError` for settings that nothing can come of."""
    validate_load_options(_reading(job))
    validate_render_options(writing(job))


def renamed(loaded: LoadResult, job: Job) -> LoadResult:
    """Give the definitions the names that a job asks for. Raises `DocmodelsError` (bad-rename)."""
    from docmodels.passes import rename

    return replace(loaded, api=rename.run(loaded.api, job.rename))


def _reading(job: Job, watch: Progress = no_progress) -> LoadOptions:
    return LoadOptions(job.dialect, job.wire_case, watch, split_readonly=job.split_readonly)


def writing(job: Job, watch: Progress = no_progress) -> RenderOptions:
    """Give the part of a job that is about writing."""
    templates = Path(job.templates) if job.templates else None
    return RenderOptions(job.target, templates, job.validation, job.rename, watch)


@contextmanager
def collect_notes(notes: list[Note] | None, strict: bool = False) -> Generator[list[Note]]:
    """Collect doubts and hand them on to `notes`, however it ends; `strict` refuses warnings."""
    doubts: list[Note] = []
    try:
        yield doubts
        if strict:
            fail_on_warnings(doubts)
    finally:
        if notes is not None:
            notes.extend(doubts)


def fail_on_warnings(notes: Sequence[Note]) -> None:
    """Raise `DocmodelsError` for the first warning."""
    for note in notes:
        if note.rule.severity is Severity.WARNING:
            raise DocmodelsError(note)


def plan_changes(
    job: Job, api: Api, notes: list[Note], watch: Progress = no_progress
) -> list[Change]:
    """Render a job and compare it with what stands at its output. Raises as `modules` does."""
    output = Path(job.output)
    files = render(api, output, writing(job, watch), notes)
    single = is_module(output)
    return changes(files, output.parent if single else output, prune=not single)
