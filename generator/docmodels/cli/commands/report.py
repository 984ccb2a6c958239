"""`docmodels report`: write a page that shows the models and where each fact was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docmodels.cli.jobs import create_load_jobs, only_job
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options, load_options
from docmodels.cli.run import CliRun, report_outcome
from docmodels.cli.streams import write_output
from docmodels.config.options import FORCE, INPUTS
from docmodels.html_report import render_report
from docmodels.io.output_files import File, list_changes


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option(
    "-o",
    "--output",
    default="report.html",
    show_default=True,
    metavar="OUT",
    type=click.Path(),
    help="A file, or standard output (`-`).",
)
@load_options
@declared_options(FORCE)
def report(output: str, force: bool, **options: Any) -> None:
    """Write a page that shows the models, where each fact was read, and all notes."""
    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        job = only_job(create_load_jobs(run, options))
        loaded, files = run.load_and_render(job)
        text = render_report(loaded, run.notes, files)
        run.exit_if_strict()
        if output == "-":
            run.require_output()
            write_output(text)
            return
        path = Path(output)
        run.plan_write(list_changes([File(Path(path.name), text)], path.parent), output)
        run.write(force)
