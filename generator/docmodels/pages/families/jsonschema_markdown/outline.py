"""Split a page into schemas, and the table of each into rows with the rows of nested objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import column_of, is_delimiter_row, split_cells

MAX_DEPTH = 30
"""A deeper property is one of the object around it, with a path as its name."""

_TYPE = re.compile(r"Type: (?:`(?P<kind>[^`]++)`|Missing type)")
_SIGNS = re.compile(r"^#{3,5} Type: (?:`|Missing)", re.M)
_TABLE = re.compile(r"^\| Property \| Type \| Required \|", re.M)
_VALUES = re.compile(r"\*\*Possible Values(?: \([a-z]++\))?:\*\* (?P<values>.+)")
_CLOSED = "Additional properties are not allowed."
_FOOTER = "generated with [jsonschema-markdown]("
_DEFINITIONS = "Definitions"
_FALLBACKS = (
    "No description provided for this model.",
    "JSON Schema missing a description, provide it using the `description` key",
)
"""The beginnings of the texts in place of a description."""


class Row(Struct):
    """A row: its cells by the title of the column, in lower case, and the rows of the object inside.

    `is_item`: the row is one of the items of the array around it.
    """

    name: str
    cells: dict[str, str]
    line: int
    column: int
    depth: int = 0
    is_item: bool = False
    children: list[Row] = field(default_factory=list["Row"])


class Schema(Struct):
    """A schema: `kind` is its type as printed, `values` the text of its possible values.

    `is_root`: it is no definition.
    """

    name: str
    doc: str
    kind: str
    line: int
    is_root: bool
    is_closed: bool = False
    values: str = ""
    rows: list[Row] = field(default_factory=list[Row])


def recognises(page: Page) -> bool:
    """Return whether the page has the type of a schema, and a table or the values of one."""
    text = page.text
    if "# Type: " not in text or _SIGNS.search(text) is None:
        return False
    is_signed = _FOOTER in text
    return is_signed or _TABLE.search(text) is not None or _VALUES.search(text) is not None


def read_schemas(page: Page) -> Iterator[Schema]:
    """Yield the schemas of a page in document order."""
    title: Section | None = None
    is_definition = False
    for section in page.sections:
        type = _TYPE.fullmatch(section.title)
        if type is None:
            is_heading = section.level and section.title != "Examples"
            is_definition = section.level > 1 and (is_definition or section.title == _DEFINITIONS)
            if section.title == _DEFINITIONS:
                is_definition = True
            title = section if is_heading else title
        elif title is not None:
            yield _read_schema(title, section, type["kind"] or "", not is_definition)
            title = None


def _read_schema(title: Section, section: Section, kind: str, is_root: bool) -> Schema:
    doc = "\n".join(line.text for line in title.lines).strip()
    schema = Schema(
        name=title.title,
        doc="" if doc.startswith(_FALLBACKS) else doc,
        kind=kind,
        line=title.line,
        is_root=is_root,
    )
    schema.is_closed = any(_CLOSED in line.text for line in section.lines)
    for line in section.lines:
        if (values := _VALUES.match(line.text)) is not None:
            schema.values = values["values"]
    schema.rows = _nest(list(_read_rows(list(section.rows()))))
    return schema


def _read_rows(lines: list[Line]) -> Iterator[Row]:
    """Yield the rows of the first table, without those of conditions (`if`)."""
    titles = [cell.lower() for cell in split_cells(lines[0].text)] if lines else []
    if "property" not in titles or "type" not in titles:
        return
    description = titles.index("description") if "description" in titles else len(titles) - 1
    for line in lines[1:]:
        cells = split_cells(line.text, len(titles), description)
        values = dict(zip(titles, cells, strict=False))
        name = values.get("property", "")
        if name and not is_delimiter_row(cells) and not values.get("conditional"):
            yield Row(name, values, line.number, column_of(line.text, name))


def _nest(rows: list[Row]) -> list[Row]:
    """Return the rows of the schema itself; others are properties of the row that their path names."""
    roots: list[Row] = []
    by_path: dict[str, Row] = {}
    for row in rows:
        path = row.name
        parent = _parent(path, by_path)
        if parent is None:
            roots.append(row)
        else:
            around, name, row.is_item = parent
            row.name, row.depth = name, around.depth + 1
            around.children.append(row)
        if row.depth < MAX_DEPTH:
            by_path.setdefault(path, row)
    return roots


def _parent(path: str, by_path: dict[str, Row]) -> tuple[Row, str, bool] | None:
    """Return the row of the object that has a property, its name, and whether it is one of items.

    Names may have dots, too: only a row with the first part of the path makes it a path.
    """
    dots = [match.start() for match in re.finditer(r"\.", path)]
    for dot in reversed(dots[-MAX_DEPTH:]):
        around = path[:dot]
        row = by_path.get(around.removesuffix("[]"))
        if row is not None and path[dot + 1 :]:
            return row, path[dot + 1 :], around.endswith("[]")
    return None
