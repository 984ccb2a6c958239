"""Read go-swagger pages as drafts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE
from docmodels.ir import (
    UNKNOWN,
    Array,
    Default,
    Definition,
    Field,
    Json,
    Map,
    Object,
    String,
    Type,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import convert_drafts
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.go_swagger.sections import (
    Model,
    Row,
    SchemaBlock,
    composed_type,
    read_models,
)
from docmodels.pages.families.go_swagger.type_cells import read_type
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import column_of, decode_cell
from docmodels.pages.type_grammar import TypeSyntaxError

_HEADER = "| Name | Type | Go type |"


def recognises(page: Page) -> bool:
    """Return whether the page has a table with a column of Go types, and anchors."""
    return _HEADER in page.text and (" id=" in page.text)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts = [
        _build_draft(model, _PageContext(page, notes))
        for page in pages
        for model in read_models(page)
    ]
    return convert_drafts(drafts)


class _PageContext(Struct, frozen=True):
    """The current page, and the list that notes go to."""

    page: Page
    notes: list[Note]

    def read_type(self, text: str, line: Line) -> Type:
        """Read a type; return UNKNOWN, with a note, if it cannot be parsed."""
        try:
            return read_type(text)
        except TypeSyntaxError:
            origin = self.page.origin(line.number, column_of(line.text, text))
            self.notes.append(unknown_type_note(text, origin))
            return UNKNOWN


def _build_draft(model: Model, context: _PageContext) -> Draft:
    origin = context.page.origin(model.line)
    composed_types = [context.read_type(composed_type(line), line) for line in model.composed_lines]
    blocks = [block for block in model.blocks if block.tables or block.bare_types]
    types = [*composed_types, *(_read_block(block, model.name, context) for block in blocks)]
    if not types:
        message = f"the page lists no fields of `{model.name}`"
        context.notes.append(EMPTY_TABLE.at(origin, message))
    type = all_of_types(types) if types else Object()
    return Draft(
        Definition(
            name=model.name, type=type, doc=decode_cell("\n".join(model.doc)), origin=origin
        ),
        dialect="go-swagger",
        language="go",
        is_stub=not types,
    )


def _read_block(block: SchemaBlock, name: str, context: _PageContext) -> Type:
    """Read one schema: an alias, a tuple, a map, or an object."""
    alias_rows = block.tables.get("", [])
    if alias_rows:
        return context.read_type(alias_rows[0].cells.get("Type", ""), alias_rows[0].line)
    if "" in block.bare_types and not block.tables:
        return context.read_type(block.bare_types[""].text.strip(), block.bare_types[""])
    additional = _read_additional(block, "Additional Properties", context)
    if "Tuple members" in block.tables:
        members = tuple(_read_row_type(row, context) for row in block.tables["Tuple members"])
        additional_items = _read_additional(block, "Additional Items", context)
        return Array(
            items=UNKNOWN if additional_items is None else additional_items, prefix_items=members
        )
    rows = block.tables.get("Properties", [])
    if not rows and additional is not None:
        return Map(values=additional)
    return Object(
        fields=tuple(_read_field(row, context) for row in rows), additional_properties=additional
    )


def _read_additional(block: SchemaBlock, title: str, context: _PageContext) -> Type | None:
    rows = block.tables.get(title)
    if rows:
        return _read_row_type(rows[0], context)
    line = block.bare_types.get(title)
    return None if line is None else context.read_type(line.text.strip(), line)


def _read_row_type(row: Row, context: _PageContext) -> Type:
    return context.read_type(row.cells.get("Type", ""), row.line)


def _read_field(row: Row, context: _PageContext) -> Field:
    type = _read_row_type(row, context)
    name = row.cells.get("Name", "")
    default = row.cells.get("Default", "").strip("`")
    example = row.cells.get("Example", "").strip("`")
    return Field(
        name=name,
        type=type,
        presence=presence_of("✓" in row.cells.get("Required", "")),
        default=_read_default(default),
        doc=decode_cell(row.cells.get("Description", "").replace("</br>", "<br>")),
        examples=(_read_example(example, type),) if example else (),
        origin=context.page.origin(row.line.number, column_of(row.line.text, name)),
    )


def _read_default(text: str) -> Default | None:
    """Read a default, which go-swagger prints as JSON; other text is a string."""
    if not text:
        return None
    return Default(value=read_json(text, text))


def _read_example(text: str, type: Type) -> Json:
    """Read an example, which go-swagger prints as JSON, or as a string without quotes."""
    if isinstance(type, String):
        return text
    return read_json(text, text)
