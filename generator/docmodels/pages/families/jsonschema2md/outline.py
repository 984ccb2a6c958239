"""Split a page of versions 4 to 8 into the parts that describe the schema and each property.

A description is Markdown and may contain headings; a heading that is none of the generator's
belongs to the description before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import decode_escapes, is_delimiter_row, split_cells

PART_TITLES = ("Type", "Constraints", "Default Value", "Examples", "Access Restrictions")
ADDITIONAL = "Additional Properties"
ESCAPES = "\\`*_{}[]()<>#+-.!|~&$@:^\"'"
_LINK = re.compile(r'\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((?P<target>[^)"\s]*)')
_LINK_TITLE = re.compile(r'\s+"(?P<title>(?:[^"\\]|\\.)*)"\)')
_PROPERTIES = re.compile(r"(?P<name>.*) Properties$")
_GROUP = re.compile(r"Definitions group (?P<name>.+)$")
_PATTERN = re.compile(r"Pattern: (?P<code>`.+`)$")
FACT = re.compile(
    r"[*+-] +(?P<text>is (?:required|optional)|Type: .*|can(?:not)? be null|defined in: .*)$"
)


class Link(Struct, frozen=True):
    """A link: its text, the page that it leads to, and its title."""

    text: str
    target: str
    title: str = ""

    @property
    def pointer(self) -> str:
        """The JSON pointer in the title of a link to the definition of a property, or ""."""
        return pointer_of(self.title)


class Row(Struct, frozen=True):
    """A row of a table of properties; `kind` is `property`, `pattern` or `additional`."""

    name: str
    kind: str
    type: str
    line: Line
    is_required: bool = False
    is_nullable: bool = False
    link: Link | None = None


class Part(Struct):
    """The lines and fences below one heading of the generator."""

    line: int
    lines: list[Line] = field(default_factory=list[Line])
    fences: list[Fence] = field(default_factory=list[Fence])


class Block(Struct):
    """What a page prints about one schema: its parts by title; "" is the description and facts."""

    row: Row | None = None
    parts: dict[str, Part] = field(default_factory=dict[str, Part])


class Properties(Struct):
    """A table of properties, and the block of each; `name` is that in the heading."""

    name: str
    line: int
    rows: list[Row] = field(default_factory=list[Row])
    blocks: list[Block] = field(default_factory=list[Block])


class SchemaPage(Struct):
    """A page: the heading without `Schema`, the parts of its schema, and its properties."""

    page: Page
    title: str = ""
    block: Block = field(default_factory=Block)
    properties: Properties | None = None
    groups: list[Properties] = field(default_factory=list[Properties])


def pointer_of(location: str) -> str:
    """Return the JSON pointer of a location `ID#POINTER`, or ""."""
    _, separator, pointer = location.partition("#/")
    return separator[1:] + pointer


def unescape(text: str) -> str:
    """Return a text without the backslashes and entities that the generator writes."""
    return decode_escapes(html.unescape(text) if "&" in text else text, ESCAPES)


def find_links(text: str) -> Iterator[Link]:
    """Yield the links in a text, in order."""
    for match in _LINK.finditer(text):
        title = _LINK_TITLE.match(text, match.end())
        yield Link(
            unescape(match["text"]),
            unescape(match["target"]),
            unescape(title["title"]) if title else "",
        )


def read_code(text: str) -> str | None:
    """Return the text of a line or cell that is one code span; None if it is not."""
    ticks = "`" * (len(text) - len(text.lstrip("`")))
    code = text[len(ticks) : -len(ticks)] if ticks and text.endswith(ticks) else ""
    if not code or (ticks in code and len(ticks) == 1):
        return None
    is_padded = len(code) > 2 and code[0] == code[-1] == " "
    return code[1:-1] if is_padded else code


def first_code(text: str) -> str:
    """Return the text of the first code span in a line, or ""."""
    start = text.find("`")
    code = text[start:].lstrip("`") if start >= 0 else ""
    ticks = "`" * (len(text) - start - len(code))
    end = code.find(ticks) if code else -1
    return code[:end] if end >= 0 else ""


def read_outline(page: Page) -> SchemaPage:
    """Split a page of versions 4 to 8."""
    outline = SchemaPage(page)
    reader = _Reader(outline)
    for section, name in zip(page.sections, _names_below(page.sections), strict=True):
        reader.add(section, name)
    return outline


def _names_below(sections: Sequence[Section]) -> list[str]:
    """Return for each section the name in the next code line before facts, or "".

    The section of a property prints its name after the description, which may have headings.
    """
    names: list[str] = []
    name = ""
    for section in reversed(sections):
        facts = next((i for i, line in enumerate(section.lines) if FACT.match(line.text)), None)
        texts = [line.text.strip() for line in section.lines[:facts] if line.text.strip()]
        if facts is not None:
            name = (read_code(texts[-1]) if texts else None) or ""
        names.append(name)
    return names[::-1]


class _Reader:
    """Reads the sections of a page in order; keeps the part that a section without role extends."""

    def __init__(self, outline: SchemaPage) -> None:
        self.outline = outline
        self.block = outline.block
        self.part = self.block.parts.setdefault("", Part(1))
        self.part_level = 2
        self.properties: Properties | None = None
        self.expected: dict[tuple[str, str], list[Row]] = {}
        self.in_definitions = False

    def add(self, section: Section, name_below: str) -> None:
        """Add a section: to the part that its heading begins, or to the current part.

        `name_below` is the name of the property whose facts are the next ones.
        """
        begins = (
            section.level == 0
            or self._begins_header(section)
            or self._begins_part(section)
            or self._begins_table(section)
            or self._begins_block(section, name_below)
        )
        if not begins:
            heading = Line(section.line, f"{'#' * section.level} {section.title}")
            self.part.lines.append(heading)
        self.part.lines.extend(section.lines)
        self.part.fences.extend(section.fences)

    def _begins_header(self, section: Section) -> bool:
        outline = self.outline
        is_first = not outline.title and self.part is outline.block.parts[""]
        if not is_first or section.level != 1 or not section.title.endswith("Schema"):
            return False
        outline.title = unescape(section.title.removesuffix("Schema").strip())
        self.part.line = section.line
        return True

    def _begins_part(self, section: Section) -> bool:
        title = next((title for title in PART_TITLES if section.title.endswith(" " + title)), None)
        if title is None or section.level != self.part_level or title in self.block.parts:
            return False
        self.part = self.block.parts[title] = Part(section.line)
        return True

    def _begins_table(self, section: Section) -> bool:
        group = _GROUP.match(section.title)
        if self.in_definitions and section.level == 2 and group is not None:
            properties = Properties(unescape(group["name"]), section.line)
            self.outline.groups.append(properties)
        elif section.level != 1:
            return False
        elif section.title.endswith(" Definitions") and not section.lines:
            self.in_definitions, self.part = True, Part(section.line)
            return True
        else:
            name = _PROPERTIES.match(section.title)
            if name is None or self.outline.properties is not None:
                return False
            properties = Properties(unescape(name["name"]), section.line)
            self.outline.properties = properties
        properties.rows = list(read_rows(section.lines))
        self.properties, self.part_level = properties, section.level + 2
        self.block, self.part = Block(), Part(section.line)
        self.expected = {}
        for row in properties.rows:
            self.expected.setdefault((row.kind, row.name), []).append(row)
        return True

    def _begins_block(self, section: Section, name_below: str) -> bool:
        if self.properties is None or section.level != self.part_level - 1:
            return False
        row = self._row_of(section, name_below)
        if row is None:
            return False
        self.part = Part(section.line)
        self.block = Block(row, {"": self.part})
        self.properties.blocks.append(self.block)
        return True

    def _row_of(self, section: Section, name_below: str) -> Row | None:
        """Return the row of the property that a heading names; a new one if there is no table."""
        pattern = _PATTERN.match(section.title)
        code = read_code(pattern["code"]) if pattern else None
        name = unescape(section.title)
        for kind, key in (("pattern", code or ""), ("property", name), ("additional", name)):
            if rows := self.expected.get((kind, key)):
                return rows.pop(0)
        is_property = _has_facts(section) or name == name_below != ""
        if self.properties is None or self.properties.rows or not is_property:
            return None
        kind = "pattern" if code else "additional" if name == ADDITIONAL else "property"
        return Row(code or name, kind, "", Line(section.line, section.title))


def _has_facts(section: Section) -> bool:
    return any(FACT.match(line.text) for line in section.lines)


def read_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the rows of the table of properties in `lines`."""
    in_table = False
    for line in lines:
        if not line.text.startswith("|"):
            in_table = False
            continue
        cells = split_cells(line.text)
        if cells[0] == "Property":
            in_table = True
        elif in_table and len(cells) > 2 and not is_delimiter_row(cells):
            yield _read_row(cells, line)


def _read_row(cells: list[str], line: Line) -> Row:
    kind, name = "property", cells[0]
    code = read_code(name)
    if name.startswith("[") and (end := name.rfind("](#")) > 0:
        name = unescape(name[1:end])
    elif code is not None:
        kind, name = "pattern", code.replace("\\|", "|")
    elif name == ADDITIONAL:
        kind = "additional"
    return Row(
        name,
        kind,
        cells[1],
        line,
        is_required=cells[2].strip("*") == "Required",
        is_nullable=len(cells) > 3 and cells[3] in ("can be null", "Yes"),
        link=next(find_links(cells[-1]), None),
    )
