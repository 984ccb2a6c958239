"""Split a page into the sections of schemas, and each section into what it prints about its schema.

A page describes one schema and all schemas inside it, each in a section with an anchor. Headings stop
at six levels, so the numbers before the titles show the nesting.
"""

from __future__ import annotations

import html
import math
import re
from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import decode_escapes, is_delimiter_row, split_cells

_DELIMITER = r"\|[ :-]++\|[ :-]++\|\n"
_SIGN = re.compile(rf"^\| *+\| *+\|\n{_DELIMITER}\| *+\*\*Type\*\* *+\| *+`", re.M)
_OLD_SIGN = re.compile(rf"^\| *+Type *+\| *+`[^`|\n]*+` *+\|\n{_DELIMITER}", re.M)
"""The first table of a schema until version 0.47, where the type is its header."""
_PROPERTIES = re.compile(
    r"^\| *+Property *+\| *+Pattern *+\| *+Type *+\| *+Deprecated *+\| *+Definition *+\|", re.M
)
_ANCHOR_TAG = '<a name="'
_ANCHOR = re.compile(
    r'<a name="(?P<id>[^"]*)"></a>(?P<number>(?:\d++\.)*+) ?'
    r"(?:\[(?:Required|Optional)\] )?(?P<title>.*)"
)
_SUMMARY = re.compile(r'<strong> *+(?P<title><a name="[^"]*+"></a>[^\n]*)</strong>')
"""A title of the template `md_nested`, which folds every property."""
_LABEL = re.compile(r"\*\*(?P<label>Title|Description):\*\* ?(?P<text>.*)")
_ENTRY = re.compile(r"\s*[-*+] \[(?P<title>.+)\]\(#(?P<id>[^()\s]*+) *\)")
"""An entry of the table of contents, with the text of the heading."""
_ANCHOR_LINK = "](#"
_KEY = re.compile(r"\*\*(?P<key>.+)\*\*")
_EXAMPLES = ("**Example:**", "**Examples:**")
_ENUM, _CONST = "Must be one of:", "Specific value: `"
_BULLET = re.compile(r"[-*+] +(?P<value>.*)")
COMBINATIONS = {
    "One of(Option)": "oneOf",
    "Any of(Option)": "anyOf",
    "All of(Requirement)": "allOf",
}
_FOLDED_LEVEL = 7
"""No heading has this level."""
_PROPERTY = re.compile(r"(?P<kind>Pattern )?Property +")
_ADDITIONAL_PROPERTIES = "additionalProperties"
_BREAK = re.compile(r"(?:-{3,}|_{3,}|\*{3,})\s*$")
"""The line before the footer, which formatters shorten."""
_QUOTE = re.compile(r"\s*</?(?:blockquote|details|summary|strong)>\s*$")
"""The frames of the template `md_nested`."""
_TABLES = {"Property", "Restrictions", "Each item of this array must be", *COMBINATIONS}


class PropertyRow(Struct, frozen=True):
    """A row of a table of properties: the name and the section of its schema."""

    name: str
    id: str
    is_required: bool
    is_pattern: bool
    is_deprecated: bool
    line: Line


class SchemaSection(Struct):
    """A section: its place in the page, and what it prints.

    `facts` are the rows of the first table, `limits` those of the tables of restrictions, by title.
    `combinations` and `items` hold the ids of other sections; `children` are the sections directly
    inside, in order.
    """

    id: str
    number: str
    title: str
    line: int
    lines: list[Line] = field(default_factory=list[Line])
    fences: list[Fence] = field(default_factory=list[Fence])
    children: list[SchemaSection] = field(default_factory=list["SchemaSection"])
    name: str = ""
    doc: str = ""
    facts: dict[str, str] = field(default_factory=dict[str, str])
    limits: dict[str, str] = field(default_factory=dict[str, str])
    rows: list[PropertyRow] = field(default_factory=list[PropertyRow])
    combinations: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])
    items: list[str] = field(default_factory=list[str])
    members: list[str] | None = None
    const: str | None = None
    examples: list[str] = field(default_factory=list[str])
    has_type: bool = False
    is_folded: bool = False


def recognises(page: Page) -> bool:
    """Return whether the page has the table of a schema's type."""
    text = page.text
    if "**Type**" in text and _SIGN.search(text) is not None:
        return True
    is_old = "Deprecated" in text and _OLD_SIGN.search(text) is not None
    return is_old and _PROPERTIES.search(text) is not None


