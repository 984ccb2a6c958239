"""Generate the models of a project during a build, for the hooks of all build backends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from docmodels.config.options import Job
from docmodels.config.settings import read_project
from docmodels.diagnostics.acceptance import is_failure, mark_accepted
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rendering import as_text
from docmodels.diagnostics.rules import INVALID_OPTION, UNMANAGED_FILE
from docmodels.io.marks import MarkState, mark_state
from docmodels.io.output_files import Change, recover_outputs, write
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline import (
    RunContext,
    is_module,
    load,
    plan_changes,
    target_suffix,
    validate_job,
)

ReadJobs: TypeAlias = Callable[[dict[str, Document]], Sequence[Job]]
"""Returns the jobs of a build, and adds the files that it reads to the documents."""


@dataclass(frozen=True, slots=True)
class BuildResult:
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
    context = RunContext(remote=RemotePolicy(root / "docmodels.lock", "frozen"))
    notes: list[Note] = []
    jobs: tuple[Job, ...] = ()
    failure = ""
    try:
        jobs = tuple(read_jobs(context.documents))
        recover_outputs(Path(job.output) for job in jobs)
        changes: list[Change] = []
        for job in jobs:
            job_context = replace(context, notes=[])
            changes += _plan_changes(root, job, job_context)
            marked = mark_accepted(job_context.notes, job.accept)
            notes += marked
            if job.strict and any(map(is_failure, marked)):
                failure = f"{job.output} has warnings, and its setting `strict` is true"
        if not failure:
            write(changes)
    except DocmodelsError as error:
        notes.append(_without_force(error.note))
        failure = "docmodels wrote nothing"
    lines = tuple(as_text(notes, context.documents))
    return BuildResult(jobs, lines, failure, tuple(context.documents))


def project_jobs(root: Path, documents: dict[str, Document], place: str) -> tuple[Job, ...]:
    """Return the jobs of the project's settings. `place` is where else the user may write some.

    Raises `DocmodelsError` (`invalid-option`) if there are none, and as `read_project` does.
    """
    if project := read_project(root, validate_job, documents):
        return project.jobs
    message = f"{place} has no settings, and the project has none"
    help = "add `inputs = [..]` and `output = ..` to [tool.docmodels] or to the table of the hook"
    raise DocmodelsError(INVALID_OPTION.at(None, message, help))


def _plan_changes(root: Path, job: Job, context: RunContext) -> list[Change]:
    """List the changes of a job; none in a source distribution without inputs: its modules are up
    to date."""
    output = Path(job.output)
    suffix = target_suffix(job.render)
    modules = [output] if is_module(output, suffix) else list(output.glob(f"*{suffix}"))
    if (root / "PKG-INFO").is_file() and not any(Path(path).exists() for path in job.inputs):
        if any(path.is_file() and _has_mark(path) for path in modules):
            return []
    api = load(job.inputs, job.load, context).api
    return plan_changes(api, output, job.render, context)


def _has_mark(path: Path) -> bool:
    return mark_state(path.read_text("utf-8", errors="replace")) is not MarkState.UNMARKED


def _without_force(note: Note) -> Note:
    """Return the note; a build has no `--force`, which that of an unmanaged file advises."""
    if note.rule is not UNMANAGED_FILE:
        return note
    help = "choose another output, or delete the file: the build then writes it"
    return replace(note, help=help)
