"""Define the targets: the kinds of Python that an `Api` can be written as."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias

from docmodels.diagnostics.notes import Note
from docmodels.ir import Api

ENTRY_POINTS = "docmodels.targets"


class Layout(StrEnum):
    """Whether the output is one module, or a package with one module per definition."""

    MODULE = "module"
    PACKAGE = "package"


class Validation(StrEnum):
    """How much of a schema the classes check: what annotations express, or every keyword."""

    NATURAL = "natural"
    EXACT = "exact"


@dataclasses.dataclass(frozen=True, slots=True)
class Renaming:
    """Class names that the user asks for.

    `requested` maps a class name of the output to the new name; `original` maps a definition to
    the name that it had before the user renamed it.
    """

    requested: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    original: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


NO_RENAMING = Renaming()


@dataclasses.dataclass(frozen=True, slots=True)
class TargetOptions:
    """How to write modules; each file in the folder `templates` replaces ours of the same name."""

    layout: Layout = Layout.MODULE
    templates: Path | None = None
    validation: Validation = Validation.NATURAL
    renaming: Renaming = NO_RENAMING


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleText:
    """The unformatted text of a module.

    `path` is relative to the package (`pet.py`); it is `models.py` for `Layout.MODULE`.
    """

    path: str
    text: str


Write: TypeAlias = Callable[[Api, TargetOptions, list[Note]], list[ModuleText]]


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A way to write an `Api`: `name` selects it, `title` describes it, `write` is the writer."""

    name: str
    title: str
    write: Write


def _pydantic(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.pydantic import models as pydantic
    from docmodels.targets.python import modules, writer

    target = writer.ClassTarget("pydantic", pydantic, modules.TargetRuntime(needs_rebuild=True))
    return writer.write(api, options, notes, target)


def _dataclass(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dataclass import models as dataclass
    from docmodels.targets.python import modules, writer

    runtime = modules.TargetRuntime(False, *dataclass.codec())
    target = writer.ClassTarget("dataclass", dataclass, runtime)
    return writer.write(api, options, notes, target)


def _msgspec(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dcg import writer as dcg

    return dcg.write(api, options, notes, "msgspec.Struct")


def _typeddict(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dcg import writer as dcg

    return dcg.write(api, options, notes, "typing.TypedDict")


TARGETS: tuple[Target, ...] = (
    Target("pydantic", "pydantic v2 models", _pydantic),
    Target("dataclass", "standard-library dataclasses that read and write JSON", _dataclass),
    Target("msgspec", "msgspec structs, by datamodel-code-generator", _msgspec),
    Target("typeddict", "typed dictionaries, by datamodel-code-generator", _typeddict),
)


@cache
def all_targets() -> tuple[Target, ...]:
    """Return our targets and those of installed packages (entry points `docmodels.targets`)."""
    from importlib.metadata import entry_points

    return TARGETS + tuple(entry_point.load() for entry_point in entry_points(group=ENTRY_POINTS))


def target(name: str) -> Target:
    """Return the target of a name; raise `KeyError` if there is none."""
    return {target.name: target for target in reversed(all_targets())}[name]


def write_modules(
    api: Api, target: Target, options: TargetOptions, notes: list[Note]
) -> list[ModuleText]:
    """Write `api` for `target` and return its modules as unformatted text, sorted by path.

    Append diagnostics to `notes`. Raise `DocmodelsError` (`bad-template`) if a template fails.
    """
    return target.write(api, options, notes)
