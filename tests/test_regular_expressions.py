"""Test that no regular expression takes long: ours on any text, those of documents on their values."""

from __future__ import annotations

import json
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

import docmodels
from docmodels.ir import UNKNOWN, Object
from docmodels.ir.instance_check import matches_pattern
from pattern_list import LENGTH, SECONDS, Use, find_slow_text, read_calls, uses
from work import cpu_limit

OF_INPUTS = {
    ("ir/instance_check.py", "pattern"): "few ways to match a text of at most 256 characters",
    ("targets/python/patterns.py", "pattern"): "only compiled",
    ("io/input_files.py", "_translate(pattern)"): "an argument of the user",
}
"""Patterns that a document or a user writes, with what limits their time."""

# --- our own patterns ------------------------------------------------------------------------------


def test_every_regular_expression_is_judged() -> None:
    """Constants and compiled patterns of modules are in `uses`; the other calls are in functions."""
    patterns = {use.pattern for use in uses()}
    assert len(patterns) > 500
    in_functions = {(place, text) for place, target, text in read_calls().others if not target}
    assert OF_INPUTS.keys() <= in_functions


def test_no_pattern_takes_more_than_quadratic_time() -> None:
    slow = {use.pattern: text for use in uses() if (text := find_slow_text(use, 600, 1.0))}
    assert not slow


@pytest.mark.slow
def test_patterns_take_linear_time() -> None:
    slow = {
        use.pattern: text for use in uses() if (text := find_slow_text(use, LENGTH, 2 * SECONDS))
    }
    assert not slow, "python tests/pattern_list.py"


@pytest.mark.parametrize(
    ("pattern", "methods"),
    [
        (r"\s*\|", {"search"}),
        (r"(?P<a>.*?) *\(x", {"match"}),
        (r"<!--.*?-->", {"sub"}),
        (r"a: *[^\n]*\n", {"match"}),
        (r"\[[^]]*\]", {"findall"}),
    ],
)
def test_a_pattern_that_takes_quadratic_time_is_noticed(pattern: str, methods: set[str]) -> None:
    use = Use(pattern, 0, frozenset(), frozenset(methods))
    assert find_slow_text(use, LENGTH, SECONDS)
    assert not find_slow_text(
        Use(r"(?:(?<!\s)\s++)?+\|", 0, frozenset(), frozenset(methods)), LENGTH, SECONDS
    )


def test_a_pattern_that_a_function_gets_is_used_as_the_function_uses_it() -> None:
    (methods,) = {use.methods for use in uses() if use.pattern == r"\s*+\|"}
    assert methods == {"match"}


TABLE = "| Field | Type | Description |\n| --- | --- | --- |\n"
PROPERTIES = "\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"


@pytest.mark.parametrize(
    "text",
    [
        f"# Box\n{PROPERTIES}**a_b** | **str** | See Aa{'A' * 60}_b. | \n",
        f"#{' ' * 3000}Box\n{PROPERTIES}**a_b** | **str** |  | \n",
        f"# Boats\n\n## Fields Aa{'A' * 60}-\n\n{TABLE}| `a` | string | It. |\n",
        f"# Boats\n\nFields Aa{'A' * 60}-:\n\n{TABLE}| `a` | string | It. |\n",
        f"# Boats\n\n{TABLE}| `a` | {'string / ' * 30}string# | It. |\n",
        f"# Boats\n\n{TABLE}| `a` | {'a b / ' * 30}a; | It. |\n",
    ],
)
def test_names_and_types_of_many_equal_parts_do_not_take_long(text: str, tmp_path: Path) -> None:
    (tmp_path / "Box.md").write_text(text)
    with cpu_limit(5), suppress(docmodels.DocmodelsError):
        docmodels.load(tmp_path, notes=[])


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


@pytest.mark.parametrize("pattern", ["[a&&b]", "[a||b]", "[a~~b]"])
def test_a_pattern_that_python_warns_about_is_tried_without_a_warning(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert matches_pattern(pattern, "a") is True
