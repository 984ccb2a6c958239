"""Split pages into resources, and these into the objects inside them, by their headings.

`Crate` is a resource, `Crate.spec.parts[index]` the items of the list `parts` in its field `spec`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.crdoc.cells import read_name
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import decode_escapes, is_delimiter_row, join_lines, split_cells

_PATH = re.compile(r"[\w-]+(?:\.[\w$/-]+|\[(?:index|key)\])*")
_INNER_HEADING = re.compile(
    r"^#{2,6} `?[A-Za-z][\w-]*(?:\.[\w$/-]+|\[(?:index|key)\])+[` \n{]", re.M
)
_PARENT = "Parent](#"
_HEADER = re.compile(
    r"^\|[ *]*Name[ *]*\|[ *]*Type[ *]*\|[ *]*Description[ *]*\|[ *]*Required[ *]*\|", re.M
)
_PACKAGE = re.compile(r"[\w.-]+/v\d\w*")
_ROW_START = re.compile(r"\s*(?:\||#|$)")
_COLUMNS = ("name", "type", "description", "required")


class Row(Struct, frozen=True):
    """The cells of a row of a field, and its line."""

    name: str
    type: str
    description: str
    required: str
    line: Line


class Part(Struct):
    """A resource or an object inside one: its path, its text and its rows."""

    path: str
    line: int
    doc: list[str]
    rows: list[Row]

    @property
    def kind(self) -> str:
        """The kind that a constant row of a resource prints; "" for other parts."""
        values = {row.name: row.description for row in self.rows}
        return values.get("kind", "") if "/" in values.get("apiVersion", "") else ""


class Resource(Struct):
    """A part that is in no other one, the parts inside it by path, and its API group and version."""

    root: Part
    page: Page
    package: str
    parts: dict[str, Part] = field(default_factory=dict[str, Part])


def recognises(page: Page) -> bool:
    """Return whether the page has the generator's columns and the heading of an inner object."""
    text = page.text
    if "Required" not in text or _HEADER.search(text) is None:
        return False
    return _PARENT in text or _INNER_HEADING.search(text) is not None


def read_resources(page: Page) -> list[Resource]:
    """Return the resources of a page in page order."""
    resources: list[Resource] = []
    package = ""
    for section in page.sections:
        if _PACKAGE.fullmatch(section.title):
            package = section.title
        part = _read_part(section)
        if part is None:
            continue
        current = resources[-1] if resources else None
        if current is None or not _is_inside(part, current):
            resources.append(Resource(part, page, _version_of(part) or package))
        else:
            current.parts.setdefault(part.path, part)
    return resources


def _is_inside(part: Part, resource: Resource) -> bool:
    """Whether a part is in a resource: templates of projects print its path without the kind."""
    start = resource.root.path
    if part.path.startswith((f"{start}.", f"{start}[")):
        return True
    return not start and not part.kind


def _version_of(part: Part) -> str:
    return next(
        (row.description for row in part.rows if part.kind and row.name == "apiVersion"), ""
    )


def _read_part(section: Section) -> Part | None:
    """Read a section; None if its first table is none of fields, or its heading is no path."""
    title = decode_escapes(section.title.partition("{#")[0].strip(" `"), "_[]")
    if title and _PATH.fullmatch(title) is None:
        return None
    doc: list[str] = []
    for index, line in enumerate(section.lines):
        if "|" in line.text and _is_header(section.lines, index):
            rows = list(_read_rows(section.lines, index + 2))
            return Part(title, section.line, doc, rows) if rows else None
        if not line.text.lstrip().startswith("<sup>"):
            doc.append(line.text.rstrip())
    return None


def _is_header(lines: Sequence[Line], index: int) -> bool:
    if index + 1 >= len(lines) or not is_delimiter_row(split_cells(lines[index + 1].text)):
        return False
    titles = [cell.strip("* ").lower() for cell in split_cells(lines[index].text)]
    return tuple(titles[: len(_COLUMNS)]) == _COLUMNS


def _read_rows(lines: Sequence[Line], index: int) -> Iterator[Row]:
    while index < len(lines) and "|" in lines[index].text:
        line = lines[index]
        text, index = join_lines(lines, index, len(_COLUMNS), _ROW_START)
        cells = split_cells(text, len(_COLUMNS), _COLUMNS.index("description"))
        cells += [""] * (len(_COLUMNS) - len(cells))
        yield Row(read_name(cells[0]), cells[1], cells[2], cells[3], line)
