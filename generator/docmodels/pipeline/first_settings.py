"""First settings for a project: what its folder and its `pyproject.toml` suggest, with comments."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from docmodels.config.datamodel_codegen import Translation, translate
from docmodels.config.options import SETTINGS
from docmodels.config.settings import PROJECT_FILES
from docmodels.config.settings_table import SettingsTable, find_table
from docmodels.diagnostics.notes import DocmodelsError, counted
from docmodels.diagnostics.rules import NO_MODELS
from docmodels.io.input_files import Input, list_files, read_inputs
from docmodels.io.output_files import is_managed

MAX_INPUTS = 5
"""More documents than this are named by their folder."""

Entries = Iterable[tuple[str, Any, str]]
"""Settings: key, value, and the reason of the value or an empty text."""


def suggest_settings(folder: Path, project: SettingsTable | None) -> str:
    """Return settings for the documents in `folder` as TOML; `project` is its pyproject.toml.

    Raises `DocmodelsError` (`no-models`) if there are none.
    """
    inputs, about_inputs = _suggest_inputs(folder)
    output, about_output = _suggest_output(folder, project)
    target, about_target = _suggest_target(project)
    entries = [
        ("inputs", inputs, about_inputs),
        ("output", output, about_output),
        ("target", target, about_target),
    ]
    return _render("tool.docmodels" if project else "", entries)


def translate_settings(project: SettingsTable) -> str:
    """Return the settings of datamodel-code-generator in `pyproject.toml` as ours, as TOML.

    Its jobs become modules. Raises `DocmodelsError` (`unreadable-input`) if there are none.
    """
    table = find_table(project, "tool", "datamodel-codegen")
    if table is None or not table.is_table:
        problem = "there is no [tool.datamodel-codegen]"
        raise project.error(problem, "run `docmodels init` to look at the folder")
    common = {key: table.value[key] for key in table.value if key != "jobs"}
    jobs: dict[str, dict[str, Any]] = {}
    with suppress(msgspec.ValidationError):
        jobs = msgspec.convert(table.value.get("jobs"), dict[str, dict[str, Any]])
    if not jobs:
        return _render_translation("tool.docmodels", translate(common))
    parts = [
        _render_translation("[tool.docmodels.modules]", translate({**common, **jobs[name]}), name)
        for name in jobs
    ]
    return "\n".join(parts)


def _render_translation(title: str, translation: Translation, job: str = "") -> str:
    settings = {"inputs": ["docs"], "output": "models.py", **translation.settings}
    order = [option.key for option in SETTINGS if option.key in settings]
    reasons = {
        key: "not among the options: correct it"
        for key in ("inputs", "output")
        if key not in translation.settings
    }
    text = _render(title, [(key, settings[key], reasons.get(key, "")) for key in order])
    source = f"job {json.dumps(job)} of " if job else ""
    comments = [f"# Translated from {source}[tool.datamodel-codegen]."]
    comments += [f"# {' '.join(remark.split())}" for remark in translation.remarks]
    return "\n".join(comments) + "\n" + text


def _render(title: str, entries: Entries) -> str:
    lines = [f"[{title}]"] if title else []
    for key, value, reason in entries:
        lines += [f"# {reason}"] if reason else []
        lines.append(f"{key} = {toml_value(value)}")
    return "".join(f"{line}\n" for line in lines)


Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value]"
"""The value of a setting."""


def toml_value(value: Value) -> str:
    """Write a value in TOML, on one line."""
    match value:
        case str():  # a JSON string is one of TOML, except that TOML refuses an unescaped DEL
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return json.dumps(value)
        case Mapping():
            entries = (f"{toml_value(key)} = {toml_value(value[key])}" for key in value)
            return f"{{{', '.join(entries)}}}"
        case _:
            return f"[{', '.join(map(toml_value, value))}]"


def _suggest_inputs(folder: Path) -> tuple[list[str], str]:
    """Return API descriptions, else folders of model pages, else schemas, and how many there are."""
    descriptions, pages, schemas = _classify(list(_readable_inputs(folder)), folder)
    if descriptions:
        number = counted(len(descriptions), "API description")
        pages_too = (
            f"; {counted(len(pages), 'model page')} beside them have less facts" if pages else ""
        )
        return _shorten(descriptions), f"{number}{pages_too}"
    if pages:
        return _top_folders(pages), counted(len(pages), "model page")
    if schemas:
        return _shorten(schemas), counted(len(schemas), "JSON Schema")
    message = f"no model page, API description or JSON Schema in {folder}"
    help = "name the inputs: docmodels generate INPUT -o OUT"
    raise DocmodelsError(NO_MODELS.at(None, message, help))


def _readable_inputs(folder: Path) -> Iterator[Input]:
    """Yield the documents below a folder; those that cannot be read suggest nothing."""
    for path in list_files(os.fspath(folder)):
        with suppress(DocmodelsError):
            yield from read_inputs([path])


def _classify(inputs: Sequence[Input], folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Return the paths of API descriptions, of model pages, and of JSON Schemas."""
    from docmodels.pages import classify
    from docmodels.readers.detection import detect_kind

    documents = [input.document for input in inputs if input.is_page]
    model_pages, _ = classify(documents, None, [])
    kinds = {
        input.document.path: detect_kind(input.document) for input in inputs if not input.is_page
    }

    def relative(paths: Iterable[str]) -> list[str]:
        return [os.path.relpath(path, folder).replace(os.sep, "/") for path in paths]

    descriptions = (path for path in kinds if kinds[path] in ("openapi", "swagger"))
    schemas = (path for path in kinds if kinds[path] == "jsonschema")
    return relative(descriptions), relative(p.path for p, _ in model_pages), relative(schemas)


