"""Settings of a project: `docmodels.toml` or `[tool.docmodels]`, and their JSON Schema."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from docmodels.config.declarations import REPOSITORY_MARKS, Option
from docmodels.config.options import SETTINGS, Job, create_job, merge_values
from docmodels.config.settings_table import SettingsTable, find_table, read_toml
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, UnknownName, suggest
from docmodels.diagnostics.rules import INVALID_OPTION

SCHEMA_ID: Final = "https://json.schemastore.org/docmodels.json"
"""The `$id` of the JSON Schema of the settings: the address of a schema at SchemaStore."""


PROJECT_FILES: Final = ("docmodels.toml", "pyproject.toml")
"""The files with settings; the whole of the first, `[tool.docmodels]` of the second."""


class Project(Struct, frozen=True):
    """The settings of a project, and its folder; the paths of the jobs begin with the folder.

    `folder` is relative to the current one, and `title` is what messages call the settings.
    """

    folder: str
    title: str
    jobs: tuple[Job, ...]


Validate: TypeAlias = Callable[[Job], None]
"""Raises `UnknownName` or `DocmodelsError` for a job with a value that has no meaning."""


_Create: TypeAlias = Callable[[Mapping[str, Any]], Job]
"""Creates and validates a job from the values of options."""


def read_project(start: Path, validate: Validate, documents: dict[str, Document]) -> Project | None:
    """Read the settings of the project that the folder `start` belongs to; None if it has none.

    Searches `start` and the folders above it, up to the root of the repository (only `start` if
    there is no repository). Files that are read are added to `documents`.

    Raises `DocmodelsError` (`unreadable-input`, `invalid-option`), with the place of the setting.
    """
    for folder in _searched_folders(start.resolve()):
        if settings := find_settings(folder, documents):
            path = os.path.relpath(folder)
            return Project(path, settings.title, parse_jobs(settings, validate, path))
    return None


def _searched_folders(start: Path) -> Sequence[Path]:
    folders = [start, *start.parents]
    for number, folder in enumerate(folders, 1):
        if any((folder / mark).exists() for mark in REPOSITORY_MARKS):
            return folders[:number]
    return folders[:1]


def find_settings(folder: Path, documents: dict[str, Document]) -> SettingsTable | None:
    """Return the settings that stand in a folder. Two places in one folder are an error."""
    tables: list[SettingsTable] = []
    for name in PROJECT_FILES:
        path = folder / name
        if path.is_file():
            file = read_toml(path, os.path.relpath(path), documents)
            is_whole = name == "docmodels.toml"
            if table := file if is_whole else find_table(file, "tool", "docmodels"):
                title = file.title if is_whole else f"[tool.docmodels] in {file.title}"
                tables.append(replace(table, title=title))
    if len(tables) > 1:
        problem = f"{tables[0].title} has settings as well"
        raise tables[1].error(problem, "keep the settings in one of the files")
    return tables[0] if tables else None


def parse_jobs(
    settings: SettingsTable, validate: Validate = lambda _: None, folder: str = "."
) -> tuple[Job, ...]:
    """Parse a table of settings as one job, or each table in its list `modules` as a job.

    Settings beside `modules` are the defaults of each module; entries of tables, and accepted
    rules, are added. Paths are relative to `folder`. Raises as `read_project` does.
    """

    def create(values: Mapping[str, Any]) -> Job:
        job = create_job(values).in_folder(folder)
        validate(job)
        return job

    if not settings.is_table:
        raise settings.error("this is not a table", "write settings as `key = value`")
    if "modules" not in settings.value:
        return (_parse_job((settings,), create),)
    help = "write `[[tool.docmodels.modules]]` above the settings of each output"
    modules: Any = settings.value["modules"]
    if not isinstance(settings.value["modules"], list) or not modules:
        raise settings.error("`modules` is not a list of tables", help, "modules")
    defaults = settings.without("modules")
    if "output" in defaults.value:
        problem = "`output` beside `modules` is the output of no module"
        raise settings.error(problem, "write it into the table of each module", "output")
    tables = [settings.item("modules", number) for number in range(len(modules))]
    for number, table in enumerate(tables):
        if not table.is_table:
            problem = "`modules` is not a list of tables"
            raise settings.error(problem, help, "modules", number)
    jobs = tuple(_parse_job((table, defaults), create) for table in tables)
    _refuse_shared_outputs(jobs, tables)
    return jobs


def _refuse_shared_outputs(jobs: Sequence[Job], tables: Sequence[SettingsTable]) -> None:
    outputs: set[str] = set()
    for job, table in zip(jobs, tables, strict=True):
        output = os.path.normpath(job.output)
        if output in outputs:
            problem = f"`{job.output}` is the output of two modules"
            raise table.error(problem, "give each module an output of its own", "output")
        outputs.add(output)


def _parse_job(tables: Sequence[SettingsTable], create: _Create) -> Job:
    """Parse the settings of a job; each table has the defaults of those before it."""
    values: dict[str, Any] = {}
    for table in reversed(tables):
        values = merge_values(values, _parse_table(table))
    for option in SETTINGS:
        if option.is_required and option.name not in values:
            raise tables[0].error(f"no `{option.key}`", f"add `{option.key} = ..`")
    try:
        return create(values)
    except (UnknownName, DocmodelsError):
        _create_step_by_step(tables, values, create)
        raise


def _create_step_by_step(
    tables: Sequence[SettingsTable], values: Mapping[str, Any], create: _Create
) -> None:
    """Add one setting after the other; raise the first error, with the place of that setting."""
    valid: dict[str, Any] = {}
    for option in SETTINGS:
        if option.name in values:
            valid[option.name] = values[option.name]
        if any(other.is_required and other.name not in valid for other in SETTINGS):
            continue
        try:
            create(valid)
        except (UnknownName, DocmodelsError) as error:
            table = next(table for table in tables if option.key in table.value)
            message = f"{table.title}: {error}"
            help = error.note.help if isinstance(error, DocmodelsError) else "correct the setting"
            note = INVALID_OPTION.at(None, message, help)
            if isinstance(error, DocmodelsError):
                note = replace(error.note, message=message)
            raise DocmodelsError(table.located(note, option.key)) from error


def _parse_table(table: SettingsTable) -> dict[str, Any]:
    """Return the values of a table by the names of their options."""
    options = {option.key: option for option in SETTINGS}
    for key in table.value:
        if key not in options:
            help = f"{suggest(key, options)}settings are: {', '.join(options)}"
            raise table.error(f"unknown setting `{key}`", help, key)
    return {options[key].name: _parse_value(options[key], table) for key in table.value}


_TYPES: Final = {"text": str, "flag": bool, "list": tuple[str, ...], "table": dict[str, str]}


def _parse_value(option: Option, table: SettingsTable) -> Any:
    value: Any
    try:
        value = msgspec.convert(table.value[option.key], _TYPES[option.type])
    except msgspec.ValidationError as error:
        raise table.error(f"`{option.key}`: {error}", option.about.help, option.key) from error
    if option.is_required and not value:
        raise table.error(f"`{option.key}` is empty", option.about.help, option.key)
    texts = [value] if isinstance(value, str) else value if option.type == "list" else ()
    for number, text in enumerate(texts):
        if (option.is_required and not text) or "\0" in text:
            reason = "has a null character" if text else "is empty"
            problem = f"`{option.key}`: {text!r} {reason}"
            raise table.error(problem, option.about.help, option.key, number)
    return value


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema of `[tool.docmodels]`, which is that of `docmodels.toml`.

    It is draft 7, without `$ref`, in the form that SchemaStore's tests and editors for TOML accept.
    """
    properties = {option.key: _option_schema(option) for option in SETTINGS}
    module = {
        "title": "One output",
        "type": "object",
        "required": ["output"],
        "properties": properties,
        "additionalProperties": False,
    }
    modules = {
        "description": "One table for each output; the settings beside it are its defaults.",
        "type": "array",
        "minItems": 1,
        "items": module,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "docmodels",
        "description": "Settings of docmodels: [tool.docmodels] in pyproject.toml, or docmodels.toml.",
        "type": "object",
        "properties": {**properties, "modules": modules},
        "additionalProperties": False,
        "anyOf": [
            _with("inputs", "output", modules=False),
            _with("inputs", "modules", output=False),
            _with("modules", modules={"type": "array", "items": _with("inputs")}, output=False),
        ],
    }


def _with(*required: str, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object that requires properties; each has a schema beside it."""
    named = dict.fromkeys(required, True)
    return {"type": "object", "required": list(required), "properties": {**named, **properties}}


_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
    "table": {"type": "object", "additionalProperties": {"type": "string"}},
}


def _option_schema(option: Option) -> dict[str, Any]:
    schema: dict[str, Any] = {**deepcopy(_SCHEMAS[option.type]), "description": option.about.help}
    if option.is_required:
        path = {"type": "string", "pattern": r"^[^\u0000]+$"}
        schema |= {"items": path, "minItems": 1} if option.type == "list" else path
    if option.about.choices:
        values: dict[str, Any] = schema["items"] if option.type == "list" else schema
        values["enum"] = list(option.about.choices)
    if not option.is_required and option.default is not None:
        schema["default"] = list(option.default) if option.type == "list" else option.default
    return schema
