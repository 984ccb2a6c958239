"""Read the rows of a `Fields` table as fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL, INVALID_ROW
from docmodels.inference.escaped_names import ESCAPED_NAMES, EscapedName
from docmodels.ir import (
    STRING,
    UNKNOWN,
    Array,
    Const,
    Default,
    Field,
    Json,
    Map,
    Nullable,
    Scalar,
    Type,
    Union,
    access_of,
    inferences,
    nullable,
    presence_of,
)
from docmodels.ir.drafts import normalize_name
from docmodels.ir.equality import distinct
from docmodels.ir.traverse import map_children
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.apimatic.pages import Model, Row
from docmodels.pages.families.apimatic.remarks import Remarks, apply_constraints, read_remarks
from docmodels.pages.families.apimatic.reserved import RESERVED_WORDS
from docmodels.pages.families.apimatic.samples import DATE_TIME_PLACEHOLDER, format_of
from docmodels.pages.families.apimatic.type_names import TIME, TypeReader
from docmodels.pages.languages import Language
from docmodels.pages.literals import LiteralSyntaxError, Symbol, read_default
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_PREFIXED = re.compile(r"[mM]_?(?P<word>[A-Z]?[a-z]+)$")
_LINKED_ARRAY = re.compile(r"\[`\??array`\]\(")

FindName: TypeAlias = Callable[[str], str | None]
"""Looks up a normalized name in samples, and returns the name as the samples have it."""


class ModelContext(Struct):
    """One model, the samples of its fields by normalized name, and the list that notes go to."""

    model: Model
    types: TypeReader
    language: Language
    wire_names: Mapping[str, str]
    sample_values: Mapping[str, Json]
    notes: list[Note]
    enum_defaults: dict[str, str] = field(default_factory=dict[str, str])


def read_field(row: Row, context: ModelContext) -> tuple[Field, str] | None:
    """Read a row as a field and the union mode that its description states ("" without one).

    Returns None, with a note, if the row has too few cells or no name.
    """
    line = row.line
    origin = context.model.page.origin(line.number, column_of(line.text, row.cells[0]) + 1)
    if len(row.cells) < 4 or not (documented_name := _strip_code_marks(row.cells[0])):
        context.notes.append(
            INVALID_ROW.at(origin, "a row without a name, a type and tags is skipped")
        )
        return None
    tags = {tag.strip() for tag in row.cells[2].split(",")}
    remarks = read_remarks(row.cells[3])
    name, is_sampled = _find_wire_name(documented_name, context.wire_names.get)
    required = "Required" in tags
    type = read_type_cell(row, 1, context)
    key = normalize_name(name)
    sample = context.sample_values.get(key)
    type = _apply_sample_format(_apply_sample_container(type, row.cells[1], sample), sample)
    type = apply_constraints(
        _resolve_nullability(type, row.cells[1], required, context.language), remarks.constraints
    )
    if key in context.sample_values and sample is None:
        type = nullable(type)
    type = _apply_union_mode(type, remarks.mode)
    type, default = _read_constant(type, remarks, "Constant" in tags, context)
    if default is None and "Constant" not in tags:
        default = _read_field_default(name, type, remarks, row, context)
    field = Field(
        name=name,
        type=type,
        presence=presence_of(required),
        default=default,
        documented_name=documented_name if name != documented_name else "",
        doc=remarks.doc,
        access=access_of("Read-only" in tags, "Write-only" in tags),
        inferred=(
            () if is_sampled or name == documented_name else inferences("escaped-names", "name")
        ),
        origin=origin,
    )
    return field, remarks.mode


def _strip_code_marks(cell: str) -> str:
    return cell.strip("` ").replace("\\", "")


def _find_wire_name(documented_name: str, find: FindName) -> tuple[str, bool]:
    """Return the wire name and whether an example contains it.

    The generator prefixes reserved words with `m`; the prefix is removed.
    """
    name = find(normalize_name(documented_name))
    if name is not None:
        return name, True
    match = _PREFIXED.fullmatch(documented_name)
    if match is None:
        return documented_name, False
    word = match["word"]
    if (name := find(normalize_name(word))) is not None:
        return name, True
    unescaped = word if word.lower() in RESERVED_WORDS else ""
    return ESCAPED_NAMES.conclude(EscapedName(documented_name, unescaped)) or documented_name, False


def apply_wire_name(field: Field, find: FindName) -> Field:
    """Set the wire name of a field from examples of other pages, in which `find` looks it up."""
    if field.documented_name and not field.inferred:
        return field
    documented_name = field.documented_name or field.name
    name, is_sampled = _find_wire_name(documented_name, find)
    if not is_sampled:
        return field
    return replace(
        field,
        name=name,
        documented_name=documented_name if name != documented_name else "",
        inferred=(),
    )


def read_type_cell(row: Row, index: int, context: ModelContext) -> Type:
    """Read a type cell; return UNKNOWN, with a note, if it cannot be parsed."""
    cell = row.cells[index]
    try:
        return context.types.read(cell).type
    except TypeSyntaxError:
        origin = context.model.page.origin(row.line.number, column_of(row.line.text, cell))
        context.notes.append(unknown_type_note(cell.strip("`"), origin))
        return UNKNOWN


def _resolve_nullability(type: Type, cell: str, required: bool, language: Language) -> Type:
    """Make a type nullable only if its mark means null.

    On an optional field, the mark only repeats that the field may be absent.
    """
    repeats_optional = "null-repeats-optional" in language.traits
    if not required and repeats_optional and isinstance(type, Nullable):
        return type.type
    if not required or "null-marks" not in language.traits:
        return type
    inner = cell.strip("[").strip("`")
    has_null_mark = inner.startswith(("*", "?")) or inner.split("`")[0].endswith("?")
    return nullable(type) if has_null_mark else type


def _apply_sample_container(type: Type, cell: str, sample: Json) -> Type:
    """Make a list of a linked `array` whose sample is a list; else it is a map."""
    if isinstance(type, Map) and isinstance(sample, list) and _LINKED_ARRAY.match(cell):
        return Array(items=type.values)
    return type


def _apply_sample_format(type: Type, sample: Json) -> Type:
    """Set the format of a date or date-time from a sample, where one class stands for both."""
    if type == STRING and sample == DATE_TIME_PLACEHOLDER:
        return replace(STRING, format="date-time")
    if isinstance(sample, list) and sample and isinstance(type, Array):
        return replace(type, items=_apply_sample_format(type.items, sample[0]))
    if isinstance(type, Nullable):
        return replace(type, type=_apply_sample_format(type.type, sample))
    if type == TIME:
        format = format_of(sample)
        return replace(STRING, format=format) if format else TIME
    return type


def resolve_date_formats(type: Type, formats: AbstractSet[str]) -> Type:
    """Set the format of the dates and date-times that no sample on their page shows.

    `formats` are those of all samples of fields with this name; if they differ, or there are none,
    the type is a string without a format.
    """
    if type == TIME:
        return replace(STRING, format=next(iter(formats)) if len(formats) == 1 else "")
    return map_children(type, lambda inner: resolve_date_formats(inner, formats))


def _apply_union_mode(type: Type, mode: str) -> Type:
    """Set the mode of a union in the type cell to the one that the description states."""
    match type:
        case Union() if mode == "oneOf":
            return replace(type, mode="oneOf")
        case Nullable(inner):
            return replace(type, type=_apply_union_mode(inner, mode))
        case Array(items):
            return replace(type, items=_apply_union_mode(items, mode))
        case _:
            return type


def _read_constant(
    type: Type, remarks: Remarks, is_constant: bool, context: ModelContext
) -> tuple[Type, Default | None]:
    """Return the type `Const` for a field with the tag `Constant` and a readable value."""
    text = remarks.value if remarks.value is not None else remarks.default
    if not is_constant or text is None:
        return type, None
    try:
        value = read_default(text, type, context.language.literal_syntax)
    except LiteralSyntaxError:
        return type, None
    if isinstance(value, Default) and isinstance(type, Scalar):
        return Const(value=value.value), None
    return type, None


def _read_field_default(
    name: str, type: Type, remarks: Remarks, row: Row, context: ModelContext
) -> Default | None:
    if remarks.default is None:
        return None
    try:
        default = read_default(remarks.default, type, context.language.literal_syntax)
    except LiteralSyntaxError:
        default = None
        origin = context.model.page.origin(
            row.line.number, column_of(row.line.text, remarks.default)
        )
        message = f"cannot read the default `{remarks.default}` of `{name}`"
        context.notes.append(INVALID_LITERAL.at(origin, message, width=len(remarks.default)))
    if isinstance(default, Symbol):
        return _resolve_symbol(name, default.name, context)
    return default


def _resolve_symbol(name: str, symbol: str, context: ModelContext) -> Default | None:
    """Return the value that an enum member's name stands for as a default.

    It is the value of the field's sample if the names match. C# pages print the value itself as the
    member. Otherwise the name is kept in `enum_defaults` for a later pass.
    """
    member = re.split(r"\.|::|\\", symbol)[-1]
    sample = context.sample_values.get(normalize_name(name))
    if isinstance(sample, str) and normalize_name(sample) == normalize_name(member):
        return Default(value=sample)
    names_value = "values-as-members" in context.language.traits
    if names_value and "." in symbol and not _PASCAL.fullmatch(member):
        return Default(value=member)
    context.enum_defaults[name] = member
    return None


def split_additional_properties(
    fields: list[Field], context: ModelContext
) -> tuple[list[Field], Type | None]:
    """Return the declared fields and the type of additional properties (None without any).

    The type is stated by a row `AdditionalProperties` of the table, or by a sentence of the page.
    """
    additional_type = context.model.additional_type
    declared = [
        item
        for item in fields
        if normalize_name(item.documented_name or item.name) != "additionalproperties"
    ]
    additional = [item for item in fields if item not in declared]
    if not additional_type and not (additional and isinstance(additional[-1].type, Map)):
        return fields, None
    value_type: Type = UNKNOWN
    if additional and isinstance(additional[-1].type, Map):
        value_type = additional[-1].type.values
    elif additional_type:
        try:
            value_type = context.types.read(additional_type).type
        except TypeSyntaxError:
            value_type = UNKNOWN
    return declared, value_type


def read_union(rows: list[Row], context: ModelContext) -> Type:
    """Read the `Cases` table of a container page as a union."""
    members = distinct(
        resolve_date_formats(read_type_cell(row, 0, context), frozenset()) for row in rows
    )
    if UNKNOWN in members or not members:
        return UNKNOWN
    return members[0] if len(members) == 1 else Union(members=tuple(members), mode="anyOf")
