"""Rewrite descriptions for docstrings: HTML as Markdown, links that lead nowhere as their text.

A description is CommonMark (OpenAPI 3.1, Rich Text Formatting), which may contain HTML, and links that are
relative to a site or a page. A docstring is read as text, without either. Code stays as it is.
"""

from __future__ import annotations

import re

from docmodels.targets.python.html_markdown import CODE, html_to_markdown

_TOKEN = re.compile(
    rf'{CODE} | !?\[ (?P<text> [^\[\]]*+ ) \]\( (?P<target> [^()\s]*+ ) (?: [ ]+ "[^"()]*+" )? \)',
    re.X,
)
_SPACES = re.compile(rf"{CODE} | (?<=[^ ]) [ ]{{3,}}+ (?=[^ ])", re.X)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:(?://|[^:/\s])|[A-Za-z0-9-]++\.[A-Za-z0-9.-]++/")
"""The start of a target that can be followed: a URL, or a host and a path without the scheme."""


def docstring_text(text: str) -> str:
    """Return the text of a docstring for a description: the same words in the same order.

    In a description of one line, three spaces or more become one: they are the margins and columns
    of lines that a page has joined.
    """
    if "<" in text:
        text = html_to_markdown(text)
    if "](" in text:
        text = _TOKEN.sub(_without_dead_link, text)
    if "   " in text and "\n" not in text and "<pre" not in text:
        text = _SPACES.sub(lambda token: " " if token[0].isspace() else token[0], text)
    return text


def _without_dead_link(token: re.Match[str]) -> str:
    is_kept = token["target"] is None or _URL.match(token["target"])
    return token[0] if is_kept else str(token["text"])
