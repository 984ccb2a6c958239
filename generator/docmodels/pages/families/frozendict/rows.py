"""Split a table row into cells: `name | input type | accessed type | description | notes`.

The generator does not escape `|` in cells. Only description and notes contain it, so the first
cells are split from the left, and the notes are the longest suffix that matches their grammar.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from msgspec import Struct

from docmodels.pages.families.frozendict.remarks import Remarks, read_remarks, unescape
from docmodels.pages.markdown import Line
from docmodels.pages.table_rows import decode_cell, split_notes

_BLANKS = {ord("\t"): " ", ord("\N{NO-BREAK SPACE}"): " "}
_NAME = re.compile(
    r"\*{0,2}(?:\[\*{0,2}(?P<text>.*?)\*{0,2}\]\((?P<link>[^()]*)\)|(?P<bare>.*?))\*{0,2}"
)


class Row(Struct, frozen=True):
    """The cells of a row; `anchor` is the heading that its name cell links to, or ""."""

    name: str
    anchor: str
    type_cell: str
    doc: str
    remarks: Remarks
    line: int
    column: int
    width: int


def read_row(line: Line, has_name: bool) -> Row | None:
    """Read a row, whose first cell is a name if `has_name`.

    Returns None for a header, a delimiter row or another line.
    """
    cells = _strip_pipes(line.text.translate(_BLANKS)).split(" | ", 3 if has_name else 2)
    if len(cells) < (4 if has_name else 3):
        return None
    name, anchor = read_name(cells[0]) if has_name else ("", "")
    type_cell, accessed_type, description = cells[-3:]
    if accessed_type.strip() == "Accessed Type" or not accessed_type.strip(" -:"):
        return None
    doc, remarks = split_description(description)
    column = line.text.find(type_cell, len(cells[0]) if has_name else 0) + 1
    type_cell = type_cell.strip()
    return Row(name, anchor, type_cell, doc, remarks, line.number, max(column, 1), len(type_cell))


def _strip_pipes(text: str) -> str:
    """Remove outer pipes, but keep a space after an empty last cell."""
    text = text.strip()
    return (text[1:].removesuffix("|").strip() if text.startswith("|") else text) + " "


@lru_cache(maxsize=65536)
def read_name(cell: str) -> tuple[str, str]:
    """Return the name in a name cell and the anchor that it links to, or ""."""
    match = _NAME.fullmatch(cell.strip())
    if match is None:
        return unescape(html.unescape(cell.strip())), ""
    link = match["link"] or ""
    text = match["text"] if match["text"] is not None else match["bare"]
    return unescape(html.unescape(text)), html.unescape(link[1:]) if link.startswith("#") else ""


@lru_cache(maxsize=65536)
def split_description(cell: str) -> tuple[str, Remarks]:
    """Split a cell into the description and the notes after it."""
    text, remarks = split_notes(cell, lambda notes: read_remarks(notes.strip()), spaced=True)
    return decode_text(text), remarks or Remarks()


def decode_text(text: str) -> str:
    """Decode a description: HTML entities, `<br>` as a line break, escaped quotes."""
    return decode_cell(text, "\"'")
