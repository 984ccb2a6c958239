"""Split a page into models: title, kind, rows and examples, without interpreting any cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from docmodels.ir import Json
from docmodels.pages.families.apimatic.samples import (
    enum_samples,
    json_objects,
    wire_names_in_code,
)
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import decode_cell, is_delimiter_row, split_cells

MODEL_KINDS = {
    "Structure": "object",
    "Enumeration": "enum",
    "Data Type": "union",
    "Interface Name": "object",
    "Enum Type Name": "enum",
    "Class Name": "",
}
"""The heading above a model's class name -> the kind of model; `Class Name` gives no kind.

Pages of API portals have the last three: those of TypeScript name interfaces and enums.
"""

_HEADER_NAMES = {"Name", "Type", "Parameter"}
_BACKTICKS = re.compile(r"`++")
_ADDITIONAL_FIELDS = re.compile(
    r"^\*This model accepts additional fields of type (?P<type>.+)\.\*$", re.MULTILINE
)
_SOURCE = re.compile(r"^Source: (?:https?://|/#/)\S+$", re.MULTILINE)


class Row(Struct, frozen=True):
    """The stripped cells of a table row, and its line."""

    cells: list[str]
    line: Line


class Model(Struct):
    """One model of a page, not interpreted.

    `kind` is `object`, `enum`, `union` or "" (not stated). `additional_type` is the type cell of
    additional fields, or "". `objects` are the examples that are JSON objects, `values` those of an
    enum, `wire_names` the wire names in code examples by normalized name.
    """

    title: str
    doc: str
    name: str
    kind: str
    line: int
    page: Page
    additional_type: str = ""
    bases: list[str] = field(default_factory=list[str])
    rows: list[Row] = field(default_factory=list[Row])
    objects: list[dict[str, Json]] = field(default_factory=list[dict[str, Json]])
    values: list[Json] = field(default_factory=list[Json])
    wire_names: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def stem(self) -> str:
        """The file name without its extension, as links refer to the page."""
        return self.page.stem


def read_models(page: Page) -> Iterator[Model]:
    """Yield the models of a page, usually one."""
    heading: Section | None = None
    model: Model | None = None
    for section in page.sections:
        if section.title in MODEL_KINDS:
            if heading is not None:
                if model is not None:
                    yield model
                model = _read_model(page, heading, section)
                heading = None
        elif model is not None and heading is None and section.title in _SECTION_TITLES:
            _add_section(model, section)
        else:
            heading = section if section.level else None
    if model is not None:
        yield model


def _read_model(page: Page, heading: Section, section: Section) -> Model:
    text = "\n".join(line.text for line in heading.lines)
    additional_fields = _ADDITIONAL_FIELDS.search(text)
    return Model(
        title=heading.title,
        doc=decode_cell(_SOURCE.sub("", _ADDITIONAL_FIELDS.sub("", text)).strip()),
        name=_first_code_span("\n".join(line.text for line in section.lines)).strip(),
        kind=MODEL_KINDS[section.title],
        line=heading.line,
        page=page,
        additional_type=additional_fields["type"] if additional_fields else "",
    )


def _first_code_span(text: str) -> str:
    """Return the text of the first code span; it ends at as many backticks (CommonMark 0.31, 6.1)."""
    content = ""
    closing: dict[int, int] = {}
    for run in reversed([*_BACKTICKS.finditer(text)]):
        length = len(run[0])
        if length in closing:
            content = text[run.end() : closing[length]]
        closing[length] = run.start()
    return content


_SECTION_TITLES = {"Fields", "Cases", "Inherits From", "Example", "Example (as JSON)"}


def _add_section(model: Model, section: Section) -> None:
    match section.title:
        case "Fields":
            model.kind = model.kind or ("object" if _has_types(section) else "enum")
            model.rows.extend(_read_rows(section))
        case "Cases":
            model.kind = "union"
            model.rows.extend(_read_rows(section))
        case "Inherits From":
            model.bases.extend(line.text.strip() for line in section.lines if line.text.strip())
        case _:
            _add_examples(model, section)


def _add_examples(model: Model, section: Section) -> None:
    model.objects.extend(json_objects(section.fences))
    if model.kind == "enum":
        model.values.extend(enum_samples(section.fences))
    model.wire_names = {**wire_names_in_code(section.fences), **model.wire_names}


def _has_types(section: Section) -> bool:
    """Return whether the table of a section has a column of types; that of an enum has names only."""
    header = next(section.rows(), None)
    return header is not None and "Type" in split_cells(header.text)


def _read_rows(section: Section) -> Iterator[Row]:
    for line in section.rows():
        cells = split_cells(line.text)
        if cells and cells[0] not in _HEADER_NAMES and not is_delimiter_row(cells):
            yield Row(cells, line)
