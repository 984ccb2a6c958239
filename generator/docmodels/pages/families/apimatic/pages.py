"""What a page prints: a title, a kind, rows, examples. Nothing is given a meaning yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import prose, rules, split_cells

KINDS = {
    "Structure": "object",
    "Enumeration": "enum",
    "Data Type": "union",
    "Class Name": "",
}
"""The heading over a model's class name, and what the model is; `Class Name` leaves that open."""

_HEADS = {"Name", "Type", "Parameter"}
_CODE = re.compile(r"(`+)(.*?)\1", re.DOTALL)
_ACCEPTS = re.compile(
    r"^\*This model accepts additional fields of type (?P<type>.+)\.\*$", re.MULTILINE
)
_SOURCE = re.compile(r"^Source: https?://\S+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cells:
    """A table row, cells stripped, and its line."""

    cells: list[str]
    line: Line


@dataclass(slots=True)
class Printed:
    """One model as printed. `kind` is object, enum or union; `accepts` is the type of additional
    fields, if the page states one; `stem` is the name of the file."""

    title: str
    doc: str
    name: str
    kind: str
    line: int
    page: Page
    accepts: str = ""
    bases: list[str] = field(default_factory=list[str])
    rows: list[Cells] = field(default_factory=list[Cells])
    fences: list[Fence] = field(default_factory=list[Fence])

    @property
    def stem(self) -> str:
        """The file name without its ending, which links lead to."""
        return PurePosixPath(self.page.path.replace("\\", "/")).stem


def printed(page: Page) -> Iterator[Printed]:
    """Give the models of a page, one as a rule."""
    head: Section | None = None
    model: Printed | None = None
    for section in page.sections:
        if section.title in KINDS:
            if head is not None:
                if model is not None:
                    yield model
                model = _model(page, head, section)
                head = None
        elif model is not None and head is None and section.title in _PARTS:
            _add(model, section)
        else:
            head = section if section.level else None
    if model is not None:
        yield model


def _model(page: Page, head: Section, section: Section) -> Printed:
    text = "\n".join(line.text for line in head.lines)
    accepts = _ACCEPTS.search(text)
    code = _CODE.search("\n".join(line.text for line in section.lines))
    return Printed(
        title=head.title,
        doc=prose(_SOURCE.sub("", _ACCEPTS.sub("", text)).strip()),
        name=code[2].strip() if code else "",
        kind=KINDS[section.title],
        line=head.line,
        page=page,
        accepts=accepts["type"] if accepts else "",
    )


_PARTS = {"Fields", "Cases", "Inherits From", "Example", "Example (as JSON)"}


def _add(model: Printed, section: Section) -> None:
    match section.title:
        case "Fields":
            model.rows.extend(_rows(section))
        case "Cases":
            model.kind = "union"
            model.rows.extend(_rows(section))
        case "Inherits From":
            model.bases.extend(line.text.strip() for line in section.lines if line.text.strip())
        case _:
            model.fences.extend(section.fences)


def _rows(section: Section) -> Iterator[Cells]:
    for line in section.rows():
        cells = split_cells(line.text)
        if cells and cells[0] not in _HEADS and not rules(cells):
            yield Cells(cells, line)