def read_schemas(page: Page) -> list[list[SchemaSection]]:
    """Return the sections of each schema of a page; the first one is that of the root.

    A root has no anchor: it is a heading with the table of its type, or a title of level 1.
    """
    schemas: list[list[SchemaSection]] = []
    for section in _split_summaries(_with_anchors(page)):
        anchor = _ANCHOR.fullmatch(section.title)
        sections = schemas[-1] if schemas else []
        has_root = any(s.has_type for s in sections)
        if anchor is not None and schemas:
            schema = SchemaSection(anchor["id"], anchor["number"], anchor["title"], section.line)
            schema.is_folded = section.level == _FOLDED_LEVEL
            sections.append(schema)
        elif _has_type(section) or (section.level == 1 and not has_root):
            sections = [SchemaSection("root", "", section.title, section.line)]
            schemas = [*schemas, sections] if has_root else [sections]
        elif sections:
            heading = Line(section.line, f"{'#' * section.level} {section.title}")
            sections[-1].lines.append(heading)
        if sections:
            sections[-1].has_type |= _has_type(section)
            sections[-1].lines.extend(section.lines)
            sections[-1].fences.extend(section.fences)
    for sections in schemas:
        _nest(sections)
        for schema in sections:
            _SectionReader(schema).read()
        for schema in sections:
            if not schema.rows:
                schema.rows.extend(_folded_rows(schema))
    return schemas


def _with_anchors(page: Page) -> Iterable[Section]:
    """Return the sections of a page; without anchors in headings, with those in the contents.

    Some formatters and sites remove the tags. A title that is repeated has the next entry.
    """
    if _ANCHOR_TAG in page.text:
        return page.sections
    entries: dict[str, deque[str]] = {}
    for line in (line for section in page.sections for line in section.lines):
        entry = _ENTRY.fullmatch(line.text) if _ANCHOR_LINK in line.text else None
        if entry is not None:
            entries.setdefault(entry["title"], deque()).append(entry["id"])
    return [_with_anchor(section, entries.get(section.title)) for section in page.sections]


def _with_anchor(section: Section, ids: deque[str] | None) -> Section:
    if not ids:
        return section
    return replace(section, title=f'{_ANCHOR_TAG}{ids.popleft()}"></a>{section.title}')


def _folded_rows(section: SchemaSection) -> Iterator[PropertyRow]:
    """Yield the properties of a section that the template `md_nested` folds, without a table."""
    path = _PROPERTY.sub("", section.title).strip("` ")
    for child in section.children:
        title = _PROPERTY.match(child.title)
        if not child.is_folded or title is None:
            continue
        place = child.title[title.end() :].strip("` ")
        owners = (f"{owner} > " for owner in (path, "root"))
        owner = next((o for o in owners if place.startswith(o)), None)
        name = place.removeprefix(owner) if owner else place.rpartition(" > ")[2]
        if name != _ADDITIONAL_PROPERTIES:
            yield PropertyRow(
                name=name,
                id=child.id,
                is_required=child.facts.get("Required") == "Yes",
                is_pattern=title["kind"] is not None,
                is_deprecated=False,
                line=Line(child.line, child.title),
            )