def _shorten(paths: Sequence[str]) -> list[str]:
    return list(paths) if len(paths) <= MAX_INPUTS else _top_folders(paths)


def _top_folders(paths: Iterable[str]) -> list[str]:
    """Return the folders of files, without those inside another one of them."""
    folders = sorted({os.path.dirname(path) or "." for path in paths})
    return [
        path
        for path in folders
        if not any(
            path != other and (other == "." or path.startswith(f"{other}/")) for other in folders
        )
    ]


def _suggest_output(folder: Path, project: SettingsTable | None) -> tuple[str, str]:
    """Return a module in the only package of the project, else one in its folder."""
    packages = list(_packages(folder, _project_value(project, "name")))
    parent, reason = ("", "the folder has no package yet")
    if len(packages) == 1:
        parent, reason = f"{packages[0]}/", f"the package of the project is {packages[0]}"
    elif packages:
        reason = f"the folder has several packages: {', '.join(packages)}"
    for name in ("models", "api_models", "generated_models"):
        path = folder / f"{parent}{name}.py"
        if not os.path.lexists(path) or _is_managed_file(path):
            return f"{parent}{name}.py", reason
    return f"{parent}docmodels_output.py", reason


def _is_managed_file(path: Path) -> bool:
    try:
        return path.is_file() and is_managed(path.read_text("utf-8", errors="replace"))
    except OSError:
        return False


def _packages(folder: Path, project_name: Any) -> Iterator[str]:
    """Yield the package with the project's name, or all packages that are no tests."""
    paths = [
        path.parent.relative_to(folder).as_posix()
        for pattern in ("src/*/__init__.py", "*/__init__.py")
        for path in sorted(folder.glob(pattern))
    ]
    name = re.sub(r"\W+", "_", str(project_name)).lower()
    named = [path for path in paths if path.rpartition("/")[2] == name]
    yield from named[:1] or (path for path in paths if path not in ("tests", "test", "docs"))


def _suggest_target(project: SettingsTable | None) -> tuple[str, str]:
    """Return the target whose library the project depends on already."""
    names: list[str] = []
    with suppress(msgspec.ValidationError):
        names = msgspec.convert(_project_value(project, "dependencies"), list[str])
    for library in ("pydantic", "msgspec"):
        if any(re.match(rf"{library}\b(?!-)", name, re.I) for name in names):
            return library, f"the project depends on {library}"
    others = "dataclass and typeddict need no package"
    return "pydantic", f"the default; {others}, msgspec needs that library"


def _project_value(project: SettingsTable | None, key: str) -> Any:
    table = find_table(project, "project") if project else None
    return table.value.get(key) if table and table.is_table else None


def settings_file(folder: Path) -> Path:
    """Return the file that gets the settings: pyproject.toml if there is one."""
    whole, shared = (folder / name for name in PROJECT_FILES)
    return shared if shared.is_file() else whole
