"""Read pages of jsonschema-markdown as drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Const,
    Definition,
    EnumMember,
    Field,
    Map,
    Never,
    Object,
    Ref,
    Type,
    inferences,
    presence_of,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.titles import is_name
from docmodels.pages.families.jsonschema_markdown.cells import (
    add_possible_values,
    may_be_map,
    read_kinds,
    read_values,
)
from docmodels.pages.families.jsonschema_markdown.outline import Row, Schema, read_schemas
from docmodels.pages.markdown import Page
from docmodels.pages.schema_facts import SchemaFacts, read_default, type_of, union_of_members
from docmodels.pages.table_rows import decode_cell

_UNTITLED = "jsonschema-markdown"
_STEM = re.compile(r"(?:\.schema)?(?:\.json)?\.md$")
_CODE = re.compile(r"`([^`]++)`")
_YES = "✅"


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; nothing on these pages needs a note."""
    return [draft for page in pages for draft in _read_page(page)]


def _read_page(page: Page) -> list[Draft]:
    schemas = list(read_schemas(page))
    taken = {schema.name for schema in schemas if not schema.is_root}
    drafts: list[Draft] = []
    for schema in schemas:
        name, is_inferred = (schema.name, False)
        if schema.is_root:
            name, is_inferred = _root_name(page, schema, taken)
        definition = Definition(
            name=name,
            type=_type(page, schema),
            doc=schema.doc,
            inferred=inferences("definition-names", "name") if is_inferred else (),
            origin=page.origin(schema.line),
        )
        stem = _stem(page) if schema.is_root else ""
        drafts.append(Draft(definition, aliases=(stem,) if stem and stem != name else ()))
    return drafts


def _root_name(page: Page, schema: Schema, taken: set[str]) -> tuple[str, bool]:
    """Return the name of a schema that is no definition, and whether it is that of the file."""
    is_titled = schema.name != _UNTITLED and is_name(schema.name)
    base = name = schema.name if is_titled else _stem(page) or "Model"
    number = 2
    while name in taken:
        name, number = f"{base}{number}", number + 1
    taken.add(name)
    return name, not is_titled or name != base


def _stem(page: Page) -> str:
    return _STEM.sub("", page.path.rpartition("/")[2])


def _type(page: Page, schema: Schema) -> Type:
    """Return the type of a schema: an enum, a constant, an object, or what its type states.

    An object without properties may have those of patterns, which are not printed, so it is not closed.
    """
    facts = SchemaFacts()
    facts.add_kinds(iter([schema.kind]))
    facts.fields = _fields(page, schema.rows)
    if schema.is_closed and schema.rows:
        facts.additional = Never()
    if schema.values and not schema.rows:
        texts = _CODE.findall(schema.values)
        if texts:
            values = read_values(texts, facts.kinds)
            facts.members = tuple(EnumMember(value=value) for value in values)
        else:
            facts.const = _constant(schema.values, facts.kinds)
    return UNKNOWN if schema.values and schema.rows else type_of(facts)


def _constant(text: str, kinds: Sequence[str]) -> Const | None:
    """Return a constant that is printed without quotes; None if its type is unknown."""
    values = read_values([text.strip()], kinds)
    return Const(value=values[0]) if len(values) == 1 else None


def _fields(page: Page, rows: Sequence[Row]) -> tuple[Field, ...]:
    fields: Mapping[str, Field] = {row.name: _field(page, row) for row in rows}
    return tuple(fields.values())


def _field(page: Page, row: Row) -> Field:
    cell = row.cells.get("type", "")
    default = row.cells.get("default", "").strip("`")
    doc = decode_cell(row.cells.get("description", ""))
    return Field(
        name=row.name,
        type=_row_type(page, row, cell),
        presence=presence_of(row.cells.get("required") == _YES),
        default=read_default(default) if default else None,
        doc=doc,
        deprecation=DEPRECATED if row.cells.get("deprecated") else None,
        origin=page.origin(row.line, row.column + 1),
    )


def _row_type(page: Page, row: Row, cell: str) -> Type:
    """Return the type of a row; rows inside it are properties of it, or of its items."""
    kinds = read_kinds(cell)
    facts = SchemaFacts()
    facts.add_kinds(iter(kinds))
    items = [child for child in row.children if child.is_item]
    facts.fields = _fields(page, [child for child in row.children if not child.is_item])
    if items:
        facts.items = Object(fields=_fields(page, items))
    elif not row.children:
        add_possible_values(row.cells.get("possible values", ""), kinds, cell, facts)
    type = type_of(facts)
    default = row.cells.get("default", "").strip("`")
    if "object" in kinds and isinstance(type, Ref) and may_be_map(row.name, default, type):
        return union_of_members([type, Map(values=type)], "anyOf")
    return type
