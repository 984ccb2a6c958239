"""Render Jinja templates. Templates only lay out the values that a target passes to them."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import cache, partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_TEMPLATE
from docmodels.io.data_folders import data_dir
from docmodels.ir import Origin

if TYPE_CHECKING:
    from jinja2 import Environment

LoadedTemplate = tuple[str, str, Callable[[], bool]]


def render(template: str, folder: Path | None, **values: Any) -> str:
    """Render one template; a file of that name in the user's `folder` replaces the built-in one.

    Raises `DocmodelsError` (`bad-template`), with file and line, if the template is invalid or
    fails.
    """
    from jinja2 import TemplateError

    environment = _create_environment(folder)
    try:
        return environment.get_template(template).render(**values)
    except TemplateError as error:
        raise _template_error(error, template, folder) from error
    except Exception as error:  # an expression in a user's template may raise any exception
        raise _template_error(error, template, folder) from error


@cache
def _create_environment(folder: Path | None) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    builtin = data_dir("templates")
    if folder is not None:
        check_folder(folder)
    folders: list[Traversable] = [folder, builtin] if folder else [builtin]
    return Environment(
        loader=ChoiceLoader([FunctionLoader(partial(_load_source, folder)) for folder in folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def check_folder(folder: Path) -> None:
    """Raise `DocmodelsError` (`bad-template`) if `folder` replaces no built-in template."""
    builtin = data_dir("templates")
    names = [
        f"{target.name}/{file.name}" for target in builtin.iterdir() for file in target.iterdir()
    ]
    if not any((folder / name).is_file() for name in names):
        problem = (
            "no file replaces a built-in template in" if folder.is_dir() else "no such folder:"
        )
        help = f"built-in templates: {', '.join(sorted(names))}"
        raise DocmodelsError(BAD_TEMPLATE.at(None, f"{problem} {folder}", help))


def _load_source(folder: Traversable, name: str) -> LoadedTemplate | None:
    file = folder.joinpath(*name.split("/"))
    if not file.is_file():
        return None
    return file.read_text("utf-8"), str(file), lambda: True


def _template_error(error: Exception, template: str, folder: Path | None) -> DocmodelsError:
    """Convert an exception of Jinja to `DocmodelsError` with the template's file and line."""
    frames = [
        (frame.filename, frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    line = getattr(error, "lineno", None)
    file = getattr(error, "filename", None) or getattr(error, "name", None) or template
    location = (str(file), int(line)) if line else frames[-1] if frames else (template, 1)
    message = f"{type(error).__name__}: {error}"
    help = f"the folder of templates is {folder}" if folder else ""
    return DocmodelsError(BAD_TEMPLATE.at(Origin(*location), message, help))
