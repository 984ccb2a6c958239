"""Test that no regular expression takes long: ours on any text, those of documents on their values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import docmodels
from docmodels.ir import UNKNOWN, Object
from docmodels.ir.instance_check import matches_pattern
from work import cpu_limit

# --- patterns of documents -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^" + "a?" * 40 + "b$", "a{99999999999999}", "(?<=a+)b", "["]
)
def test_a_pattern_that_takes_long_or_is_invalid_is_not_tried(tmp_path: Path, pattern: str) -> None:
    """A name that only `required` lists may match such a pattern: it has any type then."""
    text = "a" * 40 + "!"
    schema = {
        "type": "object",
        "required": [text],
        "patternProperties": {pattern: {"type": "integer"}},
        "additionalProperties": {"type": "string"},
        "properties": {"b": {"type": "string", "pattern": pattern, "default": text}},
    }
    with cpu_limit(5):
        (tmp_path / "long.json").write_text(json.dumps({"title": "Long", **schema}))
        type = docmodels.load(tmp_path).by_name()["Long"].type
    assert isinstance(type, Object)
    assert {field.name: field.type for field in type.fields}[text] == UNKNOWN


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^[a-z]+-[0-9]{1,3}$", "abc-12", True),
        ("^[a-z]+-[0-9]{1,3}$", "abc-1234", False),
        ("^(?:a|b)?c*$", "acc", True),
        ("^a*a*a*a*b$", "a" * 200, None),
        ("^" + "a?" * 40 + "b$", "a" * 40, None),
    ],
)
def test_a_pattern_of_few_ways_is_tried(pattern: str, text: str, expected: bool | None) -> None:
    assert matches_pattern(pattern, text) is expected
