"""One run of the command line: its notes, its messages and its exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.cli.streams import discard, write_output
from docmodels.diagnostics.acceptance import is_failure, mark_accepted
from docmodels.diagnostics.failures import failure_note
from docmodels.diagnostics.notes import Note, Severity, UnknownName, counted

if TYPE_CHECKING:
    from docmodels.cli.dependencies import JobReads
    from docmodels.config.options import Job
    from docmodels.diagnostics.documents import Document
    from docmodels.io.output_files import Change, File
    from docmodels.io.remote import LockMode
    from docmodels.io.stamps import Recorder
    from docmodels.pipeline import LoadResult, RunContext
    from docmodels.pipeline.outputs import Outcome

DONE, DIFFERENT, FAILED, INTERRUPTED, CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are those of a shell for SIGINT and SIGPIPE."""


class CliRun(Struct):
    """A run of a command: what it has to print and to write when all its outputs are ready.

    `failure` is what stops a strict run, and `messages` are lines about the outputs. `jobs` is what
    each output has read, `settings` are the files of settings, and `modules` those of the code that
    other processes have loaded; `recorder` records them if the run has a stamp. `lines` are the notes
    as they are printed.
    """

    format: str = "text"
    is_quiet: bool = False
    lock_mode: LockMode = "append"
    lock_path: Path = Path("docmodels.lock")
    notes: list[Note] = field(default_factory=list[Note])
    documents: dict[str, Document] = field(default_factory=dict[str, "Document"])
    changes: list[Change] = field(default_factory=list["Change"])
    locks: list[Change] = field(default_factory=list["Change"])
    messages: list[str] = field(default_factory=list[str])
    failure: str = ""
    recorder: Recorder | None = None
    jobs: list[JobReads] = field(default_factory=list["JobReads"])
    settings: dict[str, Document] = field(default_factory=dict[str, "Document"])
    lines: list[str] = field(default_factory=list[str])
    modules: set[str] = field(default_factory=set[str])
    is_writing: bool = False

    @contextmanager
    def step(self, accept: Sequence[str] = (), strict: bool = False) -> Generator[RunContext]:
        """Yield the context of one output, with its own notes; a progress bar shows long steps.

        Its notes join those of the run at the end, also after an error; `accept` marks some.
        """
        from docmodels.cli.console import progress_bar
        from docmodels.io.remote import RemotePolicy
        from docmodels.pipeline import RunContext

        notes: list[Note] = []
        documents: dict[str, Document] = {}
        marked: Sequence[Note] = ()
        try:
            with progress_bar(is_shown=not self.is_quiet) as progress:
                remote = RemotePolicy(self.lock_path, self.lock_mode)
                yield RunContext(notes, documents, progress, remote)
        finally:
            marked = self._add_notes(notes, documents, accept)
        if strict:
            self._fail_on_warnings(marked)

    def _add_notes(
        self, notes: Iterable[Note], documents: Mapping[str, Document], accept: Sequence[str]
    ) -> Sequence[Note]:
        """Add the notes of one output, and return them; those that `accept` names are marked."""
        self.documents |= documents
        marked = mark_accepted(notes, accept)
        earlier = set(self.notes)
        self.notes += (note for note in marked if note not in earlier)
        return marked

    def _fail_on_warnings(self, notes: Iterable[Note]) -> None:
        if warnings := sum(map(is_failure, notes)):
            self.failure = f"failed on {counted(warnings, 'warning')}, because `strict` is set"

    def load_job(self, job: Job) -> LoadResult:
        """Load the inputs of a job for a command that writes no models; its new names apply to
        definitions."""
        from docmodels.pipeline import rename_definitions

        with self.step(job.accept, job.strict) as context:
            loaded = self._load(job, context)
            return replace(loaded, api=rename_definitions(loaded.api, job.render.rename))

    def _load(self, job: Job, context: RunContext) -> LoadResult:
        from docmodels.pipeline import load

        loaded = load(job.inputs, job.load, context)
        self.locks += loaded.lock
        return loaded

    def load_and_render(self, job: Job) -> tuple[LoadResult, Sequence[File]]:
        """Run the job for one module; the new names apply to the definitions of the result, too."""
        from docmodels.pipeline import rename_definitions, render

        with self.step(job.accept, job.strict) as context:
            loaded = self._load(job, context)
            files = render(loaded.api, None, job.render, context)
            return replace(loaded, api=rename_definitions(loaded.api, job.render.rename)), files

    @contextmanager
    def run_jobs(
        self, jobs: Sequence[Job], processes: int | None = 1
    ) -> Generator[Iterator[Outcome]]:
        """Run jobs in processes, and yield their outcomes in order; None for as many as are worth it."""
        from docmodels.cli.console import progress_bar
        from docmodels.io.remote import RemotePolicy
        from docmodels.pipeline.outputs import running

        policy = RemotePolicy(self.lock_path, self.lock_mode)
        is_shown = not self.is_quiet
        # Workers start before the thread of the progress bar: a copy of a process has one thread.
        with running(jobs, policy, processes) as pending, progress_bar(is_shown) as progress:
            outcomes = progress(pending, "generating outputs")
            yield (self._add(job, run(progress)) for job, run in zip(jobs, outcomes, strict=False))

    def _add(self, job: Job, outcome: Outcome) -> Outcome:
        """Add what a job has read and noted; raise its error."""
        from docmodels.cli.dependencies import JobReads

        notes = self._add_notes(outcome.notes, outcome.documents, job.accept)
        if outcome.error:
            raise outcome.error
        if job.strict:
            self._fail_on_warnings(notes)
        self.locks += outcome.lock
        self.modules |= outcome.modules
        if job.output != "-":
            self.jobs.append(JobReads(job, outcome.documents, outcome.missing))
        return outcome

    def recover(self, outputs: Sequence[str]) -> None:
        """Undo or end what a killed run left at outputs and at the lock of remote documents."""
        from docmodels.io.output_files import recover_outputs

        paths = [Path(output) for output in outputs if output != "-"]
        recover_outputs([*paths, self.lock_path])

    def plan_write(self, changes: Sequence[Change], output: str) -> None:
        """Add changes to those that `write` makes, and a message about them."""
        self.changes += changes
        if not changes:
            self.messages.append(up_to_date(output))
            return
        deleted = sum(change.after is None for change in changes)
        written = f"{len(changes) - deleted} files in {output}" if len(changes) > 1 else output
        suffix = f", deleted {deleted} stale" if deleted else ""
        self.messages.append(f"wrote {written}{suffix}")

    def write(self, force: bool = False) -> None:
        """Write all changes and the lock of remote documents: together, or none of them."""
        from docmodels.io.output_files import write
        from docmodels.io.remote import merge_lock_changes

        self.is_writing = True
        write([*self.changes, *merge_lock_changes(self.locks)], force=force)

    def write_build_files(self, depfile: str | None, stamp: str | None) -> None:
        """Write the files for build tools that the user names, after all outputs."""
        from docmodels.cli.dependencies import dependencies
        from docmodels.io.depfile import depfile_text, write_build_file
        from docmodels.io.output_files import Change

        if depfile:
            text = depfile_text(dependencies(self.jobs, self.settings, stamp))
            write_build_file(Path(depfile), text)
            self.changes.append(Change(Path(depfile), None, text))
        if stamp:
            write_build_file(Path(stamp), "")

    def record(self, stamp: str | None = None) -> None:
        """Record the run, so that the next one ends at once if nothing has changed."""
        from docmodels.cli.dependencies import run_state
        from docmodels.diagnostics.rendering import totals

        if self.recorder is None or self.is_document:
            return
        outputs = [reads.job.output for reads in self.jobs]
        is_silent = self.is_quiet or self.format != "text"
        messages = {
            "generate": with_totals(map(up_to_date, outputs), totals(self.notes)),
            "check": with_totals([all_up_to_date(outputs)], totals(self.notes)),
        }
        result: dict[str, Any] = {"format": self.format, "lines": self.lines, "stamp": stamp}
        result["messages"] = {} if is_silent else messages
        with suppress(OSError, ValueError, KeyboardInterrupt):  # the run has succeeded without it
            if state := run_state(self.jobs, self.settings, self.changes):
                state.modules.update(self.modules)
                self.recorder.record(state, result)

    def with_settings(self) -> list[JobReads]:
        """Return what each output has read, with the files of settings."""
        return [
            replace(reads, documents={**reads.documents, **self.settings}) for reads in self.jobs
        ]

    @property
    def is_document(self) -> bool:
        """Whether the notes are a document on standard output, not messages."""
        return self.format == "sarif"

    def require_output(self) -> None:
        """Raise `UsageError` if the notes are written to standard output, which a command needs."""
        if self.is_document:
            raise click.UsageError("--format sarif writes to standard output: use another format")

    def exit_if_strict(self) -> None:
        """Exit with code 1 if the run is strict and there is a warning that is not accepted."""
        if self.failure:
            raise click.exceptions.Exit(DIFFERENT)

    def print(self, has_failed: bool = False) -> None:
        """Print the notes and the messages; a quiet run prints only what made it fail."""
        from docmodels.diagnostics.rendering import FORMATS, totals

        notes, messages = self.notes, self.messages
        summary = totals(notes)
        messages = [self.failure] if self.failure else with_totals(messages, summary)
        if self.is_quiet:
            messages = messages if has_failed else []
            notes = [note for note in notes if has_failed and self._is_reason(note)]
        if self.is_document:
            for line in FORMATS[self.format](self.notes, self.documents):
                write_output(f"{line}\n")
        elif notes:
            from docmodels.cli.console import print_notes

            self.lines = [*FORMATS[self.format](notes, self.documents)]
            print_notes(self.lines, self.format)
        if self.format == "text":
            for message in messages:
                click.echo(message, err=True)

    def _is_reason(self, note: Note) -> bool:
        is_error = note.rule.severity is Severity.ERROR
        return is_error or bool(self.failure and is_failure(note))


