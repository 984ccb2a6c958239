"""Test that forms of Markdown become those that generators print, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.pages.markup import plain_markup
from work import count_calls

CONVERTED = {
    "a heading of level 1": ("Kite\n====\n\nText.", "# Kite\n\n\nText."),
    "a heading of level 2": ("Text.\n\nFields\n--\n", "Text.\n\n## Fields\n\n"),
    "a heading below front matter": ("---\nid: a\n---\nKite\n===", "---\nid: a\n---\n# Kite\n"),
    "rows without outer pipes": (
        "a | b\n- | -\n1 | 2\n\nc | d",
        "| a | b |\n| - | - |\n| 1 | 2 |\n\nc | d",
    ),
    "rows without last pipes": ("| a | b\n| - | -\n| 1 |", "| a | b |\n| - | - |\n| 1 |"),
    "a last cell with a tag": (
        "a | b\n- | -\n1 | x <br />",
        "| a | b |\n| - | - |\n| 1 | x <br /> |",
    ),
    "an escaped pipe at the end": (
        "a | b\n- | -\n1 | x \\|",
        "| a | b |\n| - | - |\n| 1 | x \\| |",
    ),
    "an indented table": ("  | a | b |\n  | - | - |\n", "| a | b |\n| - | - |\n"),
    "a table in a list": (
        "- | a | b |\n  | - | - |\n  | 1 | 2 |",
        "| a | b |\n| - | - |\n| 1 | 2 |",
    ),
    "a quoted table": (
        "> | a | b |\n> | - | - |\n> | 1 | 2 |\n| c |",
        "| a | b |\n| - | - |\n| 1 | 2 |\n| c |",
    ),
    "bold text": ("__a b__ and __c_d__", "**a b** and **c_d**"),
    "bold cells": ("|a|b|\n|-|-|\n| __a__ | __int__ |", "|a|b|\n|-|-|\n| **a** | **int** |"),
    "a link": ("[Kite][k] [k][]\n\n[K]: kite.md", "[Kite](kite.md) [k](kite.md)\n\n"),
    "a link of a list": ("[**List[Kite]**][k]\n\n[k]: kite.md", "[**List[Kite]**](kite.md)\n\n"),
    "a link in brackets": ("[[Kite][k]]\n\n[k]: kite.md", "[[Kite](kite.md)]\n\n"),
    "a link with a title": ('[k]\n\n[k]: kite.md "A kite"', '[k](kite.md "A kite")\n\n'),
    "a comment of a linter": ("<!-- off -->\n| a |", "\n| a |"),
    "a comment as a link": ("[//]: # (generated)\n\n[a]: b", "\n\n[a]: b"),
}
KEPT = {
    "a break below a paragraph": "one\ntwo\n---\n",
    "a break below a blank line": "one\n\n---\n",
    "a break below a list": "- one\n---\n",
    "front matter": "---\ntitle: Kite\n---\n",
    "code": "```\nKite\n====\na | b\n- | -\n__a__ [k]\n```\n",
    "a table of the generator": "Name | Type | Description | Notes\n---- | ---- | ---- | ----\n**a** | **int** |  | \n",
    "another number of cells": "a | b | c\n- | -\n1 | 2",
    "names in the form of bold text": "| a | b |\n| - | - |\n| __meta__ | string |\n| id | string |",
    "a page with bold text of stars": "**a** **b** and __init__",
    "a part of a word": "a__b__c and __d",
    "code with underscores": "`__a__` and `__b__`",
    "a footnote": "text[^1]\n\n[^1]: word",
    "a bracket in code": "`[k]` and [x](y)\n\n[k]: kite.md",
    "a comment in text": "<!-- off -->\ntext",
}


@pytest.mark.parametrize(("text", "expected"), CONVERTED.values(), ids=CONVERTED)
def test_other_forms_become_those_of_generators(text: str, expected: str) -> None:
    assert plain_markup(text) == expected


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_has_another_meaning_is_kept(text: str) -> None:
    assert plain_markup(text) == text


@given(st.text(st.sampled_from("ab |-=_`[]()<!>:#*\n\t\\\"'1.")))
def test_any_text_keeps_its_number_of_lines(text: str) -> None:
    converted = plain_markup(text)
    assert converted.count("\n") == text.count("\n")


HOSTILE = [
    "[a[b]",
    "[a[",
    "[",
    "[a]",
    "__a",
    "a | - |\n",
    "> ",
    "-\n-\n",
    "`",
    "[a]: b\n",
    "<!-- -->\n|",
    "|-\n",
    "--\n",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_the_work_grows_with_the_text(part: str) -> None:
    def work(count: int) -> int:
        text = f"[a]: b\n__a__ __b__\n{part * count}"
        return count_calls(lambda: plain_markup(text))

    assert work(4000) <= 4.5 * work(1000) + 1000
