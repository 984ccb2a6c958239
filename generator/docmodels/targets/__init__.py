"""Targets: what an `Api` can be written as. A target is a value; the table is a tuple."""

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
    """One module, or a package with a module for each definition."""

    MODULE = "module"
    PACKAGE = "package"


class Validation(StrEnum):
    """How much of a schema classes hold to: what pydantic says in its own words, or every keyword."""

    NATURAL = "natural"
    EXACT = "exact"


@dataclasses.dataclass(frozen=True, slots=True)
class Renaming:
    """Names that the user asks for: `wanted` for classes by what they are called without, `former`
    those that definitions had before they got theirs."""

    requested: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    original: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


NO_RENAMING = Renaming()


@dataclasses.dataclass(frozen=True, slots=True)
class TargetOptions:
    """What modules are to look like: `templates` is a folder whose files replace ours one by one."""

    layout: Layout = Layout.MODULE
    templates: Path | None = None
    validation: Validation = Validation.NATURAL
    renaming: Renaming = NO_RENAMING


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleText:
    """A module as text, not yet formatted: `path` is relative to the package (`pet.py`); that of
    a module of its own is `models.py`."""

    path: str
    text: str


Write: TypeAlias = Callable[[Api, TargetOptions, list[Note]], list[ModuleText]]


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A way to write an `Api`: `name` chooses it, `title` describes it, `write` does it."""

    name: str
    title: str
    write: Write


def _pydantic(api: Api, form: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.pydantic import models as pydantic
    from docmodels.targets.python import modules
    from docmodels.targets.python import writer as writing

    classes = writing.Classes("pydantic", pydantic, modules.Kit(rebuilds=True))
    return writing.write(api, form, notes, classes)


def _dataclass(api: Api, form: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dataclass import models as dataclass
    from docmodels.targets.python import modules
    from docmodels.targets.python import writer as writing

    kit = modules.Kit(False, *dataclass.codec())
    classes = writing.Classes("dataclass", dataclass, kit)
    return writing.write(api, form, notes, classes)


def _msgspec(api: Api, form: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dcg import writer as dcg

    return dcg.write(api, form, notes, "msgspec.Struct")


def _typeddict(api: Api, form: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dcg import writer as dcg

    return dcg.write(api, form, notes, "typing.TypedDict")


TARGETS: tuple[Target, ...] = (
    Target("pydantic", "pydantic v2 models", _pydantic),
    Target("dataclass", "standard-library dataclasses that read and write JSON", _dataclass),
    Target("msgspec", "msgspec structs, by datamodel-code-generator", _msgspec),
    Target("typeddict", "typed dictionaries, by datamodel-code-generator", _typeddict),
)


@cache
def all_targets() -> tuple[Target, ...]:
    """Give our targets and those of installed packages (entry points `docmodels.targets`)."""
    from importlib.metadata import entry_points

    return TARGETS + tuple(point.load() for point in entry_points(group=ENTRY_POINTS))


def target(name: str) -> Target:
    """Find a target by its name; `KeyError` if there is none."""
    return {target.name: target for target in reversed(all_targets())}[name]


def write_modules(
    api: Api, target: Target, form: TargetOptions, notes: list[Note]
) -> list[ModuleText]:
    """Write `api` for `target`: modules as unformatted text, in the order of their paths.

    Doubts go to `notes`; a template that fails raises `DocmodelsError` (bad-template).
    """
    return target.write(api, form, notes)
