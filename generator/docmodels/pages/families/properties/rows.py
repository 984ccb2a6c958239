"""Rows of a `Properties` table: cells from both ends, because descriptions hold unescaped pipes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from docmodels.pages.families.properties.remarks import NO_REMARKS, Remarks, read_remarks
from docmodels.pages.markdown import Line, Section


class Row(NamedTuple):
    """One field as printed. `extra` are cells between name and type (the ktorm generator's)."""

    name: str
    type: str
    description: str
    remarks: Remarks
    line: int
    column: int
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, lower case, and where it stands."""

    columns: tuple[str, ...]
    line: int

    @property
    def before_type(self) -> int:
        """How many columns stand between the name and the type."""
        return max(self.columns.index("type") - 1, 0) if "type" in self.columns else 0


_ROW = re.compile(
    r"\s*(?P<pipe>\|)?\s*"
    r"(?:\*\*(?P<bold>[\w.@$-]+)\*\*|(?P<name>\*\*(?:[^*|]|\*(?!\*))+\*\*|`[^`|]+`|[^|\s*`][^|]*?))"
    r"\s*\|(?P<rest>.*)"
)
_RULE = re.compile(r"[\s|:-]*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~@-])")
_MOST_PIPES = 12


def header(section: Section) -> Header | None:
    """Find the header row of a section's first table: the row before a line of dashes."""
    before: Line | None = None
    for line in section.lines:
        if before is not None and "---" in line.text and _RULE.fullmatch(line.text):
            cells = (cell.strip().strip("*").lower() for cell in before.text.strip(" |").split("|"))
            return Header(tuple(cells), before.number)
        before = line if "|" in line.text else None
    return None


def rows(section: Section, head: Header) -> Iterator[Row | Line]:
    """Read the rows under a header; a row of no known form comes back as the line it is."""
    plain = head.before_type == 0
    for line in section.lines:
        text = line.text
        if line.number <= head.line or "|" not in text or ("--" in text and _RULE.fullmatch(text)):
            continue
        match = _ROW.match(text)
        if match is None:
            if not text.lstrip().startswith("[["):
                yield line
        elif match["rest"].strip() or head.columns[1:] == ("type",):
            yield _row(match, line.number) if plain else _wide_row(match, line.number, head)


def row(line: Line) -> Row | None:
    """Read one row of a table with the name and the type in its first two columns."""
    match = _ROW.match(line.text)
    return None if match is None else _row(match, line.number)


def _row(match: re.Match[str], line: int) -> Row:
    rest = _closed(match["rest"], match["pipe"])
    return _cells(match, rest, line, ())


def _wide_row(match: re.Match[str], line: int, head: Header) -> Row:
    cells = _closed(match["rest"], match["pipe"]).split("|")
    extra = tuple(cell.strip() for cell in cells[: head.before_type])
    return _cells(match, "|".join(cells[head.before_type :]), line, extra)


def _closed(rest: str, pipe: str | None) -> str:
    """Drop the closing pipe of a row that has an opening one: elsewhere it ends an empty cell."""
    return rest.rstrip().removesuffix("|") if pipe else rest


def _cells(match: re.Match[str], rest: str, line: int, extra: tuple[str, ...]) -> Row:
    cell, _, tail = rest.partition("|")
    while tail and _is_open(cell):
        more, pipe, after = tail.partition("|")
        if not pipe:
            cell, _, tail = rest.partition("|")
            break
        cell, tail = f"{cell}|{more}", after
    description, remarks = _split(tail)
    name = match["bold"]
    if name is not None:
        column = match.start("bold") + 1
    else:
        name = match["name"]
        column = match.start("name") + (3 if name.startswith("**") else 1)
        name = plain_name(name)
    return Row(name, cell.strip(), description, remarks, line, column, extra)


def _is_open(cell: str) -> bool:
    """Tell a type that a raw `|` inside its brackets has cut in two."""
    if (
        "<" not in cell
        and "[" not in cell
        and "{" not in cell
        and "(" not in cell
        and "&" not in cell
    ):
        return False
    return _unbalanced(cell)


@lru_cache(maxsize=16384)
def _unbalanced(cell: str) -> bool:
    text = html.unescape(cell).replace("->", "").replace("=>", "")
    opened = sum(text.count(char) for char in "<[({")
    return opened > sum(text.count(char) for char in ">])}")


def _split(tail: str) -> tuple[str, Remarks]:
    """Split description and notes at the last pipe that leaves valid notes behind it."""
    if "|" not in tail:
        remarks = read_remarks(tail)
        return (tail, NO_REMARKS) if remarks is None else ("", remarks)
    end = len(tail)
    for _ in range(_MOST_PIPES):
        end = tail.rfind("|", 0, end)
        if end < 0:
            break
        remarks = read_remarks(tail[end + 1 :])
        if remarks is not None:
            return tail[:end], remarks
    return tail, NO_REMARKS


def plain_name(cell: str) -> str:
    """Take emphasis, code marks, entities, a link and Markdown escapes off a name."""
    name = cell.strip()
    if name.startswith("**") and name.endswith("**") and len(name) > 4:
        name = name[2:-2].strip()
    if "&" in name:
        name = html.unescape(name)
    if name.startswith("[") and "](" in name:
        name = name[1 : name.index("](")]
    if len(name) > 2 and name[0] == name[-1] == "`":
        name = name[1:-1]
    return _ESCAPED.sub(r"\1", name) if "\\" in name else name
