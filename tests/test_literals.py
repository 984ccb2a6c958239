"""Text and values enter generated code through two doors, and read back as they were."""

from __future__ import annotations

import ast
import inspect
from time import process_time

import black
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import Json
from docmodels.targets.python.source import docstring, literal, prose

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
def test_a_docstring_reads_back_as_the_same_prose(text: str) -> None:
    quoted = docstring(text)
    read = ast.literal_eval(quoted) if quoted else ""
    assert inspect.cleandoc(read).strip() == prose(text)


@given(HARD)
def test_a_docstring_is_left_alone_by_black_and_belongs_to_its_class(text: str) -> None:
    quoted = docstring(text, "    ") or '"""."""'
    source = f"class A:\n    {quoted}\n\n    x: int\n    {quoted}\n"
    assert black.format_str(source, mode=black.Mode()) == source
    space: dict[str, type] = {}
    exec(source, space)
    assert (inspect.getdoc(space["A"]) or "").strip() == (prose(text) or ".")


@given(JSON)
def test_a_literal_reads_back_as_the_same_value(value: Json) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(HARD)
def test_a_string_is_left_alone_by_black(text: str) -> None:
    source = f"x = {literal(text)}\n"
    assert black.format_str(source, mode=black.Mode(line_length=10_000)) == source


def test_a_number_beyond_pythons_literals_is_still_one_expression() -> None:
    for value in (float("inf"), -float("inf"), 10**5000, -(10**5000)):
        assert eval(literal(value)) == value


def test_text_keeps_its_inner_margin() -> None:
    text = "First.\n\n    code\n  more \n"
    assert docstring(text, "    ") == '"""First.\n\n      code\n    more\n    """'


def test_quoting_takes_time_by_the_length_of_a_text() -> None:
    def seconds(text: str) -> float:
        start = process_time()
        docstring(text, "    ")
        literal(text)
        return process_time() - start

    for some in ("\n", '\t"\n', "\\", "Ein langer Satz, über \u2028 Zeilen.\n  "):
        few, many = (min(seconds(some * times) for _ in range(3)) for times in (5_000, 80_000))
        assert many < 40 * max(few, 0.001), some
