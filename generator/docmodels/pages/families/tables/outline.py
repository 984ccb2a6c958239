"""Split a page into headings with their tables, texts and fences, in document order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct, field

from docmodels.pages.families.tables.words import plain_text
from docmodels.pages.markdown import Fence, Line, Page
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_MAX_CAPTION = 80
"""A longer line above a table is a sentence, and no caption."""
_MAX_COLUMNS = 40
_BOLD_LINE = re.compile(r"\W{0,6}(?:\*\*|__)(?!\s)[^*]+(?:\*\*|__)[^\w*]*(?:\*[^*]*\*)?\W*")
_TITLE = re.compile(r"title\s*:\s*(.+)")
_MARKUP_LINE = re.compile(r"\s*(?:</?[A-Za-z][^<>]*/?>|<!--|:::|\{%|\{\{)")


class Row(Struct, frozen=True):
    """The cells of a table row, as many as its header has, and its line."""

    cells: tuple[str, ...]
    line: Line


class Table(Struct, frozen=True):
    """A table: its header, rows, the line of the header, and the captions above, nearest first.

    A caption is a bold line, or a short line that ends in a colon.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: Line
    captions: tuple[str, ...]


class Heading(Struct):
    """A heading with what follows it up to the next heading; `parent` is an index, -1 for none."""

    level: int
    title: str
    line: int
    parent: int
    texts: list[Line] = field(default_factory=list[Line])
    tables: list[Table] = field(default_factory=list[Table])
    fences: tuple[Fence, ...] = ()


class Outline(Struct, frozen=True, dict=True):
    """All headings of a page in order; the first one (level 0) has the text before any heading.

    `title` is the title in the front matter, if there is one.
    """

    headings: tuple[Heading, ...]
    title: str

    def path(self, index: int) -> list[int]:
        """Return the heading with an index and all around it, the innermost first."""
        path: list[int] = []
        while index >= 0:
            path.append(index)
            index = self.headings[index].parent
        return path

    def subtree(self, index: int) -> range:
        """Return the indices of a heading and of all headings below it."""
        return range(index, self._ends[index])

    @cached_property
    def _ends(self) -> list[int]:
        """The index after the last heading below each heading."""
        ends = [index + 1 for index in range(len(self.headings))]
        for index in range(len(self.headings) - 1, -1, -1):
            if (parent := self.headings[index].parent) >= 0:
                ends[parent] = max(ends[parent], ends[index])
        return ends


def read_outline(page: Page) -> Outline:
    """Read the outline of a page."""
    headings: list[Heading] = []
    open_headings: list[int] = []
    skipped = _front_matter_end(page.plain.lines)
    for section in page.sections:
        while open_headings and headings[open_headings[-1]].level >= section.level:
            open_headings.pop()
        parent = open_headings[-1] if open_headings else -1
        heading = Heading(section.level, section.title, section.line, parent, fences=section.fences)
        _fill(heading, [line for line in section.lines if line.number > skipped])
        open_headings.append(len(headings))
        headings.append(heading)
    return Outline(tuple(headings), _front_matter_title(page.plain.lines))


def _front_matter_end(lines: Sequence[str]) -> int:
    """Return the number of the last line of the front matter, 0 if there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:60], 2) if line.strip() in ("---", "..."))
    return next(ends, 0)


def _front_matter_title(lines: Sequence[str]) -> str:
    for line in lines[: _front_matter_end(lines)]:
        if (match := _TITLE.match(line)) is not None:
            return plain_text(match[1].strip().strip("\"'"))
    return ""


def _fill(heading: Heading, lines: Sequence[Line]) -> None:
    """Add tables and texts to a heading."""
    index = 0
    since_table: list[Line] = []
    while index < len(lines):
        header = _read_header(lines, index)
        if not header:
            if not _MARKUP_LINE.match(lines[index].text):
                since_table.append(lines[index])
            heading.texts.append(lines[index])
            index += 1
            continue
        end = index + 2
        while end < len(lines) and "|" in lines[end].text:
            end += 1
        rows = tuple(_read_row(line, len(header)) for line in lines[index + 2 : end])
        heading.tables.append(Table(header, rows, lines[index], _captions(since_table)))
        since_table = []
        index = end


def _read_header(lines: Sequence[Line], index: int) -> tuple[str, ...]:
    """Return the header cells if a table starts at a line (GFM 0.29, section 4.10), else nothing."""
    if "|" not in lines[index].text or index + 1 >= len(lines):
        return ()
    delimiter = lines[index + 1].text
    if "|" not in delimiter or "-" not in delimiter or delimiter.strip(" \t|:-"):
        return ()
    if not is_delimiter_row([cell for cell in split_cells(delimiter) if cell]):
        return ()
    header = split_cells(lines[index].text)
    return tuple(header) if len(header) <= _MAX_COLUMNS else ()


def _read_row(line: Line, width: int) -> Row:
    """Return a row with as many cells as the header; the last cell takes what is more."""
    cells = split_cells(line.text, width, width - 1)
    return Row((*cells, *[""] * (width - len(cells)))[:width], line)


def _captions(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the nearest line with a colon directly above a table, and the nearest bold line."""
    captions: list[str] = []
    texts = [line.text.strip() for line in lines if line.text.strip()]
    for distance, text in enumerate(reversed(texts[-6:])):
        if len(text) > _MAX_CAPTION:
            continue
        is_bold = _BOLD_LINE.fullmatch(text) is not None
        if is_bold or (distance == 0 and text.rstrip("*_ ").endswith((":", "："))):
            captions.append(text)
        if is_bold:
            break
    return tuple(captions)
