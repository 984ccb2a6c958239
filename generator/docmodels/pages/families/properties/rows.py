"""Read the rows of a `Properties` table from both ends: descriptions contain unescaped pipes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from docmodels.pages.families.properties.columns import column_roles, read_cells
from docmodels.pages.families.properties.remarks import (
    NO_REMARKS,
    Remarks,
    read_flags,
    read_remarks,
)
from docmodels.pages.markdown import Line, Section
from docmodels.pages.table_rows import (
    column_of,
    decode_escapes,
    split_cells,
    split_notes,
)


class Row(NamedTuple):
    """One row as printed. `extra` are cells between name and type (of the ktorm generator)."""

    name: str
    type: str
    description: str
    remarks: Remarks
    line: int
    column: int
    extra: tuple[str, ...] = ()


class Header(Struct, frozen=True):
    """The names of the columns of a table in lower case, and its line."""

    columns: tuple[str, ...]
    line: int

    @property
    def columns_before_type(self) -> int:
        """The number of columns between the name and the type."""
        return max(self.columns.index("type") - 1, 0) if "type" in self.columns else 0


_PLAIN_NAME = (
    r"[^|\s*`](?:[^|\s(*_<]++|\s++(?![|(*_])|\s*+[(*_]++(?!required[)*_]++\s*+\|)"
    r"|<(?!sup>[^|<]*+</sup>\s*+\|))*+"
)
"""A name without marks: it ends before white space and the mark of a required field at the end of its cell."""
_ROW = re.compile(
    r"\s*+(?:(?P<pipe>\|)\s*+)?(?:[^\w\s|*`<>\[\]\\]{1,3}\s++(?=\*\*))?"
    rf"(?:\*\*(?P<bold>[\w.@$-]++)\*\*|(?P<name>\*\*(?:[^*|]|\*(?!\*))++\*\*|`[^`|]++`|{_PLAIN_NAME}))"
    r"(?P<mark><sup>[^|<]*+</sup>|\s*+[(*_]++required[)*_]++|(?:(?<=\*\*)|(?<=`))\s?\\?\*(?!\*))?"
    r"\s*+\|(?P<cells>.*)"
)
_NEXT_ROW = re.compile(
    r"(?<=[|\]])\s++(?=(?:\|\s*+)?(?:\*\*[\w.@$-]++\*\*|`[\w.@$-]++`)\s*+\|"
    r"\s*+(?:\*\*|`|\[|Option<|Pointer to ))"
)
"""Where a row may follow another one in the same line: after a pipe or the notes."""
_REQUIRED_MARK = re.compile(
    r"\s*+(?:<sup>(?:[\W_]*required[\W_]*|\\?\*)</sup>|[(*_]{1,9}required[)*_]{1,9}|\\?\*)"
)
_MARKED_NAME = re.compile(rf"\n\|? ?(?:\*\*|`)[^|\n]*(?:\*\*|`){_REQUIRED_MARK.pattern}\s*\|")
_ESCAPES = "\\`*_{}[]()#+.!|<>~@-"


def marks_required(texts: Sequence[str]) -> bool:
    """Whether the templates of pages mark required fields, in place of optional ones.

    The mark is after the name, `<sup>required</sup>` or `(required)`, or in the notes; then a field
    without it is optional.
    """
    if any(_MARKED_NAME.search(f"\n{text}") for text in texts):
        return True
    has_notes = any("| [required]" in text for text in texts)
    return has_notes and not any("[optional" in text for text in texts)


def find_header(section: Section) -> Header | None:
    """Return the header of a section's first table: the row before a delimiter row."""
    previous: Line | None = None
    for line in section.lines:
        if previous is not None and _is_delimiter(line.text):
            cells = split_cells(previous.text.strip(" |"))
            return Header(tuple(cell.strip("*").lower() for cell in cells), previous.number)
        previous = line if "|" in line.text else None
    return None


