"""Split a page into its models at the titles, and separate the sections of descriptions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.ir import Origin
from docmodels.pages.markdown import Page, Section
from docmodels.pages.table_rows import split_cells

COMMENTS = ("`openapi_one_of`", "`openapi_any_of`")
"""Headings under which the ruby generator prints the members of a union as code comments."""

_STRUCTURAL = frozenset(
    {
        *("properties", "enum", "enum variants", "type", "class instance methods", *COMMENTS),
        *("oneof schemas", "anyof schemas", "oneof", "anyof", "implementing classes"),
    }
)
_DEFINING = _STRUCTURAL - {"class instance methods", *COMMENTS}
_BOILERPLATE = frozenset({"load the model package", "example", "examples", "code sample"})
_MANY = {"*many*", "_many_"}


class Part(Struct, frozen=True):
    """One model of a page: `intro` are the sections of its description, `body` its definition."""

    page: Page
    title: str
    origin: Origin
    intro: tuple[Section, ...]
    body: tuple[Section, ...]


def split_models(page: Page) -> list[Part]:
    """Split a page at its titles; a title without a structural section is part of a description.

    Titles of level 1 are that of generators; the models of a document of several are deeper. Leave
    out the tables that the ktorm generator adds for relations, which are not models.
    """
    title_level = _title_level(page.sections)
    models: list[Part] = []
    intro: list[Section] = []
    body: list[Section] = []
    for section in page.sections:
        is_title = 0 < section.level <= title_level
        if is_title and body:
            models.append(_make_part(intro, body, page, title_level))
            intro, body = [], []
        if is_title and title_level > 1:
            intro = []
        if body or (not is_title and section.level and _is_structural(section)):
            body.append(section)
        elif is_title or intro or section.lines:
            intro.append(section)
    if body or not models:
        models.append(_make_part(intro, body, page, title_level))
    return [part for index, part in enumerate(models) if index == 0 or not _is_relation(part)]


def _title_level(sections: Sequence[Section]) -> int:
    """Return the level of the headings of models: that of the headings around what defines them.

    A single model below a title of level 1 has that title: a heading between is in its description.
    """
    path: list[Section] = []
    around: dict[int, int] = {}
    for section in sections:
        while path and path[-1].level >= section.level:
            path.pop()
        if path and section.title.lower() in _DEFINING:
            around[path[-1].line] = path[-1].level
        if section.level:
            path.append(section)
    levels = set(around.values())
    has_title = len(around) < 2 and any(section.level == 1 for section in sections)
    return levels.pop() if len(levels) == 1 and not has_title else 1


def _make_part(
    intro: Sequence[Section], body: Sequence[Section], page: Page, title_level: int
) -> Part:
    titles = (i for i, section in enumerate(intro) if 0 < section.level <= title_level)
    start = next(titles, len(intro))
    has_title = start < len(intro)
    title = intro[start].title if has_title else ""
    line = intro[start].line if has_title else (body[0].line if body else 1)
    text = page.plain.lines[line - 1] if line <= len(page.plain.lines) else ""
    column = len(text) - len(text.lstrip("# ")) + 1
    prose = tuple(s for s in intro[start:] if s.title.lower() not in _BOILERPLATE)
    return Part(page, title, page.origin(line, column), prose, tuple(body))


def _is_structural(section: Section) -> bool:
    """Whether a section defines the model and is not a heading inside a description."""
    title = section.title.lower()
    return title in _STRUCTURAL or title.startswith("enum:")


def _is_relation(part: Part) -> bool:
    """Whether a table is that of a relation: a row of it has the note *many*."""
    texts = (line.text for section in part.body for line in section.lines)
    return any("many" in text and _MANY & set(split_cells(text)) for text in texts)
