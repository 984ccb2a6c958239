"""Render Jinja templates. Templates only lay out the values that a target passes to them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_TEMPLATE
from docmodels.io.data_folders import data_dir
from docmodels.ir import Origin

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Environment

LoadedTemplate = tuple[str, str, Callable[[], bool]]


def render(template: str, folders: tuple[Path, ...], **values: Any) -> str:
    """Render one template: the first file of that name in `folders`, else the built-in one.

    Raises `DocmodelsError` (`bad-template`), with file and line, if the template is invalid or
    fails.
    """
    from jinja2 import TemplateError

    environment = _create_environment(folders)
    try:
        return environment.get_template(template).render(**values)
    except TemplateError as error:
        raise _template_error(error, template, folders) from error
    except Exception as error:  # an expression in a user's template may raise any exception
        raise _template_error(error, template, folders) from error


def find_line(
    template: str, folders: tuple[Path, ...], values: dict[str, object], line: int
) -> Origin | None:
    """Return the place in a template of a line of what `render` returns; None if it is unknown."""
    from docmodels.io.template_lines import find_template_line

    try:
        return find_template_line(_create_environment(folders), template, values, line)
    except Exception:  # a template that uses its own output may fail on the marks
        return None


@cache
def _create_environment(folders: tuple[Path, ...]) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    load = partial(_load_builtin, folders) if folders else _load_expanded
    loaders = [
        *(FunctionLoader(partial(_load_file, folders[:i], f)) for i, f in enumerate(folders)),
        FunctionLoader(partial(load, data_dir("templates"))),
    ]
    return Environment(
        loader=ChoiceLoader(loaders),
        auto_reload=bool(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def list_templates(folder: Traversable, patterns: Sequence[str] = ("*",)) -> list[str]:
    """Return the names of the templates in `folder` (`shared/header.j2`) that match a pattern."""
    names = [
        f"{subfolder.name}/{file.name}"
        for subfolder in folder.iterdir()
        if subfolder.is_dir()
        for file in subfolder.iterdir()
    ]
    return sorted(name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns))


def check_folder(folder: Path, names: Sequence[str]) -> None:
    """Raise `DocmodelsError` (`bad-template`) if no file of `folder` has one of the `names`."""
    if not any(os.path.isfile(folder / name) for name in names):
        problem = (
            "no file replaces a template of the target in"
            if os.path.isdir(folder)
            else "no such folder:"
        )
        help = f"templates of the target: {', '.join(names)}"
        raise DocmodelsError(BAD_TEMPLATE.at(None, f"{problem} {folder}", help))


def _load_source(folder: Traversable, name: str) -> LoadedTemplate | None:
    file = folder.joinpath(*name.split("/"))
    if not file.is_file():
        return None
    return file.read_text("utf-8"), str(file), lambda: True


def _load_expanded(folder: Traversable, name: str) -> LoadedTemplate | None:
    """Load a built-in template with the templates that it includes by name in their places.

    Each include at run time takes as long as a small module. Files of a user replace included ones.
    """
    loaded = _load_source(folder, name)
    if loaded is None:
        return None
    text, file, is_current = loaded

    def expand(match: re.Match[str]) -> str:
        included = _load_expanded(folder, match[1])
        return included[0] if included else match[0]

    return _INCLUDE.sub(expand, text), file, is_current


_INCLUDE = re.compile(r'^\{% include "([^"\n]+)" %\}\n', re.M)


def _load_file(preceding: Sequence[Path], folder: Path, name: str) -> LoadedTemplate | None:
    """Load a template that may change while the program runs, as may the current folder."""
    loaded = _load_source(folder, name)
    if loaded is None:
        return None
    text, file, _ = loaded
    return text, file, lambda: _read(file) == text and not _has_file(preceding, name)


def _load_builtin(
    preceding: Sequence[Path], folder: Traversable, name: str
) -> LoadedTemplate | None:
    """Load a built-in template, which a file of a user may replace while the program runs."""
    loaded = _load_source(folder, name)
    if loaded is None:
        return None
    text, file, _ = loaded
    return text, file, lambda: not _has_file(preceding, name)


def _has_file(folders: Sequence[Path], name: str) -> bool:
    return any(os.path.isfile(folder / name) for folder in folders)


def _read(file: str) -> str | None:
    try:
        return Path(file).read_text("utf-8")
    except OSError:
        return None


def _template_error(error: Exception, template: str, folders: tuple[Path, ...]) -> DocmodelsError:
    """Convert an exception of Jinja to `DocmodelsError` with the template's file and line."""
    import traceback

    frames = [
        (frame.filename, frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    line = getattr(error, "lineno", None)
    file = getattr(error, "filename", None) or getattr(error, "name", None) or template
    location = (str(file), int(line)) if line else frames[-1] if frames else (template, 1)
    message = f"{type(error).__name__}: {error}"
    help = f"the folder of templates is {folders[0]}" if folders else ""
    return DocmodelsError(BAD_TEMPLATE.at(Origin(*location), message, help))