def _is_delimiter(text: str) -> bool:
    return "--" in text and not text.strip("|:- \t")


def read_rows(section: Section, header: Header) -> Iterator[Row | Line]:
    """Yield the rows under a header; yield the line of a row that cannot be read."""
    is_narrow = header.columns_before_type == 0
    roles = column_roles(header.columns)
    for line in section.lines:
        text = line.text
        if line.number <= header.line or "|" not in text or _is_delimiter(text):
            continue
        if roles:
            yield _read_columns(line, roles) or line
            continue
        for start, row_text in _split_joined_rows(text, header):
            match = _ROW.match(row_text)
            if match is None:
                if not row_text.lstrip().startswith("[["):
                    yield line
            elif match["cells"].strip() or header.columns[1:] == ("type",):
                row = (
                    _narrow_row(match, line.number, len(header.columns))
                    if is_narrow
                    else _wide_row(match, line.number, header)
                )
                yield row._replace(column=row.column + start) if start else row


def _read_columns(line: Line, roles: Sequence[str]) -> Row | None:
    """Read a row of a house template; None if it has no name or another number of cells."""
    cells = read_cells(split_cells(line.text, len(roles), _index_of("description", roles)), roles)
    match = _ROW.match(f"{cells.name} |") if cells is not None else None
    if cells is None or match is None:
        return None
    remarks = cells.remarks
    if match["mark"] and _REQUIRED_MARK.fullmatch(match["mark"]):
        remarks = replace(remarks, required=True)
    name = match["bold"] or plain_name(match["name"])
    column = column_of(line.text, name)
    return Row(
        name, cells.type.replace("\\_", "_"), cells.description, remarks, line.number, column
    )


def _index_of(role: str, roles: Sequence[str]) -> int:
    return roles.index(role) if role in roles else -1


def _split_joined_rows(text: str, header: Header) -> list[tuple[int, str]]:
    """Split a line into its rows, each with its start; some templates lose the breaks between rows.

    A line is split only if each part has all cells of a row, and notes in the last one.
    """
    rows: list[tuple[int, str]] = []
    start = 0
    if header.columns[-1] == "notes" and text.count("|") >= 2 * len(header.columns) - 2:
        for match in _NEXT_ROW.finditer(text):
            if _is_complete(row := text[start : match.start()], header):
                rows.append((start, row))
                start = match.end()
    last = text[start:]
    return [*rows, (start, last)] if rows and _is_complete(last, header) else [(0, text)]


def _is_complete(row: str, header: Header) -> bool:
    cells = split_cells(row)
    return len(cells) == len(header.columns) and read_remarks(cells[-1]) is not None


def read_row(line: Line) -> Row | None:
    """Read a row with the name and the type in its first two columns; None if it cannot be read."""
    match = _ROW.match(line.text)
    return None if match is None else _narrow_row(match, line.number, 0)


def _narrow_row(match: re.Match[str], line: int, column_count: int) -> Row:
    after_name = _strip_closing_pipe(match, column_count)
    return _build_row(match, after_name, line, ())


def _wide_row(match: re.Match[str], line: int, header: Header) -> Row:
    cells = _strip_closing_pipe(match, len(header.columns)).split("|")
    extra = tuple(cell.strip().replace("\\_", "_") for cell in cells[: header.columns_before_type])
    return _build_row(match, "|".join(cells[header.columns_before_type :]), line, extra)


def _strip_closing_pipe(match: re.Match[str], column_count: int) -> str:
    """Return the cells after the name without the pipe that closes the row.

    A row without an opening pipe has none, and a last pipe there is before an empty cell; but some
    templates end each line with one: `**size** | **int** | The size. |[optional]|`.
    """
    cells = match["cells"]
    if match["pipe"]:
        return cells.rstrip().removesuffix("|")
    is_closed = column_count and cells.count("|") >= column_count - 1
    return cells.removesuffix("|") if is_closed else cells


