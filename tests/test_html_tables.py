"""Test that tables in HTML are read as those in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import AMBIGUOUS_TABLE
from docmodels.ir import INTEGER, STRING, Object, Ref
from docmodels.pages import classify, classify_fallback, read_pages
from docmodels.pages.html_tables import find_merged, find_tables
from docmodels.pages.markdown import Page
from work import cpu_limit

TABLE = """\
<table class="fields">
  <thead>
    <tr><th>Field</th><th>Type</th><th>Required</th><th>Description</th></tr>
  </thead>
  <tbody>
    <tr>
      <td><code>wing_span</code></td>
      <td>integer</td><td>yes</td>
      <td>Its <em>span</em>, in cm | inch.<br/>Always.</td>
    </tr>

    <tr><td><b>owner</b></td><td><a href="#owner">Owner</a></td><td>no</td><td></td></tr>
  </tbody>
</table>"""


def rows(text: str) -> list[str]:
    return [row.text for table in find_tables(text.split("\n")) for row in table.rows]


def test_cells_become_markdown() -> None:
    assert rows(TABLE) == [
        "| Field | Type | Required | Description |",
        "| --- | --- | --- | --- |",
        r"| `wing_span` | integer | yes | Its span , in cm \| inch.<br/>Always. |",
        "| **owner** | [Owner](#owner) | no |  |",
    ]


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("</table>", ""),
        TABLE.replace("<td>yes", '<td colspan="2">yes'),
        TABLE.replace("<td></td>", ""),
        TABLE.replace("<td></td>", "<td><table><tr><td>x</td></tr></table></td>"),
        f"```html\n{TABLE}\n```",
        "<table><tr><td>alone</td></tr></table>",
    ],
)
def test_tables_without_an_equivalent_stay(text: str) -> None:
    assert rows(text) == []


def test_titles_inside_a_table_are_no_rows() -> None:
    title = '<tr><td colspan="4">Of the wing</td></tr>'
    assert rows(TABLE.replace("<tbody>", f"<tbody>{title}")) == rows(TABLE)
    assert rows(TABLE.replace("<thead>", f"<thead>{title}")) == rows(TABLE)


MERGED = TABLE.replace("<td>yes", '<td rowspan="2">yes').replace("<td>no</td>", "")


@pytest.mark.parametrize("table", [MERGED, TABLE.replace("<td>integer</td><td>", "<td colspan=2>")])
def test_merged_cells_are_reported(table: str) -> None:
    text = f"# API\n\n## Kite object\n\n{table}\n\n## Owner object\n\n{TABLE}\n"
    notes: list[Note] = []
    _, others = classify([document("api.md", text)], None, notes)
    drafts = read_pages(classify_fallback(others), notes)
    assert [draft.definition.name for draft in drafts] == ["Owner"]
    (note,) = (note for note in notes if note.rule is AMBIGUOUS_TABLE)
    assert note.origin.line == 5


def test_layout_tables_are_not_reported() -> None:
    text = f"# API\n\n{MERGED.replace('Type', 'Sort')}\n\n## Owner object\n\n{TABLE}\n"
    notes: list[Note] = []
    _, others = classify([document("api.md", text)], None, notes)
    read_pages(classify_fallback(others), notes)
    assert not [note for note in notes if note.rule is AMBIGUOUS_TABLE]


def test_rows_keep_their_lines() -> None:
    page = Page(document("kite.md", f"# Kite\n\n{TABLE}\n\nText.\n"))
    lines = {line.number: line.text for line in page.sections[-1].lines if "|" in line.text}
    assert list(lines) == [5, 8, 14]
    assert lines[14].startswith("| **owner**")


def test_hand_written_tables_are_models() -> None:
    owner = TABLE.replace("wing_span", "name").replace("owner</b>", "email</b>")
    text = f"# API\n\n## Kite object\n\n{TABLE}\n\n## Owner\n\n{owner.replace('#owner', '#x')}\n"
    pages, others = classify([document("api.md", text)], None, [])
    assert not pages
    drafts = read_pages(classify_fallback(others), [])
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert [(field.name, field.type, field.presence) for field in kite.fields] == [
        ("wing_span", INTEGER, "required"),
        ("owner", Ref(name="Owner"), "optional"),
    ]


def test_pages_of_generators_may_have_them() -> None:
    cells = "<td><b>{}</b></td><td><b>{}</b></td><td></td><td>{}</td>"
    text = (
        "# Kite\n\n## Properties\n\n<table>\n"
        "<tr><th>Name</th><th>Type</th><th>Description</th><th>Notes</th></tr>\n"
        f"<tr>{cells.format('a', 'int', '')}</tr>\n<tr>{cells.format('b', 'str', '[optional]')}</tr>\n"
        "</table>\n"
    )
    pages, _ = classify([document("Kite.md", text)], None, [])
    kite = read_pages(pages, [])[0].definition.type
    assert isinstance(kite, Object)
    assert [(field.type, field.presence) for field in kite.fields] == [
        (INTEGER, "required"),
        (STRING, "optional"),
    ]


PIECES = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th", ">", "<a href='x'>", "</a>"]
    + ["\n", "|", "\\", "`", "```\n", "x", " ", "<code>", "rowspan=2", "<", "<td colspan=2>"]
)


@given(st.lists(PIECES, max_size=80).map("".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert all(text.split("\n")[index].lstrip() for index in find_merged(text.split("\n")))
    for table in find_tables(text.split("\n")):
        assert table.start <= table.end
        assert {row.text.count("| ") > 0 for row in table.rows} == {True}
    page = Page(document("x.md", f"<table>\n{text}"))
    assert page.text is not None and page.sections


@pytest.mark.parametrize(
    "piece", ["<table>\n", "<", "<td ", "<table>\n</table>\n", "<a href='", "</"]
)
def test_hostile_repetition_is_fast(piece: str) -> None:
    text = "<table>\n" + piece * 20_000
    with cpu_limit(4):
        list(find_tables([*text.split("\n"), "</table>"]))
