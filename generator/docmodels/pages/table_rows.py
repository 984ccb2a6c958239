"""The grammar of table rows: cells, pipes inside cells, rows over several lines, escapes.

Generators differ in what they do about a `|` in a cell: some escape it (`\\|`), some print it as it
is. A bare pipe can only stand in one column, the description, so that column takes what a row has
more than its header.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from docmodels.pages.markdown import Line

Notes = TypeVar("Notes")

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MAX_CONTINUATION_LINES = 60
_MAX_PIPES = 64


def split_cells(text: str, width: int = 0, description: int = -1) -> list[str]:
    """Split a row at its pipes and strip the cells; an escaped pipe stays in its cell unchanged.

    `width` is the number of columns. If the row has more cells, the column with the index
    `description` contains bare pipes, and takes the others as printed.
    """
    row = text.strip()
    if row.startswith("|"):
        row = row[1:]
        if row.endswith("|") and not row.endswith("\\|"):
            row = row[:-1]
    parts = row.split("|")
    if "\\|" in row:
        parts = _join_escaped(parts)
    extra = len(parts) - width
    if width and extra > 0 and description >= 0:
        end = description + extra + 1
        parts[description:end] = ["|".join(parts[description:end])]
    return list(map(str.strip, parts))


def _join_escaped(parts: list[str]) -> list[str]:
    """Join the parts of a row that an escaped pipe separates."""
    cells: list[str] = []
    open_cell = ""
    for part in parts:
        open_cell += part
        if part.endswith("\\"):
            open_cell += "|"
        else:
            cells.append(open_cell)
            open_cell = ""
    return [*cells, open_cell] if open_cell else cells


def join_lines(
    lines: Sequence[Line], index: int, width: int, ends: re.Pattern[str]
) -> tuple[str, int]:
    """Return the text of a row that may have line breaks, and the index of the line after it.

    A row with fewer than `width` cells takes the lines after it until it is complete, but none that
    `ends` matches. If they do not complete it, it is the first line alone.
    """
    text, end = lines[index].text, index + 1
    last = min(len(lines), end + _MAX_CONTINUATION_LINES)
    while len(split_cells(text)) < width:
        if end >= last or ends.match(lines[end].text):
            return lines[index].text, index + 1
        text += "<br>" + lines[end].text.rstrip()
        end += 1
    return text, end


def split_notes(
    text: str, read: Callable[[str], Notes | None], spaced: bool = False
) -> tuple[str, Notes | None]:
    """Split the end of a row into the description and the notes in the column after it.

    Without escapes, the last pipe before notes that `read` accepts ends the description; without
    such notes, all is description. `spaced`: the pipe has spaces around it.
    """
    end = len(text)
    for _ in range(_MAX_PIPES):
        end = text.rfind("|", 0, end)
        if end < 0:
            break
        if spaced and not (text[end + 1 : end + 2] == " " and text[max(end - 1, 0)] in "| "):
            continue
        notes = read(text[end + 1 :])
        if notes is not None:
            return text[:end], notes
    return text, None


def column_of(line: str, cell: str) -> int:
    """Return the column (from 1) of the first occurrence of `cell` in `line`, or 1."""
    return max(line.find(cell), 0) + 1


def is_delimiter_row(cells: list[str]) -> bool:
    """Whether the cells form a delimiter row: dashes and colons (GFM 0.29, section 4.10)."""
    return all(cells) and not "".join(cells).strip(":-")


@lru_cache(maxsize=65536)
def decode_cell(cell: str, escapes: str = "|") -> str:
    """Return the text of a cell with line breaks, HTML entities and escapes decoded.

    `escapes` are the characters that the generator escapes with a backslash.
    """
    if "<" in cell:
        cell = _BREAK.sub("\n", cell)
    return decode_escapes(html.unescape(cell), escapes).strip()


def decode_escapes(text: str, escapes: str) -> str:
    """Remove the backslash before each of the characters `escapes`."""
    return _escape(escapes).sub(r"\1", text) if "\\" in text else text


@lru_cache(maxsize=32)
def _escape(characters: str) -> re.Pattern[str]:
    return re.compile(rf"\\([{re.escape(characters)}])")
