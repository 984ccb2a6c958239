"""`docmodels diff`: show how the models of two inputs differ."""

from __future__ import annotations

from typing import Any

import click

from docmodels.cli.diff import FAILURES, REPORTS, compare_inputs, exit_on, write_report
from docmodels.cli.options import CONTEXT_SETTINGS, load_options, output_option
from docmodels.cli.run import CliRun, report_outcome


@click.command(context_settings=CONTEXT_SETTINGS)
@click.argument("inputs", metavar="OLD NEW | INPUT...", nargs=-1)
@click.option("--against", metavar="OUT", type=click.Path(), help="Compare INPUT with models.")
@click.option(
    "--to", type=click.Choice(REPORTS), default="text", show_default=True, help="Kind of report."
)
@output_option
@click.option("--fail-on", type=click.Choice(FAILURES), help="Exit with 1 on such a change.")
@click.option(
    "--cosmetic", is_flag=True, help="Also report descriptions, titles, examples and order."
)
@load_options
def diff(**options: Any) -> None:
    """Show how the models of two inputs differ, and what breaks users of the old ones.

    OLD and NEW are inputs as for other commands, or files of a git revision: git:REVISION:PATH.
    With --against, the old models are those of a Python module or package, generated or written by
    hand, and the new ones are those of INPUT, or of the settings with this output.
    """
    run = CliRun(options.pop("format"), options.pop("quiet"))
    to, output, fail_on = (options.pop(name) for name in ("to", "output", "fail_on"))
    with report_outcome(run):
        if output == "-":
            run.require_output()
        changes = compare_inputs(run, options.pop("against"), options.pop("cosmetic"), options)
        run.exit_if_strict()
        write_report(run, changes, to, output)
        exit_on(run, changes, fail_on)
