"""`docmodels init`: write first settings."""

from __future__ import annotations

from pathlib import Path

import click

from docmodels.cli.init import plan_settings
from docmodels.cli.options import CONTEXT_SETTINGS, declared_options
from docmodels.cli.run import CliRun, report_outcome
from docmodels.config.options import FORMAT
from docmodels.io.output_files import write


@click.command(context_settings=CONTEXT_SETTINGS)
@click.option(
    "--from-datamodel-codegen",
    is_flag=True,
    help="Translate [tool.datamodel-codegen] in pyproject.toml.",
)
@declared_options(FORMAT)
def init(from_datamodel_codegen: bool, format: str) -> None:
    """Write first settings: into pyproject.toml, or without one into docmodels.toml."""
    run = CliRun(format)
    with report_outcome(run):
        change = plan_settings(Path(), from_datamodel_codegen, run.documents)
        write([change], force=True)
        run.messages.append(f"wrote settings to {change.path}; now run: docmodels generate")
