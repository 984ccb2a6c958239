"""Split a page into types: a heading, labelled lists, and a table of fields or of values.

Templates of projects print other levels of headings, other columns and lists in place of tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.crd_ref_docs.cells import FieldRow, ValueRow, read_field, read_value
from docmodels.pages.families.crd_ref_docs.checks import Checks, read_checks
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import is_delimiter_row, join_lines, split_cells

_TITLE = re.compile(r"[A-Z]\w*")
_PACKAGE = re.compile(r"[\w.-]+(?:/[\w.-]+)+|[\w-]+(?:\.[\w-]+)+")
_LABEL = re.compile(
    r"[_*]?(?P<label>Underlying type|Base type|Validations?|Appears in|Used by):[_*]?(?P<text>.*)"
)
_BULLET = re.compile(r"[-*+] (?P<text>.*)")
_LIST_FIELD = re.compile(r"[-*+] \*\*(?P<name>[^\s*]+)\*\*")
_LIST_FACT = re.compile(r"\s+[-*+] \*\*(?P<key>[A-Z][a-z]+):\*\*(?P<text>.*)")
_COLUMNS = {
    **dict.fromkeys(("field", "name", "value", "enum value"), "name"),
    **dict.fromkeys(("description", "value or description"), "description"),
    **dict.fromkeys(("validation", "validations"), "checks"),
    **{name: name for name in ("type", "required", "optional", "default")},
}
"""What a column holds, by its title in lower case."""
_VALUE_TITLES = frozenset({"value", "enum value"})
_FIELD_TABLE = re.compile(r"\|\s*(?:Field|Name|Value|Enum Value)\s*\|", re.I)
_ROW_END = re.compile(r"\s*(?:\||#|[-*+] \*\*|[_*]?(?:Appears in|Validations?|Used by):)")
_MIN_SHARE = 20
"""A level of headings has types if one in so many types has it; others are headings in a text."""


class Model(Struct):
    """One type of a page, not interpreted; `package` is its API group and version."""

    name: str
    package: str
    page: Page
    line: int
    doc: list[str] = field(default_factory=list[str])
    underlying: Line | None = None
    validation: list[str] = field(default_factory=list[str])
    fields: list[FieldRow] = field(default_factory=list[FieldRow])
    values: list[ValueRow] = field(default_factory=list[ValueRow])

    @property
    def checks(self) -> Checks:
        """The checks in the list of the type, which the generator does not escape."""
        return read_checks(tuple(self.validation), is_escaped=False)

    @property
    def key(self) -> tuple[str, str]:
        """The package and the name, which identify a type of a page."""
        return self.package, self.name


def read_models(page: Page) -> Iterator[Model]:
    """Yield the types of a page in page order."""
    levels = _model_levels(page.sections)
    package = ""
    parser: _ModelParser | None = None
    for section in page.sections:
        if _is_type(section, levels, parser):
            if parser is not None:
                yield parser.model
            model = Model(section.title, package, page, section.line)
            parser = _ModelParser(model, section.level)
        elif _ends_type(section, parser):
            if parser is not None:
                yield parser.model
            package = section.title if _PACKAGE.fullmatch(section.title) else package
            parser = None
        elif parser is not None:
            parser.model.doc.extend(["", section.title])
        if parser is not None:
            parser.read(section.lines)
    if parser is not None:
        yield parser.model


def _model_levels(sections: Sequence[Section]) -> list[int]:
    """Return the levels of the headings of types, the most frequent first."""
    counts = Counter(
        section.level
        for section in sections
        if section.level > 1 and _TITLE.fullmatch(section.title) and _has_marks(section)
    )
    levels = sorted(counts, key=lambda level: (-counts[level], -level))
    return [level for level in levels if counts[level] * _MIN_SHARE >= counts.total()]


def _is_type(section: Section, levels: Sequence[int], parser: _ModelParser | None) -> bool:
    """Whether a section is a type.

    A heading of another level than most types is one in the text of a type if that has no table or
    label yet: what follows belongs to the type.
    """
    if section.level not in levels or _TITLE.fullmatch(section.title) is None:
        return False
    if not _has_marks(section):
        return section.level == levels[0] and bool(section.lines)
    return section.level == levels[0] or parser is None or parser.has_marks


def _ends_type(section: Section, parser: _ModelParser | None) -> bool:
    """Whether a section that is no type is a package, or a chapter, and not part of a text."""
    if _PACKAGE.fullmatch(section.title) and not _has_marks(section):
        return True
    return parser is not None and parser.has_marks and section.level <= parser.level


def _has_marks(section: Section) -> bool:
    """Whether a section has a table, a list or a label of a type."""
    return any(
        _FIELD_TABLE.match(line.text) or _LABEL.match(line.text) or _LIST_FIELD.match(line.text)
        for line in section.lines
    )


class _ModelParser:
    """Reads the lines of one type; keeps the current label and the columns of the table."""

    def __init__(self, model: Model, level: int) -> None:
        self.model = model
        self.level = level
        self.label = ""
        self.columns: list[str] = []
        self.has_values = False
        self.has_marks = False

    def read(self, lines: Sequence[Line]) -> None:
        """Read the lines of a section."""
        index = 0
        while index < len(lines):
            line = lines[index]
            text = line.text.strip()
            if text.startswith("|"):
                self.has_marks = True
                index = self.read_row(lines, index)
                continue
            index += 1
            if (label := _LABEL.match(text)) is not None:
                self.start_label(label, line)
            elif _LIST_FIELD.match(line.text):
                index = self.read_list(lines, index - 1)
            elif self.label and (bullet := _BULLET.match(text)) is not None:
                if self.label.startswith("Validation"):
                    self.model.validation.append(bullet["text"].strip())
            elif text:
                self.label = ""
                self.model.doc.append(line.text)
            elif not self.label:
                self.model.doc.append("")

    def start_label(self, label: re.Match[str], line: Line) -> None:
        self.has_marks = True
        self.label, self.columns = label["label"], []
        if self.label.endswith("type") and label["text"].strip():
            self.model.underlying = Line(line.number, label["text"].strip())
            self.label = ""

    def read_row(self, lines: Sequence[Line], index: int) -> int:
        """Read a row of a table; return the index of the line after it."""
        line = lines[index]
        cells = split_cells(line.text)
        if is_delimiter_row(cells):
            return index + 1
        if _is_header(cells):
            self.columns = [_COLUMNS.get(cell.lower(), cell) for cell in cells]
            self.has_values = cells[0].lower() in _VALUE_TITLES
            return index + 1
        if _precedes_delimiter_row(lines, index):
            self.columns = []
        end = index + 1
        if self.columns and len(cells) != len(self.columns):
            description = self.columns.index("description") if "description" in self.columns else -1
            text, end = join_lines(lines, index, len(self.columns), _ROW_END)
            cells = split_cells(text, len(self.columns), description)
        if self.columns:
            self.add_row(dict(zip(self.columns, cells, strict=False)), line)
        return end

    def add_row(self, cells: dict[str, str], line: Line) -> None:
        """Add a row: of a value if the table or the row has no type."""
        row = None if self.has_values else read_field(cells, line)
        if row is not None:
            self.model.fields.append(row)
        elif (value := read_value(cells)) is not None:
            self.model.values.append(value)

    def read_list(self, lines: Sequence[Line], index: int) -> int:
        """Read a field that is printed as a list of facts; return the index of the line after it."""
        start = lines[index]
        name = _LIST_FIELD.match(start.text)
        cells = {"name": f"`{name['name'] if name else ''}`"}
        index += 1
        while index < len(lines) and (fact := _LIST_FACT.match(lines[index].text)) is not None:
            column = {"Value": "description"}.get(fact["key"], fact["key"].lower())
            cells[column] = fact["text"].strip()
            index += 1
        if cells.keys() > {"name"}:
            self.has_marks = True
            self.add_row(cells, start)
        else:
            self.model.doc.append(start.text)
        return index


def _precedes_delimiter_row(lines: Sequence[Line], index: int) -> bool:
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    return "--" in following and is_delimiter_row(split_cells(following))


def _is_header(cells: Sequence[str]) -> bool:
    titles = [cell.lower() for cell in cells]
    return _COLUMNS.get(titles[0]) == "name" and any(title in _COLUMNS for title in titles[1:])
