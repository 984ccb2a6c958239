"""Options and arguments of the commands, made from the declarations in `config.options`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from docmodels.config.options import Option

F = TypeVar("F", bound=Callable[..., Any])


def declared_options(*options: Option) -> Callable[[F], F]:
    """Return a decorator that adds options to a command, in their order in the help.

    An option without a default is optional here: the settings of the project may have it.
    """

    def add(command: F) -> F:
        for option in reversed(options):
            command = _decorator(option)(command)
        return command

    return add


def _decorator(option: Option) -> Callable[[F], F]:
    about, name = option.about, f"--{option.key}"
    names: Sequence[str] = [about.short, name] if about.short else [name]
    default = None if option.is_required else option.default
    match option.type:
        case "list" if option.is_repeatable:
            return click.option(*names, metavar=about.metavar, multiple=True, help=about.help)
        case "list":
            return click.argument(option.name, nargs=-1, metavar=f"[{about.metavar}]...")
        case "flag":
            return click.option(*names, is_flag=True, help=about.help)
        case "table":
            return click.option(
                *names,
                metavar=about.metavar,
                multiple=True,
                callback=_parse_entries,
                help=about.help,
            )
        case "text":
            return click.option(
                *names,
                metavar=about.metavar or None,
                type=click.Choice(about.choices) if about.choices else None,
                default=default,
                show_default=default is not None,
                help=about.help,
            )


def _parse_entries(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Parse the values of a table, each of the form `KEY=VALUE`."""
    entries: dict[str, str] = {}
    for value in values:
        key, separator, entry = value.partition("=")
        if not (key and separator and entry):
            raise click.BadParameter(f"{value!r} is not of the form {option.metavar}")
        if entries.setdefault(key, entry) != entry:
            raise click.BadParameter(f"{key!r} has two values")
    return entries
