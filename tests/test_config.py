"""Test that options are declared once: command line, settings, schema and library agree."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

import docmodels
from docmodels.cli import load_command
from docmodels.cli.commands.export import EXPORTS
from docmodels.cli.diff import REPORTS
from docmodels.config.options import (
    ACCEPT,
    COMMAND_OPTIONS,
    DEPFILE,
    EXIT_NON_ZERO_ON_CHANGE,
    FORCE,
    FORMAT,
    INPUTS,
    JOBS,
    LOAD_OPTIONS,
    QUIET,
    RENDER_OPTIONS,
    SETTINGS,
    STAMP,
    STRICT,
    UPDATE_LOCK,
    Job,
    LoadOptions,
    Option,
    RenderOptions,
    create_job,
)
from docmodels.config.settings import SCHEMA_ID, parse_jobs, settings_schema
from docmodels.config.settings_table import SettingsTable
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rendering import FORMATS
from docmodels.diff.rendering import RENDERERS
from docmodels.inference.naming_case import CASES
from docmodels.ir import documents
from docmodels.targets import TARGETS, Descriptions, EnumStyle, Validation

MINIMAL: dict[str, Any] = {"inputs": ["docs"], "output": "models.py"}
VALUES: dict[str, Any] = {
    "target": "dataclass",
    "validation": "exact",
    "templates": "looks",
    "header": "# Copyright 2026 Shop Ltd.\n# SPDX-License-Identifier: MIT",
    "base-class": "shop.base:ApiModel",
    "enums": "literal",
    "descriptions": "schema",
    "formats": {"email": "pydantic:EmailStr", "duration": "datetime:timedelta"},
    "dialect": "liblab",
    "wire-case": "snake",
    "samples": ["captured", "Pet=pets.ndjson"],
    "sample-enums": ["Mood", "Crate.state"],
    "rename": {"Pet": "Animal", "Owner": "Person"},
    "split-readonly": True,
    "allow-remote": True,
    "plugins": ["house-enums"],
    "allow-outside": True,
    "accept": ["missing-enum-values"],
    "separate": True,
    "strict": True,
}
"""A value for every setting with a default, by its key; none is the default."""


def declared(name: str) -> Option:
    (option,) = {option.key: option for option in SETTINGS if option.key == name}.values()
    return option


def key(option: Option) -> str:
    return option.key


# --- declarations ---------------------------------------------------------------------------------


def test_choices_are_those_of_the_steps() -> None:
    choices = {option.name: option.about.choices for option in (*SETTINGS, *COMMAND_OPTIONS)}
    assert choices["wire_case"] == CASES
    assert choices["validation"] == tuple(Validation)
    assert choices["enums"] == tuple(EnumStyle)
    assert choices["descriptions"] == tuple(Descriptions)
    assert choices["format"] == tuple(FORMATS)
    assert tuple(documents.EXPORTS) == EXPORTS
    assert tuple(RENDERERS) == REPORTS
    assert declared("target").about.metavar == "|".join(target.name for target in TARGETS)


def test_every_setting_has_a_value_that_is_no_default() -> None:
    assert {option.key for option in SETTINGS if not option.is_required} == VALUES.keys()
    defaults = {name: declared(name).default for name in VALUES}
    assert all(
        list(default) != VALUES[name] if default == () else default != VALUES[name]
        for name, default in defaults.items()
    )


def test_new_names_apply_to_classes_in_a_job() -> None:
    (job,) = parse_jobs(SettingsTable({**MINIMAL, **VALUES}, "settings"))
    assert job.render.rename == VALUES["rename"]
    assert job.load.rename == {}


# --- the command line -----------------------------------------------------------------------------

COMMANDS = {
    "generate": (
        *SETTINGS,
        FORMAT,
        QUIET,
        JOBS,
        DEPFILE,
        STAMP,
        EXIT_NON_ZERO_ON_CHANGE,
        UPDATE_LOCK,
        FORCE,
    ),
    "check": (*SETTINGS, FORMAT, QUIET, JOBS),
    "export": (*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET, UPDATE_LOCK, FORCE),
    "inspect": (*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET),
    "diff": (*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_the_declared_options(name: str) -> None:
    command = load_command(name)
    arguments = {"export": ["--to", "ir", "docs"], "diff": ["old", "new"]}.get(name, ["docs"])
    values = command.make_context(name, arguments).params
    parameters = {parameter.name: parameter for parameter in command.params}
    for option in COMMANDS[name]:
        parameter = parameters.pop(option.name)
        assert option.is_required or values[option.name] == option.default
        if option.name != INPUTS.name:
            assert f"--{option.key}" in parameter.opts
            assert parameter.to_info_dict()["help"] == option.about.help
    others = {"against", "around", "as_json", "cosmetic", "depth", "fail_on", "inputs"}
    assert parameters.keys() <= others | {"output", "to"}


def parse_arguments(arguments: tuple[str, ...]) -> Job:
    """Parse arguments of `docmodels generate` into a job."""
    parameters = load_command("generate").make_context("generate", list(arguments)).params
    return create_job(parameters)


@pytest.mark.parametrize("name", VALUES)
def test_arguments_of_a_job_are_equivalent_to_it(name: str) -> None:
    (job,) = parse_jobs(SettingsTable({**MINIMAL, name: VALUES[name]}, "settings"))
    assert f"--{name}" in job.arguments()
    assert parse_arguments(job.arguments()) == job


def test_arguments_omit_defaults() -> None:
    (job,) = parse_jobs(SettingsTable(MINIMAL, "settings"))
    assert job.arguments() == ("docs", "-o", "models.py")
    assert job == Job(inputs=("docs",), output="models.py")


def test_entries_of_tables_and_accepted_rules_are_added_to_defaults() -> None:
    module = {"output": "a.py", "rename": {"Pet": "Beast"}, "accept": ["renamed"]}
    defaults = {"inputs": ["docs"], "rename": {"Pet": "A", "Owner": "B"}, "accept": ["bad-default"]}
    (job,) = parse_jobs(SettingsTable({**defaults, "modules": [module]}, "settings"))
    assert job.render.rename == {"Pet": "Beast", "Owner": "B"}
    assert job.accept == ("bad-default", "renamed")
    assert job.inputs == ("docs",)
    assert job.override({"accept": ("inferred-name",)}).accept == (*job.accept, "inferred-name")
    assert job.override({"inputs": ("other",)}).inputs == ("other",)


def test_override_replaces_values_and_adds_new_names() -> None:
    (job,) = parse_jobs(SettingsTable({**MINIMAL, **VALUES}, "settings"))
    changed = job.override({"rename": {"Pet": "Beast"}, "strict": False, "target": "pydantic"})
    assert changed.render.rename == {"Pet": "Beast", "Owner": "Person"}
    assert (changed.strict, changed.render.target) == (False, "pydantic")
    assert changed.load == job.load


# --- the library ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (docmodels.load, (*LOAD_OPTIONS, UPDATE_LOCK, ACCEPT, STRICT)),
        (docmodels.report, (*LOAD_OPTIONS, ACCEPT, STRICT)),
        (docmodels.render, (*RENDER_OPTIONS, ACCEPT, STRICT)),
        (docmodels.check, (*RENDER_OPTIONS, ACCEPT, STRICT)),
        (docmodels.generate, (*RENDER_OPTIONS, *LOAD_OPTIONS, UPDATE_LOCK, ACCEPT, STRICT, FORCE)),
    ],
)
def test_library_functions_have_the_declared_options(
    function: Callable[..., object], options: tuple[Option, ...]
) -> None:
    parameters = inspect.signature(function).parameters.values()
    keywords = {item.name: item.default for item in parameters if item.kind is item.KEYWORD_ONLY}
    expected = {option.name: option.default or None for option in options}
    assert {name: default or None for name, default in keywords.items()} == {
        **expected,
        "notes": None,
        **({"output": None} if function is docmodels.render else {}),
    }


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (docmodels.load, (*LOAD_OPTIONS, UPDATE_LOCK, ACCEPT, STRICT)),
        (docmodels.render, (*RENDER_OPTIONS, ACCEPT, STRICT)),
        (docmodels.generate, (FORCE,)),
    ],
)
def test_docstrings_describe_the_options_with_their_choices(
    function: Callable[..., object], options: tuple[Option, ...]
) -> None:
    text = inspect.getdoc(function) or ""
    for option in options:
        choices = () if option is ACCEPT else option.about.choices  # docs/rules.md has all rules
        for name in (option.name, *choices):
            assert f"`{name}`" in text, f"{function.__name__} does not describe `{name}`"


def test_option_values_have_the_declared_defaults() -> None:
    for options, declarations in (
        (LoadOptions(), LOAD_OPTIONS),
        (RenderOptions(), RENDER_OPTIONS),
    ):
        assert all(getattr(options, item.name) == item.default for item in declarations)


# --- settings -------------------------------------------------------------------------------------


def is_valid(settings: dict[str, Any]) -> bool:
    return jsonschema.Draft7Validator(settings_schema()).is_valid(settings)


def is_parsed(settings: dict[str, Any]) -> bool:
    try:
        return bool(parse_jobs(SettingsTable(settings, "settings")))
    except DocmodelsError:
        return False


def test_schema_of_settings_is_valid() -> None:
    jsonschema.Draft7Validator.check_schema(settings_schema())
    assert settings_schema()["$id"] == SCHEMA_ID


@pytest.mark.parametrize(
    ("settings", "valid"),
    [
        (MINIMAL, True),
        ({**MINIMAL, **VALUES}, True),
        ({"modules": [MINIMAL, {**MINIMAL, **VALUES, "output": "b.py"}]}, True),
        ({}, False),
        ({"inputs": ["docs"]}, False),
        ({"output": "models.py"}, False),
        ({**MINIMAL, "inputs": "docs"}, False),
        ({**MINIMAL, "targets": "pydantic"}, False),
        ({**MINIMAL, "wire_case": "snake"}, False),
        ({**MINIMAL, "strict": "yes"}, False),
        ({**MINIMAL, "rename": ["Pet"]}, False),
        ({**MINIMAL, "rename": {"Pet": 1}}, False),
        ({**MINIMAL, "samples": "captured"}, False),
        ({**MINIMAL, "force": True}, False),
        ({"modules": MINIMAL}, False),
        ({"modules": ["docs"]}, False),
        ({"modules": [{"inputs": ["docs"]}]}, False),
        ({"modules": []}, False),
        ({**MINIMAL, "modules": [MINIMAL]}, False),
        ({"target": "dataclass", "modules": [MINIMAL]}, True),
        ({"inputs": ["docs"], "modules": [{"output": "a.py"}, {"output": "b.py"}]}, True),
        ({"modules": [MINIMAL, {"output": "b.py"}]}, False),
        ({"targets": "dataclass", "modules": [MINIMAL]}, False),
        ({**MINIMAL, "inputs": []}, False),
        ({**MINIMAL, "inputs": [""]}, False),
        ({**MINIMAL, "output": ""}, False),
        ({**MINIMAL, "output": "a\0.py"}, False),
        ({**MINIMAL, "accept": ["dangling-ref", "renamed"]}, True),
    ],
)
def test_schema_and_parser_accept_the_same_settings(settings: dict[str, Any], valid: bool) -> None:
    assert is_parsed(settings) is valid
    assert is_valid(settings) is valid


@pytest.mark.parametrize("option", SETTINGS, ids=key)
def test_every_setting_is_parsed_and_in_the_schema(option: Option) -> None:
    settings = {**MINIMAL, **VALUES}
    (job,) = parse_jobs(SettingsTable(settings, "settings"))
    value = job.values()[option.name]
    assert (list(value) if isinstance(value, tuple) else value) == settings[option.key]
    properties = settings_schema()["properties"]
    assert properties[option.key]["description"] == option.about.help


@pytest.mark.parametrize(
    ("settings", "message", "help"),
    [
        ({"input": ["docs"], "output": "a.py"}, "unknown setting `input`", "mean `inputs`? "),
        ({**MINIMAL, "wire_case": "snake"}, "unknown setting `wire_case`", "mean `wire-case`? "),
        ({**MINIMAL, "colour": 1}, "unknown setting `colour`", "settings are: inputs, output, "),
        ({"inputs": ["docs"]}, "no `output`", "add `output = ..`"),
        ({**MINIMAL, "strict": 1}, "`strict`: Expected `bool`", "Fail on warnings"),
        ({"modules": [MINIMAL], "output": "b.py"}, "`output` beside `modules`", "each module"),
        ({"modules": [MINIMAL, MINIMAL]}, "`models.py` is the output of two modules", "its own"),
        ({"modules": 3}, "`modules` is not a list of tables", "[[tool.docmodels.modules]]"),
        ({**MINIMAL, "inputs": []}, "`inputs` is empty", "Files, folders"),
        ({**MINIMAL, "output": "\0"}, "`output`: '\\x00' has a null character", "A module"),
        ({"modules": "a"}, "`modules` is not a list of tables", "[[tool.docmodels.modules]]"),
    ],
)
def test_invalid_settings_are_reported_with_a_fix(
    settings: dict[str, Any], message: str, help: str
) -> None:
    with pytest.raises(DocmodelsError) as caught:
        parse_jobs(SettingsTable(settings, "[tool.docmodels]"))
    note = caught.value.note
    assert note.message.startswith(f"[tool.docmodels]: {message}")
    assert help in note.help
