"""Run jobs: load the inputs of a job, render it, and compare the result with its output."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from docmodels.config import Job
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity
from docmodels.io.output_files import Change, list_changes
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

_DEFAULT_POLICY = RemotePolicy()


def load_job(
    job: Job,
    notes: list[Note],
    documents: dict[str, Document],
    progress: Progress = no_progress,
    remote: RemotePolicy = _DEFAULT_POLICY,
) -> LoadResult:
    """Load the inputs of a job; `remote` applies only if the job allows remote documents.

    Does not rename: `plan_changes` renames all classes, `rename_definitions` the definitions.
    Raises as `pipeline.load` and `validate_options` do.
    """
    validate_options(job)
    options = replace(_load_options(job, progress), remote=remote if job.allow_remote else None)
    return load(job.inputs, options, notes, documents)


def validate_options(job: Job) -> None:
    """Raise `UnknownName` or `DocmodelsError` if a setting of the job has an invalid value."""
    validate_load_options(_load_options(job))
    validate_render_options(render_options(job))


def rename_definitions(loaded: LoadResult, job: Job) -> LoadResult:
    """Apply a job's `rename` setting to definitions. Raises `DocmodelsError` (`bad-rename`)."""
    from docmodels.passes import rename

    return replace(loaded, api=rename.run(loaded.api, job.rename))


def _load_options(job: Job, progress: Progress = no_progress) -> LoadOptions:
    return LoadOptions(job.dialect, job.wire_case, progress, split_readonly=job.split_readonly)


def render_options(job: Job, progress: Progress = no_progress) -> RenderOptions:
    """Return the options of `render` that a job sets."""
    templates = Path(job.templates) if job.templates else None
    return RenderOptions(job.target, templates, job.validation, job.rename, progress)


@contextmanager
def collect_notes(notes: list[Note] | None, strict: bool = False) -> Generator[list[Note]]:
    """Yield a list for notes; on exit, append them to `notes`, also after an error.

    With `strict`, raises `DocmodelsError` for the first warning.
    """
    collected: list[Note] = []
    try:
        yield collected
        if strict:
            fail_on_warnings(collected)
    finally:
        if notes is not None:
            notes.extend(collected)


def fail_on_warnings(notes: Sequence[Note]) -> None:
    """Raise `DocmodelsError` for the first warning."""
    for note in notes:
        if note.rule.severity is Severity.WARNING:
            raise DocmodelsError(note)


def plan_changes(
    job: Job, api: Api, notes: list[Note], progress: Progress = no_progress
) -> list[Change]:
    """Render a job and list the changes to its output. Raises as `pipeline.render` does."""
    output = Path(job.output)
    files = render(api, output, render_options(job, progress), notes)
    is_single = is_module(output)
    return list_changes(files, output.parent if is_single else output, prune=not is_single)
