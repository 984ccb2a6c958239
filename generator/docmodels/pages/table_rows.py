"""Split table rows of generators that escape the `|` in cells (`\\|`) or print HTML instead."""

from __future__ import annotations

import html
import re
from functools import lru_cache

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def split_cells(text: str) -> list[str]:
    """Split a row at its pipes and strip the cells; an escaped pipe stays in its cell unchanged."""
    row = text.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    parts = row.split("|")
    if "\\|" not in row:
        return [part.strip() for part in parts]
    cells: list[str] = []
    open_cell = ""
    for part in parts:
        open_cell += part
        if part.endswith("\\"):
            open_cell += "|"
        else:
            cells.append(open_cell.strip())
            open_cell = ""
    if open_cell:
        cells.append(open_cell.strip())
    return cells


def column_of(line: str, cell: str) -> int:
    """Return the column (from 1) of the first occurrence of `cell` in `line`, or 1."""
    return max(line.find(cell), 0) + 1


def is_delimiter_row(cells: list[str]) -> bool:
    """Whether the cells form a delimiter row: dashes and colons (GFM 0.29, section 4.10)."""
    return all(cell and not cell.strip(":-") for cell in cells)


@lru_cache(maxsize=65536)
def decode_cell(cell: str) -> str:
    """Return the text of a cell with line breaks, HTML entities and escaped pipes decoded."""
    if "<" in cell:
        cell = _BREAK.sub("\n", cell)
    return html.unescape(cell.replace("\\|", "|")).strip()
