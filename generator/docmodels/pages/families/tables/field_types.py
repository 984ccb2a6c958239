"""Operations on the types of fields: values, constraints, defaults, and what samples show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace as evolve

from docmodels.inference.types_from_examples import kind_of
from docmodels.ir import (
    STRING,
    UNKNOWN,
    Array,
    Enum,
    Integer,
    Json,
    Nullable,
    Number,
    Ref,
    Scalar,
    String,
    Type,
    nullable,
    with_constraints,
)
from docmodels.ir.algebra import union_of
from docmodels.pages.families.tables.columns import Columns
from docmodels.pages.families.tables.outline import Row
from docmodels.pages.families.tables.type_cells import ANY_OBJECT, TIMESTAMP, TypeCell
from docmodels.pages.families.tables.values import (
    enum_of,
    read_bounds,
    read_literal,
    read_number,
    value_type,
)
from docmodels.pages.families.tables.words import words

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FORMATS = {"date-time": _DATE_TIME, "date": _DATE}


def non_null(type: Type) -> Type:
    """Return a type without null."""
    return type.type if isinstance(type, Nullable) else type


def is_placeholder(value: Json) -> bool:
    """Return whether a value of a sample names a type: `"string"`, `"string (identifier)"`."""
    return isinstance(value, str) and value.partition("(")[0].strip().lower() in words().types


def is_vague(type: Type) -> bool:
    """Return whether a sample shows more than the type: any value, or items of any type."""
    inner = non_null(type)
    return inner in (UNKNOWN, TIMESTAMP) or inner == Array(items=UNKNOWN)


def is_bare(type: Type) -> bool:
    """Return whether a type is an object, or an array of them, without a description."""
    inner = non_null(type)
    return inner in (ANY_OBJECT, Array(items=ANY_OBJECT), Array(items=UNKNOWN))


def with_model(type: Type, model: str) -> Type:
    """Return a bare type with a reference to a model in place of the object."""
    match type:
        case Nullable(inner):
            return nullable(with_model(inner, model))
        case Array():
            return Array(items=Ref(name=model))
        case _:
            return Ref(name=model)


def array_depth(type: Type) -> int:
    """Return how many arrays are around the innermost type."""
    depth = 0
    while isinstance(type, Array):
        type, depth = non_null(type.items), depth + 1
    return depth


def typed_enum(values: Sequence[Json], type: Type, closed: bool) -> Enum | None:
    """Return an enum if the values are of the type of a field."""
    try:
        typed = [read_literal(str(value), value_type(type)) for value in values]
    except ValueError:
        return None
    return enum_of(typed, closed)


def replace_values(type: Type, enum: Enum) -> Type:
    """Return a type with an enum in place of its innermost type."""
    match type:
        case Nullable(inner):
            return nullable(replace_values(inner, enum))
        case Array(items):
            return evolve(type, items=replace_values(items, enum))
        case _:
            return enum


def with_table_constraints(type: Type, cell: TypeCell, row: Row, columns: Columns) -> Type:
    """Return a type with the length and the bounds that columns and the type cell state."""
    if isinstance(type, Nullable):
        return nullable(with_table_constraints(type.type, cell, row, columns))
    if isinstance(type, String) and not type.format:
        lengths = {role: _length(columns.cell(row.cells, role)) for role in _LENGTHS}
        if cell.max_length:
            lengths["max_length"] = cell.max_length
        return _constrained(type, lengths)
    if isinstance(type, (Integer, Number)):
        stated = {role: read_number(columns.cell(row.cells, role)) for role in _BOUNDS}
        bounds = {**stated, **dict(read_bounds(columns.cell(row.cells, "values")).values)}
        if cell.minimum is not None and bounds["minimum"] is None:
            bounds["exclusive_minimum" if cell.is_exclusive else "minimum"] = cell.minimum
        return _constrained(type, bounds)
    return type


_BOUNDS = ("minimum", "maximum")
_LENGTHS = ("min_length", "max_length")


def _constrained(type: Scalar, limits: Mapping[str, int | float | None]) -> Type:
    stated = {name: limit for name, limit in limits.items() if limit is not None}
    return with_constraints(type, stated) if stated else type


def _length(text: str) -> int | None:
    digits = text.strip("` *")
    is_length = digits.isascii() and digits.isdigit() and 0 < len(digits) < 10
    return int(digits) or None if is_length else None


def widen(type: Type, values: Sequence[Json]) -> Type:
    """Return a type that also accepts the values of the page's own samples."""
    inner = non_null(type)
    if isinstance(inner, String) and inner.format in _FORMATS:
        texts = [value for value in values if isinstance(value, str)]
        if not all(_FORMATS[inner.format].fullmatch(text) for text in texts):
            type = nullable(STRING) if isinstance(type, Nullable) else STRING
    kinds = [kind for value in values if (kind := kind_of(value)) is not None]
    extra = [kind for kind in dict.fromkeys(kinds) if not _accepts(type, kind, values)]
    widened = union_of([type, *extra]) if extra else type
    return nullable(widened) if None in values and not isinstance(widened, Nullable) else widened


def _accepts(type: Type, kind: Type, values: Sequence[Json]) -> bool:
    """Return whether a type accepts the kind of a value of a sample."""
    match non_null(type):
        case String():
            return isinstance(kind, String)
        case Integer():
            numbers = [value for value in values if isinstance(value, float)]
            return isinstance(kind, Number) and not numbers
        case Number():
            return isinstance(kind, Number)
        case _:
            return True


def default_value(text: str, type: Type) -> Json:
    """Read a default of a type. Raises `ValueError` if it is none."""
    match type:
        case Enum(members) as enum:
            values = [member.value for member in members if str(member.value) == text.strip("\"'")]
            if values:
                return values[0]
            if not enum.closed and enum.base == "string":
                return read_literal(text, STRING)
            raise ValueError(text)
        case Nullable(inner):
            return default_value(text, inner)
        case _:
            return read_literal(text, type)
