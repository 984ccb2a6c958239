"""Split a page into its models at the titles, and separate the sections of descriptions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.ir import Origin
from docmodels.pages.markdown import Page, Section

COMMENTS = ("`openapi_one_of`", "`openapi_any_of`")
"""Headings under which the ruby generator prints the members of a union as code comments."""

_STRUCTURAL = frozenset(
    {
        *("properties", "enum", "enum variants", "type", "class instance methods", *COMMENTS),
        *("oneof schemas", "anyof schemas", "oneof", "anyof", "implementing classes"),
    }
)
_BOILERPLATE = frozenset({"load the model package", "example", "examples", "code sample"})


class Part(Struct, frozen=True):
    """One model of a page: `intro` are the sections of its description, `body` its definition."""

    page: Page
    title: str
    origin: Origin
    intro: tuple[Section, ...]
    body: tuple[Section, ...]


def split_models(page: Page) -> list[Part]:
    """Split a page at its titles; a title without a structural section is part of a description.

    Leave out the tables that the ktorm generator adds for relations, which are not models.
    """
    models: list[Part] = []
    intro: list[Section] = []
    body: list[Section] = []
    for section in page.sections:
        is_title = section.level == 1
        if is_title and body:
            models.append(_make_part(intro, body, page))
            intro, body = [], []
        if body or (not is_title and section.level and _is_structural(section)):
            body.append(section)
        elif is_title or intro or section.lines:
            intro.append(section)
    if body or not models:
        models.append(_make_part(intro, body, page))
    return [part for index, part in enumerate(models) if index == 0 or not _is_relation(part)]


def _make_part(intro: Sequence[Section], body: Sequence[Section], page: Page) -> Part:
    start = next((index for index, section in enumerate(intro) if section.level == 1), len(intro))
    has_title = start < len(intro)
    title = intro[start].title if has_title else ""
    line = intro[start].line if has_title else (body[0].line if body else 1)
    text = page.document.lines[line - 1] if line <= len(page.document.lines) else ""
    column = len(text) - len(text.lstrip("# ")) + 1
    prose = tuple(s for s in intro[start:] if s.title.lower() not in _BOILERPLATE)
    return Part(page, title, page.origin(line, column), prose, tuple(body))


def _is_structural(section: Section) -> bool:
    """Whether a section defines the model and is not a heading inside a description."""
    title = section.title.lower()
    return title in _STRUCTURAL or title.startswith("enum:")


def _is_relation(part: Part) -> bool:
    return any("| *many*" in line.text for section in part.body for line in section.lines)
