"""The passes, inferences and template sets of other packages that an option requests by name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from docmodels.diagnostics.notes import UnknownName
from docmodels.inference.inference import Inference
from docmodels.passes import PASSES, Pass
from docmodels.plugins import (
    INFERENCE_GROUP,
    PASS_GROUP,
    TEMPLATE_GROUP,
    Plugin,
    find_plugin,
    plugins,
)


class Extensions(Struct, frozen=True):
    """The imported values of the option `plugins`, in its order."""

    passes: tuple[Pass, ...] = ()
    inferences: tuple[Inference[Any, Any], ...] = ()


def extension_names() -> list[str]:
    """Return the names of all passes and inferences of other packages, which are not imported."""
    groups = (PASS_GROUP, INFERENCE_GROUP)
    return sorted({plugin.name for group in groups for plugin in plugins(group)})


def check_extensions(names: Iterable[str]) -> None:
    """Raise `UnknownName` for a name that no package declares."""
    for name in names:
        if name not in extension_names():
            raise UnknownName("plug-in", name, extension_names())


def load_extensions(names: Iterable[str]) -> Extensions:
    """Import the passes and inferences with these names.

    Raises `DocmodelsError` (`broken-plugin`) if one does not work.
    """
    passes: list[Pass] = []
    inferences: list[Inference[Any, Any]] = []
    for name in dict.fromkeys(names):
        if plugin := find_plugin(PASS_GROUP, name):
            passes.append(_load_pass(plugin))
        if plugin := find_plugin(INFERENCE_GROUP, name):
            inferences.append(_load_inference(plugin))
    return Extensions(tuple(passes), tuple(inferences))


def _load_pass(plugin: Plugin) -> Pass:
    step = plugin.load(Pass)
    if all(step.before != built_in.name for built_in in PASSES):
        raise plugin.error(f"there is no pass `{step.before}` that it could precede")
    return step


def _load_inference(plugin: Plugin) -> Inference[Any, Any]:
    from docmodels.inference.registry import INFERENCES

    inference = plugin.load(cast("type[Inference[Any, Any]]", Inference))
    if all(inference.extends != built_in.name for built_in in INFERENCES):
        raise plugin.error(f"there is no inference `{inference.extends}` that it could extend")
    return inference


def find_templates(templates: str) -> Path:
    """Return the folder that the option `templates` is or, if there is none, the set of that name.

    Raises `DocmodelsError` (`broken-plugin`) if the package with the set does not work.
    """
    from docmodels.targets import TemplateSet

    folder = Path(templates)
    plugin = None if os.path.isdir(folder) else find_plugin(TEMPLATE_GROUP, templates)
    if plugin is None:
        return folder
    template_set = plugin.load(TemplateSet)
    if not os.path.isdir(template_set.folder):
        raise plugin.error(f"there is no folder {template_set.folder}")
    return template_set.folder
