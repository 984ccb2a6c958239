"""Settings of a project: `[tool.docmodels]` in its `pyproject.toml`, and their JSON Schema."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec

from docmodels.config.options import SETTINGS, Job, Option, create_job
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT

SCHEMA_ID: Final = "urn:docmodels:settings"
"""The `$id` of the JSON Schema of the settings."""


def read_project_jobs(folder: Path) -> tuple[Job, ...]:
    """Read the jobs of the project in `folder`; empty if it has no `[tool.docmodels]`.

    Raises `DocmodelsError` (`unreadable-input`) for invalid TOML and for invalid settings.
    """
    path = folder / "pyproject.toml"
    if not path.is_file():
        return ()
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("docmodels")
    except (OSError, ValueError) as error:
        raise DocmodelsError(UNREADABLE_INPUT.at(None, f"cannot read {path}: {error}")) from error
    return () if table is None else parse_jobs(table, f"[tool.docmodels] in {path.name}")


def parse_jobs(table: Mapping[str, Any], source: str) -> tuple[Job, ...]:
    """Parse a table of settings as one job, or each table in its list `modules` as a job.

    Raises `DocmodelsError` (`unreadable-input`) for invalid settings; `source` names the table.
    """
    if "modules" not in table:
        return (_parse_job(table, source),)
    if others := [key for key in table if key != "modules"]:
        problem = f"`{others[0]}` beside `modules` applies to no output"
        raise _settings_error(source, problem, "write it into the table of each output")
    try:
        modules = msgspec.convert(table["modules"], list[dict[str, Any]])
    except msgspec.ValidationError as error:
        help = "write `[[tool.docmodels.modules]]`"
        raise _settings_error(source, "`modules` is not a list of tables", help) from error
    return tuple(_parse_job(entry, source) for entry in modules)


def _parse_job(table: Mapping[str, Any], source: str) -> Job:
    options = {option.key: option for option in SETTINGS}
    for key in table:
        if key not in options:
            near = get_close_matches(key, options, 1)
            suggestion = f"did you mean `{near[0]}`? " if near else ""
            help = f"{suggestion}settings are: {', '.join(options)}"
            raise _settings_error(source, f"unknown setting `{key}`", help)
    if missing := [
        option.key for option in SETTINGS if option.is_required and option.key not in table
    ]:
        raise _settings_error(source, f"no `{missing[0]}`", f"add `{missing[0]} = ..`")
    values = {options[key].name: _parse_value(options[key], table[key], source) for key in table}
    return create_job(values)


_TYPES: Final = {"text": str, "flag": bool, "list": tuple[str, ...], "table": dict[str, str]}


def _parse_value(option: Option, value: Any, source: str) -> Any:
    try:
        return msgspec.convert(value, _TYPES[option.type])
    except msgspec.ValidationError as error:
        problem = f"`{option.key}`: {error}"
        raise _settings_error(source, problem, option.about.help) from error


def _settings_error(source: str, problem: str, help: str) -> DocmodelsError:
    return DocmodelsError(UNREADABLE_INPUT.at(None, f"{source}: {problem}", help))


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema of `[tool.docmodels]`."""
    job = {
        "title": "One output",
        "type": "object",
        "required": [option.key for option in SETTINGS if option.is_required],
        "properties": {option.key: _option_schema(option) for option in SETTINGS},
        "additionalProperties": False,
    }
    modules = {
        "title": "Several outputs",
        "type": "object",
        "required": ["modules"],
        "properties": {"modules": {"type": "array", "items": {"$ref": "#/$defs/output"}}},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "[tool.docmodels]",
        "anyOf": [{"$ref": "#/$defs/output"}, {"$ref": "#/$defs/outputs"}],
        "$defs": {"output": job, "outputs": modules},
    }


_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
    "table": {"type": "object", "additionalProperties": {"type": "string"}},
}


def _option_schema(option: Option) -> dict[str, Any]:
    schema: dict[str, Any] = {**deepcopy(_SCHEMAS[option.type]), "description": option.about.help}
    if option.about.choices:
        values: dict[str, Any] = schema["items"] if option.type == "list" else schema
        values["enum"] = list(option.about.choices)
    if not option.is_required and option.default is not None:
        schema["default"] = option.default
    return schema
