"""Split pages into definitions: the text, the table, and the tables of the objects inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.swagger2markup.labels import COLUMNS, OTHER_LABELS, TYPE_LABELS
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import decode_cell, decode_escapes, is_delimiter_row, split_cells

_ANCHOR = re.compile(r"<a (?:name|id)=[\"'](?P<name>[^\"'<>]*)[\"'][^<>]*></a>")
_INLINE_TITLE = re.compile(r"\*\*(?P<name>[^*|]+)\*\*")
_LABEL = re.compile(r"[*_](?P<label>[^*_:]{1,40})[*_] ?: ?(?P<text>.*)")
_MARKS = re.compile(
    r"[*_](?:required|optional|必填|可选)[*_](?:[^|\n]*)\|"
    r"|Description *\| *Required *\| *Schema *\| *Default *\|"
)
_PARAMETER = re.compile(r"\*(?:Name|Flags)\* ?: ")
"""A line of a body that is described as a section, and of an API key: neither is a definition."""
_TYPE = re.compile(
    r"enum(?: ?\(|\s*$)|<|\[|(?:string|integer|number|boolean|object|file|array|ref)\b"
)
_TYPE_LINE = re.compile(rf"^\*(?:Type|类型)\* ?: (?:{_TYPE.pattern})", re.M)
_ESCAPES = "\\`*_{}[]()#+-.!|<>"


class Table(Struct):
    """The roles of the columns of a table, and its rows as cells with their lines."""

    roles: tuple[str, ...]
    rows: list[tuple[list[str], Line]] = field(default_factory=list[tuple[list[str], Line]])

    @property
    def is_of_fields(self) -> bool:
        """Whether the rows are fields."""
        return self.roles[0] == "name" and self.roles.count("schema") == 1


class Part(Struct):
    """A definition, or an object inside one: its title, its anchors, and what is below them.

    `type` is the text after the label of a type, if there is one. `inline` are the objects that fields
    of a definition link to. `values` are the values of an enum that has a table of them, with texts;
    parts of such a table have anchors of their own.
    """

    title: str
    line: int
    anchors: list[str] = field(default_factory=list[str])
    doc: list[str] = field(default_factory=list[str])
    type: tuple[str, Line] | None = None
    table: Table | None = None
    values: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    inline: list[Part] = field(default_factory=list["Part"])

    @property
    def has_content(self) -> bool:
        """Whether there is a type or a table of fields."""
        return self.table is not None or self.type is not None


def recognises(page: Page) -> bool:
    """Return whether the page has a definition: a table with the generator's marks, or a type line."""
    text = page.text
    has_mark = "chema" in text or "类型" in text or "*Type*" in text
    if not has_mark or not (_MARKS.search(text) or _TYPE_LINE.search(text)):
        return False
    return next(read_definitions(page), None) is not None


def read_definitions(page: Page) -> Iterator[Part]:
    """Yield the definitions of a page; the tables of operations have other columns."""
    anchors: list[str] = []
    for section in page.sections:
        part = _read_section(section, anchors)
        anchors = [match["name"] for match in _ANCHOR.finditer(_last_text(section))]
        is_parameter = any(_PARAMETER.match(line) for line in part.doc)
        if section.title and part.has_content and not is_parameter:
            yield part


def _last_text(section: Section) -> str:
    """Return the last line with text: the anchor of the next heading is there."""
    texts = (line.text for line in reversed(section.lines) if line.text.strip())
    return next(texts, "")


def _read_section(section: Section, anchors: Sequence[str]) -> Part:
    """Read a section; one that is no definition has neither a table nor a type."""
    title = section.title
    anchors = [*anchors, *(match["name"] for match in _ANCHOR.finditer(title))]
    part = Part(decode_escapes(_ANCHOR.sub("", title), _ESCAPES).strip(), section.line, anchors)
    current, pending, index = part, list[str](), 0
    while index < len(section.lines):
        line = section.lines[index]
        if "|" in line.text and _is_delimiter(section.lines, index + 1):
            table, index = _read_table(section.lines, index)
            if part.type is not None and table.roles[0] == "value":
                part.values.extend(map(_read_value, table.rows))
            elif current.table is None and table.is_of_fields:
                current.table = table
            else:
                return _without_content(part)
            continue
        index += 1
        inline = _INLINE_TITLE.fullmatch(line.text.strip())
        if match := _ANCHOR.fullmatch(line.text.strip()):
            pending = [match["name"]]
        elif part.table is not None and inline is not None:
            current = Part(decode_escapes(inline["name"], _ESCAPES), line.number, pending)
            part.inline.append(current)
            pending = []
        else:
            part.anchors.extend(match["name"] for match in _ANCHOR.finditer(line.text))
            _add_text(current, line)
    return part


def _without_content(part: Part) -> Part:
    """Return a part of a section with other tables: it is that of an operation."""
    return Part(part.title, part.line, part.anchors)


def _add_text(part: Part, line: Line) -> None:
    """Add a line to the description, or read its label; text below a table is left out."""
    text = line.text.strip()
    label = _LABEL.fullmatch(text)
    name = label["label"].strip().lower() if label else ""
    if label is not None and name in TYPE_LABELS and _TYPE.match(label["text"]):
        part.type = (label["text"].strip(), line)
    elif name not in OTHER_LABELS and not part.has_content and not text.startswith("{:"):
        part.doc.append(_ANCHOR.sub("", line.text).rstrip())


def _is_delimiter(lines: Sequence[Line], index: int) -> bool:
    if index >= len(lines) or "--" not in lines[index].text:
        return False
    return is_delimiter_row(split_cells(lines[index].text))


def _read_value(row: tuple[list[str], Line]) -> tuple[str, str]:
    """Return the value and the text in a row of a table of values."""
    cells = [decode_cell(cell, _ESCAPES) for cell in row[0]]
    text = cells[1] if len(cells) > 1 else ""
    return cells[0].strip("*`").strip(), "" if text == "-" else text


def _read_table(lines: Sequence[Line], index: int) -> tuple[Table, int]:
    """Read the table at an index; return it, and the index after it."""
    titles = [cell.strip("*").lower() for cell in split_cells(lines[index].text)]
    roles = tuple(COLUMNS.get(title, "") for title in titles)
    table = Table(roles)
    index += 2
    description = roles.index("description") if "description" in roles else -1
    while index < len(lines) and "|" in lines[index].text:
        cells = split_cells(lines[index].text, len(roles), description)
        table.rows.append((cells, lines[index]))
        index += 1
    return table, index


__all__ = ["Part", "Table", "read_definitions", "recognises"]
