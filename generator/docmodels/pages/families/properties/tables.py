"""Convert a `Properties` table to a model: an object, or what its single row defines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.ir import UNKNOWN, Field, Map, Object, Type
from docmodels.pages.families.properties import detail, enums, unions
from docmodels.pages.families.properties.context import Context, repeats_intro
from docmodels.pages.families.properties.fields import (
    TableContext,
    cast_enum,
    map_innermost,
    printed_wire_name,
    read_field,
)
from docmodels.pages.families.properties.parsed_model import (
    EMPTY_MODEL,
    ParsedModel,
    parse_union,
    read_type,
)
from docmodels.pages.families.properties.parts import Part
from docmodels.pages.families.properties.rows import Header, Row, find_header, read_row, read_rows
from docmodels.pages.languages import plain_cell
from docmodels.pages.markdown import Line, Section

_PRESENCE_COLUMNS = frozenset({"notes", "required", "optional"})
_VALUES_HEADER = re.compile(r"(?:\|\s*)?Name\s*\|\s*Value\b")
_ANY_NAMES = frozenset({"any string name", "any_string_name"})
"""The name of the row in which python generators print the type of additional properties."""


def parse_properties(section: Section, part: Part, context: Context) -> ParsedModel | None:
    """Convert the table of a section to a model; None if it has no rows."""
    header = find_header(section)
    if header is None or "type" not in header.columns:
        return None
    rows = list(_read_rows(section, header, part, context))
    if not rows:
        return None
    if len(rows) == 1:
        single = rows[0]
        union = unions.read_sentence(single.type, [line.text for line in section.lines])
        if union is not None:
            parsed = parse_union(union, part, context)
            return ParsedModel(
                parsed.type,
                parsed.enum_defaults,
                parsed.is_stub,
                detail.decode_description(single.description),
            )
        if single.name.endswith("Interface") and "interface {" in single.type:
            return EMPTY_MODEL
    if _defines_itself(rows, part, context):
        return _parse_value_row(rows[0], part, context)
    return _make_object(rows, _table_context(part, header, rows, context), part, context)


def _defines_itself(rows: Sequence[Row], part: Part, context: Context) -> bool:
    """Whether the row `value` defines the model itself, which is no object with a property `value`.

    With a row of additional properties it does if it repeats the description of the model, or if
    both are empty and the other pages of the folder show that this version prints such rows.
    """
    value, *others = rows
    if value.name != "value" or value.remarks.optional or not context.value_is_alias:
        return False
    if not others:
        return True
    intro = detail.join_prose(part.intro)
    is_described = bool(value.description.strip() or intro)
    if len(others) > 1 or others[0].name not in _ANY_NAMES:
        return False
    return repeats_intro(value.description, intro) if is_described else context.has_open_aliases


def parse_type_table(part: Part, context: Context) -> ParsedModel | None:
    """Convert a table `Type | Description | Notes` under the title (Python 5 experimental)."""
    for section in part.intro:
        header = find_header(section)
        if header is None or header.columns[0] != "type":
            continue
        for line in section.lines:
            text = line.text.lstrip("| ")
            if line.number > header.line + 1 and text.startswith("**"):
                start = line.text[: len(line.text) - len(text)]
                value_row = read_row(Line(line.number, f"{start}**value** | {text}"))
                return None if value_row is None else _parse_value_row(value_row, part, context)
    return None


def _read_rows(section: Section, header: Header, part: Part, context: Context) -> Iterator[Row]:
    for row_or_line in read_rows(section, header):
        if isinstance(row_or_line, Row):
            yield row_or_line
        elif row_or_line.text.lstrip().startswith(("|", "*", "`")):
            origin = part.page.origin(row_or_line.number)
            note = INVALID_ROW.at(origin, "cannot read this table row", width=len(row_or_line.text))
            context.notes.append(note)


def _table_context(
    part: Part, header: Header, rows: Sequence[Row], context: Context
) -> TableContext:
    enums_by_class: dict[str, enums.EnumSection] = {}
    enums_by_field: dict[str, enums.EnumSection] = {}
    sections = [(title, s) for s in part.body[1:] if (title := _enum_title(s))]
    cells = Counter(plain_cell(row.type) for row in rows) if sections else Counter[str]()
    for title, section in sections:
        enum_section = enums.read_section(section, title)
        if len(enum_section.pairs) == 1:
            enums_by_field[enum_section.pairs[0][0].strip("`")] = enum_section
        parsed = context.read_type(title)
        if parsed is not None and parsed.models:
            enums_by_class[enums.lookup_key(parsed.models[-1])] = enum_section
        elif cells[plain_cell(title)] == 1:
            enums_by_class[enums.lookup_key(plain_cell(title))] = enum_section
    methods = detail.read_methods(part.body)
    return TableContext(
        part.page,
        detail.unqualified_name(detail.class_name(part.title)),
        enums_by_class,
        enums_by_field,
        methods,
        has_notes=_prints_presence(header, rows),
    )


def _prints_presence(header: Header, rows: Sequence[Row]) -> bool:
    """Whether a table prints which fields are optional: in a column of notes, or in a cell of a row.

    House templates leave the notes out: of a table `Name | Type | Description`, nothing is known.
    """
    if len(header.columns) > 3 or not _PRESENCE_COLUMNS.isdisjoint(header.columns):
        return True
    return any(row.remarks.optional or row.remarks.required for row in rows)


def _enum_title(section: Section) -> str:
    """Return the heading of an enum section without `Enum:`; "" for other sections.

    Micronaut prints the class without `Enum:` over a table `Name | Value`.
    """
    if section.title[:5].lower() == "enum:":
        return section.title[5:].replace("\\_", "_").strip()
    is_table = any(_VALUES_HEADER.match(line.text) for line in section.lines[:3])
    return section.title if is_table else ""


def _make_object(
    rows: Sequence[Row], table: TableContext, part: Part, context: Context
) -> ParsedModel:
    fields: dict[str, Field] = {}
    enum_defaults: dict[str, str] = {}
    additional: Type | None = None
    for row in rows:
        if row.name in _ANY_NAMES:
            additional = read_type(row, part, context)
            continue
        field, symbol = read_field(row, table, context)
        if field.name in fields:
            field = _restore_documented_name(field, fields)
        fields[field.name] = field
        if symbol:
            enum_defaults[field.name] = symbol
    if not fields and additional is not None:
        return EMPTY_MODEL if additional == UNKNOWN else ParsedModel(Map(values=additional))
    wire_names = [name for row in rows if (name := printed_wire_name(row))]
    wire_names += [
        table.enums_by_field[row.name].title for row in rows if row.name in table.enums_by_field
    ]
    return ParsedModel(
        Object(fields=tuple(fields.values()), additional_properties=additional),
        enum_defaults,
        wire_names=tuple(wire_names),
    )


def _restore_documented_name(field: Field, fields: dict[str, Field]) -> Field:
    """Use the documented name of a field whose unescaped name is the name of another field."""
    if field.documented_name and field.documented_name not in fields:
        inferred = tuple(i for i in field.inferred if i.fact != "name")
        return replace(field, name=field.documented_name, documented_name="", inferred=inferred)
    return field


def _parse_value_row(row: Row, part: Part, context: Context) -> ParsedModel:
    """Convert a single row `value` to the model that it defines: enum, array, scalar (Python 5)."""
    type = read_type(row, part, context)
    if row.remarks.values and (enum := enums.read_quoted_list(row.remarks.values)) is not None:
        type = map_innermost(type, lambda leaf: cast_enum(enum, leaf))
    return ParsedModel(type, doc=detail.decode_description(row.description))
