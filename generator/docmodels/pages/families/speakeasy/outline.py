"""Split a Speakeasy page into the class name, the description and the sections that define it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from docmodels.ir import Deprecation
from docmodels.pages.markdown import Fence, Line, Page, Section, without_comments
from docmodels.pages.table_rows import is_delimiter_row, split_cells

FIELDS, VALUES, TYPES = "Fields", "Values", "Supported Types"
_DEFINING = frozenset({FIELDS, VALUES, TYPES})
_SECTION_TITLES = _DEFINING | {"Example Usage", "Union Discrimination"}
_COLUMNS = ("Field", "Type", "Required", "Description", "Example", "Value")
_DEPRECATED = re.compile(r"(?:> ?)?: ?warning: ?\*\* ?DEPRECATED ?\*\*:?[ \t]*")
_EMPHASIS = re.compile(r'(?<![\w"\'`])_("(?:[^"\\]|\\.)*"|[^\s_"|][^_"|]*)_(?![\w"\'`])')
"""Emphasis with underscores, which Prettier makes of `*string*`."""
_USUAL_REASON = "This will be removed in a future release, please migrate away from it"


class Row(NamedTuple):
    """The cells of a table row by column; a missing cell is "".

    `name_cell` is the first cell as printed, `name` the name in it.
    """

    name_cell: str
    type: str
    required: str
    description: str
    example: str
    value: str
    name: str
    line: Line


class Description(Struct, frozen=True):
    """A description without the generator's deprecation warning, and the deprecation."""

    deprecation: Deprecation | None
    text: str


class Outline:
    """One model of a page: `title` is the class name, `folder` and `stem` are parts of its path."""

    def __init__(self, page: Page, sections: Sequence[Section]) -> None:
        self.page = page
        self.page_sections = sections
        self.root, self.folder, file = _split_path(page.path)
        self.level, first = _find_definition(sections)
        above = (s for s in reversed(sections[:first]) if 0 < s.level < self.level)
        heading = next(above, None)
        self.stem = file.removesuffix(".md")
        title = heading.title if heading and heading.title else self.stem
        self.line = heading.line if heading else 1
        self.is_struck_through = title.startswith("~~")
        self.title = re.sub(r"[\\`~]", "", title).strip()
        self.sections = tuple(self._definition_sections())

    def _definition_sections(self) -> Iterator[Section]:
        """Yield the sections from the first one with a title that the generator writes."""
        has_started = False
        for section in self.page_sections:
            has_started = has_started or (
                section.level == self.level and section.title in _SECTION_TITLES
            )
            if has_started:
                yield section

    @cached_property
    def description(self) -> Description:
        """The description between the title and the first of `sections`."""
        last = self.sections[0].line - 1 if self.sections else None
        text = "\n".join(self.page.plain.lines[self.line : last])
        return read_description(html.unescape(without_comments(text)).strip())

    @cached_property
    def sections_by_title(self) -> dict[str, Section]:
        """The sections of the highest level by title."""
        level = self.level
        return {section.title: section for section in self.sections[::-1] if section.level == level}

    def section(self, title: str) -> Section | None:
        """Return the section with this title, or None."""
        return self.sections_by_title.get(title)

    def member_sections(self) -> Iterator[Section]:
        """Yield the sections under `Supported Types`."""
        in_types = False
        for section in self.sections:
            if section.level == self.level:
                in_types = section.title == TYPES
            elif in_types and section.level == self.level + 1:
                yield section

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The code fences of all sections."""
        return tuple(fence for section in self.sections for fence in section.fences)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the table of fields or values."""
        section = self.section(FIELDS) or self.section(VALUES)
        return tuple(_read_rows(section)) if section else ()


def split_models(page: Page) -> Iterator[Outline]:
    """Yield the models of a page: one for each heading that has a definition directly below it."""
    sections = page.sections
    level, _ = _find_definition(sections)
    starts: list[int] = []
    start = last = -1
    for index, section in enumerate(sections):
        if 0 < section.level < level:
            start = index
        elif section.level == level and section.title in _DEFINING and start > last:
            starts.append(start)
            last = start
    if len(starts) < 2:
        yield Outline(page, sections)
        return
    for start, end in pairwise((*starts, len(sections))):
        yield Outline(page, sections[start:end])


def _find_definition(sections: Sequence[Section]) -> tuple[int, int]:
    """Return the level and the index of the first heading that the generator writes for a class."""
    levels = ((s.level, i) for i, s in enumerate(sections) if s.title in _DEFINING and s.level > 1)
    return next(levels, (2, len(sections)))


def _split_path(path: str) -> tuple[str, str, str]:
    """Split a path into the parent of the folder, the folder, and the file."""
    folders, _, file = path.replace("\\", "/").rpartition("/")
    root, _, folder = folders.rpartition("/")
    return root, folder, file


def _read_rows(section: Section) -> Iterator[Row]:
    width, indexes, description = 0, [0], -1
    for line in section.rows():
        cells = split_cells(line.text, width, description)
        if not width:
            width = len(cells)
            indexes = [cells.index(title) if title in cells else width for title in _COLUMNS]
            indexes[0] = 0
            description = cells.index("Description") if "Description" in cells else -1
        elif cells[0][:1] not in ("-", ":") or not is_delimiter_row(cells):
            cells = [*cells[:width], *[""] * (width + 1 - len(cells)), ""]
            values = [cells[index] for index in indexes]
            values[1] = _plain_type(values[1])
            yield Row._make((*values, values[0].replace("\\_", "_").strip("~` "), line))


def _plain_type(cell: str) -> str:
    """Return a type cell as the generator prints it, without what formatters of Markdown change."""
    if "_" in cell:
        cell = _EMPHASIS.sub(r"*\1*", cell)
    return cell.replace("\\\\", "\\") if "\\\\" in cell else cell


def read_description(text: str) -> Description:
    """Split a description into the generator's deprecation warning and the text."""
    warning = _DEPRECATED.match(text) if "DEPRECATED" in text else None
    if warning is None:
        return Description(None, "" if text == "N/A" else text)
    reason, _, remaining = text[warning.end() :].partition("\n\n")
    reason, remaining = reason.strip(), remaining.strip()
    return Description(
        Deprecation(reason="" if reason.startswith(_USUAL_REASON) else reason),
        "" if remaining == "N/A" else remaining,
    )
