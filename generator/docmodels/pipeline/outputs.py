"""Run jobs, one for each output, in this process or in several; the results are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.config.options import Job
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.failures import failure_note
from docmodels.diagnostics.notes import DocmodelsError, Note, UnknownName
from docmodels.io.code_state import loaded_modules
from docmodels.io.input_files import STDIN, has_size
from docmodels.io.output_files import Change
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline.context import Progress, RunContext, no_progress

MIN_BYTES: Final = 200_000
"""The size of inputs below which one process is as fast: each worker imports for 0.3 s."""


class Outcome(Struct, frozen=True):
    """What a job gives: the changes to its output and to the lock, or the error that ended it.

    `notes`, `documents` and `missing` are those of its context. `text` is the module that is written
    to standard output. `modules` are the files of the code that another process has loaded.
    """

    notes: Sequence[Note]
    documents: Mapping[str, Document]
    missing: frozenset[str]
    text: str = ""
    changes: Sequence[Change] = ()
    lock: Sequence[Change] = ()
    error: DocmodelsError | UnknownName | None = None
    modules: frozenset[str] = field(default_factory=frozenset[str])


Pending: TypeAlias = Callable[[Progress], Outcome]
"""An outcome to come: the call waits for it, or does the work and reports its progress."""


def run_job(job: Job, policy: RemotePolicy, progress: Progress = no_progress) -> Outcome:
    """Load the inputs of a job, and compare its models with its output. Raises no `Exception`."""
    from docmodels.pipeline import load, plan_changes, render

    context = RunContext(progress=progress, remote=policy)
    result: dict[str, Any] = {}
    try:
        loaded = load(job.inputs, job.load, context)
        result["lock"] = loaded.lock
        if job.output == "-":
            result["text"] = render(loaded.api, None, job.render, context)[0].text
        else:
            output = Path(job.output)
            result["changes"] = plan_changes(loaded.api, output, job.render, context)
    except UnknownName as error:
        result["error"] = error
    except Exception as error:
        result["error"] = DocmodelsError(failure_note(error))
    missing = frozenset(context.missing)
    return Outcome(tuple(context.notes), context.documents, missing, **result)


@contextmanager
def running(
    jobs: Sequence[Job], policy: RemotePolicy, processes: int | None
) -> Generator[Sequence[Pending]]:
    """Yield the outcomes to come of jobs, in their order.

    At most `processes` run at the same time; None means as many as are worth it.
    """
    pending: list[Pending] = [partial(run_job, job, policy) for job in jobs]
    number = _count_processes(jobs, processes)
    with ExitStack() as stack:
        if number > 1:
            with suppress(ImportError, OSError):  # a system without processes: the jobs run here
                from docmodels.pipeline.workers import parallel

                workers = parallel(partial(_run_in_worker, policy), jobs, number)
                outcomes = stack.enter_context(workers)
                pending = [partial(_wait, outcomes, run_here) for run_here in pending]
        yield pending


def count_processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run_in_worker(policy: RemotePolicy, job: Job) -> Outcome:
    return replace(run_job(job, policy), modules=frozenset(loaded_modules()))


def _wait(outcomes: Iterator[Outcome | None], run_here: Pending, progress: Progress) -> Outcome:
    """Wait for the next outcome; if its worker was killed, do the work in this process."""
    return next(outcomes) or run_here(progress)


def _count_processes(jobs: Sequence[Job], requested: int | None) -> int:
    paths = [path for job in jobs for path in job.inputs]
    if len(jobs) < 2 or STDIN in paths:
        return 1
    if requested is None:
        requested = count_processors() if has_size(paths, MIN_BYTES) else 1
    return min(requested, len(jobs))
