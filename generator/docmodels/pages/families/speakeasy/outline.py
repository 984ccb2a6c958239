"""A Speakeasy page taken apart: its class, its text, and the section that defines it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import rules, split_cells

FIELDS, VALUES, TYPES = "Fields", "Values", "Supported Types"
_PARTS = frozenset({FIELDS, VALUES, TYPES, "Example Usage", "Union Discrimination"})
_COLUMNS = ("Field", "Type", "Required", "Description", "Example", "Value")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DEPRECATED = re.compile(r"(?:> ?)?: ?warning: ?\*\* ?DEPRECATED ?\*\*:?[ \t]*")
_USUAL_REASON = "This will be removed in a future release, please migrate away from it"


class Row(NamedTuple):
    """A table row by the words of its header; a cell that it does not have is empty.

    `head` is the first cell as printed, `name` the name in it.
    """

    head: str
    type: str
    required: str
    description: str
    example: str
    value: str
    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Whether a text starts with the generator's warning, the reason given, and the rest of it."""

    deprecated: bool
    reason: str
    rest: str


class Outline:
    """One page: `title` is the class, `folder` the name of the folder that the page is in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root, self.folder, file = _places(page.path)
        head = next((s for s in page.sections if s.level == 1), None)
        title = head.title if head else file.removesuffix(".md")
        self.line = head.line if head else 1
        self.struck = title.startswith("~~")
        self.title = re.sub(r"[\\`~]", "", title).strip()
        self.parts = tuple(self._parts())

    def _parts(self) -> Iterator[Section]:
        """The sections from the first one that is a part of the page's form."""
        begun = False
        for section in self.page.sections:
            begun = begun or (section.level == 2 and section.title in _PARTS)
            if begun:
                yield section

    @cached_property
    def text(self) -> Deprecation:
        """The description, as written between the title and the first part."""
        last = self.parts[0].line - 1 if self.parts else None
        text = "\n".join(self.page.document.lines[self.line : last])
        return deprecation(html.unescape(_COMMENT.sub("", text)).strip())

    @cached_property
    def titled(self) -> dict[str, Section]:
        """The parts by their title."""
        return {section.title: section for section in self.parts[::-1] if section.level == 2}

    def part(self, title: str) -> Section | None:
        """The part of that title, if the page has it."""
        return self.titled.get(title)

    def members(self) -> Iterator[Section]:
        """The sections under `Supported Types`."""
        inside = False
        for section in self.parts:
            if section.level == 2:
                inside = section.title == TYPES
            elif inside and section.level == 3:
                yield section

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """All code of the parts."""
        return tuple(fence for section in self.parts for fence in section.fences)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the page's own table."""
        section = self.part(FIELDS) or self.part(VALUES)
        return tuple(_rows(section)) if section else ()


def _places(path: str) -> tuple[str, str, str]:
    """Split a path into what stands before the folder, the folder, and the file."""
    folders, _, file = path.replace("\\", "/").rpartition("/")
    before, _, folder = folders.rpartition("/")
    return before, folder, file


def _rows(section: Section) -> Iterator[Row]:
    header: list[str] = []
    places: list[int] = []
    for line in section.rows():
        cells = split_cells(line.text)
        if not header:
            header = cells
            places = [header.index(title) if title in header else -1 for title in _COLUMNS]
            places[0] = 0
        elif cells[0][:1] not in ("-", ":") or not rules(cells):
            fitted = _fitted(cells, header)
            found = [fitted[place] for place in places]
            yield Row._make((*found, found[0].strip("~` "), line))


def _fitted(cells: list[str], header: list[str]) -> list[str]:
    """Make a row as long as the header and one more: the last cell, an empty one, is what no
    column holds. The description gets back what a bare pipe cut off from it."""
    extra = len(cells) - len(header)
    if not extra:
        return [*cells, ""]
    if extra > 0 and "Description" in header:
        at = header.index("Description")
        cells[at : at + extra + 1] = [" | ".join(cells[at : at + extra + 1])]
    return [*cells[: len(header)], *[""] * (1 - min(extra, 0))]


def deprecation(text: str) -> Deprecation:
    """Take the generator's warning and its reason off the start of a description."""
    warning = _DEPRECATED.match(text) if "DEPRECATED" in text else None
    if warning is None:
        return Deprecation(False, "", "" if text == "N/A" else text)
    reason, _, rest = text[warning.end() :].partition("\n\n")
    reason, rest = reason.strip(), rest.strip()
    return Deprecation(
        True, "" if reason.startswith(_USUAL_REASON) else reason, "" if rest == "N/A" else rest
    )
