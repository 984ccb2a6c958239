"""Templates: finished values in, text out. They lay out; they decide nothing."""

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

Loaded = tuple[str, str, Callable[[], bool]]


def render(template: str, folder: Path | None, **values: Any) -> str:
    """Render one template; a file of that name in the user's `folder` stands for ours.

    A template that is not Jinja, or fails, raises `DocmodelsError` with its file and line.
    """
    from jinja2 import TemplateError

    environment = _environment(folder)
    try:
        return environment.get_template(template).render(**values)
    except TemplateError as error:
        raise _told(error, template, folder) from error
    except Exception as error:  # whatever a user's expression raises
        raise _told(error, template, folder) from error


@cache
def _environment(folder: Path | None) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    ours = data_dir("templates")
    if folder is not None:
        check_folder(folder)
    folders: list[Traversable] = [folder, ours] if folder else [ours]
    return Environment(
        loader=ChoiceLoader([FunctionLoader(partial(_load, folder)) for folder in folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def check_folder(folder: Path) -> None:
    """Refuse a folder that takes the place of nothing: its path or its names are wrong."""
    ours = data_dir("templates")
    names = [f"{kind.name}/{file.name}" for kind in ours.iterdir() for file in kind.iterdir()]
    if not any((folder / name).is_file() for name in names):
        found = "no template of ours has a namesake in" if folder.is_dir() else "there is no folder"
        help = f"templates that can be replaced: {', '.join(sorted(names))}"
        raise DocmodelsError(BAD_TEMPLATE.at(None, f"{found} {folder}", help))


def _load(folder: Traversable, name: str) -> Loaded | None:
    file = folder.joinpath(*name.split("/"))
    if not file.is_file():
        return None
    return file.read_text("utf-8"), str(file), lambda: True


def _told(error: Exception, template: str, folder: Path | None) -> DocmodelsError:
    """Say where in which template it went wrong."""
    places = [
        (frame.filename, frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    line = getattr(error, "lineno", None)
    file = getattr(error, "filename", None) or getattr(error, "name", None) or template
    place = (str(file), int(line)) if line else places[-1] if places else (template, 1)
    message = f"{type(error).__name__}: {error}"
    help = f"templates are looked for in {folder}" if folder else ""
    return DocmodelsError(BAD_TEMPLATE.at(Origin(*place), message, help))
