"""Plug-ins: targets, dialects and readers that other installed packages declare as entry points.

A plug-in is imported only when its name is requested, or when every built-in has declined an input.
A broken plug-in is an error or a warning that names its package; it cannot stop a built-in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, TypeVar

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import BROKEN_PLUGIN, IGNORED_PLUGIN

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

TARGETS: Final = "docmodels.targets"
DIALECTS: Final = "docmodels.dialects"
READERS: Final = "docmodels.readers"
"""The groups of entry points; the name of an entry point is the name of its value."""


class Named(Protocol):
    """A value with a name: a target, a dialect or a reader."""

    @property
    def name(self) -> str:
        """The name that selects the value."""
        ...


P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in that is declared, not imported yet; `package` is the distribution it belongs to."""

    name: str
    package: str
    entry_point: EntryPoint

    def load(self, kind: type[T]) -> T:
        """Import the plug-in and return its value, a `kind` with the name of the entry point.

        Raises `DocmodelsError` (`broken-plugin`) if the import fails or gives anything else.
        """
        value = self.guard(self.entry_point.load)()
        if not isinstance(value, kind):
            raise self._error(f"it is not a {kind.__name__}, but {type(value).__name__}")
        if value.name != self.name:
            raise self._error(f"its name is `{value.name}`")
        return value

    def guard(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return `function` with every exception converted to `DocmodelsError` (`broken-plugin`)."""

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except DocmodelsError:
                raise
            except (Exception, SystemExit) as error:
                raise self._error(f"{type(error).__name__}: {error}") from error

        return guarded

    def _error(self, reason: str) -> DocmodelsError:
        message = f"the plug-in `{self.name}` of the package {self.package} does not work: {reason}"
        return DocmodelsError(BROKEN_PLUGIN.at(None, message))


def plugins(group: str) -> tuple[Plugin, ...]:
    """Return the plug-ins of a group, sorted by name, without importing them."""
    return _declared_plugins(group, tuple(sys.path))


def find_plugin(group: str, name: str) -> Plugin | None:
    """Return the plug-in with that name; None if no package declares one."""
    return next((plugin for plugin in plugins(group) if plugin.name == name), None)


def load_working(group: str, kind: type[T], notes: list[Note]) -> Iterator[tuple[Plugin, T]]:
    """Import the plug-ins of a group; each one that does not work adds a note and is left out."""
    for plugin in plugins(group):
        try:
            value = plugin.load(kind)
        except DocmodelsError as error:
            notes.append(ignored_note(error))
            continue
        yield plugin, value


def ignored_note(error: DocmodelsError) -> Note:
    """Return the note that a plug-in that raised `broken-plugin` is ignored."""
    return IGNORED_PLUGIN.at(None, error.note.message)


@cache
def _declared_plugins(group: str, path: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Search the packages on `path`, which is `sys.path`: it is a parameter for the cache."""
    from importlib.metadata import entry_points

    declared = [
        Plugin(entry_point.name, entry_point.dist.name if entry_point.dist else "?", entry_point)
        for entry_point in entry_points(group=group)
    ]
    return tuple(sorted(declared, key=lambda plugin: (plugin.name, plugin.package)))
