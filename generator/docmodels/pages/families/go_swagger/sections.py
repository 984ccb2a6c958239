"""Split a page into models: an anchor with its name, then the tables of its schemas."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct, field

from docmodels.ir.drafts import normalize_name
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import is_delimiter_row, join_lines, split_cells

_ANCHORED = re.compile(
    r'(?:\*\*)?<(?:span|a) id=["\'](?P<id>[^"\']*)["\']></(?:span|a)> (?P<name>.+?)(?:\*\*)?'
)
_COMPOSED = re.compile(r"[*+-] +composed type (?P<type>.+)")
_INLINED = re.compile(r"[*+-] +inlined member \([*_].*[*_]\)")
_TABLE_TITLE = re.compile(
    r"\*\*(?P<title>Properties|Additional Properties|Tuple members|Additional Items)\*\*"
)
_ROW_END = re.compile(r"\| |#|\*\*")


class Row(Struct):
    """The cells of a table row by column title; a row over several lines is joined."""

    cells: dict[str, str]
    line: Line


class SchemaBlock(Struct):
    """One schema: by table title ("" before any), the rows, or the line of a type without table."""

    tables: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    bare_types: dict[str, Line] = field(default_factory=dict[str, Line])


class Model(Struct):
    """One model of a page, not interpreted.

    `composed_lines` are the lines with referenced allOf members, `blocks` the inline schemas.
    """

    name: str
    line: int
    doc: list[str] = field(default_factory=list[str])
    composed_lines: list[Line] = field(default_factory=list[Line])
    blocks: list[SchemaBlock] = field(default_factory=lambda: [SchemaBlock()])


def read_models(page: Page) -> Iterator[Model]:
    """Yield the models of a page: headings and bold lines whose anchor matches their name."""
    parser = _SectionParser()
    for section in page.sections:
        yield from parser.read_section(section)
    yield from parser.start_model("", 0)


def _model_name(text: str) -> str:
    """Return the name in a line with a model's anchor, or "".

    A model's anchor matches its name; the anchor of an operation or a response does not.
    """
    match = _ANCHORED.fullmatch(text.strip())
    if match is None:
        return ""
    name = html.unescape(match["name"]).strip()
    is_model_anchor = normalize_name(match["id"]) == normalize_name(name)
    return name if is_model_anchor and name else ""


class _SectionParser:
    """Reads a page line by line; keeps the current model, table title and table header."""

    def __init__(self) -> None:
        self.model: Model | None = None
        self.table_title = ""
        self.header: list[str] = []

    def start_model(self, name: str, line: int) -> Iterator[Model]:
        """Start a model (none if `name` is ""); yield the previous one."""
        if self.model is not None:
            yield self.model
        self.model = Model(name, line) if name else None
        self.table_title, self.header = "", []

    def read_section(self, section: Section) -> Iterator[Model]:
        """Read a section; yield the models that end in it."""
        if section.level:
            yield from self.start_model(_model_name(section.title), section.line)
        lines, index = section.lines, 0
        while index < len(lines):
            line = lines[index]
            index += 1
            if line.text.startswith("**<") and (name := _model_name(line.text)):
                yield from self.start_model(name, line.number)
            elif self.model is not None and line.text.startswith("|"):
                index = self.read_row(self.model, lines, index - 1)
            elif self.model is not None:
                self.read_text(self.model, line)

    def read_text(self, model: Model, line: Line) -> None:
        text = line.text.strip()
        if not text:
            return
        if text.startswith(">"):
            model.doc.append(text[1:].strip())
        elif (title := _TABLE_TITLE.fullmatch(text)) is not None:
            self.table_title, self.header = title["title"], []
        elif _INLINED.fullmatch(text):
            model.blocks.append(SchemaBlock())
            self.table_title = ""
        elif _COMPOSED.fullmatch(text):
            model.composed_lines.append(line)
        elif not self.header and (model.doc and not self.table_title and not _is_type(text)):
            model.doc.append(text)
        elif not self.header:
            model.blocks[-1].bare_types.setdefault(self.table_title, line)

    def read_row(self, model: Model, lines: tuple[Line, ...], index: int) -> int:
        """Read a row and its continuation lines; return the index of the next line."""
        line = lines[index]
        cells = split_cells(line.text)
        if is_delimiter_row(cells):
            return index + 1
        if "Go type" in cells:
            self.header = cells
            return index + 1
        if not self.header:
            return index + 1
        text, end = join_lines(lines, index, len(self.header), _ROW_END)
        description = self.header.index("Description") if "Description" in self.header else -1
        values = split_cells(text, len(self.header), description)
        row = Row(dict(zip(self.header, values, strict=False)), line)
        model.blocks[-1].tables.setdefault(self.table_title, []).append(row)
        return end


def _is_type(text: str) -> bool:
    return text.startswith("[") or text in ("any", "object", "interface{}") or "(formatted " in text


def composed_type(line: Line) -> str:
    """Return the type in a line `* composed type [X](#x)`, or ""."""
    match = _COMPOSED.fullmatch(line.text.strip())
    return match["type"] if match else ""
