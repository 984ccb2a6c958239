"""A page cut into its models: at each title, with the sections of a description kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Part:
    """One model of a page: the sections of its description, then those that say what it is."""

    page: Page
    title: str
    origin: Origin
    intro: tuple[Section, ...]
    body: tuple[Section, ...]


def parts(page: Page) -> list[Part]:
    """Cut a page at its titles; a title with nothing of a model under it belongs to a description.

    The tables that the ktorm generator adds for relations are no models and are left out.
    """
    found: list[Part] = []
    intro: list[Section] = []
    body: list[Section] = []
    for section in page.sections:
        is_title = section.level == 1
        if is_title and body:
            found.append(_part(intro, body, page))
            intro, body = [], []
        if body or (not is_title and section.level and _is_structural(section)):
            body.append(section)
        elif is_title or intro or section.lines:
            intro.append(section)
    if body or not found:
        found.append(_part(intro, body, page))
    return [part for at, part in enumerate(found) if at == 0 or not _is_relation(part)]


def _part(intro: Sequence[Section], body: Sequence[Section], page: Page) -> Part:
    at = next((at for at, section in enumerate(intro) if section.level == 1), len(intro))
    titled = at < len(intro)
    title = intro[at].title if titled else ""
    line = intro[at].line if titled else (body[0].line if body else 1)
    text = page.document.lines[line - 1] if line <= len(page.document.lines) else ""
    column = len(text) - len(text.lstrip("# ")) + 1
    prose = tuple(s for s in intro[at:] if s.title.lower() not in _BOILERPLATE)
    return Part(page, title, page.origin(line, column), prose, tuple(body))


def _is_structural(section: Section) -> bool:
    """Tell a section that says what the model is from a heading inside a description."""
    title = section.title.lower()
    return title in _STRUCTURAL or title.startswith("enum:")


def _is_relation(part: Part) -> bool:
    return any("| *many*" in line.text for section in part.body for line in section.lines)
