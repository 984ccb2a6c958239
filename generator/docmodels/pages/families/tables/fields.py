"""Convert the rows of a table to fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION, INVALID_LITERAL, UNKNOWN_TYPE
from docmodels.inference.types_from_examples import TYPES_FROM_EXAMPLES
from docmodels.ir import (
    DEPRECATED,
    STRING,
    UNKNOWN,
    Array,
    Default,
    Field,
    Inference,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    access_of,
    inferences,
    is_list,
    is_object,
    nullable,
    presence_of,
)
from docmodels.ir.traverse import map_children, walk
from docmodels.pages.families.tables.columns import Columns
from docmodels.pages.families.tables.field_types import (
    array_depth,
    default_value,
    is_bare,
    is_placeholder,
    is_vague,
    non_null,
    replace_values,
    typed_enum,
    widen,
    with_model,
    with_table_constraints,
)
from docmodels.pages.families.tables.nesting import Node
from docmodels.pages.families.tables.outline import Row
from docmodels.pages.families.tables.presence import PresenceRules, is_required, is_yes, states
from docmodels.pages.families.tables.samples import values_by_key
from docmodels.pages.families.tables.type_cells import (
    TIMESTAMP,
    TypeCell,
    read_type_cell,
)
from docmodels.pages.families.tables.values import (
    column_values,
    default_text,
    enum_of,
    text_values,
)
from docmodels.pages.families.tables.words import word_key
from docmodels.pages.table_rows import column_of, decode_cell


class TableReader(Struct, frozen=True):
    """What the fields of one table are read with.

    `resolve` returns the model that a name or a link means, `named` the model of the page with the
    name of a field, `linked_values` the values of the
    table that a link in a text leads to. `nest` makes a definition of the fields inside a field.
    `sampled_words` are the values in samples of all fields whose type cell has one text.
    """

    document: Document
    columns: Columns
    rules: PresenceRules
    resolve: Callable[[str, str], str | None]
    named: Callable[[str], str | None]
    linked_values: Callable[[str], tuple[Json, ...]]
    nest: Callable[[Node, Object], str]
    sampled_words: Mapping[str, list[Json]]
    notes: list[Note]


Objects = Sequence[Mapping[str, Json]]


def read_object(nodes: Mapping[str, Node], objects: Objects, reader: TableReader) -> Object:
    """Return the object with the fields of a tree; `objects` are samples of it."""
    samples = values_by_key(objects)
    named = [node for node in nodes.values() if not node.is_wildcard]
    others = next((node for node in nodes.values() if node.is_wildcard), None)
    fields = tuple(_read_field(node, samples.get(node.name, ()), reader) for node in named)
    if others is None:
        return Object(fields=fields)
    return Object(fields=fields, additional_properties=_read_type(others, (), reader)[0])


def _read_field(node: Node, values: Sequence[Json], reader: TableReader) -> Field:
    type, inferred = _read_type(node, values, reader)
    row = node.row
    if row is None:
        inferred = (*inferred, *inferences("unprinted-presence", "required"))
        return Field(name=node.name, type=type, inferred=inferred)
    columns = reader.columns
    description = columns.cell(row.cells, "description")
    origin = reader.document.origin(row.line.number, column_of(row.line.text, node.name))
    required = is_required(row, columns, reader.rules)
    if read_type_cell(columns.cell(row.cells, "type")).is_optional or node.row_name.alternatives:
        required = False
    if required is None:
        inferred = (*inferred, *inferences("unprinted-presence", "required"))
    return Field(
        name=node.name,
        type=type,
        presence=presence_of(required is True),
        default=_read_default(row, type, reader),
        doc=decode_cell(description),
        access=access_of(states(description, "read_only"), states(description, "write_only")),
        deprecation=DEPRECATED if states(description, "deprecated") else None,
        inferred=inferred,
        origin=origin,
    )


_Typed = tuple[Type, tuple[Inference, ...]]


def _read_type(node: Node, values: Sequence[Json], reader: TableReader) -> _Typed:
    """Return the type of a field and what of it is inferred."""
    row = node.row
    values = [value for value in values if not is_placeholder(value)]
    text = reader.columns.cell(row.cells, "type") if row else ""
    cell = read_type_cell(text, reader.columns.type_header)
    if node.children:
        return _nested_type(node, cell, values, reader), ()
    type, is_known = _resolve(cell, reader)
    for _ in range(node.arrays if not isinstance(non_null(type), Array) else 0):
        type = Array(items=type)
    inferred: tuple[Inference, ...] = ()
    if is_bare(type) and (model := reader.named(node.name)):
        type, inferred = with_model(type, model), inferences("models-from-tables", "type")
    elif row is not None:
        type, inferred = _with_values(type, cell, is_known, row, reader)
        type = with_table_constraints(type, cell, row, reader.columns)
    if is_vague(type) and (sampled := _sampled_type(text, values, is_known, reader)):
        type = sampled if not isinstance(type, Array) or isinstance(sampled, Array) else type
        inferred = (*inferred, *inferences("types-from-examples", "type"))
    elif type == UNKNOWN and not is_known and text and row is not None and not cell.links:
        _note_unknown(text, row, reader)
    type = widen(type, values)
    is_nullable = row is not None and is_yes(reader.columns.cell(row.cells, "nullable"))
    return (nullable(type) if is_nullable else type), inferred


def _sampled_type(
    text: str, values: Sequence[Json], is_known: bool, reader: TableReader
) -> Type | None:
    """Return the type of a field in samples, or else that of fields with the same printed type."""
    values = values or (() if is_known and text else reader.sampled_words.get(word_key(text), ()))
    return TYPES_FROM_EXAMPLES.conclude(values)


def _note_unknown(text: str, row: Row, reader: TableReader) -> None:
    origin = reader.document.origin(row.line.number, column_of(row.line.text, text))
    note = UNKNOWN_TYPE.at(origin, f"`{text}` is no type of JSON", width=max(len(text), 1))
    reader.notes.append(note)


def _resolve(cell: TypeCell, reader: TableReader) -> tuple[Type, bool]:
    """Replace each name by the model that it means, or by any value; return whether all are."""
    links = cell.links or {}
    names = [inner.name for inner in walk(cell.type) if isinstance(inner, Ref)]
    models = {name: reader.resolve(name, links.get(name, "")) for name in names}

    def replaced(type: Type) -> Type:
        match type:
            case Ref(name):
                model = models[name]
                return UNKNOWN if model is None else Ref(name=model)
            case Nullable(inner):
                return nullable(replaced(inner))
            case _:
                return map_children(type, replaced)

    is_known = None not in models.values() and not cell.is_empty and cell.type != TIMESTAMP
    return replaced(cell.type), is_known


def _nested_type(node: Node, cell: TypeCell, values: Sequence[Json], reader: TableReader) -> Type:
    """Return the type of a field with fields inside it: a reference, or an array or map of it."""
    samples = [item for value in values for item in (value if is_list(value) else [value])]
    objects = [item for item in samples if is_object(item)]
    only_wildcard = all(child.is_wildcard for child in node.children.values())
    outer = non_null(cell.type)
    if isinstance(outer, (String, Integer, Number)) and node.row is not None:
        row, text = node.row, reader.columns.cell(node.row.cells, "type")
        origin = reader.document.origin(row.line.number, column_of(row.line.text, node.name))
        message = f"`{node.name}` has fields inside it, but its type is `{text.strip()}`"
        reader.notes.append(UNKNOWN_TYPE.at(origin, message))
        return UNKNOWN
    object = read_object(node.children, objects, reader)
    inner: Type = Map(values=object.additional_properties or UNKNOWN)
    if not only_wildcard:
        inner = Ref(name=reader.nest(node, object))
    arrays = max(node.arrays, array_depth(outer))
    if values and not arrays and all(isinstance(value, list) for value in values):
        arrays = 1
    for _ in range(arrays):
        inner = Array(items=inner)
    return nullable(inner) if isinstance(cell.type, Nullable) or None in values else inner


def _with_values(
    type: Type, cell: TypeCell, is_known: bool, row: Row, reader: TableReader
) -> _Typed:
    """Return a type with the values of its column, its description, or a table that it links to."""
    columns = reader.columns
    description = columns.cell(row.cells, "description")
    texts = (columns.cell(row.cells, role) for role in ("name", "type", "description"))
    linked = reader.linked_values(" ".join(texts))
    base = type if is_known or not linked else (Integer() if isinstance(linked[0], int) else STRING)
    if linked and (enum := typed_enum(linked, base, closed=False)):
        return replace_values(base, enum), ()
    values = column_values(columns.cell(row.cells, "values"), type)
    if values and (enum := typed_enum(values, type, closed=True)):
        return replace_values(type, enum), ()
    values = text_values(description, type)
    if not values and cell.is_enum:
        values = text_values(description, Integer())
    if values and (enum := enum_of(values, closed=False)):
        origin = reader.document.origin(row.line.number, column_of(row.line.text, description[:40]))
        message = f"the values are those that the description lists: {len(values)}"
        reader.notes.append(ENUM_FROM_DESCRIPTION.at(origin, message))
        return replace_values(type, enum), inferences("enums-from-descriptions", "values")
    return type, ()


def _read_default(row: Row, type: Type, reader: TableReader) -> Default | None:
    columns = reader.columns
    cell = columns.cell(row.cells, "default")
    text = default_text(cell, columns.cell(row.cells, "description"))
    if not text:
        return None
    try:
        return Default(value=default_value(text, type))
    except ValueError:
        if cell:
            origin = reader.document.origin(row.line.number, column_of(row.line.text, cell))
            message = f"the default `{text}` is no value of its type"
            reader.notes.append(INVALID_LITERAL.at(origin, message, width=max(len(cell), 1)))
        return None
