"""Split a page of versions 1 to 3, which describes all properties of one schema file.

Headings do not show the nesting: the template prints the properties of an object, and of the objects
inside it, one after the other on one level, in the order of the tables that announce them. So the
sections are read in order, each table with the sections that it announces.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.pages.families.jsonschema2md.outline import find_links, read_code, unescape
from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import is_delimiter_row, split_cells

FACT = re.compile(
    r"\s*[*+-] +(?P<text>is (?:\*\*required\*\*|required|optional|a property pattern))\s*$"
)
_PATTERN = re.compile(r"Pattern: `(?P<name>.+)`$")
_GROUP = re.compile(r"#/(?:definitions|\$defs)/(?P<name>.+)$")
_ITEMS = "All items must be of the type:"
_PARTS = ("Type", "Known Values", "Example", "Examples")


class FileRow(Struct, frozen=True):
    """A row of a table of properties; `kind` is `property`, `pattern` or `additional`.

    `group` is the definition that a row of the table of definitions belongs to, `defined_by` the
    page of the schema that a property is inherited from, or "".
    """

    name: str
    kind: str
    type: str
    line: Line
    is_required: bool = False
    is_nullable: bool = False
    default: str = ""
    group: str = ""
    defined_by: str = ""


class FileProperty(Struct):
    """The sections of one property: description and facts, then parts by title."""

    row: FileRow
    line: int
    heading: str = ""
    title: str = ""
    lines: list[Line] = field(default_factory=list[Line])
    fences: list[Fence] = field(default_factory=list[Fence])
    parts: dict[str, Section] = field(default_factory=dict[str, Section])
    details: deque[Section] = field(default_factory=deque[Section])
    has_facts: bool = False

    @property
    def printed_pattern(self) -> str:
        """The pattern in the heading; the table prints it without its first colon."""
        match = _PATTERN.match(self.heading)
        return match["name"] if match else self.row.name


class FilePage(Struct):
    """A page: the heading without `Schema`, the lines below it, and the properties."""

    page: Page
    title: str = ""
    line: int = 1
    lines: tuple[Line, ...] = ()
    fences: tuple[Fence, ...] = ()
    examples: tuple[Fence, ...] = ()
    rows: list[FileRow] = field(default_factory=list[FileRow])
    group_rows: list[FileRow] = field(default_factory=list[FileRow])
    properties: list[FileProperty] = field(default_factory=list[FileProperty])
    group_properties: list[FileProperty] = field(default_factory=list[FileProperty])


def read_file_page(page: Page) -> FilePage:
    """Split a page of versions 1 to 3."""
    result = FilePage(page)
    sections = [_normalize(section) for section in page.sections]
    index = 0
    while index < len(sections):
        section = sections[index]
        index += 1
        if section.level == 1 and section.title.endswith(" Schema") and not result.title:
            result.title, result.line = section.title.removesuffix(" Schema").strip(), section.line
            result.lines, result.fences = section.lines, section.fences
        elif section.level == 2 and section.title.endswith((" Example", " Examples")):
            result.examples = result.examples or section.fences
        elif section.level == 1 and section.title.endswith(" Properties") and not result.rows:
            result.rows = read_file_rows(section.lines)
            index = read_properties(sections, index, result.rows, result.properties)
        elif section.level == 1 and section.title.endswith(" Definitions"):
            result.group_rows = read_file_rows(section.lines)
            index = read_properties(sections, index, result.group_rows, result.group_properties)
    return result


def _normalize(section: Section) -> Section:
    """Return a section as version 1 prints it.

    Versions 2 and 3 format pages with prettier: it escapes names, wraps text, and prints other
    bullets and emphasis. The headings of a schema without a title are `#  Properties`: their words
    follow an empty title.
    """
    lines: list[Line] = []
    for line in section.lines:
        text = line.text
        if text.startswith("  ") and lines and lines[-1].text.startswith(("* ", "- ", "+ ")):
            lines[-1] = Line(lines[-1].number, f"{lines[-1].text} {text.strip()}")
            continue
        if text.startswith("- "):
            text = "* " + text[2:]
        introduction, separator, items = text.partition(_ITEMS + " ")
        if separator and not introduction:
            lines.append(Line(line.number, _ITEMS))
            text = items
        lines.append(Line(line.number, text))
    title = unescape(section.title)
    title = f" {title}" if title in _UNTITLED and section.level == 1 else title
    return replace(section, title=title, lines=tuple(lines))


_UNTITLED = frozenset({"Schema", "Properties", "Definitions"})


def read_file_rows(lines: Sequence[Line]) -> list[FileRow]:
    """Read the rows of the table of properties in `lines`; without one, []."""
    titles: list[str] = []
    rows: list[FileRow] = []
    for line in lines:
        if not line.text.startswith("|"):
            continue
        cells = split_cells(line.text)
        if not titles and cells[0] == "Property":
            titles = cells
        elif titles and len(cells) > 2 and not is_delimiter_row(cells):
            rows.append(_read_row(dict(zip(titles, cells, strict=False)), line))
    return rows


def _read_row(cells: dict[str, str], line: Line) -> FileRow:
    name, required = cells["Property"], cells.get("Required", "")
    code = read_code(name)
    kind = {"Pattern": "pattern", "Additional": "additional"}.get(required, "property")
    if name.startswith("[") and (end := name.rfind("](#")) > 0:
        name = unescape(name[1:end])
    elif code is not None:
        name = code
    link = next(find_links(cells.get("Defined by", "")), None)
    group = _GROUP.search(read_code(cells.get("Group", "")) or "")
    return FileRow(
        name,
        kind,
        cells.get("Type", ""),
        line,
        is_required=required.strip("*") == "Required",
        is_nullable=cells.get("Nullable") == "Yes" and kind == "property",
        default=read_code(cells.get("Default", "")) or "",
        group=group["name"] if group else "",
        defined_by=link.target.partition("#")[0] if link else "",
    )


def read_properties(
    sections: Sequence[Section], index: int, rows: Sequence[FileRow], result: list[FileProperty]
) -> int:
    """Read the sections of the properties in `rows`, from `index` on; return the index after them.

    The details of a property are the sections up to the next heading that a row announces.
    """
    expected = {(row.kind, row.name): row for row in rows}
    current: FileProperty | None = None
    while index < len(sections):
        section = sections[index]
        row = _row_of(section, expected) if section.level == 2 else None
        if section.level == 1 and (current is None or current.has_facts):
            break
        if row is not None:
            current = FileProperty(row, section.line, section.title)
            result.append(current)
            del expected[row.kind, row.name]
            add_section(current, section, is_first=True)
        elif current is not None:
            add_section(current, section)
        index += 1
    return index


def _row_of(section: Section, expected: dict[tuple[str, str], FileRow]) -> FileRow | None:
    pattern = _PATTERN.match(section.title)
    kind, name = ("pattern", pattern["name"]) if pattern else ("property", section.title)
    return expected.get((kind, name)) or expected.get((kind, name.replace(":", "")))


def _has_fact(lines: Sequence[Line]) -> bool:
    return any(FACT.match(line.text) for line in lines)


def add_section(property: FileProperty, section: Section, is_first: bool = False) -> None:
    """Add a section to a property: to its title and description, its parts, or its details."""
    if not is_first and property.has_facts:
        prefix = (
            property.row.name
            if property.row.kind != "pattern"
            else f"Pattern {property.printed_pattern}"
        )
        part = next((p for p in _PARTS if section.title == f"{prefix} {p}"), None)
        if part is not None and part not in property.parts:
            property.parts[part] = section
        else:
            property.details.append(section)
        return
    if (
        not is_first
        and not property.title
        and not any(line.text.strip() for line in property.lines)
    ):
        property.title = section.title
    elif not is_first:
        property.lines.append(Line(section.line, f"{'#' * section.level} {section.title}"))
    property.lines.extend(section.lines)
    property.has_facts = property.has_facts or _has_fact(section.lines)
    property.fences.extend(section.fences)
