"""Test that plain pages are split into the same sections as by markdown-it-py."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.pages.markdown import is_plain, parsed_sections, plain_sections

PIECES = (
    *("#", "## ", "####### ", "#\t", " #", "\\#", "```", "````", "`", "```json", "`` `"),
    *(" ", "    ", "\t", "\n", "\n\n", "\f", "\N{NO-BREAK SPACE}", "\u2028"),
    *("text", "|a|b|", "**x**", "\\", "- ", "> ", "1. ", "===", "---", "<!-- ", "<p>", "~~~"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@example("# A\ntext\n# B #\n```json\n{}\n````\nmore\n```\nopen")
@example("text\n#no heading\n####### nor this\n#\n```a`b\nnor that fence")
@example("```\n````` `\nstill open\n```")
def test_plain_sections_equal_parsed_sections(text: str) -> None:
    assume(is_plain(text))
    page = document("A.md", f"{text}\n")
    assert list(plain_sections(page)) == list(parsed_sections(page))


def test_html_and_indented_markup_are_not_plain() -> None:
    marks = ("<!-- a -->", "  <p>", "~~~", "  ```", "    # A")
    assert not any(is_plain(f"# A\n\n{mark}\n") for mark in marks)


def test_rows_in_html_comments_are_ignored() -> None:
    page = document("A.md", "# A\n\n<!--\n| no | row |\n-->\n\n| a | row |\n")
    _, section = parsed_sections(page)
    assert [row.text for row in section.rows()] == ["| a | row |"]
