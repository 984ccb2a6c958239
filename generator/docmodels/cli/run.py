"""One job of the command line: its notes, its messages, and the exit code it ends with."""

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
    from docmodels.config import Job
    from docmodels.diagnostics.documents import Document
    from docmodels.io.output_files import Change
    from docmodels.io.remote import Pinning
    from docmodels.pipeline import LoadResult

DONE, DIFFERENT, FAILED, INTERRUPTED, CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are those of a shell for SIGINT and SIGPIPE."""


@dataclass(slots=True)
class CliRun:
    """A job, and what there is to tell about it so far."""

    form: str
    asked: Job | None = None
    notes: list[Note] = field(default_factory=list[Note])
    documents: dict[str, Document] = field(default_factory=dict[str, "Document"])
    pinning: Pinning = "extend"
    lock: tuple[Change, ...] = ()

    @property
    def job(self) -> Job:
        """The job, once it is known."""
        assert self.asked is not None
        return self.asked

    def load(self) -> LoadResult:
        """Read the inputs, and give definitions the names that are asked for."""
        from docmodels.jobs import renamed

        return renamed(self._loaded(), self.job)

    def _loaded(self) -> LoadResult:
        from docmodels.cli.console import watched
        from docmodels.io.remote import RemotePolicy
        from docmodels.jobs import load_job

        with watched() as watch:
            remote = RemotePolicy(pinning=self.pinning)
            loaded = load_job(self.job, self.notes, self.documents, watch, remote)
        self.lock = loaded.lock
        return loaded

    def text(self) -> str:
        """Render one module."""
        from docmodels.jobs import writing
        from docmodels.pipeline import render

        return render(self._loaded().api, None, writing(self.job), self.notes)[0].text

    def changes(self) -> list[Change]:
        """Render, and compare with the disk."""
        from docmodels.cli.console import watched
        from docmodels.jobs import plan_changes

        api = self._loaded().api
        with watched() as watch:
            return plan_changes(self.job, api, self.notes, watch)

    def write(self, changes: Sequence[Change], force: bool) -> None:
        """Bring the disk up to date and say so."""
        from docmodels.io.output_files import write

        write(changes, force=force)
        output = self.job.output
        if not changes:
            self.tell(f"{output} is up to date")
            return
        stale = sum(change.after is None for change in changes)
        many = f"{len(changes) - stale} files in {output}" if len(changes) > 1 else output
        self.tell(f"wrote {many}, deleted {stale} stale" if stale else f"wrote {many}")

    def pin(self) -> None:
        """Write down what remote documents held."""
        from docmodels.io.output_files import write

        write(self.lock)

    def stop_if_strict(self) -> None:
        """End with exit code 1 if there are warnings where none are wanted."""
        if self.job.strict and any(n.rule.severity is Severity.WARNING for n in self.notes):
            raise click.exceptions.Exit(DIFFERENT)

    def tell(self, message: str) -> None:
        """Say one line about the whole, in the text form only."""
        if self.form == "text":
            from docmodels.diagnostics.rendering import totals

            counted = totals(self.notes)
            self.show()
            click.echo(f"{message} ({counted})" if counted else message, err=True)

    def show(self) -> None:
        """Print the notes that were not printed yet."""
        if self.notes:
            from docmodels.cli.console import print_notes

            print_notes(self.notes, self.documents, self.form)
            self.notes.clear()


@contextmanager
def running(run: CliRun) -> Generator[None, None, None]:
    """Show the notes when a run ends, however it ends; make exit codes of what went wrong."""
    try:
        yield
    except (click.exceptions.Exit, click.ClickException):
        run.show()
        raise
    except UnknownName as error:
        run.show()
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone; Python would complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED)
    except Exception as error:
        run.notes.extend(_failure(error, run.notes))
        run.show()
        sys.exit(FAILED)
    run.show()


def _failure(error: Exception, notes: Sequence[Note]) -> list[Note]:
    """The note about what ended a run, unless it is among the notes already."""
    match error:
        case DocmodelsError(note=note):
            return [] if note in notes else [note]
        case RecursionError():
            message = "an input is nested too deeply"
            return [NESTING_LIMIT.at(None, message, "nesting like this is beyond what can be read")]
        case _:
            message = f"{type(error).__name__}: {error}{_place(error.__traceback__)}"
            help = "this is a bug in docmodels: please report it, with the input if you can"
            return [INTERNAL_ERROR.at(None, message, help)]


def _place(trace: TracebackType | None) -> str:
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
