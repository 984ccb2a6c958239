"""One run of the command line: its notes, its messages and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName
from docmodels.diagnostics.rules import INTERNAL_ERROR, NESTING_LIMIT

if TYPE_CHECKING:
    from docmodels.config.options import Job, LoadOptions
    from docmodels.diagnostics.documents import Document
    from docmodels.io.output_files import Change
    from docmodels.io.remote import LockMode
    from docmodels.pipeline import LoadResult, RunContext

DONE, DIFFERENT, FAILED, INTERRUPTED, CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are those of a shell for SIGINT and SIGPIPE."""


@dataclass(slots=True)
class CliRun:
    """A run for one output: its notes that are not printed yet, and the pending lock file."""

    format: str
    is_strict: bool = False
    lock_mode: LockMode = "append"
    notes: list[Note] = field(default_factory=list[Note])
    documents: dict[str, Document] = field(default_factory=dict[str, "Document"])
    lock: tuple[Change, ...] = ()

    @contextmanager
    def _context(self) -> Generator[RunContext, None, None]:
        """Yield the context for a step of the pipeline; a progress bar shows long steps."""
        from docmodels.cli.console import progress_bar
        from docmodels.io.remote import RemotePolicy
        from docmodels.pipeline import RunContext

        with progress_bar() as progress:
            remote = RemotePolicy(lock_mode=self.lock_mode)
            yield RunContext(self.notes, self.documents, progress, remote)

    def load(self, inputs: Sequence[str], options: LoadOptions) -> LoadResult:
        """Load the inputs."""
        from docmodels.pipeline import load

        with self._context() as context:
            loaded = load(inputs, options, context)
        self.lock = loaded.lock
        return loaded

    def render_module(self, job: Job) -> str:
        """Run the job for one module and return its text."""
        from docmodels.pipeline import render

        api = self.load(job.inputs, job.load).api
        with self._context() as context:
            return render(api, None, job.render, context)[0].text

    def plan_changes(self, job: Job) -> list[Change]:
        """Run the job and list the changes to its output."""
        from docmodels.pipeline import plan_changes

        api = self.load(job.inputs, job.load).api
        with self._context() as context:
            return plan_changes(api, Path(job.output), job.render, context)

    def write(self, changes: Sequence[Change], output: str, force: bool) -> None:
        """Write the changes and report them."""
        from docmodels.io.output_files import write

        write(changes, force=force)
        if not changes:
            self.report(f"{output} is up to date")
            return
        deleted = sum(change.after is None for change in changes)
        written = f"{len(changes) - deleted} files in {output}" if len(changes) > 1 else output
        self.report(f"wrote {written}, deleted {deleted} stale" if deleted else f"wrote {written}")

    def write_lock(self) -> None:
        """Write the lock file of remote documents."""
        from docmodels.io.output_files import write

        write(self.lock)

    def exit_if_strict(self) -> None:
        """Exit with code 1 if the run is strict and there is a warning."""
        if self.is_strict and any(n.rule.severity is Severity.WARNING for n in self.notes):
            raise click.exceptions.Exit(DIFFERENT)

    def report(self, message: str) -> None:
        """Print the notes and one line about the run, in the text format only."""
        if self.format == "text":
            from docmodels.diagnostics.rendering import totals

            summary = totals(self.notes)
            self.print_notes()
            click.echo(f"{message} ({summary})" if summary else message, err=True)

    def print_notes(self) -> None:
        """Print the notes that are not printed yet."""
        if self.notes:
            from docmodels.cli.console import print_notes

            print_notes(self.notes, self.documents, self.format)
            self.notes.clear()


@contextmanager
def report_outcome(run: CliRun) -> Generator[None, None, None]:
    """Print the notes when a run ends, also after an error; turn errors into exit codes."""
    try:
        yield
    except (click.exceptions.Exit, click.ClickException):
        run.print_notes()
        raise
    except UnknownName as error:
        run.print_notes()
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output is closed; Python would report it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED)
    except Exception as error:
        run.notes.extend(_failure_notes(error, run.notes))
        run.print_notes()
        sys.exit(FAILED)
    run.print_notes()


def _failure_notes(error: Exception, notes: Sequence[Note]) -> list[Note]:
    """Return the note about the error that ended a run, unless `notes` has it already."""
    match error:
        case DocmodelsError(note=note):
            return [] if note in notes else [note]
        case RecursionError():
            message = "an input is nested too deeply"
            return [NESTING_LIMIT.at(None, message, "reduce the nesting of the input")]
        case _:
            message = f"{type(error).__name__}: {error}{_code_location(error.__traceback__)}"
            help = "this is a bug in docmodels: please report it, with the input if you can"
            return [INTERNAL_ERROR.at(None, message, help)]


def _code_location(trace: TracebackType | None) -> str:
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
