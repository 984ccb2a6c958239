"""Read `## Fields`: a table of fields with types, `Required`, descriptions and examples."""

from __future__ import annotations

import re

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.inference.escaped_names import ESCAPED_NAMES, EscapedName
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Field,
    Json,
    Map,
    Object,
    Type,
    inferences,
    presence_of,
)
from docmodels.ir.drafts import normalize_name
from docmodels.pages.answers import read_answer
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.speakeasy.columns import TypeReader, required_type
from docmodels.pages.families.speakeasy.literals import read_example
from docmodels.pages.families.speakeasy.outline import Outline, Row, read_description
from docmodels.pages.families.speakeasy.type_names import HTTP_TYPE
from docmodels.pages.table_rows import column_of, decode_cell
from docmodels.pages.type_vocabulary import ParsedType

_ADDITIONAL_NAMES = frozenset({"additionalproperties", "pydanticextra"})
_HTTP_METADATA = re.compile(r"\bhttp_?metadata\b", re.IGNORECASE)
"""The type of the field `HTTPMeta`, which the generator adds to results and errors (C#)."""
_HTTP_NAMES = frozenset({"contenttype", "statuscode", "rawresponse"})


class Table(Struct):
    """The fields of an object, the type of additional properties, and samples of the object."""

    fields: list[Field] = field(default_factory=list[Field])
    additional: Type | None = None
    samples: list[Json] = field(default_factory=list[Json])

    def to_object(self) -> Object:
        """Return the object that the table describes."""
        return Object(fields=tuple(self.fields), additional_properties=self.additional)


def read_object(outline: Outline, types: TypeReader, notes: list[Note]) -> Table:
    """Read the table of a page; skip rows that cannot be read, with a note."""
    rows = _data_rows(outline.rows)
    field_names = {normalize_name(row.name) for row in rows}
    table = Table()
    for row in rows:
        parsed = _read_type(row, outline, types, notes)
        if parsed is None:
            continue
        examples = read_example(decode_cell(row.example), parsed.type) if row.example else ()
        example_names = _example_names(examples)
        if isinstance(parsed.type, Map) and normalize_name(row.name) in _ADDITIONAL_NAMES:
            table.additional = parsed.type.values
            table.samples.extend(examples)
            continue
        if example_names and example_names <= field_names:
            table.samples.extend(examples)
        table.fields.append(_read_field(row, parsed, outline, examples))
    return table


def _data_rows(rows: tuple[Row, ...]) -> list[Row]:
    """Return the rows except those of the HTTP exchange (status code, content type, response)."""
    data_rows = [row for row in rows if not _is_exchange(row)]
    if len(data_rows) < len(rows) and _HTTP_NAMES <= {normalize_name(row.name) for row in rows}:
        data_rows = [row for row in data_rows if normalize_name(row.name) not in _HTTP_NAMES]
    return data_rows


def _is_exchange(row: Row) -> bool:
    """Whether the field carries the HTTP exchange: the generator adds it, it is not on the wire."""
    if "http" in row.type and HTTP_TYPE.match(row.type):
        return True
    is_metadata = normalize_name(row.name) == "httpmeta"
    return is_metadata and _HTTP_METADATA.search(row.type) is not None


def _example_names(examples: tuple[Json, ...]) -> set[str]:
    """Return the normalized field names in an example that is an object."""
    if not examples or not isinstance(examples[0], dict):
        return set()
    example: dict[str, Json] = {**examples[0]}
    return {normalize_name(key) for key in example}


def _read_type(
    row: Row, outline: Outline, types: TypeReader, notes: list[Note]
) -> ParsedType | None:
    """Read the type of a row; return UNKNOWN if it cannot be parsed, None for an invalid row.

    Both add a note.
    """
    if not row.name or not row.type:
        origin = outline.page.origin(row.line.number)
        width = len(row.line.text)
        notes.append(INVALID_ROW.at(origin, "this row has no field name or no type", width=width))
        return None
    parsed = types.read(row.type, outline.folder)
    if parsed is None:
        origin = outline.page.origin(row.line.number, column_of(row.line.text, row.type))
        notes.append(unknown_type_note(row.type, origin, row.name))
    return parsed or ParsedType(UNKNOWN)


def _unescape_name(name: str, outline: Outline) -> str:
    """Remove the suffix from a name that would be a reserved word or (in C#) the class's name."""
    is_class_name = name[:1].isupper() and name == f"{outline.title}Value"
    if is_class_name and all(row.name != outline.title for row in outline.rows):
        return outline.title
    return ESCAPED_NAMES.conclude(EscapedName(name, name.rstrip("_"))) or name


def _read_field(
    row: Row, parsed: ParsedType, outline: Outline, examples: tuple[Json, ...]
) -> Field:
    documented_name = row.name
    name = _unescape_name(documented_name, outline)
    description = read_description(decode_cell(row.description))
    is_struck_through = row.name_cell.startswith("~~")
    required = read_answer(row.required) is True
    return Field(
        name=name,
        documented_name=documented_name if documented_name != name else "",
        type=required_type(parsed, required),
        presence=presence_of(required),
        doc=description.text,
        deprecation=description.deprecation or (DEPRECATED if is_struck_through else None),
        examples=examples,
        inferred=inferences("escaped-names", "name") if documented_name != name else (),
        origin=outline.page.origin(row.line.number, column_of(row.line.text, documented_name)),
    )
