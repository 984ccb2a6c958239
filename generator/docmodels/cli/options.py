"""Options and arguments of the commands, made from the declarations in `config.options`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from docmodels.config.declarations import Option
from docmodels.config.options import ACCEPT, FORMAT, LOAD_OPTIONS, QUIET, STRICT
from docmodels.diagnostics.rules import ACCEPTABLE

F = TypeVar("F", bound=Callable[..., Any])

CONTEXT_SETTINGS: Final = {"help_option_names": ["-h", "--help"]}


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
            return click.option(
                *names,
                metavar=about.metavar,
                type=_value_type(option),
                multiple=True,
                help=about.help,
            )
        case "list":
            metavar = f"[{about.metavar}]..."
            return click.argument(option.name, nargs=-1, metavar=metavar, type=_value_type(option))
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
        case "number":
            return click.option(
                *names,
                metavar=about.metavar,
                type=click.IntRange(min=1),
                envvar=about.environment or None,
                show_envvar=bool(about.environment),
                help=about.help,
            )
        case "text":
            return click.option(
                *names,
                metavar=about.metavar or None,
                type=_value_type(option),
                default=default,
                show_default=default is not None,
                help=about.help,
            )


class _Text(StringParamType):
    """Any text; the shell completes it with `names`, which are collected only then."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin with the incomplete word."""
        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]


class _Path(StringParamType):
    """A path; the shell completes it with the names of files and folders."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the item by which click leaves the completion to the shell."""
        return [CompletionItem(incomplete, type="file")]


def _value_type(option: Option) -> StringParamType | click.Choice[str] | None:
    """Return the type of an option's values, which decides how the shell completes them.

    Names that a plug-in or a rule may have are not checked by click: the steps that use them name
    the nearest one.
    """
    if option.name in _NAMES:
        return _Text(_NAMES[option.name])
    if option.name in ("inputs", "output", "templates", "depfile", "stamp"):
        return _Path()
    return click.Choice(option.about.choices) if option.about.choices else None


def _dialect_names() -> Iterable[str]:
    from docmodels.pages import dialect_names

    return dialect_names()


def _target_names() -> Iterable[str]:
    from docmodels.pipeline import target_names

    return target_names()


def _extension_names() -> Iterable[str]:
    from docmodels.pipeline import extension_names

    return extension_names()


_NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "accept": lambda: ACCEPTABLE,
    "dialect": _dialect_names,
    "plugins": _extension_names,
    "target": _target_names,
}


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


output_option: Final = click.option(
    "-o",
    "--output",
    default="-",
    metavar="OUT",
    type=click.Path(),
    help="A file; default is standard output.",
)
load_options: Final = declared_options(*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET)
"""The options of a command that reads inputs and writes no models."""