def _build_row(match: re.Match[str], after_name: str, line: int, extra: tuple[str, ...]) -> Row:
    cell, tail = _split_type(after_name)
    description, remarks = _split_tail(tail)
    if match["mark"] and _REQUIRED_MARK.fullmatch(match["mark"]):
        remarks = replace(remarks, required=True)
    name = match["bold"]
    if name is not None:
        column = match.start("bold") + 1
    else:
        name = match["name"]
        column = match.start("name") + (3 if name.startswith("**") else 1)
        name = plain_name(name)
    if "\\_" in cell:
        cell = cell.replace("\\_", "_")
    return Row(name, cell.strip(), description, remarks, line, column, extra)


def _split_type(after_name: str) -> tuple[str, str]:
    """Return the type cell and the text after it; a pipe inside brackets or marks belongs to the type."""
    cell, _, tail = after_name.partition("|")
    if tail and (mark := _opening_mark(cell)):
        cell, tail = _close_mark(after_name, mark, cell, tail)
    if not tail or not _BRACKET.search(cell):
        return cell, tail
    parts = after_name.split("|")
    open_count = 0
    for number, part in enumerate(parts[:-1], start=1):
        open_count += _open_brackets(part)
        if open_count <= 0:
            return "|".join(parts[:number]), "|".join(parts[number:])
    return cell, tail


def _opening_mark(cell: str) -> str:
    """Return the mark that a cell opens and does not close: `**string`, which continues after a pipe."""
    text = cell.lstrip(" [")
    mark = "**" if text.startswith("**") else "`"
    return mark if text.startswith(mark) and text.count(mark) == 1 else ""


def _close_mark(after_name: str, mark: str, cell: str, tail: str) -> tuple[str, str]:
    """Return the type cell that ends after a mark, and the text after it; without an end, as before."""
    end = after_name.find(mark, len(cell) + 1)
    type, pipe, text = after_name[end:].partition("|")
    is_end = end >= 0 and (pipe or not text)
    is_type = is_end and _MARK_END.fullmatch(type, len(mark)) is not None
    return (after_name[:end] + type, text) if is_type else (cell, tail)


@lru_cache(maxsize=16384)
def _open_brackets(text: str) -> int:
    """Return how many brackets a text opens and does not close; arrows are none."""
    text = html.unescape(text).replace("->", "").replace("=>", "")
    opened, closed = (sum(map(text.count, brackets)) for brackets in ("<[({", ">])}"))
    return opened - closed


_MARK_END = re.compile(r"(?:\]\([^()|\s]*+\))?+[\s>]*+")
"""What follows the type in its cell: the target of a link, and the end of `Option<`."""
_BRACKET = re.compile(r"[<\[{(&]")


def _split_tail(tail: str) -> tuple[str, Remarks]:
    """Split description and notes at the last pipe that has a valid notes cell after it."""
    if "|" not in tail:
        remarks = read_remarks(tail)
        return (tail, NO_REMARKS) if remarks is None else ("", remarks)
    description, remarks = split_notes(tail, read_remarks)
    if remarks is not None:
        return description, remarks
    description, _, notes = tail.rpartition("|")
    remarks, text = read_flags(notes)
    return (tail, remarks) if remarks == NO_REMARKS else (f"{description.rstrip()} {text}", remarks)


def plain_name(cell: str) -> str:
    """Return a name without emphasis, backticks, entities, link and Markdown escapes."""
    name = cell.strip()
    if name.startswith("**") and name.endswith("**") and len(name) > 4:
        name = name[2:-2].strip()
    if "&" in name:
        name = html.unescape(name)
    if name.startswith("[") and "](" in name:
        name = name[1 : name.index("](")]
    if len(name) > 2 and name[0] == name[-1] == "`":
        name = name[1:-1]
    return decode_escapes(name, _ESCAPES)
