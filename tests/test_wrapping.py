"""Test that wrapped descriptions keep their words and the structure of their Markdown."""

from __future__ import annotations

import ast
import inspect
import json
from pathlib import Path

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels import load, render
from docmodels.targets.python.source import clean_docstring, docstring
from docmodels.targets.python.wrapping import wrap_markdown
from work import count_calls

WORDS = st.sampled_from(
    ["a", "word", "sentence.", "-", "*", "1.", "#", "```", "|", "> b", "---", "===", "[a b](c d)"]
    + ["`x y`", "<a b>", "<pre>", "</pre>", '"""', "\\", "long" * 9, ":--|--", "é", "  ", "\u2028"]
)
MARKDOWN = st.lists(WORDS | st.just("\n") | st.just("\n\n") | st.just("\n    "), max_size=40).map(
    " ".join
)


def wrap(text: str, width: int = 30) -> str:
    return wrap_markdown(text, width, width)


@given(MARKDOWN)
def test_words_and_their_order_stay(text: str) -> None:
    assert wrap(text).split() == text.split()


@given(MARKDOWN)
def test_wrapped_text_stays(text: str) -> None:
    wrapped = wrap(text)
    assert wrap(wrapped) == wrapped


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=40), st.booleans())
def test_no_line_of_prose_is_too_long(words: list[str], is_item: bool) -> None:
    lines = wrap(" ".join(["-", *words] if is_item else words)).split("\n")
    assert max(map(len, lines)) <= 30
    assert all(line.startswith("  ") == is_item for line in lines[1:])


@given(MARKDOWN, st.sampled_from(["", "    "]))
def test_docstring_of_wrapped_text_is_black_stable(text: str, indent: str) -> None:
    quoted = docstring(text, indent, 40) or '"""."""'
    source = f"class A:\n    {quoted}\n" if indent else f"{quoted}\n"
    assert black.format_str(source, mode=black.Mode(line_length=40)) == source
    evaluated = inspect.cleandoc(ast.literal_eval(quoted))
    assert evaluated.split() == (clean_docstring(text) or ".").split()


@given(st.lists(st.text('abc"\\', min_size=1, max_size=9), min_size=1, max_size=20))
def test_line_with_quotes_and_indent_fits(words: list[str]) -> None:
    quoted = docstring(" ".join(words), "    ", 40)
    assert max(map(len, f"    {quoted}".split("\n"))) <= 40 or " " not in quoted.strip('"')


CODE = "```json\n{'a': 'a line of code that is longer than the width'}\n\n    more of it, indented\n```"
LONG = "some words that are longer than the width"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"- item\n\n  {CODE.replace(chr(10), chr(10) + '  ')}",
        f"~~~\n{LONG}\n```\n{LONG}\n~~~",
        f"<pre>\n{LONG}\n</pre>",
        f"Example:\n\n    {LONG}",
        f"| a | {LONG} |\n|---|---|\n| b | {LONG} |",
        f"a | {LONG}\n---|---\nb | {LONG}",
        f"## {LONG}",
        f"{LONG}\n=====",
        f"> {LONG}",
        f"[a]: https://example.com '{LONG}'",
        "see\nhttps://example.com/an/address/of/many/parts\nfor\n`a code span of some words, kept`",
        "[a link of several words](https://example.com)",
    ],
)
def test_structure_stays(text: str) -> None:
    assert wrap(text) == text


def test_text_after_structure_is_wrapped() -> None:
    wrapped = "some words that are longer\nthan the width"
    assert wrap(f"{CODE}\n{LONG}") == f"{CODE}\n{wrapped}"
    assert wrap(f"a | b\n--|--\nc | d\n\n{LONG}") == f"a | b\n--|--\nc | d\n\n{wrapped}"


def test_list_items_have_a_hanging_indent() -> None:
    text = f"Values:\n- {LONG}\n  10. {LONG}\n  and more of that\n\n{LONG}"
    assert wrap(text) == (
        "Values:\n- some words that are longer\n  than the width\n"
        "  10. some words that are\n      longer than the width\n  and more of that\n\n"
        "some words that are longer\nthan the width"
    )


def test_no_line_begins_with_the_start_of_a_block() -> None:
    assert wrap("aaaa bbbb cccc dddd eeee fff - 1. # gg") == (
        "aaaa bbbb cccc dddd eeee\nfff - 1. # gg"
    )


def test_links_and_code_spans_are_not_broken() -> None:
    assert wrap("Read [the long guide](https://a.example/b) or `run this` now") == (
        "Read\n[the long guide](https://a.example/b)\nor `run this` now"
    )


def test_a_sentence_that_was_broken_for_width_is_joined() -> None:
    text = "These words were wrapped at a\nlarger width than this one,\nwhich is smaller."
    assert wrap_markdown(text, 27, 27) == (
        "These words were wrapped at\na larger width than this\none, which is smaller."
    )


def test_separate_lines_are_not_joined() -> None:
    text = f"First: {LONG}\nSecond: {LONG}\nthird"
    assert "Second: some words that are\nlonger" in wrap(text)
    assert wrap(text).endswith("width\nthird")


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_hard_line_breaks_stay(end: str) -> None:
    text = f"{LONG},{end}\nand a second line of the same length"
    assert "\nand a second" in docstring(text, "", 34)
    assert "\nand a second" not in docstring(text.replace(end, ""), "", 34)


@pytest.mark.parametrize("part", ["`a b ", "[a b](", "<a b ", "- a\n", "a - ", "| ", "1. ", "["])
def test_wrapping_takes_linear_time(part: str) -> None:
    few, many = (
        count_calls(lambda times=times: docstring(part * times, "", 88)) for times in (500, 8_000)
    )
    assert many <= 17 * few


@pytest.mark.parametrize(
    ("settings", "limit"), [("", 88), ("[tool.black]\nline-length = 50\n", 50)]
)
@pytest.mark.parametrize("layout", ["models.py", "models"])
def test_line_length_is_that_of_the_project(
    settings: str, limit: int, layout: str, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    text = " ".join(["word"] * 60)
    schema = {"description": text, "properties": {"a": {"description": text, "type": "string"}}}
    (tmp_path / "kettle.json").write_text(
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    )
    api = load(tmp_path / "kettle.json")
    lines = [
        line for file in render(api, output=tmp_path / layout) for line in file.text.split("\n")
    ]
    longest = max(len(line) for line in lines if "word" in line)
    assert limit - 5 < longest <= limit
