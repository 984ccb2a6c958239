"""`docmodels export`: write the models as a document or as a diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

import docmodels
from docmodels.cli.jobs import create_load_jobs, lock_mode, only_job
from docmodels.cli.options import (
    CONTEXT_SETTINGS,
    declared_options,
    load_options,
    output_option,
)
from docmodels.cli.run import CliRun, report_outcome
from docmodels.cli.streams import write_output
from docmodels.config.options import FORCE, INPUTS, UPDATE_LOCK
from docmodels.io.output_files import File, list_changes

EXPORTS: Final = ("openapi", "jsonschema", "ir", "mermaid", "dot")


@click.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Kind of document to write.")
@click.option("--around", metavar="NAME", help="Draw only this model and what is near it.")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="How many references away from the model of --around.",
)
@output_option
@load_options
@declared_options(UPDATE_LOCK, FORCE)
def export(to: str, output: str, force: bool, update_lock: bool, **options: Any) -> None:
    """Export the models as a document or as a diagram.

    Documents are OpenAPI 3.1, JSON Schema and docmodels' own representation (ir); diagrams are for
    Mermaid, which GitHub shows in Markdown, and for Graphviz (dot).
    """
    run = CliRun(options["format"], options["quiet"], lock_mode(update_lock))
    around, depth = options.pop("around"), options.pop("depth")
    with report_outcome(run):
        job = only_job(create_load_jobs(run, options, update_lock))
        run.recover([output])
        text = docmodels.export(run.load_job(job).api, to, around=around, depth=depth)
        run.exit_if_strict()
        if output == "-":
            run.require_output()
        else:
            path = Path(output)
            changes = list_changes([File(Path(path.name), text)], path.parent)
            run.plan_write(changes, output)
        run.write(force)
        if output == "-":
            write_output(text)
