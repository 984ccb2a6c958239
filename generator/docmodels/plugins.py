"""Plug-ins: what other installed packages declare as entry points, in one group for each kind.

A plug-in is imported only when its name is requested, or when every built-in has declined an input.
A broken plug-in is an error or a warning that names its package; it cannot stop a built-in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Sequence
from functools import cache, wraps
from inspect import isroutine
from typing import TYPE_CHECKING, Any, ClassVar, Final, ParamSpec, Protocol, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import BROKEN_PLUGIN, IGNORED_PLUGIN

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

TARGET_GROUP: Final = "docmodels.targets"
DIALECT_GROUP: Final = "docmodels.dialects"
READER_GROUP: Final = "docmodels.readers"
INFERENCE_GROUP: Final = "docmodels.inferences"
PASS_GROUP: Final = "docmodels.passes"
TEMPLATE_GROUP: Final = "docmodels.templates"
"""The groups of entry points; the name of an entry point is the name of its value."""

_KINDS: Final = {
    TARGET_GROUP: "target",
    DIALECT_GROUP: "dialect",
    READER_GROUP: "reader",
    INFERENCE_GROUP: "inference",
    PASS_GROUP: "pass",
    TEMPLATE_GROUP: "template set",
}


class Value(Protocol):
    """What a plug-in is: a frozen `msgspec.Struct` with a name and functions."""

    __struct_fields__: ClassVar[tuple[str, ...]]

    @property
    def name(self) -> str:
        """The name that selects the value."""
        ...


class Recogniser(Value, Protocol):
    """A dialect or a reader: `recognises` decides from one item whether it can read it."""

    @property
    def recognises(self) -> Callable[[Any], bool]:
        """The test of one item."""
        ...


P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Value)
Item = TypeVar("Item")
RecogniserT = TypeVar("RecogniserT", bound=Recogniser)


class Plugin(Struct, frozen=True):
    """A plug-in that is declared, not imported yet; `package` is the distribution it belongs to."""

    name: str
    package: str
    entry_point: EntryPoint

    def load(self, kind: type[T]) -> T:
        """Import the plug-in and return its value, a `kind` with the name of the entry point.

        Raises `DocmodelsError` (`broken-plugin`) if the import fails or gives anything else. The
        functions of the value are guarded.
        """
        value = self.guard(self.entry_point.load)()
        if not isinstance(value, kind):
            raise self.error(f"it is not a {kind.__name__}, but a {type(value).__name__}")
        if value.name != self.name:
            raise self.error(f"its name is `{value.name}`")
        values = {name: getattr(value, name) for name in value.__struct_fields__}
        functions = {name: self.guard(item) for name, item in values.items() if isroutine(item)}
        guarded: T = replace(cast("Any", value), **functions)
        return guarded

    def guard(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return `function` with its exceptions converted to `DocmodelsError` (`broken-plugin`).

        A `RecursionError` is not: it comes from an input that is nested too deeply.
        """

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except (DocmodelsError, RecursionError):
                raise
            except (Exception, SystemExit) as error:
                raise self.error(f"{type(error).__name__}: {error}") from error

        return guarded

    def error(self, reason: str) -> DocmodelsError:
        """Return the error (`broken-plugin`) that the plug-in does not work, for a `reason`."""
        kind = _KINDS[self.entry_point.group]
        message = f"the {kind} `{self.name}` of the package {self.package} does not work: {reason}"
        return DocmodelsError(BROKEN_PLUGIN.at(None, message))


def plugins(group: str) -> tuple[Plugin, ...]:
    """Return the plug-ins of a group, sorted by name, without importing them."""
    return _declared_plugins(group, tuple(sys.path))


def find_plugin(group: str, name: str) -> Plugin | None:
    """Return the plug-in with that name; None if no package declares one."""
    return next((plugin for plugin in plugins(group) if plugin.name == name), None)


def offer(
    group: str,
    kind: type[RecogniserT],
    builtin_names: Collection[str],
    items: Sequence[Item],
    notes: list[Note],
) -> tuple[list[tuple[Item, RecogniserT]], list[Item]]:
    """Offer items that every built-in has declined to the plug-ins of a group, one after another.

    Returns the items that a plug-in recognises, each with its value, and the remaining items. A
    plug-in with the name of a built-in is not used; one that does not work adds a note instead.
    """
    assigned: list[tuple[Item, RecogniserT]] = []
    remaining = list(items)
    for plugin in plugins(group) if items else ():
        if not remaining or plugin.name in builtin_names:
            continue
        try:
            value = plugin.load(kind)
            answers = [(item, value.recognises(item)) for item in remaining]
        except DocmodelsError as error:
            notes.append(IGNORED_PLUGIN.at(None, error.note.message))
            continue
        assigned += [(item, value) for item, is_recognised in answers if is_recognised]
        remaining = [item for item, is_recognised in answers if not is_recognised]
    return assigned, remaining


@cache
def _declared_plugins(group: str, path: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Search the packages on `path`, which is `sys.path`: it is a parameter for the cache."""
    if not _may_declare(path):
        return ()
    from importlib.metadata import entry_points

    declared = [
        Plugin(entry_point.name, entry_point.dist.name if entry_point.dist else "?", entry_point)
        for entry_point in entry_points(group=group)
    ]
    return tuple(sorted(declared, key=lambda plugin: (plugin.name, plugin.package)))


@cache
def _may_declare(path: tuple[str, ...]) -> bool:
    """Whether a package on `path` may have entry points in our groups, without `importlib.metadata`.

    It reads all metadata of all packages, after an import that takes as long.
    """
    return any(_has_our_group(folder or os.curdir) for folder in path)


def _has_our_group(folder: str) -> bool:
    if not os.path.isdir(folder):
        return os.path.exists(folder)  # an archive
    with os.scandir(folder) as entries:
        names = [entry.path for entry in entries if entry.name.endswith(_METADATA)]
    for name in names:
        try:
            with open(os.path.join(name, "entry_points.txt"), "rb") as file:
                if _OUR_GROUP in file.read():
                    return True
        except OSError:  # most packages have no entry points
            continue
    return False


_METADATA: Final = (".dist-info", ".egg-info")
_OUR_GROUP: Final = b"[docmodels."
