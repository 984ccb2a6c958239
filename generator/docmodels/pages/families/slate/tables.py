"""Read the models of a page as trees of rows.

`»` marks the depth of a row; words between tables (`allOf`, `xor`) are composition keywords.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct, field

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import (
    column_of,
    decode_cell,
    decode_escapes,
    is_delimiter_row,
    split_cells,
)

PROPERTY_TITLES = {"properties", "attribute", "attributes", "属性"}
VALUE_TITLES = {"enumerated values", "enum", "枚举值"}
_TITLES = PROPERTY_TITLES | VALUE_TITLES

_COLUMNS = {
    **dict.fromkeys(("name", "名称"), "name"),
    **dict.fromkeys(("type", "类型"), "type"),
    **dict.fromkeys(("required", "必选"), "required"),
    **dict.fromkeys(("restrictions", "约束"), "restrictions"),
    **dict.fromkeys(("title", "中文名", "标题"), "title"),
    **dict.fromkeys(("description", "说明"), "description"),
}
_ENUM_HEADERS = {
    *(("property", "value"), ("属性", "值"), ("name", "value"), ("名称", "值")),
    *(("property", "value(s)"), ("value",), ("value(s)",)),
}
_MODEL = re.compile(r'<h[1-6] id="tocS_?(?P<id>[^"]*)">(?P<name>(?:(?!<h[1-6]).)*?)</h[1-6]>')
_ANCHORS = ('id="tocS', '<a id="schema', '<a name="schema')
_ANCHOR = re.compile(r'<a (?:id|name)="schema_?(?P<id>[^"]*)">')
_COMPOSITION = re.compile(
    r"[*_]?(?P<word>allOf|anyOf|oneOf|not|and|or|xor|continued)[*_]?"
    r"(?: - discriminator: (?P<discriminator>\S.*))?"
)
_KEYWORDS = {"allOf", "anyOf", "oneOf", "not"}
ANONYMOUS = "*anonymous*"
_EMPHASIS = re.compile(r"(\*\*?|__?)(\w[\w ]*)\1")
_TITLE = re.compile(r"([*_])(?!\1)(.+)\1")
_CODE = re.compile(r"`([^`]+)`")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPES = "_*[]<>."
"""What a Markdown formatter escapes in names."""
MAX_DEPTH = 60


class Group(Struct):
    """A composition: its keyword, its members, and the discriminator beside the keyword."""

    mode: str
    members: list[Node]
    discriminator: str = ""


class Node(Struct):
    """A row and its nested rows; `cells` are by column: name, type, required, .."""

    cells: dict[str, str]
    depth: int
    line: Line
    children: list[Node] = field(default_factory=list["Node"])
    groups: list[Group] = field(default_factory=list[Group])

    @property
    def name(self) -> str:
        """The name without depth marks and backticks."""
        return _plain_name(self.cells.get("name", ""))

    def column_of(self, cell: str) -> int:
        """Return the column, from 1, at which a cell starts."""
        return column_of(self.line.text, self.cells.get(cell, ""))


class Model(Struct):
    """One model of a page: its root node (without cells), text lines, samples and enum values.

    `values` are the enumerated values by field name; those of the model itself are under "".
    """

    name: str
    line: int
    root: Node
    texts: list[str] = field(default_factory=list[str])
    fences: list[Fence] = field(default_factory=list[Fence])
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def read_models(page: Page) -> Iterator[Model]:
    """Yield the models of a page in order."""
    is_anchored = has_anchors(page)
    parser = _TableParser(is_anchored)
    sections = () if is_anchored else unanchored_models(page)
    model_lines = {section.line for section in sections}
    for section in page.sections:
        yield from parser.read_section(section, section.level > 0 and section.line in model_lines)
    if parser.model is not None:
        yield parser.model


def has_anchors(page: Page) -> bool:
    """Return whether the page has anchors of models."""
    return any(anchor in page.text for anchor in _ANCHORS)


def unanchored_models(page: Page) -> Iterator[Section]:
    """Yield the sections of models on a page without anchors, as a Markdown formatter leaves it.

    A model is a heading of one word over a JSON sample. `Properties` is the next heading, one level
    deeper, or a line with emphasis.
    """
    for section, following in zip_longest(page.sections, page.sections[1:]):
        if section.fences and section.level and len(section.title.split()) == 1:
            if _is_properties_of(following, section) or any(
                _emphasised(line.text) in PROPERTY_TITLES for line in section.lines
            ):
                yield section


def _is_properties_of(following: Section | None, section: Section) -> bool:
    if following is None or following.title.lower() not in PROPERTY_TITLES:
        return False
    return following.level == section.level + 1


def _emphasised(text: str) -> str:
    """Return the text of a line with emphasis in lower case, or ""."""
    match = _EMPHASIS.fullmatch(text.strip())
    return match[2].lower() if match is not None else ""


def _plain_name(cell: str) -> str:
    name = decode_escapes(cell.lstrip("» ").strip().strip("`"), _ESCAPES)
    return ANONYMOUS if name == "_anonymous_" else name


class _TableParser:
    """Reads a page line by line; keeps the current model, table and composition keyword."""

    def __init__(self, is_anchored: bool) -> None:
        self.is_anchored = is_anchored
        self.model: Model | None = None
        self.table_kind = ""
        self.columns: list[str] = []
        self.value_columns: tuple[str, ...] = ()
        self.composition = ""
        self.discriminator = ""
        self.stack: list[Node] = []
        self.member_depth = -1
        self.last_line_number = 0
        self.open_row: list[Line] = []

    def read_section(self, section: Section, is_model: bool) -> Iterator[Model]:
        """Read a section; yield the models that end in it. `is_model`: its heading is a model."""
        title = section.title.lower()
        self.columns = []
        if title in PROPERTY_TITLES:
            self.table_kind = "properties"
        elif title in VALUE_TITLES:
            self.table_kind = "values"
        elif section.level:
            if self.model is not None:
                yield self.model
            self.model, self.table_kind = None, ""
        if is_model:
            self._start_model(_plain_name(section.title), Line(section.line, ""))
        fences = list(section.fences)
        for line in section.lines:
            while self.model is not None and fences and fences[0].line < line.number:
                self.model.fences.append(fences.pop(0))
            if (name := self._model_name(line.text, section)) is not None:
                if self.model is not None:
                    yield self.model
                fences = [fence for fence in fences if fence.line > line.number]
                self._start_model(name, line)
            else:
                self._read_line(line)
        if self.model is not None:
            self.model.fences.extend(fences)

    def _model_name(self, text: str, section: Section) -> str | None:
        if "<" not in text:
            return None
        if (match := _MODEL.search(text)) is not None:
            return html.unescape(_TAG.sub("", match["name"])).strip() or match["id"]
        if self.model is None and section.level and _ANCHOR.search(text):
            return section.title
        return None

    def _start_model(self, name: str, line: Line) -> None:
        root = Node({}, -1, line)
        self.model = Model(name, line.number, root)
        self.table_kind, self.columns, self.composition = "", [], ""
        self.stack = [root]
        self.open_row = []

    def _read_line(self, line: Line) -> None:
        text = line.text.strip()
        if self.model is None or not text:
            return
        if text.startswith("|"):
            is_open = text.count("|") == 1 and bool(self.table_kind)
            self.open_row = [line] if is_open else []
            if not is_open:
                self._read_row(self.model, line)
        elif self.open_row:
            self._continue_row(self.model, line)
        elif not self.is_anchored and (title := _emphasised(text)) in _TITLES:
            self.table_kind = "properties" if title in PROPERTY_TITLES else "values"
            self.columns = []
        elif (
            self.table_kind == "properties" and (match := _COMPOSITION.fullmatch(text)) is not None
        ):
            self.columns = []
            self.composition = match["word"]
            self.discriminator = match["discriminator"] or ""
            self.member_depth = -1
        elif (
            self.table_kind == "properties"
            and self.columns
            and line.number == self.last_line_number + 1
        ):
            self._continue_description(text)
            self.last_line_number = line.number
        elif not self.table_kind and not text.startswith(("<", "> ")):
            self.model.texts.append(line.text.rstrip())

    def _continue_row(self, model: Model, line: Line) -> None:
        """Read a line of a row whose first cell, the description of a scalar model, has line breaks."""
        self.open_row.append(line)
        if line.text.rstrip().endswith("|"):
            text = " ".join(part.text.strip() for part in self.open_row)
            self._read_row(model, Line(self.open_row[0].number, text))
            self.open_row = []

    def _continue_description(self, text: str) -> None:
        """Add a continuation line to the description of the last row."""
        node = self.stack[-1]
        if node.cells:
            description = node.cells.get("description", "")
            node.cells["description"] = f"{description}<br>{text.removesuffix('|')}"

    def _read_row(self, model: Model, line: Line) -> None:
        cells = split_cells(line.text)
        if is_delimiter_row(cells):
            return
        self.last_line_number = line.number
        header = tuple(cell.lower() for cell in cells)
        if header in _ENUM_HEADERS and self.table_kind != "properties":
            self.table_kind, self.value_columns = "values", header
        elif header[:2] in (("name", "type"), ("名称", "类型")) and set(header) <= _COLUMNS.keys():
            self.table_kind = "properties"
            self.columns = [_COLUMNS[title] for title in header]
        elif self.table_kind == "values":
            self._read_value(model, line.text)
        elif self.columns:
            self._read_node(cells, line)

    def _read_value(self, model: Model, text: str) -> None:
        """Read a row of enumerated values: one, or in a column `Value(s)` a list in backticks."""
        cells = split_cells(text, 2, 1)
        if len(self.value_columns) == 1:
            cells = ["", "|".join(cells)]
        name, *value = cells
        values = _CODE.findall("".join(value)) if self.value_columns[-1:] == ("value(s)",) else []
        values = values or ["".join(value).strip("`")]
        model.values.setdefault(_plain_name(name), []).extend(values)

    def _read_node(self, cells: list[str], line: Line) -> None:
        width = len(self.columns)
        values = split_cells(line.text, width, width - 1)
        name = cells[0]
        depth = min(name.count("»", 0, len(name) - len(name.lstrip("» "))), MAX_DEPTH)
        node = Node(dict(zip(self.columns, values, strict=False)), depth, line)
        while len(self.stack) > 1 and self.stack[-1].depth >= depth:
            self.stack.pop()
        self._attach(self.stack[-1], node)
        self.stack.append(node)

    def _attach(self, parent: Node, node: Node) -> None:
        if self.member_depth < 0 and self.composition not in ("", "continued"):
            self.member_depth = node.depth
            if self.composition in _KEYWORDS or not parent.groups:
                mode = (
                    self.composition
                    if self.composition in _KEYWORDS
                    else _OPERATOR_MODES[self.composition]
                )
                parent.groups.append(Group(mode, [], self.discriminator))
        if self.member_depth == node.depth and parent.groups:
            parent.groups[-1].members.append(node)
        else:
            parent.children.append(node)


_OPERATOR_MODES = {"and": "allOf", "xor": "oneOf", "or": "anyOf"}


def split_documentation(model: Model) -> tuple[str, str]:
    """Return the title of a model (its first line, if that is one) and its description."""
    text = "\n".join(model.texts).strip()
    first_line, _, remaining = text.partition("\n")
    if (title := _TITLE.fullmatch(first_line)) is not None:
        return title[2].strip(), decode_cell(remaining.strip())
    if first_line == model.name:
        return first_line, decode_cell(remaining.strip())
    return "", decode_cell(text)
