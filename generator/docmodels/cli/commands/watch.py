"""`docmodels watch`: generate again after each change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from docmodels.cli.dependencies import JobReads
from docmodels.cli.jobs import create_jobs
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options
from docmodels.cli.run import INTERRUPTED, CliRun, report_outcome
from docmodels.cli.watch import watch_inputs
from docmodels.config.options import SETTINGS
from docmodels.diagnostics.notes import counted


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS)
def watch(**options: Any) -> None:
    """Generate again whenever an input, a template or the settings change, until Ctrl-C."""

    def generate() -> tuple[Sequence[JobReads], str]:
        run = CliRun(is_quiet=True)
        try:
            with report_outcome(run):
                jobs = create_jobs(run, options)
                run.recover([job.output for job in jobs])
                if any(job.output == "-" for job in jobs):
                    raise click.UsageError("watch writes files: -o must not be `-`")
                with run.run_jobs(jobs) as outcomes:
                    for job, outcome in zip(jobs, outcomes, strict=True):
                        run.plan_write(outcome.changes, job.output)
                run.exit_if_strict()
                run.write()
        except (SystemExit, click.exceptions.Exit) as error:
            if getattr(error, "code", 0) == INTERRUPTED:
                raise
            return [], "failed; nothing was written"
        number = counted(len(run.changes), "file")
        return run.with_settings(), f"wrote {number}" if run.changes else "all is up to date"

    watch_inputs(generate)
