"""A row of a table becomes a field: its type with enum, null and constraints, and its default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_LITERAL, MISSING_ENUM_VALUES, UNKNOWN_TYPE
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NO_CONSTRAINTS,
    STRING,
    UNKNOWN,
    Array,
    Constraints,
    Default,
    Enum,
    EnumMember,
    Field,
    Map,
    Nullable,
    Ref,
    Scalar,
    Type,
)
from docmodels.ir.traverse import map_children
from docmodels.pages import literals
from docmodels.pages.families.properties import enums
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.detail import Methods, description
from docmodels.pages.families.properties.language_detection import plain
from docmodels.pages.families.properties.rows import Row
from docmodels.pages.languages import narrowed
from docmodels.pages.markdown import Page
from docmodels.pages.type_vocabulary import Reading, nullable

_PLAIN = re.compile(r"\w+")
_SQL: dict[str, Type] = {"text": STRING, "int": INTEGER}
"""What the ktorm generator's SQL type says of an enum that has lost its values."""
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_VARIANT_ONLY = "nulltype.Null"


@dataclass(frozen=True)
class Surroundings:
    """What else the page says about its fields.

    `by_class` are enum sections by the class name in their heading, `by_field` by the documented
    field name in their only row; their heading is the wire name. `requires`: the table has notes,
    so that a field without `[optional]` is required.
    """

    page: Page
    by_class: Mapping[str, enums.Printed] = field(default_factory=dict[str, enums.Printed])
    by_field: Mapping[str, enums.Printed] = field(default_factory=dict[str, enums.Printed])
    methods: Methods | None = None
    requires: bool = True


def field_of(row: Row, around: Surroundings, context: Context) -> tuple[Field, str]:
    """Make a field of a row; the second value is a default that is a symbol, if it is one."""
    page = around.page
    doc = description(row.description, context.language.name)
    doc, suffix = enums.described(doc)
    reading = context.read(row.type) or unread(row, page, context)
    type, wire = _with_enum(row, reading.type, around, context)
    type = context.language.opened(row.name, type, doc)
    if suffix is not None:
        type = deepest(type, lambda leaf: cast(suffix, leaf))
    elif row.remarks.values:
        type = _remarked(row, type)
    context.count(row.type, type)
    if row.remarks.constraints is not NO_CONSTRAINTS:
        type = _constrained(type, row.remarks.constraints)
    type = _with_null(row, type, reading, around)
    default, symbol = None, ""
    if row.remarks.default is not None:
        default, symbol, type = _default(row, row.remarks.default, type, around, context)
    name, documented, inferred = _named(row, wire or mapped(row), context)
    required = around.requires and not row.remarks.optional and row.remarks.default != _VARIANT_ONLY
    if not around.requires or row.remarks.default == _VARIANT_ONLY:
        inferred = (*inferred, "required")
    made = Field(
        name=name,
        type=type,
        required=required,
        default=default,
        documented_name=documented,
        doc=doc,
        read_only=row.remarks.read_only,
        write_only=row.remarks.write_only,
        deprecated=row.remarks.deprecated,
        inferred=inferred,
        origin=page.origin(row.line, row.column),
    )
    return made, symbol


def unread(row: Row, page: Page, context: Context) -> Reading:
    """Note a type cell in no known form, at its place, and take it for anything."""
    column = page.document.lines[row.line - 1].find(row.type, row.column) + 1
    origin = page.origin(row.line, max(column, 1))
    message = f"cannot read the type `{row.type[:80]}`" if row.type else "the type cell is empty"
    context.notes.append(UNKNOWN_TYPE.at(origin, message, width=max(len(row.type), 1)))
    return Reading(UNKNOWN)


def mapped(row: Row) -> str:
    """Give the wire name that the ktorm generator prints beside the documented one."""
    if row.extra and _PLAIN.fullmatch(row.extra[0]):
        return row.extra[0]
    return plain(row.type) if row.extra and "](#" in row.type else ""


def _named(row: Row, wire: str, context: Context) -> tuple[str, str, tuple[str, ...]]:
    """Give wire name, documented name and what of it is inferred."""
    if wire:
        return wire, row.name if wire != row.name else "", ()
    bare = context.bare_name(row.name)
    if bare != row.name:
        return bare, row.name, ("name",)
    return row.name, "", ()


# --- enums of one field ----------------------------------------------------------------------------


def _with_enum(row: Row, type: Type, around: Surroundings, context: Context) -> tuple[Type, str]:
    """Put the enum of the field, printed in a section of its own, in the place of its class."""
    cell = row.type
    if "](#" in cell:
        if (section := around.by_field.get(row.name)) is not None:
            return _listed(row, type, section, context), section.title
        return _of_class(row, type, around, context), ""
    if around.by_class:
        section = around.by_class.get(enums.key(f"{row.name}enum")) or around.by_class.get(
            enums.key(plain(cell))
        )
        if section is not None and (found := section.enum()) is not None:
            return deepest(type, lambda leaf: cast(found, leaf)), ""
    if cell.strip("*`") == "inline":
        _lost(row, around, context)
        return UNKNOWN, ""
    return type, ""


