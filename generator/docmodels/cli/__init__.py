"""The command line: it calls the library and prints the results."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from docmodels.config.version import __version__

if TYPE_CHECKING:
    from docmodels.io.stamps import Recorder

COMMANDS: Final = {
    "check": "Show how the models on disk differ from the output of generate.",
    "dialects": "List the dialects of Markdown model pages.",
    "diff": "Show how the models of two inputs differ, and what breaks users of the old ones.",
    "export": "Export the models as a document or as a diagram.",
    "generate": "Write Python models.",
    "init": "Write first settings: into pyproject.toml, or without one into docmodels.toml.",
    "inspect": "Show the models of each file as tables, with inferred parts and untyped fields.",
    "report": "Write a page that shows the models, where each fact was read, and all notes.",
    "watch": "Generate again whenever an input, a template or the settings change, until Ctrl-C.",
}
"""The commands, and the first sentence of the help of each.

A command is in the module of its name in `docmodels.cli.commands`, which only that command imports.
"""


def load_command(name: str) -> click.Command:
    """Import the command with one of the names in `COMMANDS`."""
    command: click.Command = getattr(import_module(f"docmodels.cli.commands.{name}"), name)
    return command


class _Commands(click.Group):
    """The group of all commands, which imports the module of a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; return None if there is none of this name."""
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Generate typed Python models from API documentation.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, Python models, GraphQL, Avro, Protobuf, XML Schema, AsyncAPI and
    more, or an exported representation. Without INPUT, commands use the settings of the project,
    docmodels.toml or [tool.docmodels] in pyproject.toml, here or in a folder above; options on the
    command line override them.

    Exit codes: 0 success, 1 differences (check) or warnings (--strict), 2 wrong usage or an error.
    """


def main(recorder: Recorder | None = None) -> None:
    """Run the command line; `docmodels.__main__` calls it."""
    from docmodels.cli.streams import exit_after, open_closed_streams

    open_closed_streams()
    try:
        cli(prog_name="docmodels", obj=recorder)
    except Exception as error:  # that of a stream: all others end in `report_outcome`
        exit_after(error)
