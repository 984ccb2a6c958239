"""Convert the schemas of a page to types of the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL
from docmodels.ir import (
    UNKNOWN,
    Array,
    Default,
    Field,
    Map,
    Never,
    Object,
    Type,
    nullable,
    presence_of,
)
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.frozendict.compose import apply_not, compose
from docmodels.pages.families.frozendict.parts import SchemaBlock
from docmodels.pages.families.frozendict.remarks import Unset
from docmodels.pages.families.frozendict.rows import Row
from docmodels.pages.families.frozendict.scalars import is_any_type, read_kinds, read_type
from docmodels.pages.markdown import Page
from docmodels.pages.type_grammar import TypeSyntaxError

ANY_NAME = "any_string_name"


class PageContext(Struct, frozen=True):
    """The current page, and the list that notes go to."""

    page: Page
    notes: list[Note]


def read_schema(block: SchemaBlock, context: PageContext) -> Type:
    """Return the type of a schema, including its nested schemas."""
    nested = {name: iter(blocks) for name, blocks in block.nested.items()}

    def row_type(row: Row) -> Type:
        nested_block = next(nested[row.anchor], None) if row.anchor in nested else None
        return (
            _read_cell(row, context) if nested_block is None else read_schema(nested_block, context)
        )

    # Blocks with the same title follow the order of the schema: keys, items, then compositions.
    base = _read_base(block, row_type, context)
    groups = {
        mode: [row_type(row) for row in block.compositions.get(mode, ())]
        for mode in ("allOf", "oneOf", "anyOf", "not")
    }
    kinds = read_kinds(block.info.type_cell) or frozenset()
    if not any(groups.values()):
        return base
    type = compose(base, groups)
    if "null" in kinds and not is_any_type(kinds):
        type = nullable(type)
    return apply_not(type, groups["not"])


def _read_base(block: SchemaBlock, row_type: Callable[[Row], Type], context: PageContext) -> Type:
    """Return the type of a schema without allOf, oneOf, anyOf and not."""
    kinds = read_kinds(block.info.type_cell)
    type = _read_cell(block.info, context)
    if kinds is None or block.info.remarks.values:
        return type
    if block.keys is not None and "object" in kinds:
        described_type = _read_object(block.keys, row_type, context)
    elif block.items is not None and "array" in kinds:
        described_type = Array(items=row_type(block.items))
    else:
        return type
    return _replace_bare(type, described_type, kinds)


def _replace_bare(type: Type, described_type: Type, kinds: frozenset[str]) -> Type:
    """Replace a bare object or array with the one that a table describes."""
    bare = Map(values=UNKNOWN) if "object" in kinds else Array(items=UNKNOWN)
    if is_any_type(kinds) or type == bare:
        return described_type
    if kinds - {"null"} in (frozenset({"object"}), frozenset({"array"})):
        return nullable(described_type)
    return type


def _read_object(keys: list[Row], row_type: Callable[[Row], Type], context: PageContext) -> Type:
    """Read a table of keys as an object.

    The row `any_string_name` is the type of additional properties; the generator prints it also if
    the schema has no `additionalProperties`. A table without that row forbids them.
    """
    fields: list[Field] = []
    additional: Type = Never()
    for row in keys:
        if row.name == ANY_NAME:
            additional = row_type(row)
        else:
            fields.append(_read_field(row, row_type(row), context))
    if not fields and not isinstance(additional, Never):
        return Map(values=additional)
    return Object(fields=tuple(fields), additional_properties=additional)


def _read_field(row: Row, type: Type, context: PageContext) -> Field:
    remarks = row.remarks
    origin = context.page.origin(row.line, 3 if not row.anchor else 4)
    if remarks.invalid_default:
        message = f"cannot read the default `{remarks.invalid_default}` of `{row.name}`"
        context.notes.append(INVALID_LITERAL.at(origin, message, marked=remarks.invalid_default))
    return Field(
        name=row.name,
        type=type,
        presence=presence_of(not remarks.optional),
        default=None if isinstance(remarks.default, Unset) else Default(value=remarks.default),
        doc=row.doc,
        origin=origin,
    )


def _read_cell(row: Row, context: PageContext) -> Type:
    try:
        return read_type(row.type_cell, row.remarks)
    except TypeSyntaxError:
        origin = context.page.origin(row.line, row.column)
        context.notes.append(unknown_type_note(row.type_cell, origin))
        return UNKNOWN