def up_to_date(output: str) -> str:
    """Return the message about an output that does not change."""
    return f"{output} is up to date"


def all_up_to_date(outputs: Sequence[str]) -> str:
    """Return the message about all outputs of a project."""
    return up_to_date(*outputs) if len(outputs) == 1 else f"{len(outputs)} outputs are up to date"


def with_totals(messages: Iterable[str], totals: str) -> list[str]:
    """Return messages with the number of notes in the last one."""
    *others, last = messages if (messages := list(messages)) else [""]
    return [*others, f"{last} ({totals})" if totals else last] if last else []


def current_recorder() -> Recorder | None:
    """Return what finds and records stamps; None if the library runs a command."""
    recorder: Recorder | None = click.get_current_context().obj
    return recorder


@contextmanager
def report_outcome(run: CliRun) -> Generator[None, None, None]:
    """Print the notes when a run ends, also after an error; turn errors into exit codes.

    From here on Ctrl-C raises `KeyboardInterrupt`, so that a half-written output is undone.
    """
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler) and handler is not signal.default_int_handler:  # that of `__main__`
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except click.exceptions.Exit:
        run.print(has_failed=True)
        raise
    except click.ClickException:
        run.messages.clear()
        run.print(has_failed=True)
        raise
    except UnknownName as error:
        run.messages.clear()
        run.print(has_failed=True)
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        what = "all files were written, or none" if run.is_writing else "nothing was written"
        click.echo(f"interrupted; {what}", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output is closed; Python would report it at exit
        discard(sys.stdout)
        sys.exit(CLOSED)
    except Exception as error:
        run.messages.clear()
        note = failure_note(error)
        run.notes += [note] if note not in run.notes else []
        run.print(has_failed=True)
        sys.exit(FAILED)
    run.print()
