"""Pages of the family as drafts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE, UNKNOWN_TYPE
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Array,
    Default,
    Definition,
    Field,
    Json,
    Map,
    Object,
    Scalar,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import joined, objects
from docmodels.pages.families.go_swagger.sections import Model, Part, Row, composed, models
from docmodels.pages.families.go_swagger.type_cells import Unread, read_type
from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import column, prose

_SIGN = "| Name | Type | Go type |"


def recognises(page: Page) -> bool:
    """Tell a page by its column of Go types."""
    return _SIGN in page.text and (" id=" in page.text)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts = [_draft(model, _Place(page, notes)) for page in pages for model in models(page)]
    known = objects({draft.definition.name: draft.definition.type for draft in drafts})
    return [draft.with_type(joined(draft.definition.type, known)) for draft in drafts]


@dataclass(frozen=True, slots=True)
class _Place:
    """The page that is read, and where doubts go."""

    page: Page
    notes: list[Note]

    def type(self, text: str, line: Line) -> Type:
        """Read a type; anything, with a note, where it cannot be read."""
        try:
            return read_type(text)
        except Unread:
            origin = self.page.origin(line.number, column(line.text, text))
            message = f"cannot read the type `{text}`"
            self.notes.append(UNKNOWN_TYPE.at(origin, message, width=len(text)))
            return UNKNOWN


def _draft(model: Model, place: _Place) -> Draft:
    origin = place.page.origin(model.line)
    parts = [place.type(composed(line), line) for line in model.composed]
    shown = [part for part in model.parts if part.tables or part.alone]
    types = [*parts, *(_part(part, model.name, place) for part in shown)]
    if not types:
        message = f"`{model.name}` is printed without any property"
        place.notes.append(EMPTY_TABLE.at(origin, message))
    type = types[0] if len(types) == 1 else AllOf(members=tuple(types)) if types else Object()
    return Draft(
        Definition(name=model.name, type=type, doc=prose("\n".join(model.doc)), origin=origin),
        dialect="go-swagger",
        language="go",
        is_stub=not types,
    )


def _part(part: Part, name: str, place: _Place) -> Type:
    """One schema: an alias, a tuple, or an object with additional properties."""
    alias = part.tables.get("", [])
    if alias:
        return place.type(alias[0].cells.get("Type", ""), alias[0].line)
    if "" in part.alone and not part.tables:
        return place.type(part.alone[""].text.strip(), part.alone[""])
    extra = _beside(part, "Additional Properties", place)
    if "Tuple members" in part.tables:
        members = tuple(_type(row, place) for row in part.tables["Tuple members"])
        rest = _beside(part, "Additional Items", place)
        return Array(items=UNKNOWN if rest is None else rest, prefix_items=members)
    rows = part.tables.get("Properties", [])
    if not rows and extra is not None:
        return Map(values=extra)
    return Object(fields=tuple(_field(row, place) for row in rows), additional_properties=extra)


def _beside(part: Part, title: str, place: _Place) -> Type | None:
    rows = part.tables.get(title)
    if rows:
        return _type(rows[0], place)
    line = part.alone.get(title)
    return None if line is None else place.type(line.text.strip(), line)


def _type(row: Row, place: _Place) -> Type:
    return place.type(row.cells.get("Type", ""), row.line)


def _field(row: Row, place: _Place) -> Field:
    type = _type(row, place)
    name = row.cells.get("Name", "")
    default = row.cells.get("Default", "").strip("`")
    example = row.cells.get("Example", "").strip("`")
    return Field(
        name=name,
        type=type,
        required="✓" in row.cells.get("Required", ""),
        default=_default(default),
        doc=prose(row.cells.get("Description", "").replace("</br>", "<br>")),
        examples=(_example(example, type),) if example else (),
        origin=place.page.origin(row.line.number, column(row.line.text, name)),
    )


def _default(text: str) -> Default | None:
    """A default is printed as JSON."""
    if not text:
        return None
    try:
        return Default(value=json.loads(text))
    except (ValueError, RecursionError):
        return Default(value=text)


def _example(text: str, type: Type) -> Json:
    """An example is printed as it is: a string without quotes, anything else as JSON."""
    if isinstance(type, Scalar) and type.kind == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
