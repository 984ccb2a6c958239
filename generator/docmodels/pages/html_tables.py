"""Convert HTML tables to the rows of Markdown tables, which the families read.

Only tables whose rows have the same cells are converted; a row of one cell, which is a title inside the
table, is left out. Tables with merged or nested cells stay as they are, and so do those that are not
closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<attributes>[^<>]*+)>")
_SPAN = re.compile(r"\b(?P<kind>col|row)span *= *[\"']?(?!1\b)\d")
_HREF = re.compile(r"\bhref *= *[\"'](?P<target>[^\"'()\s]*)[\"']")
_MARKS = {"code": "`", "b": "**", "strong": "**"}
_KEPT = frozenset({"sup", "br"})
_CELLS = frozenset({"td", "th"})
_TYPE_TITLES = frozenset({"type", "data type", "types"})
START = "<table"
"""What a text with a table contains, in lower case."""


class HtmlRow(Struct, frozen=True):
    """A row as Markdown, and the index of the line that it begins on."""

    text: str
    line: int


class HtmlTable(Struct, frozen=True):
    """A table: its rows with a delimiter row, and the indexes of its first and its last line."""

    rows: tuple[HtmlRow, ...]
    start: int
    end: int


def find_tables(lines: Sequence[str]) -> Iterator[HtmlTable]:
    """Yield the tables in lines, as far as they have an equivalent in Markdown."""
    for start, end in _find_places(lines):
        rows = _convert_rows(_read_cells(lines, start, end))
        if rows:
            yield HtmlTable(tuple(rows), start, end)


def find_merged(lines: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the first lines of tables that have a column of types, but no equivalent."""
    for start, end in _find_places(lines):
        cells = _read_cells(lines, start, end)
        titles = {"".join(cell).strip("*` ").lower() for _, row in cells.rows[:2] for cell in row}
        if titles & _TYPE_TITLES and not _convert_rows(cells):
            yield start


def _find_places(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of the first and the last line of each table that is closed."""
    index = 0
    is_code = False
    while index < len(lines):
        text = lines[index].lstrip()
        is_code ^= text.startswith("```")
        if is_code or text[: len(START)].lower() != START:
            index += 1
            continue
        end = next((i for i in range(index, len(lines)) if "</table" in lines[i].lower()), None)
        if end is None:
            return
        yield index, end
        index = end + 1


class _Cells:
    """The rows of a table while its tags are read."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, list[list[str]]]] = []
        self.cell: list[str] | None = None
        self.targets: list[str] = []
        self.depth = 0
        self.is_regular = True
        self.titles: set[int] = set()

    def add_text(self, text: str) -> None:
        """Add text to the open cell; text between cells has no meaning."""
        if self.cell is not None:
            self.cell.append(text.replace("|", "\\|"))

    def add_tag(self, tag: re.Match[str], line: int) -> None:
        """Open or close a row or a cell, or add the Markdown of a tag to the open cell."""
        name, is_end = tag["name"].lower(), bool(tag["end"])
        if name == "table":
            self.depth += -1 if is_end else 1
            self.is_regular &= self.depth < 2
        elif name == "tr" and not is_end:
            self.rows.append((line, []))
        elif name in _CELLS:
            self.is_regular &= bool(self.rows)
            self.add_span(_SPAN.search(tag["attributes"]))
            self.cell = None if is_end or not self.rows else []
            if self.cell is not None:
                self.rows[-1][1].append(self.cell)
        elif self.cell is not None:
            self.cell.append(self.markdown(tag, name, is_end))

    def add_span(self, span: re.Match[str] | None) -> None:
        """Remember a row with a cell over several columns, which may be a title inside the table."""
        if span is not None and span["kind"] == "col" and self.rows:
            self.titles.add(len(self.rows) - 1)
        self.is_regular &= span is None or span["kind"] == "col"

    def markdown(self, tag: re.Match[str], name: str, is_end: bool) -> str:
        """Return the Markdown of a tag inside a cell; a tag without any separates words."""
        if name in _KEPT:
            return tag[0]
        if name == "a":
            return self.link(tag["attributes"], is_end)
        return _MARKS.get(name, " ")

    def link(self, attributes: str, is_end: bool) -> str:
        """Return the Markdown of the tag of a link; an anchor is none."""
        if is_end:
            target = self.targets.pop() if self.targets else ""
            return f"]({target})" if target else ""
        match = _HREF.search(attributes)
        self.targets.append(match["target"] if match is not None else "")
        return "[" if self.targets[-1] else ""


def _read_cells(lines: Sequence[str], start: int, end: int) -> _Cells:
    cells = _Cells()
    for index in range(start, end + 1):
        text = lines[index]
        position = 0
        for tag in _TAG.finditer(text):
            cells.add_text(text[position : tag.start()])
            cells.add_tag(tag, index)
            position = tag.end()
        cells.add_text(f"{text[position:]} ")
    return cells


def _convert_rows(cells: _Cells) -> list[HtmlRow]:
    """Return the rows of a table with a delimiter row; [] if it has no equivalent."""
    rows = [
        (line, ["".join(cell) for cell in row])
        for index, (line, row) in enumerate(cells.rows)
        if row and not (len(row) == 1 and index in cells.titles)
    ]
    merged = any(len(cells.rows[index][1]) > 1 for index in cells.titles)
    widths = {len(row) for _, row in rows}
    if not cells.is_regular or merged or len(widths) != 1 or len(rows) < 2:
        return []
    converted = [HtmlRow(f"| {' | '.join(map(_clean, row))} |", line) for line, row in rows]
    delimiter = HtmlRow("|" + " --- |" * widths.pop(), converted[0].line)
    return [converted[0], delimiter, *converted[1:]]


def _clean(cell: str) -> str:
    return " ".join(cell.split())
