"""Convert the options of a user, which are text, to those of a target."""

from __future__ import annotations

from pathlib import Path

from docmodels.config.options import RENDER_OPTIONS, RenderOptions
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import INVALID_OPTION
from docmodels.io.data_folders import data_dir
from docmodels.io.templates import check_folder, list_templates
from docmodels.pipeline.extensions import find_templates
from docmodels.targets import (
    TARGETS,
    Descriptions,
    EnumStyle,
    Layout,
    Target,
    TargetOptions,
    Validation,
)
from docmodels.targets.plan.formats import parse_formats
from docmodels.targets.plan.imported_types import parse_imported_type
from docmodels.targets.python.header import parse_header


def create_target_options(options: RenderOptions, layout: Layout) -> TargetOptions:
    """Create the options of a target, without new names; the choices are valid.

    Raises `DocmodelsError` (`invalid-option`) for a text that does not have the form of its option.
    """
    base = options.base_class
    return TargetOptions(
        layout=layout,
        templates=(find_templates(options.templates),) if options.templates else (),
        header=parse_header(options.header or ""),
        validation=Validation(options.validation),
        enums=EnumStyle(options.enums),
        base_class=parse_imported_type(base, "base-class") if base else None,
        descriptions=Descriptions(options.descriptions),
        formats=parse_formats(options.formats),
    )


def check_templates(folder: Path, target: Target) -> None:
    """Raise `DocmodelsError` for a folder that replaces no template of the target.

    It is `invalid-option` if the target has no templates, else `bad-template`.
    """
    names = list_templates(data_dir("templates"), target.builtin_templates)
    if target.templates is not None:
        names += list_templates(target.templates)
    if not names:
        message = f"the target `{target.name}` has no templates, so `templates` has no effect"
        raise DocmodelsError(INVALID_OPTION.at(None, message, "remove the option"))
    check_folder(folder, names)


def check_settings(options: RenderOptions, target: Target) -> None:
    """Raise `DocmodelsError` (`invalid-option`) for an option that the target does not have."""
    special = frozenset[str]().union(*(target.settings for target in TARGETS))
    for option in RENDER_OPTIONS:
        is_missing = option.name in special - target.settings
        if is_missing and getattr(options, option.name) != option.default:
            message = f"the target `{target.name}` has no option `{option.key}`"
            names = [f"`{other.name}`" for other in TARGETS if option.name in other.settings]
            help = f"remove it, or choose one of the targets that have it: {', '.join(names)}"
            raise DocmodelsError(INVALID_OPTION.at(None, message, help))
