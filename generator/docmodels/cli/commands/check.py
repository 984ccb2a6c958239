"""`docmodels check`: compare the models on disk with the output of generate."""

from __future__ import annotations

from typing import Any

import click

from docmodels.cli.jobs import create_jobs
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options
from docmodels.cli.outdated import out_of_date
from docmodels.cli.run import (
    DIFFERENT,
    CliRun,
    all_up_to_date,
    current_recorder,
    report_outcome,
)
from docmodels.cli.streams import write_output
from docmodels.config.options import FORMAT, JOBS, QUIET, SETTINGS
from docmodels.io.output_files import diff


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS, FORMAT, QUIET, JOBS)
def check(format: str, quiet: bool, jobs: int | None, **options: Any) -> None:
    """Show how the models on disk differ from the output of generate."""
    run = CliRun(format, quiet, "frozen", recorder=current_recorder())
    is_stale = False
    with report_outcome(run):
        outputs = create_jobs(run, options)
        if any(job.output == "-" for job in outputs):
            raise click.UsageError("check compares with files: -o must not be `-`")
        with run.run_jobs(outputs, jobs) as outcomes:
            for job, outcome in zip(outputs, outcomes, strict=True):
                if not run.is_document:
                    write_output("".join(diff(outcome.changes)))
                is_stale = is_stale or bool(outcome.changes)
                run.notes += out_of_date(outcome.changes, job)
        if is_stale:
            run.failure = ""
            raise click.exceptions.Exit(DIFFERENT)
        run.exit_if_strict()
        run.messages.append(all_up_to_date([job.output for job in outputs]))
    run.record()
