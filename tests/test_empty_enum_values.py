"""Test empty values of unquoted lists, which are null or an empty string."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import docmodels
from docmodels.ir import Enum, EnumMember
from docmodels.ir.documents import EXPORTS
from docmodels.pages.families.properties.enums import read_list
from rendered import import_rendered

KOTLIN = """# Task

## Properties
| Name | Type | Description | Notes |
| ------------ | ------------- | ------------- | ------------- |
| **mode** | [**inline**](#Mode) |  |  |
| **count** | **kotlin.Int** |  |  [optional] |


<a id="Mode"></a>
## Enum: mode
| Name | Value |
| ---- | ----- |
| mode | on, off,  |
"""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on, off, ", ["on", "off", "", None]),
        ("on, off,", ["on", "off", "", None]),
        (", on, off", ["", "on", "off", None]),
        ("on, off", ["on", "off"]),
        ("on", ["on"]),
    ],
)
def test_empty_value_beside_others_is_null_too(text: str, values: list[str | None]) -> None:
    enum = read_list(text)
    assert enum == Enum(members=tuple(EnumMember(value=value) for value in values), base="string")


def test_models_accept_null_and_the_empty_string(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Task.md").write_text(KOTLIN)
    api = docmodels.load(tmp_path)
    module = import_rendered(api)
    for value in ("on", "", None):
        assert module.Task.model_validate_json(json.dumps({"mode": value})).mode == value
    with pytest.raises(ValueError, match="mode"):
        module.Task.model_validate_json(json.dumps({"mode": "half"}))
    schema = json.loads(EXPORTS["openapi"](api))["components"]["schemas"]["Task"]
    assert schema["properties"]["mode"] == {
        "type": ["string", "null"],
        "enum": ["on", "off", "", None],
    }


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It was late, and it rained.", ["It was late, and it rained."]),
        ("late, and, early", ["late", "and", "early"]),
        ("It was late., It rained.", ["It was late.", "It rained."]),
        ("A b, C d", ["A b", "C d"]),
    ],
)
def test_a_sentence_with_a_comma_is_one_value(text: str, values: list[str]) -> None:
    enum = read_list(text)
    assert enum is not None
    assert [member.value for member in enum.members] == values
