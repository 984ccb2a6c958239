"""Render an `Api` as files, and compare them with those at an output."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from docmodels.config.options import RenderOptions
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_TEMPLATE
from docmodels.io.marks import INIT, sign
from docmodels.io.output_files import Change, File, check_destination, list_changes
from docmodels.ir import Api, Origin
from docmodels.pipeline.context import RunContext
from docmodels.pipeline.module_names import PYTHON, check_module_name, is_module
from docmodels.pipeline.option_checks import target_suffix, validate_render_options

if TYPE_CHECKING:
    from docmodels.targets import ModuleText
    from docmodels.targets.python.black_settings import BlackSettings


def render(
    api: Api, output: Path | None, options: RenderOptions, context: RunContext
) -> tuple[File, ...]:
    """Render `api`; format Python with the `[tool.black]` settings of `output`'s project.

    An `output` that ends in the suffix of the target (`.py`), or None, gives one module; any other
    gives a package in that folder, whose `__init__.py` lists the other files. Raises `DocmodelsError`
    if a template does not render to Python, `UnknownName` if the target or validation is unknown.
    """
    from docmodels.targets.python.black_settings import settings_for

    style = settings_for(output or Path("models.py"))
    texts = render_texts(api, output, options, context)
    is_package = not is_module(output, target_suffix(options))
    name = output.name if output and not is_package else ""
    owned = sorted(module.path for module in texts if module.path != INIT) if is_package else []
    return tuple(
        [
            File(
                Path(name or module.path),
                sign(_format(module, style), owned if module.path == INIT else ()),
            )
            for module in context.progress(texts, "formatting")
        ]
    )


def render_texts(
    api: Api, output: Path | None, options: RenderOptions, context: RunContext
) -> Sequence[ModuleText]:
    """Render `api` as `render` does, but do not format the modules."""
    from docmodels.passes import rename
    from docmodels.pipeline.target_options import create_target_options
    from docmodels.targets import Layout, Renaming, find_target, write_modules
    from docmodels.targets.plan.identifiers import pascal
    from docmodels.targets.python.black_settings import settings_for

    validate_render_options(options)
    renamed = rename.rename_matching(api, options.rename, pascal)
    style = settings_for(output or Path("models.py"))
    target = find_target(options.target)
    layout = Layout.MODULE if is_module(output, target.suffix) else Layout.PACKAGE
    target_options = replace(
        create_target_options(options, layout),
        renaming=Renaming(renamed.unmatched, renamed.original),
        line_length=style.line_length,
        type_statements=style.has_type_statements(),
    )
    return context.run_step(
        "planning modules",
        lambda: write_modules(renamed.api, target, target_options, context.notes),
    )


def rename_definitions(api: Api, names: Mapping[str, str]) -> Api:
    """Rename the definitions that `names` has; it may have names of other classes too.

    Raises `DocmodelsError` (`bad-rename`) for a new name that is not unique.
    """
    from docmodels.passes import rename
    from docmodels.targets.plan.identifiers import pascal

    return rename.rename_matching(api, names, pascal).api


def plan_changes(
    api: Api, output: Path, options: RenderOptions, context: RunContext
) -> list[Change]:
    """Render `api` and list the changes to the files at `output`. Raises as `render` does."""
    check_module_name(output, target_suffix(options))
    check_destination(output)
    files = render(api, output, options, context)
    return compare(files, output, target_suffix(options))


def compare(files: Sequence[File], output: Path, suffix: str = PYTHON) -> list[Change]:
    """List the changes that `files` make to a module, or to a package.

    `suffix` is that of the target. The orphans of a Python package are deleted.
    """
    if is_module(output, suffix):
        return list_changes(files, output.parent)
    return list_changes(files, output, prune=suffix == PYTHON)


def _format(module: ModuleText, style: BlackSettings) -> str:
    """Format a module with black, if it is Python.

    Raises `DocmodelsError` (`bad-template`) if it is invalid, with the line of a user's template.
    """
    from docmodels.targets.python.formatting import format_text

    if not module.path.endswith(PYTHON):
        return module.text
    try:
        return format_text(module.text, style, module.formatted)
    except ValueError as error:  # black.InvalidInput
        message = f"{module.path} is not Python after rendering: {error}"
        help = (
            "check the templates in --templates; without templates, this is a bug: please report it"
        )
        raise DocmodelsError(BAD_TEMPLATE.at(_find_template(module), message, help)) from error


def _find_template(module: ModuleText) -> Origin | None:
    """Return the line of a template that renders the first invalid line of a module."""
    try:
        ast.parse(module.text)
    except SyntaxError as error:
        return module.find_line(error.lineno) if module.find_line and error.lineno else None
    return None
