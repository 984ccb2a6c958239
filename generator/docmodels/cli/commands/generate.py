"""`docmodels generate`: write Python models."""

from __future__ import annotations

import sys
from typing import Any

import click

from docmodels.cli.jobs import create_jobs, lock_mode
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options
from docmodels.cli.run import DIFFERENT, CliRun, current_recorder, report_outcome
from docmodels.cli.streams import write_output
from docmodels.config.options import (
    DEPFILE,
    EXIT_NON_ZERO_ON_CHANGE,
    FORCE,
    FORMAT,
    JOBS,
    QUIET,
    SETTINGS,
    STAMP,
    UPDATE_LOCK,
)


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(
    *SETTINGS, FORMAT, QUIET, JOBS, DEPFILE, STAMP, EXIT_NON_ZERO_ON_CHANGE, UPDATE_LOCK, FORCE
)
def generate(force: bool, update_lock: bool, format: str, quiet: bool, **options: Any) -> None:
    """Write Python models."""
    run = CliRun(format, quiet, lock_mode(update_lock), recorder=current_recorder())
    depfile, stamp, processes = (options.pop(name) for name in ("depfile", "stamp", "jobs"))
    fails_on_change = options.pop("exit_non_zero_on_change")
    with report_outcome(run):
        jobs = create_jobs(run, options, update_lock)
        run.recover([job.output for job in jobs])
        if any(job.output == "-" for job in jobs):
            run.require_output()
        texts: list[str] = []
        with run.run_jobs(jobs, processes) as outcomes:
            for job, outcome in zip(jobs, outcomes, strict=True):
                if job.output == "-":
                    texts.append(outcome.text)
                else:
                    run.plan_write(outcome.changes, job.output)
        run.exit_if_strict()
        run.write(force)
        has_changed = bool(run.changes or run.locks)
        run.write_build_files(depfile, stamp)
        for text in texts:
            write_output(text)
    if not texts:
        run.record(stamp)
    if fails_on_change and has_changed:
        sys.exit(DIFFERENT)
