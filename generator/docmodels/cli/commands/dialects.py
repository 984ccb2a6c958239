"""`docmodels dialects`: list the dialects of Markdown model pages."""

from __future__ import annotations

import click

from docmodels.cli.options import CONTEXT_SETTINGS
from docmodels.cli.streams import write_output
from docmodels.pages import DIALECTS
from docmodels.plugins import DIALECT_GROUP, plugins


@click.command(context_settings=CONTEXT_SETTINGS)
def dialects() -> None:
    """List the dialects of Markdown model pages."""
    titles = {dialect.name: dialect.title for dialect in DIALECTS}
    for plugin in plugins(DIALECT_GROUP):
        titles.setdefault(plugin.name, f"plug-in of the package {plugin.package}")
    width = max(map(len, titles))
    for name, title in titles.items():
        write_output(f"{name:{width}}  {title}\n")
