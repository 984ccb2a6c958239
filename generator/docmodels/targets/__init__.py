"""Targets: what an `Api` can be written as. A target is a value; the table is a tuple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias

from docmodels.ir import Api
from docmodels.notes import Note

ENTRY_POINTS = "docmodels.targets"


class Layout(StrEnum):
    """One module, or a package with a module for each definition."""

    MODULE = "module"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class ModuleText:
    """A module as text, not yet formatted: `path` is relative to the package (`pet.py`); that of
    a module of its own is `models.py`."""

    path: str
    text: str


Write: TypeAlias = Callable[[Api, Layout, Path | None, list[Note]], list[ModuleText]]


@dataclass(frozen=True, slots=True)
class Target:
    """A way to write an `Api`: `name` chooses it, `title` describes it, `write` does it."""

    name: str
    title: str
    write: Write


def _pydantic(
    api: Api, layout: Layout, templates: Path | None, notes: list[Note]
) -> list[ModuleText]:
    from docmodels.targets import pydantic, writing

    return writing.write(api, layout, templates, notes, writing.Classes("pydantic", pydantic))


TARGETS: tuple[Target, ...] = (Target("pydantic", "pydantic v2 models", _pydantic),)


@cache
def all_targets() -> tuple[Target, ...]:
    """Give our targets and those of installed packages (entry points `docmodels.targets`)."""
    from importlib.metadata import entry_points

    return TARGETS + tuple(point.load() for point in entry_points(group=ENTRY_POINTS))


def target(name: str) -> Target:
    """Find a target by its name; `KeyError` if there is none."""
    return {target.name: target for target in reversed(all_targets())}[name]


def write_modules(
    api: Api, target: Target, layout: Layout, templates: Path | None, notes: list[Note]
) -> list[ModuleText]:
    """Write `api` for `target`: modules as unformatted text, in the order of their paths.

    `templates` is a folder whose files replace ours one by one. Doubts go to `notes`; a template
    that fails raises `DocmodelsError` (bad-template).
    """
    return target.write(api, layout, templates, notes)
