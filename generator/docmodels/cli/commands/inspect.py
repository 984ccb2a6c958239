"""`docmodels inspect`: show the models of each file."""

from __future__ import annotations

from typing import Any

import click

from docmodels.cli.console import print_models
from docmodels.cli.inspect import describe_jobs, split_names
from docmodels.cli.jobs import create_load_jobs, only_job
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options, load_options
from docmodels.cli.run import CliRun, report_outcome
from docmodels.config.options import INPUTS


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
@load_options
def inspect(as_json: bool, **options: Any) -> None:
    """Show the models of each file as tables, with inferred parts and untyped fields.

    An INPUT that is no file and no folder is the name of a model: each of its fields is shown with
    its line in the input, and what is inferred about it.
    """
    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        run.require_output()
        options["inputs"], names = split_names(options["inputs"])
        try:
            jobs = create_load_jobs(run, options)
        except click.UsageError:
            if options["inputs"] or not names:
                raise
            options["inputs"], names = names, ()  # no settings: these are missing files
            jobs = create_load_jobs(run, options)
        if as_json or names:
            only_job(jobs)
        print_models(describe_jobs(run, jobs, names, as_json))
        run.exit_if_strict()
