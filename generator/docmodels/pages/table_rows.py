"""Table rows whose cells never hold a bare `|`: generators that escape it (`\\|`) or print HTML."""

from __future__ import annotations

import html
import re
from functools import lru_cache

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def split_cells(text: str) -> list[str]:
    """Split a row at its pipes, cells stripped; an escaped pipe stays, escaped, in its cell."""
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


def column(line: str, cell: str) -> int:
    """Give the column, from 1, where the text of a cell starts on its line."""
    return max(line.find(cell), 0) + 1


def rules(cells: list[str]) -> bool:
    """Say whether a row is the line of dashes under a header."""
    return all(cell and not cell.strip(":-") for cell in cells)


@lru_cache(maxsize=65536)
def prose(cell: str) -> str:
    """Give the text of a cell: breaks are line ends, entities and escaped pipes are decoded."""
    if "<" in cell:
        cell = _BREAK.sub("\n", cell)
    return html.unescape(cell.replace("\\|", "|")).strip()