def _of_class(row: Row, type: Type, around: Surroundings, context: Context) -> Type:
    """Java, scala: the cell names the class of the enum, alone or inside a container."""

    def put(inner: Type) -> Type:
        if isinstance(inner, Ref):
            section = around.by_class.get(enums.key(inner.name))
            found = section.enum() if section is not None else None
            if found is None:
                _lost(row, around, context)
                return _contained(row, _SQL.get(_sql(row), UNKNOWN), context)
            return found
        return map_children(inner, put)

    return put(type)


def _listed(row: Row, type: Type, section: enums.Printed, context: Context) -> Type:
    """Kotlin: the cell says `inline`; the link's target tells the container, one row the values.

    `1.5, 2.0` are numbers or the names of versions: such an enum takes anything else too.
    """
    found = enums.listed(section.pairs[0][1])
    if found is None:
        return type
    base = _SQL.get(_sql(row))
    if base is None and all(_DECIMAL.fullmatch(str(member.value)) for member in found.members):
        if any(isinstance(member.value, str) for member in found.members):
            found = replace(found, closed=False, base=None)
    return _contained(row, cast(found, base), context)


def _contained(row: Row, item: Type, context: Context) -> Type:
    """Put `item` into the container that the target of the cell's link is."""
    outer = context.read(row.type.rpartition("](#")[2].rstrip(")*` "))
    if outer is None or isinstance(outer.type, Ref):
        return item
    return deepest(outer.type, lambda _: item)


def _sql(row: Row) -> str:
    """Give the first word of the ktorm generator's SQL type."""
    return row.extra[1].partition(" ")[0] if len(row.extra) > 1 else ""


def _lost(row: Row, around: Surroundings, context: Context) -> None:
    origin = around.page.origin(row.line, row.column)
    context.notes.append(
        MISSING_ENUM_VALUES.at(
            origin,
            f"`{row.name}` is an enum whose values the page does not print",
            width=len(row.name),
        )
    )


def _remarked(row: Row, type: Type) -> Type:
    """R, python 5: the values stand in the notes."""
    values = row.remarks.values
    found = enums.quoted(values) if row.remarks.quoted else enums.listed(values)
    return type if found is None else deepest(type, lambda leaf: cast(found, leaf))


def deepest(type: Type, put: Callable[[Type], Type]) -> Type:
    """Change what is inside all lists, maps and nulls."""
    if isinstance(type, Array | Map | Nullable):
        return map_children(type, lambda inner: deepest(inner, put))
    return put(type)


def cast(found: Enum, base: Type | None) -> Enum:
    """Make the values those of the base type: `1` of a string type is text."""
    if not isinstance(base, Scalar):
        return found
    if base.kind == "string" and found.base != "string":
        made = (replace(m, value=_text(m)) for m in found.members)
        return replace(found, members=tuple(made), base="string")
    if base.kind == "number" and found.base == "integer":
        return replace(found, base="number")
    return found


def _text(member: EnumMember) -> str | None:
    match member.value:
        case None:
            return None
        case bool():
            return str(member.value).lower()
        case _:
            return str(member.value)


# --- null, constraints, default --------------------------------------------------------------------


def _with_null(row: Row, type: Type, reading: Reading, around: Surroundings) -> Type:
    """Rust's `Option` of a required field, go's `SetXNil`, and notes that say so."""
    if row.remarks.nullable:
        return nullable(type)
    if around.methods is not None and row.name in around.methods.nullable:
        return nullable(type)
    if (
        reading.optional
        and not row.remarks.optional
        and row.type.startswith(("Option<", "Option&"))
    ):
        return nullable(type)
    return type


def _constrained(type: Type, found: Constraints) -> Type:
    match type:
        case Nullable(inner):
            return Nullable(type=_constrained(inner, found))
        case Scalar():
            return replace(type, constraints=found)
        case Array():
            unique = type.constraints.unique_items
            return replace(type, constraints=replace(found, unique_items=unique))
        case _:
            return type


def _default(
    row: Row, printed: str, type: Type, around: Surroundings, context: Context
) -> tuple[Default | None, str, Type]:
    """Read the default; R prints booleans as text, which only a default gives away."""
    syntax = context.language.literals
    if syntax == "r" and type == STRING and printed in ("TRUE", "FALSE"):
        type = BOOLEAN
    try:
        read = literals.read_default(printed, type, syntax)
    except literals.UnreadLiteral:
        origin = around.page.origin(row.line, row.column)
        message = f"cannot read the default `{printed[:80]}` of `{row.name}`"
        context.notes.append(INVALID_LITERAL.at(origin, message, marked=printed))
        return None, "", type
    match read:
        case literals.Symbol(name):
            return None, name, type
        case Default(value):
            return read, "", narrowed(type, value)
        case None:
            return None, "", type
