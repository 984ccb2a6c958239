"""Descriptions in docstrings: HTML becomes Markdown, and links that lead nowhere become text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.targets.python.docstring_text import docstring_text
from docmodels.targets.python.source import clean_docstring
from work import CallCounter

LIST = """<p>Fails with:</p> <ul> <li> <p><code>Full</code>: no berth is free</p> </li>
<li><i>Closed</i>:
the pier is shut</li> </ul> <p>Try later.</p>"""
NESTED = "Codes:<ul><li><ul><li>one</li><li>two</li></ul></li><li><ul><li>three</li></ul></li></ul>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>A pier.</p> <p>It has berths.</p>", "A pier.\n\nIt has berths."),
        (
            LIST,
            "Fails with:\n\n- `Full`: no berth is free\n- *Closed*: the pier is shut\n\nTry later.",
        ),
        (NESTED, "Codes:\n\n- one\n- two\n\n- three"),
        ("<ol><li>Moor.</li><li>Pay.</li></ol>", "1. Moor.\n2. Pay."),
        ("first<br/>second<BR>third", "first\nsecond\nthird"),
        ("<b>Note: </b>it is <em>wet</em>", "**Note:** it is *wet*"),
        ("<b>**Note**</b>", "**Note**"),
        ("<code> <i>a</i>-<i>b</i> </code>", "`a-b`"),
        ("<code>a`b</code>", "`` a`b ``"),
        ("<b>open <i>inside</b> after</i>", "**open inside** after"),
        ('<a href="https://pier.example/a">the pier</a>', "[the pier](https://pier.example/a)"),
        ('<a name="top"></a>the <a href="/a">pier</a>', "the pier"),
        ("<p>less &lt; more &amp; even</p>", "less < more & even"),
        ("# Berths\n\n<p><br /></p>\n\n- one\n- two", "# Berths\n\n- one\n- two"),
        ("one<p>two\n\n- three\n- four", "one\n\ntwo\n\n- three\n- four"),
        ("see [berth](../models/Berth.md#top) and [pier](/piers)", "see berth and pier"),
        ("![a pier](pier.png), [`Pier`](crate::views::Pier)", "a pier, `Pier`"),
        ("a  pier    `with   code`   inside", "a  pier `with   code` inside"),
    ],
)
def test_html_and_dead_links_become_markdown(text: str, expected: str) -> None:
    assert clean_docstring(docstring_text(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`<b>bold</b>` and `/piers/<pier>`",
        "```\n<p>x</p>\n```",
        "GET /piers/<code> returns <item>, a <i> and b <b>",
        "| a | b |\n| --- | --- |\n| x<br>y | z |",
        "<pre>a  b</pre> <b>c</b>",
        "<table><tr><td>a</td></tr></table>",
        "[a](https://pier.example/a), [b](mailto:a@pier.example), [c](pier.example/c)",
        "`[a](b)` and [a][b] and [a]",
        "columns:\n  a    b\n  cc   d",
        "H<sub>2</sub>O &lt; 3",
    ],
)
def test_markdown_and_code_and_placeholders_stay(text: str) -> None:
    assert docstring_text(text) == text


_PIECES = st.sampled_from(
    "<p> </p> <ul> </ul> <ol> <li> </li> <br> <b> </b> <i> </i> <code> </code> </a> ` `` ``` [ ]( ) | &lt;".split()
    + ["<a href='https://a.example'>", "\n", " ", "  ", "word", "<x>", "~~~", "é", "*"]
)


@pytest.mark.hypothesis
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_every_word_stays(text: str) -> None:
    assert docstring_text(text).count("word") == text.count("word")


@pytest.mark.parametrize(
    "piece", ["<b>", "</b>", "<ul><li>", "<p>", "`", "[", "[a](", "<a ", "~~~", "<", "\n"]
)
def test_work_and_output_are_linear(piece: str) -> None:
    def calls(count: int) -> int:
        with CallCounter() as counter:
            output = docstring_text(piece * count + "<b></b><p>")
        assert len(output) <= 30 * count + 100
        return counter.calls

    assert calls(4000) <= 4.1 * calls(1000) + 100


def test_html_has_no_effect_on_names() -> None:
    assert re.fullmatch(r"\*\*a\*\* <Pier>", docstring_text("<b>a</b> <Pier>"))
