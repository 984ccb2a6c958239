"""Split a page into items: a message or an enum, each a heading with an anchor of its full name.

Comments are Markdown of any kind, headings and open code fences included; so only an anchor starts
an item, and lines are read as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_ANCHOR = re.compile(r'\s*<a (?:name|id)="(?P<anchor>[^"]+)"\s*(?:/>|>\s*</a>)\s*')
_HEADING = re.compile(r"#{1,6} +(?P<title>[^\s{]+)(?: *\{(?:/\* *)?[#:](?P<id>[^\n}]*)\})?[ #]*")
_LONG_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_SEPARATOR = re.compile(r"\W")
_USER_CONTENT = "user-content-"
_ROW_START = re.compile(r"\s*(?:\|\s*`?[\w.]+`?\s*\||<a (?:name|id)=)")
_FURNITURE = ("<p align=", "<!-- end", "[Back to", "<a href=")
_GROUPS = frozenset({"Messages", "Enums", "Services", "Extensions"})
"""The headings over the items of one kind in house templates, which have no table."""
_COLUMNS: dict[tuple[str, ...], str] = {
    ("field", "type"): "fields",
    ("name", "number"): "values",
    ("method name", "request type"): "methods",
    ("extension", "type"): "extensions",
}
"""What a table has, by its first two titles in lower case."""
_MAX_LINES = 400
"""How many lines a row may have: a comment is as long as its author wants."""


class Row(Struct, frozen=True):
    """A row of a table: its cells by title in lower case."""

    cells: dict[str, str]
    line: Line


class Item(Struct):
    """A message, an enum or a service; `anchor` has the full name in the form of a page.

    `tables` has the rows of each kind of table that the item has.
    """

    title: str
    anchor: str
    page: Page
    line: int
    doc: list[str] = field(default_factory=list[str])
    tables: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])

    @property
    def full_name(self) -> str:
        """The name with its package, as the anchor shows it; the title if it has no anchor."""
        return full_name(self.anchor) or self.title


def full_name(anchor: str) -> str:
    """Return the name that an anchor has: `pkg-Pet-Kind` and `pkg.Pet.Kind` are the same.

    Names of protobuf have no hyphens, so that each stands for a dot.
    """
    return _SEPARATOR.sub(".", anchor.removeprefix("#").removeprefix(_USER_CONTENT)).strip(".")


def read_items(page: Page) -> Iterator[Item]:
    """Yield the items of a page in page order; headings of files and of texts are none."""
    lines = [Line(number, text) for number, text in enumerate(page.plain.lines, 1)]
    starts = list(_starts(lines, page))
    if all(item is None for _, item in starts):
        starts = list(_starts_without_anchors(lines, page))
    ends = [*(index for index, _ in starts), len(lines)][1:]
    for (index, item), end in zip(starts, ends, strict=True):
        if item is not None:
            _fill(item, lines[index + 1 : end])
            if item.tables or item.title not in _GROUPS:
                yield item


def _starts(lines: Sequence[Line], page: Page) -> Iterator[tuple[int, Item | None]]:
    """Yield the lines of anchored headings, with an item if the anchor has the heading's name."""
    anchors: list[str] = []
    for index, line in enumerate(lines):
        text = line.text
        if (anchor := _ANCHOR.match(text)) is not None:
            anchors.append(anchor["anchor"])
            continue
        if not text.startswith("#"):
            if text.strip() and not text.lstrip().startswith(_FURNITURE):
                anchors = []
            continue
        heading = _HEADING.fullmatch(text)
        if heading is not None and heading["id"]:
            anchors.append(heading["id"])
        if heading is not None and anchors:
            yield index, _item(heading["title"], anchors, page, line)
        elif anchors or text.strip("# ") == "Scalar Value Types":
            yield index, None
        anchors = []


def _item(title: str, anchors: Sequence[str], page: Page, line: Line) -> Item | None:
    title = title.strip("`").replace("\\_", "_")
    for anchor in anchors:
        name = full_name(anchor)
        if _LONG_NAME.fullmatch(title) and (name == title or name.endswith(f".{title}")):
            is_file = title.endswith(".proto")
            return None if is_file else Item(title, anchor, page, line.number)
    return None


def _starts_without_anchors(lines: Sequence[Line], page: Page) -> Iterator[tuple[int, Item | None]]:
    """Yield the headings of a page without anchors, which some formatters remove."""
    for index, line in enumerate(lines):
        heading = _HEADING.fullmatch(line.text) if line.text.startswith("##") else None
        if heading is not None:
            title = heading["title"].strip("`")
            is_item = _LONG_NAME.fullmatch(title) and not title.endswith(".proto")
            yield index, Item(title, "", page, line.number) if is_item else None


def _fill(item: Item, lines: Sequence[Line]) -> None:
    """Read the text and the tables of an item."""
    kind, columns = "", list[str]()
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        text = line.text.strip()
        if not text.startswith("|"):
            if not kind and not text.startswith(("<a name=", "<a id=", *_FURNITURE)):
                item.doc.append(line.text)
            continue
        cells = split_cells(text)
        if is_delimiter_row(cells):
            continue
        if index < len(lines) and is_delimiter_row(split_cells(lines[index].text)):
            titles = [cell.lower() for cell in cells]
            kind, columns = _COLUMNS.get(tuple(titles[:2]), "others"), ["name", *titles[1:]]
            item.tables.setdefault(kind, [])
        elif kind:
            joined, index = _join_row(lines, index - 1, len(columns))
            last = columns.index("description") if "description" in columns else -1
            values = split_cells(joined, len(columns), last)
            row = Row(dict(zip(columns, values, strict=False)), line)
            item.tables[kind].append(row)
        else:
            item.doc.append(line.text)


def _join_row(lines: Sequence[Line], index: int, width: int) -> tuple[str, int]:
    """Return the text of a row up to its closing pipe, and the index of the line after it.

    A comment with a blank line breaks a row. Without a closing pipe, the first line is the row.
    """
    first = lines[index].text.rstrip()
    if first.endswith("|") and first.count("|") > width:
        return first, index + 1
    parts = [first]
    for end in range(index + 1, min(len(lines), index + _MAX_LINES)):
        text = lines[end].text.rstrip()
        if _ROW_START.match(text):
            break
        parts.append(text)
        if text.endswith("|"):
            return "\n".join(parts), end + 1
    return first, index + 1
