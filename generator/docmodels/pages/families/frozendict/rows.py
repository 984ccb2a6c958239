"""One table row as cells: `name | input type | accessed type | description | notes`.

Cells are never escaped. A `|` of their own have the description and the notes only, so the first
cells are split from the left and the notes are the longest end of the rest in their grammar.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from docmodels.pages.families.frozendict.remarks import Remarks, read_remarks, unescaped
from docmodels.pages.markdown import Line

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_QUOTE = re.compile(r"\\([\"'])")
_CUT = re.compile(r"(?:(?<= )|^)\|(?= )")
_NAME = re.compile(
    r"\*{0,2}(?:\[\*{0,2}(?P<text>.*?)\*{0,2}\]\((?P<link>[^()]*)\)|(?P<bare>.*?))\*{0,2}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read: `anchor` is the heading that its name cell leads to, if any."""

    name: str
    anchor: str
    written: str
    doc: str
    remarks: Remarks
    line: int
    column: int
    width: int


def read_row(line: Line, named: bool) -> Row | None:
    """Read a row, with a name cell in front if `named`; None for a head, a rule or a stray line."""
    cells = _cells(line.text).split(" | ", 3 if named else 2)
    if len(cells) < (4 if named else 3):
        return None
    name, anchor = read_name(cells[0]) if named else ("", "")
    written, accessed, rest = cells[-3:]
    if accessed.strip() == "Accessed Type" or not accessed.strip(" -:"):
        return None
    doc, remarks = described(rest)
    column = line.text.find(written, len(cells[0]) if named else 0) + 1
    written = written.strip()
    return Row(name, anchor, written, doc, remarks, line.number, max(column, 1), len(written))


def _cells(text: str) -> str:
    """Drop outer pipes; the space after an empty last cell is put back."""
    text = text.strip()
    return (text[1:].removesuffix("|").strip() if text.startswith("|") else text) + " "


@lru_cache(maxsize=65536)
def read_name(cell: str) -> tuple[str, str]:
    """Give the name in a name cell and the anchor it leads to."""
    found = _NAME.fullmatch(cell.strip())
    if found is None:
        return unescaped(html.unescape(cell.strip())), ""
    link = found["link"] or ""
    text = found["text"] if found["text"] is not None else found["bare"]
    return unescaped(html.unescape(text)), html.unescape(link[1:]) if link.startswith("#") else ""


@lru_cache(maxsize=65536)
def described(rest: str) -> tuple[str, Remarks]:
    """Part a description from the notes after it."""
    for found in list(_CUT.finditer(rest))[-64:]:
        cut = found.start()
        remarks = read_remarks(rest[cut + 1 :].strip())
        if remarks is not None:
            return plain(rest[:cut]), remarks
    return plain(rest), Remarks()


def plain(text: str) -> str:
    """Decode a description: entities once, `<br>` to a line break, quotes freed of backslashes."""
    return _QUOTE.sub(r"\1", html.unescape(_BREAK.sub("\n", text))).strip()
