"""Define the targets: the kinds of Python that an `Api` can be written as.

A target of another package is a `Target` too, declared as an entry point (`docmodels.targets`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from docmodels.diagnostics.notes import Note
from docmodels.ir import Api
from docmodels.plugins import TARGET_GROUP, find_plugin, plugins
from docmodels.targets.plan.options import Layout, Renaming, TargetOptions, Validation
from docmodels.targets.python.header import with_header
from docmodels.targets.python.source import ModuleText

__all__ = [
    "TARGETS",
    "Layout",
    "ModuleText",
    "Renaming",
    "Target",
    "TargetOptions",
    "Validation",
    "find_target",
    "target_names",
    "write_modules",
]

Write: TypeAlias = Callable[[Api, TargetOptions, list[Note]], list[ModuleText]]


@dataclass(frozen=True, slots=True)
class Target:
    """A way to write an `Api`.

    `name` selects it, `title` describes it. `write` returns the modules as unformatted text and
    appends diagnostics. `validations` are those that `write` supports; it never gets another one.
    `templates` is the folder of its templates, if they are not among the built-in ones.
    """

    name: str
    title: str
    write: Write
    validations: frozenset[Validation] = frozenset({Validation.NATURAL})
    templates: Path | None = None


def _pydantic(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.pydantic.target import write

    return write(api, options, notes)


def _dataclass(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dataclass.target import write

    return write(api, options, notes)


def _msgspec(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.dcg.target import write

    return write(api, options, notes, "msgspec.Struct")


def _typeddict(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    from docmodels.targets.typeddict.target import write

    return write(api, options, notes)


TARGETS: tuple[Target, ...] = (
    Target("pydantic", "pydantic v2 models", _pydantic, frozenset(Validation)),
    Target("dataclass", "standard-library dataclasses that read and write JSON", _dataclass),
    Target("msgspec", "msgspec structs, by datamodel-code-generator", _msgspec),
    Target("typeddict", "typed dictionaries, the types of decoded JSON", _typeddict),
)
"""The built-in targets; each imports its room when it writes."""


def target_names() -> tuple[str, ...]:
    """Return the names of our targets and of those in other packages, which are not imported."""
    names = (target.name for target in TARGETS)
    return tuple(dict.fromkeys((*names, *(plugin.name for plugin in plugins(TARGET_GROUP)))))


def find_target(name: str) -> Target:
    """Return the target of a name, ours before one of another package.

    Raise `KeyError` if there is none, `DocmodelsError` (`broken-plugin`) if it does not work.
    """
    target = next((target for target in TARGETS if target.name == name), None)
    if target is None and (plugin := find_plugin(TARGET_GROUP, name)):
        target = plugin.load(Target)
    if target is None:
        raise KeyError(name)
    return target


def write_modules(
    api: Api, target: Target, options: TargetOptions, notes: list[Note]
) -> list[ModuleText]:
    """Write `api` for `target` and return its modules as unformatted text, each with the header.

    Append diagnostics to `notes`. Raise `DocmodelsError` (`bad-template`) if a template fails.
    """
    if options.validation not in target.validations:
        options = replace(options, validation=Validation.NATURAL)
    if target.templates is not None:
        options = replace(options, templates=(*options.templates, target.templates))
    modules = target.write(api, options, notes)
    return [
        (
            replace(module, text=with_header(module.text, options.header))
            if module.path.endswith((".py", ".pyi"))
            else module
        )
        for module in modules
    ]
