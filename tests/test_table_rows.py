"""Test the grammar of table rows that all page families share."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.pages.markdown import Line
from docmodels.pages.table_rows import (
    decode_cell,
    decode_escapes,
    is_delimiter_row,
    join_lines,
    split_cells,
    split_notes,
)

ROW = re.compile(r"\|")


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("  | a |  |", ["a", ""]),
        ("a | b |", ["a", "b", ""]),
        ("| a \\| b | c |", ["a \\| b", "c"]),
        ("| a \\|", ["a \\|"]),
        ("| a | b\\|c\\|d |", ["a", "b\\|c\\|d"]),
    ],
)
def test_rows_split_at_pipes_that_are_not_escaped(row: str, cells: list[str]) -> None:
    assert split_cells(row) == cells


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| n | t | a|b | yes |", ["n", "t", "a|b", "yes"]),
        ("| n | t | a | b | c | yes |", ["n", "t", "a | b | c", "yes"]),
        ("| n | t | a \\| b | c | yes |", ["n", "t", "a \\| b | c", "yes"]),
        ("| n | t |", ["n", "t"]),
        ("| n | t | d | yes |", ["n", "t", "d", "yes"]),
    ],
)
def test_bare_pipes_stay_in_the_description_as_printed(row: str, cells: list[str]) -> None:
    assert split_cells(row, 4, 2) == cells


def test_without_a_description_all_cells_are_kept() -> None:
    assert split_cells("| a | b | c |", 2) == ["a", "b", "c"]


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, 1)]


def test_a_row_over_several_lines_is_joined() -> None:
    row = lines("| a | first", "  second | c |", "| d | e | f |")
    assert join_lines(row, 0, 3, ROW) == ("| a | first<br>  second | c |", 2)
    assert join_lines(row, 2, 3, ROW) == ("| d | e | f |", 3)


def test_a_row_that_is_never_complete_takes_no_line() -> None:
    row = lines("| a | first", "text", "| d | e | f |")
    assert join_lines(row, 0, 3, ROW) == ("| a | first", 1)
    assert join_lines(row[:2], 0, 3, ROW) == ("| a | first", 1)
    many = lines("| a | first", *["text"] * 60, "c | d |")
    assert join_lines(many, 0, 3, ROW)[1] == 1
    assert join_lines([*many[:60], many[-1]], 0, 3, ROW)[1] == 61


def read_mark(text: str) -> str | None:
    """Read notes, which are words in brackets."""
    return text.strip() if re.fullmatch(r" *\[\w+\] *", text) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | [x]", ("a ", "[x]")),
        ("a | b | [x]", ("a | b ", "[x]")),
        ("a | [x] | [y]", ("a | [x] ", "[y]")),
        ("a | [x] | b", ("a ", None)),
        ("a|[x]", ("a", "[x]")),
        ("a", ("a", None)),
    ],
)
def test_notes_follow_the_last_pipe_before_valid_notes(
    text: str, expected: tuple[str, str | None]
) -> None:
    description, notes = split_notes(text, read_mark)
    assert (description, notes) == (expected if expected != ("a ", None) else (text, None))


def test_spaced_pipes_have_spaces_around_them() -> None:
    assert split_notes("a |[x]", read_mark, spaced=True) == ("a |[x]", None)
    assert split_notes("a| [x]", read_mark, spaced=True) == ("a| [x]", None)
    assert split_notes("a | [x] ", read_mark, spaced=True) == ("a ", "[x]")
    assert split_notes("| [x] ", read_mark, spaced=True) == ("", "[x]")


def test_cells_are_decoded() -> None:
    assert decode_cell("a<br>b<BR />c &lt;d&gt; \\| e\\_f") == "a\nb\nc <d> | e\\_f"
    assert decode_cell("\\_a\\_ \\| b", "_") == "_a_ \\| b"
    assert decode_escapes("\\[a\\]\\^", "[]") == "[a]\\^"


def test_delimiter_rows_consist_of_dashes_and_colons() -> None:
    assert is_delimiter_row(split_cells("|:---|---:|:-:|"))
    assert not is_delimiter_row(split_cells("| --- | a |"))
    assert not is_delimiter_row(split_cells("| --- |  |"))


CELL = st.text(
    st.characters(exclude_characters="\\", exclude_categories=["Zs", "Zl", "Zp", "Cc"]), min_size=1
)


@given(st.lists(CELL, min_size=1))
def test_escaped_cells_are_read_back(cells: list[str]) -> None:
    escaped = [cell.replace("|", "\\|") for cell in cells]
    assert split_cells("".join(f"| {cell} " for cell in escaped) + "|") == escaped
    assert [decode_escapes(cell, "|") for cell in escaped] == cells
