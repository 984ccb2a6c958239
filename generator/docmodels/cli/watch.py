"""Generate models again whenever a file that they depend on changes (package `watchfiles`)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeAlias

import click

from docmodels.cli.dependencies import JobReads
from docmodels.cli.run import FAILED
from docmodels.diagnostics.notes import counted
from docmodels.io.stamps import CLOCK_TICK, list_folder, output_files

Generate: TypeAlias = Callable[[], tuple[Sequence[JobReads], str]]
"""Generates all models; returns what each output has read (nothing after a failure), and a message."""
State: TypeAlias = dict[str, tuple[int, int]]
"""Time and size of files."""

TIMEOUT = 1000
"""Milliseconds after which files are compared without an event, as some file systems have none."""


def watch_inputs(generate: Generate) -> None:
    """Generate, then again after each change, until the user interrupts.

    Prints one line for each change. Exits with code 2 if the first run fails.
    """
    watch = _import_watch()
    changed: list[str] = []
    before: State = {}
    reads: Sequence[JobReads] = ()
    while True:
        start = time.time_ns() - CLOCK_TICK
        latest, message = generate()
        reads = latest or reads
        if not reads:
            raise click.exceptions.Exit(FAILED)
        # A file that changed during the run differs from any state.
        after = _state(reads).items()
        state = {path: value for path, value in after if value[0] <= start} | before
        options = {"yield_on_timeout": True, "rust_timeout": TIMEOUT}
        try:
            click.echo(f"{_summary(changed)}: {message}" if changed else message, err=True)
            for _ in watch(*_folders(reads), recursive=False, **options):
                if (changed := _changed_files(state, before := _state(reads))) != []:
                    break
        except KeyboardInterrupt:
            return


def _import_watch() -> Any:
    try:
        return import_module("watchfiles").watch
    except ImportError as error:
        help = "pip install 'docmodels[watch]'"
        raise click.UsageError(f"the package watchfiles is not installed: {help}") from error


def _state(reads: Sequence[JobReads]) -> State:
    """Return the state of all inputs, templates and settings, without outputs."""
    state: dict[str, tuple[int, int]] = {}
    outputs = {os.path.realpath(p) for read in reads for p in output_files(read.job.output)}
    for path in {path for read in reads for path in _paths(read)}:
        if os.path.realpath(path) in outputs:
            continue
        try:
            stat = os.stat(path)
        except OSError:
            continue
        state[path] = (stat.st_mtime_ns, stat.st_size)
    return state


def _paths(read: JobReads) -> Iterator[str]:
    yield from (*read.documents, *read.missing)
    for folder in read.folders():
        yield from (path for path, is_folder in list_folder(folder) if not is_folder)


def _folders(reads: Sequence[JobReads]) -> Sequence[str]:
    """Return the folders with files that a run reads."""
    files = {os.path.dirname(path) or "." for read in reads for path in _paths(read)}
    inner = {
        path
        for read in reads
        for root in read.folders()
        for path, is_folder in list_folder(root)
        if is_folder
    }
    return sorted(filter(os.path.isdir, files | inner))


def _changed_files(before: State, after: State) -> list[str]:
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))


def _summary(paths: Sequence[str]) -> str:
    more = f" and {counted(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
    return f"{os.path.relpath(paths[0])}{more}"
