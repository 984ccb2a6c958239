"""Test that no cell, default or sample of a page is nested so deep that a later step fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.pages.json_values import MAX_NESTING, parse_json, read_json
from docmodels.pages.type_grammar import MAX_NESTING as MAX_TYPES
from docmodels.pages.type_grammar import ListExpr, TypeSyntaxError, parse

WRAPS = ["{}[]", "[]{}", "{}?", "?{}", "&{}", "*{}", "List[{}]", "Map<str, {}>", "[{}]", "({})"]
WRAPS += ["{{str: {}}}", "map[string]{}", "@Valid {}", "Optional[{}]", "{} | None", "[{}](A.md)"]


def wrapped(wrap: str, count: int) -> str:
    before, after = wrap.split("{}", 1) if "{{" not in wrap else ("{str: ", "}")
    return before * count + "str" + after * count


@given(st.sampled_from(WRAPS), st.integers(MAX_TYPES, 3000))
def test_a_type_is_parsed_or_refused(wrap: str, count: int) -> None:
    try:
        expression = parse(wrapped(wrap, count))
    except TypeSyntaxError:
        return
    depth = 0
    while isinstance(expression, ListExpr):
        expression, depth = expression.item, depth + 1
    assert depth <= MAX_TYPES


def test_a_type_may_be_nested() -> None:
    for wrap in WRAPS:
        parse(wrapped(wrap, 20))


@pytest.mark.parametrize("text", ["[" * 400 + "]" * 400, '{"a":' * 400 + "1" + "}" * 400])
def test_deep_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        parse_json(text)
    assert read_json(text, "no value") == "no value"


def test_json_may_be_nested() -> None:
    text = "[" * MAX_NESTING + "]" * MAX_NESTING
    assert parse_json(text) == json.loads(text)
    with pytest.raises(ValueError, match="nested too deep"):
        parse_json(f"[{text}]")


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "-Infinity", "nothing", "1" * 5000])
def test_what_is_no_json_is_no_value(text: str) -> None:
    assert read_json(text, None) is None


@pytest.mark.parametrize("count", [MAX_TYPES, 900, 30_000])
@pytest.mark.parametrize("wrap", ["{}[]", "[]{}", "[{}]", "List of {}"])
def test_a_page_with_deep_cells_is_read(
    wrap: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deep = wrapped(wrap, count)
    rows = f"**keels** | **{deep}** | | [optional] [default to {deep}]\n**name** | **str** | | \n"
    head = "# Boat\n\n## Properties\n\nName | Type | Description | Notes\n"
    Path("Boat.md").write_text(f"{head}---- | ---- | ---- | ----\n{rows}")
    docmodels.generate("Boat.md", output="models.py")
    compile(Path("models.py").read_text("utf-8"), "models.py", "exec")
    assert "Boat" in docmodels.load("Boat.md").by_name()