def _split_summaries(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield sections, and those that the template `md_nested` folds in place of a heading."""
    for section in sections:
        starts = [
            (i, m) for i, x in enumerate(section.lines) if (m := _SUMMARY.fullmatch(x.text.strip()))
        ]
        if not starts:
            yield section
            continue
        ends = [*(index for index, _ in starts[1:]), len(section.lines)]
        first = section.lines[starts[0][0]].number
        fences = tuple(fence for fence in section.fences if fence.line < first)
        yield replace(section, lines=section.lines[: starts[0][0]], fences=fences)
        for (index, match), end in zip(starts, ends, strict=True):
            line = section.lines[index].number
            last = section.lines[end].number if end < len(section.lines) else math.inf
            yield Section(
                level=_FOLDED_LEVEL,
                title=match["title"].strip(),
                line=line,
                lines=section.lines[index + 1 : end],
                fences=tuple(fence for fence in section.fences if line < fence.line < last),
            )


def _has_type(section: Section) -> bool:
    """Whether a section begins with the table of a schema's type."""
    rows = [split_cells(line.text) for line in section.lines if line.text.startswith("|")][:3]
    if len(rows) < 2 or len(rows[0]) != 2 or not is_delimiter_row(rows[1]):
        return False
    is_old = rows[0][0] == "Type" and rows[0][1].startswith("`")
    return is_old or (rows[0] == ["", ""] and rows[2:] != [] and rows[2][0] == "**Type**")


def _nest(sections: list[SchemaSection]) -> None:
    by_number = {section.number: section for section in sections if section.number}
    for section in sections[1:]:
        parent = section.number[: section.number.rstrip(".").rfind(".") + 1]
        owner = by_number.get(parent) if parent else sections[0]
        if owner is not None and section.number:
            owner.children.append(section)


class _SectionReader:
    """Reads the lines of a section: labels, tables, values."""

    def __init__(self, section: SchemaSection) -> None:
        self.section = section
        self.doc: dict[int, str] = {}
        self.end_of_doc: int | None = None
        self.mode = ""
        self.titles: list[str] = []

    def read(self) -> None:
        """Fill in what the lines print."""
        for line in self.section.lines:
            if _QUOTE.match(line.text):
                continue
            if line.text.startswith("|"):
                self._read_row(line)
            elif self.mode == "description" and not self._is_other(line.text):
                self.doc[line.number] = line.text.strip()
            else:
                self.titles = []
                self._read_text(line)
        for fence in self.section.fences:
            self._read_fence(fence)
        self.section.doc = "\n".join(self.doc[n] for n in sorted(self.doc)).strip()

    def _is_other(self, text: str) -> bool:
        is_value = text.startswith((_ENUM, _CONST)) or text.strip() in _EXAMPLES
        return is_value or _BREAK.match(text) is not None

    def _read_text(self, line: Line) -> None:
        text = line.text.strip()
        label = _LABEL.match(text)
        if label is not None and label["label"] == "Title":
            self.section.name, self.mode = label["text"].strip(), ""
        elif label is not None and not self.doc:
            self.mode = "description"
            self.doc[line.number] = label["text"].strip()
        elif text == _ENUM:
            self._end(line, "enum")
            self.section.members = []
        elif text.startswith(_CONST):
            self._end(line, "")
            self.section.const = text.removeprefix(_CONST).removesuffix("`")
        elif text in _EXAMPLES:
            self._end(line, "examples")
        elif _BREAK.match(text):
            self._end(line, "")
        elif self.mode == "enum" and self.section.members is not None:
            self._read_member(text)

    def _read_member(self, text: str) -> None:
        members = self.section.members or []
        if (bullet := _BULLET.match(text)) is not None:
            members.append(bullet["value"].replace("\\_", "_"))
        elif text and members:
            members[-1] += "\n" + text
        self.section.members = members

    def _end(self, line: Line, mode: str) -> None:
        self.end_of_doc = line.number if self.end_of_doc is None else self.end_of_doc
        self.mode = mode

    def _read_fence(self, fence: Fence) -> None:
        if self.end_of_doc is not None and fence.line > self.end_of_doc:
            if self.mode == "examples" and fence.language == "json":
                self.section.examples.append(fence.text)
        elif self.doc and fence.line > min(self.doc):
            self.doc[fence.line] = f"```{fence.language}\n{fence.text.rstrip()}\n```"

    def _read_row(self, line: Line) -> None:
        cells = split_cells(line.text)
        is_header = not self.titles and (
            cells[0] in _TABLES
            or (len(cells) == 2 and not cells[0] and cells[1] in ("", "Array restrictions"))
            or (len(cells) == 2 and cells[0] == "Type" and not self.section.facts)
        )
        if is_header:
            self.titles = cells
            if cells != ["", ""]:
                self._end(line, "table")
            if cells[0] == "Type":
                self.section.facts["Type"], self.titles = cells[1], ["", ""]
            if cells[0] in COMBINATIONS:
                self.section.combinations.append((COMBINATIONS[cells[0]], []))
        elif not self.titles:
            if self.mode == "description":
                self.doc[line.number] = line.text.strip()
        elif not is_delimiter_row(cells):
            self._read_cells(cells, line)

    def _read_cells(self, cells: list[str], line: Line) -> None:
        section, title = self.section, self.titles[0]
        key = _KEY.fullmatch(cells[0])
        if title == "Property":
            row = _read_property(dict(zip(self.titles, cells, strict=False)), line)
            if row is not None:
                section.rows.append(row)
        elif title in COMBINATIONS or title == "Each item of this array must be":
            target = section.combinations[-1][1] if title in COMBINATIONS else section.items
            if id := link_target(cells[0]):
                target.append(id)
        elif key is not None and len(cells) > 1:
            is_limit = title == "Restrictions" or self.titles[-1] == "Array restrictions"
            (section.limits if is_limit else section.facts)[key["key"]] = cells[1]


def _read_property(cells: dict[str, str], line: Line) -> PropertyRow | None:
    marker, _, text = cells.get("Property", "").partition(" ")
    end = text.rfind(_ANCHOR_LINK)
    if marker not in ("+", "-") or not text.startswith("[") or end < 0:
        return None
    return PropertyRow(
        name=decode_escapes(text[1:end], "|`").replace("<br />", "\n"),
        id=link_target(text),
        is_required=marker == "+",
        is_pattern=cells.get("Pattern") == "Yes",
        is_deprecated="Deprecated" in cells.get("Deprecated", ""),
        line=line,
    )


def link_target(cell: str) -> str:
    """Return the id that the link in a cell leads to, or ""."""
    _, separator, target = cell.rpartition(_ANCHOR_LINK)
    return target.rpartition(")")[0].partition('"')[0].strip() if separator else ""


def code_text(cell: str) -> str:
    """Return the text of a cell that is one code span, without its backticks."""
    text = cell.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "`" else text


def plain_text(cell: str) -> str:
    """Return the text of a cell with entities decoded."""
    return html.unescape(cell).strip()


def iter_items(section: SchemaSection) -> Iterator[SchemaSection]:
    """Yield the sections inside an array that describe an item at a position."""
    yield from section.children[: len(section.items)]
