"""Test that the docstrings and literals of generated code evaluate to the original values."""

from __future__ import annotations

import ast
import inspect

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import Json
from docmodels.targets.python.source import clean_docstring, docstring, literal
from work import count_calls, cpu_limit

HARD = st.text(st.characters(codec=None) | st.sampled_from("\"'\\\n\r\0\t #{}"))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | HARD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(HARD, inner, max_size=4),
    max_leaves=12,
)


@given(HARD)
def test_docstring_round_trips(text: str) -> None:
    quoted = docstring(text)
    parsed = ast.literal_eval(quoted) if quoted else ""
    assert inspect.cleandoc(parsed).strip() == clean_docstring(text)


@given(HARD)
def test_docstring_is_black_stable_and_bound_to_its_class(text: str) -> None:
    quoted = docstring(text, "    ") or '"""."""'
    source = f"class A:\n    {quoted}\n\n    x: int\n    {quoted}\n"
    assert black.format_str(source, mode=black.Mode()) == source
    space: dict[str, type] = {}
    exec(source, space)
    assert (inspect.getdoc(space["A"]) or "").strip() == (clean_docstring(text) or ".")


@given(JSON)
def test_literal_round_trips(value: Json) -> None:
    assert ast.literal_eval(literal(value)) == value


@pytest.mark.pinned_black
@given(HARD)
def test_string_literal_is_black_stable(text: str) -> None:
    source = f"x = {literal(text)}\n"
    assert black.format_str(source, mode=black.Mode(line_length=10_000)) == source


@pytest.mark.parametrize("char", ["\U0001fae8", "\u2ffc", "\U000e01f0", "\uffff"])
def test_characters_that_only_some_versions_of_python_know_are_not_escaped(char: str) -> None:
    """U+1FAE8 is of Unicode 15, U+2FFC of 15.1, the others are none yet: Python 3.11 has Unicode 14."""
    assert docstring(char) == f'"""{char}"""' and literal(char) == f'"{char}"'


@pytest.mark.parametrize(
    "char", ["\x85", "\f", "\x1c", "\x7f", "\u2028", "\u202e", "\u2066", "\ufeff", "\xa0", "\ue000"]
)
def test_characters_that_no_editor_shows_are_escaped(char: str) -> None:
    for source in (docstring(f"a{char}b"), literal(f"a{char}b")):
        assert source.isascii() and ast.literal_eval(source) == f"a{char}b"


def test_infinite_and_huge_numbers_are_expressions() -> None:
    for value in (float("inf"), -float("inf"), 10**5000, -(10**5000)):
        assert eval(literal(value)) == value


def test_docstring_keeps_relative_indentation() -> None:
    text = "First.\n\n    code\n  more \n"
    assert docstring(text, "    ") == '"""First.\n\n      code\n    more\n    """'


@pytest.mark.parametrize("part", ["\n", '\t"\n', "\\", "Ein Satz, über \u2028 Zeilen.\n  "])
def test_quoting_takes_linear_time(part: str) -> None:
    def quote(times: int) -> None:
        docstring(part * times, "    ")
        literal(part * times)

    few, many = (count_calls(lambda times=times: quote(times)) for times in (500, 8_000))
    assert many <= 17 * few
    with cpu_limit(60):
        quote(100_000)
