"""Generate the models of a project during a build, for the hooks of all build backends."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from docmodels.config.options import JOBS, Job
from docmodels.config.settings import read_project
from docmodels.diagnostics.acceptance import is_failure, mark_accepted
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rendering import as_text
from docmodels.diagnostics.rules import INVALID_OPTION, UNMANAGED_FILE
from docmodels.io.marks import MarkState, mark_state
from docmodels.io.output_files import Change, recover_outputs, write
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline import is_module, no_progress, target_suffix, validate_job
from docmodels.pipeline.outputs import running
from docmodels.pipeline.workers import can_fork

ReadJobs: TypeAlias = Callable[[dict[str, Document]], Sequence[Job]]
"""Returns the jobs of a build, and adds the files that it reads to the documents."""


class BuildResult(Struct, frozen=True):
    """The jobs of a build, the lines to print, and why the build must stop (empty if it need not).

    `documents` are the paths of all documents that were read.
    """

    jobs: tuple[Job, ...]
    lines: tuple[str, ...]
    failure: str
    documents: tuple[str, ...]


def generate_models(root: Path, read_jobs: ReadJobs) -> BuildResult:
    """Generate every job of the project in `root`; a failure writes nothing.

    Remote documents must be in the lock of the project.
    """
    documents: dict[str, Document] = {}
    notes: list[Note] = []
    jobs: tuple[Job, ...] = ()
    failure = ""
    try:
        jobs = tuple(read_jobs(documents))
        recover_outputs(Path(job.output) for job in jobs)
        changes: list[Change] = []
        outdated = [job for job in jobs if not _is_distributed(root, job)]
        policy = RemotePolicy(root / "docmodels.lock", "frozen")
        with running(outdated, policy, _processes()) as pending:
            for job, run in zip(outdated, pending, strict=True):
                outcome = run(no_progress)
                documents |= outcome.documents
                if outcome.error:
                    raise outcome.error
                notes += (marked := mark_accepted(outcome.notes, job.accept))
                changes += outcome.changes
                if job.strict and any(map(is_failure, marked)):
                    failure = f"{job.output} has warnings, and its setting `strict` is true"
        if not failure:
            write(changes)
    except DocmodelsError as error:
        notes.append(_without_force(error.note))
        failure = "docmodels wrote nothing"
    lines = tuple(as_text(notes, documents))
    return BuildResult(jobs, lines, failure, tuple(documents))


def _processes() -> int | None:
    """Return how many outputs run at the same time: one where the main module, which may be a
    `setup.py`, would run again in each process."""
    try:
        requested = int(os.environ.get(JOBS.about.environment) or 0)
    except ValueError as error:
        message = f"{JOBS.about.environment} is not a number"
        raise DocmodelsError(INVALID_OPTION.at(None, message, JOBS.about.help)) from error
    return (max(requested, 0) or None) if can_fork() else 1


def project_jobs(root: Path, documents: dict[str, Document], place: str) -> tuple[Job, ...]:
    """Return the jobs of the project's settings. `place` is where else the user may write some.

    Raises `DocmodelsError` (`invalid-option`) if there are none, and as `read_project` does.
    """
    if project := read_project(root, validate_job, documents):
        return project.jobs
    message = f"{place} has no settings, and the project has none"
    help = "add `inputs = [..]` and `output = ..` to [tool.docmodels] or to the table of the hook"
    raise DocmodelsError(INVALID_OPTION.at(None, message, help))


def _is_distributed(root: Path, job: Job) -> bool:
    """Whether a source distribution has the modules of a job, but not its inputs: they are up to
    date."""
    output = Path(job.output)
    suffix = target_suffix(job.render)
    modules = [output] if is_module(output, suffix) else list(output.glob(f"*{suffix}"))
    has_inputs = any(Path(path).exists() for path in job.inputs)
    if has_inputs or not (root / "PKG-INFO").is_file():
        return False
    return any(path.is_file() and _has_mark(path) for path in modules)


def _has_mark(path: Path) -> bool:
    return mark_state(path.read_text("utf-8", errors="replace")) is not MarkState.UNMARKED


def _without_force(note: Note) -> Note:
    """Return the note; a build has no `--force`, which that of an unmanaged file advises."""
    if note.rule != UNMANAGED_FILE:
        return note
    help = "choose another output, or delete the file: the build then writes it"
    return replace(note, help=help)
