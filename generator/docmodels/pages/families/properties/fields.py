"""Convert a table row to a field: type with enum, nullability and constraints, and default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_LITERAL, MISSING_ENUM_VALUES
from docmodels.inference.containers_from_names import CONTAINERS_FROM_NAMES, InnermostType
from docmodels.inference.types_from_defaults import TYPES_FROM_DEFAULTS, PrintedDefault
from docmodels.inference.types_from_descriptions import TYPES_FROM_DESCRIPTIONS, DescribedType
from docmodels.inference.types_from_names import TYPES_FROM_NAMES, NamedType
from docmodels.ir import (
    DEPRECATED,
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Boolean,
    ConstraintValues,
    Default,
    Enum,
    EnumMember,
    Field,
    Inference,
    Integer,
    Json,
    Map,
    Null,
    Nullable,
    Number,
    Ref,
    Scalar,
    String,
    Type,
    Union,
    access_of,
    array_constraints,
    inferences,
    nullable,
    presence_of,
    with_constraints,
)
from docmodels.ir.traverse import map_children
from docmodels.pages import literals
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.properties import enums
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.detail import Methods, decode_description
from docmodels.pages.families.properties.rows import Row
from docmodels.pages.languages import plain_cell
from docmodels.pages.markdown import Page
from docmodels.pages.type_vocabulary import ParsedType

_PLAIN = re.compile(r"\w+")
_SQL_TYPES: dict[str, Type] = {"text": STRING, "int": INTEGER}
"""The base type of an enum, by the SQL type that the ktorm generator prints."""
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_VARIANT_ONLY = "nulltype.Null"


class TableContext(Struct, frozen=True):
    """The parts of a page that complete the rows of its table.

    `class_name` is the name of the model's class as printed. `enums_by_class` are enum sections by
    the class name in their heading, `enums_by_field` by the documented field name in their only
    row; the heading of the latter is the wire name. `has_notes`: the table has a notes column, so a
    field without `[optional]` is required.
    """

    page: Page
    class_name: str = ""
    enums_by_class: Mapping[str, enums.EnumSection] = field(
        default_factory=dict[str, enums.EnumSection]
    )
    enums_by_field: Mapping[str, enums.EnumSection] = field(
        default_factory=dict[str, enums.EnumSection]
    )
    methods: Methods | None = None
    has_notes: bool = True


def read_field(row: Row, table: TableContext, context: Context) -> tuple[Field, str]:
    """Convert a row to a field; return it with the enum member name that is its default, or ""."""
    page = table.page
    doc = decode_description(row.description, context.language.description_rewrites)
    doc, suffix_enum = enums.split_enum_suffix(doc)
    if suffix_enum is not None:
        context.enum_suffixes.add((page.path, row.line))
    parsed = _read_type(row, page, context)
    enum_type = context.language.enum_type
    if enum_type is not None and not enum_type.search(row.type):
        context.plain_fields.add((page.path, row.line))
    elif enum_type is not None:
        context.enum_fields.add((page.path, row.line))
    type, wire = _with_section_enum(row, parsed.type, table, context)
    if isinstance(type, Union | String):
        type = _without_ambiguity(row, type, doc, context)
    if "innermost-types" in context.language.traits:
        type = CONTAINERS_FROM_NAMES.conclude(InnermostType(row.name, type, doc)) or type
    if suffix_enum is not None:
        type = map_innermost(type, lambda leaf: cast_enum(suffix_enum, leaf))
    elif row.remarks.values:
        type = _with_remarks_enum(row, type)
    if row.remarks.constraints:
        type = _with_constraints(type, row.remarks.constraints)
    type = _with_nullability(row, type, parsed, table)
    default, symbol = None, ""
    if row.remarks.default is not None:
        default, symbol, type = _read_default(row, row.remarks.default, type, table, context)
    name, documented, inferred = _names(row, wire or printed_wire_name(row), context)
    required = table.has_notes and not row.remarks.optional and row.remarks.default != _VARIANT_ONLY
    required = required and (row.remarks.required or not context.marks_required)
    if required and row.remarks.may_be_constant:
        context.possible_constants.add((page.path, row.line))
    if not table.has_notes or row.remarks.default == _VARIANT_ONLY:
        inferred = (*inferred, *inferences("unprinted-presence", "required"))
    field = Field(
        name=name,
        type=type,
        presence=presence_of(required),
        default=default,
        documented_name=documented,
        doc=doc,
        access=access_of(row.remarks.read_only, row.remarks.write_only),
        deprecation=DEPRECATED if row.remarks.deprecated else None,
        inferred=inferred,
        origin=page.origin(row.line, row.column),
    )
    return field, symbol


def _read_type(row: Row, page: Page, context: Context) -> ParsedType:
    if (enum := enums.read_type_cell(row.type)) is not None:
        return ParsedType(enum)
    return context.read_type(row.type) or note_unknown_type(row, page, context)


def note_unknown_type(row: Row, page: Page, context: Context) -> ParsedType:
    """Add a note that a type cell is not in the grammar, and return the unknown type for it."""
    column = page.plain.lines[row.line - 1].find(row.type, row.column) + 1
    origin = page.origin(row.line, max(column, 1))
    context.notes.append(unknown_type_note(row.type, origin))
    return ParsedType(UNKNOWN)


def printed_wire_name(row: Row) -> str:
    """Return the wire name that the ktorm generator prints beside the documented name, or ""."""
    if row.extra and _PLAIN.fullmatch(row.extra[0]):
        return row.extra[0]
    return plain_cell(row.type) if row.extra and "](#" in row.type else ""


def _names(row: Row, wire: str, context: Context) -> tuple[str, str, tuple[Inference, ...]]:
    """Return the wire name, the documented name if it differs, and the inferred facts."""
    if wire:
        return wire, row.name if wire != row.name else "", ()
    unescaped = context.unescape_name(row.name)
    if unescaped != row.name:
        return unescaped, row.name, inferences("escaped-names", "name")
    return row.name, "", ()


# --- enums of one field ---------------------------------------------------------------------------


def _without_ambiguity(row: Row, type: Union | String, doc: str, context: Context) -> Type:
    """Return what an ambiguous type name means for this field, if its text or its name shows that."""
    is_text = context.language.literal_syntax == "r"
    if not is_text and isinstance(type, String):
        return type
    described = (
        TYPES_FROM_DESCRIPTIONS.conclude(DescribedType(type, row.name, doc, is_text)) or type
    )
    if row.remarks.default is not None:
        return described
    return TYPES_FROM_NAMES.conclude(NamedType(described, row.name, is_text)) or described


def _with_section_enum(
    row: Row, type: Type, table: TableContext, context: Context
) -> tuple[Type, str]:
    """Replace the type of a field by its enum section; return it with the wire name, or ""."""
    cell = row.type
    if "](#" in cell:
        if (section := table.enums_by_field.get(row.name)) is not None:
            return _read_inline_enum(row, type, section, context), section.title
        return _replace_enum_class(row, type, table, context), ""
    if table.enums_by_class:
        section = _enum_of_field(row, table)
        if section is not None and (enum := section.to_enum()) is not None:
            return map_innermost(type, lambda leaf: cast_enum(enum, leaf)), ""
    if cell.strip("*`") == "inline":
        _note_missing_values(row, table, context)
        return UNKNOWN, ""
    return type, ""


def _enum_of_field(row: Row, table: TableContext) -> enums.EnumSection | None:
    """Return the enum section whose class is made of the field's name, or is the type cell.

    JavaScript and old pages of TypeScript print `FeeLevelEnum` for the field `feeLevel`, TypeScript
    prefixes that with the class of the model (`ReqFeeLevelEnum`).
    """
    names = (f"{row.name}Enum", f"{table.class_name}{row.name}Enum", plain_cell(row.type))
    keys = map(enums.lookup_key, names)
    return next((table.enums_by_class[key] for key in keys if key in table.enums_by_class), None)


def _replace_enum_class(row: Row, type: Type, table: TableContext, context: Context) -> Type:
    """Replace the class name of an enum, alone or in a container, by the enum (Java, Scala)."""

    def replace_class(inner: Type) -> Type:
        if isinstance(inner, Ref):
            section = table.enums_by_class.get(enums.lookup_key(inner.name))
            enum = section.to_enum() if section is not None else None
            if enum is None and _links_to_heading(row, inner.name, context):
                return inner
            if enum is None:
                _note_missing_values(row, table, context)
                return _put_in_container(row, _SQL_TYPES.get(_sql_type(row), UNKNOWN), context)
            return enums.with_texts(enum) if section is not None and section.allowed else enum
        return map_children(inner, replace_class)

    return replace_class(type)


def _anchor(row: Row) -> str:
    """Return the anchor that the type cell of a row links to; formatters encode its characters."""
    return unquote(row.type.rpartition("](#")[2].rstrip(")*` "))


def _links_to_heading(row: Row, name: str, context: Context) -> bool:
    """Whether a cell links to the heading of a model in a document of several.

    Anchors of headings are in lower case; generators print those of enums in the case of the class.
    """
    anchor = _anchor(row)
    return anchor == anchor.lower() and name.lower() in context.names


def _read_inline_enum(row: Row, type: Type, section: enums.EnumSection, context: Context) -> Type:
    """Read the enum of a cell `inline` from the row of its section (Kotlin).

    The target of the cell's link is the container. The values `1.5, 2.0` are numbers or strings
    (versions), so such an enum is open and has no base type.
    """
    enum = enums.read_list(section.pairs[0][1])
    if enum is None:
        return type
    base = _SQL_TYPES.get(_sql_type(row))
    if base is None and all(_DECIMAL.fullmatch(str(member.value)) for member in enum.members):
        if any(isinstance(member.value, str) for member in enum.members):
            enum = replace(enum, closed=False, base=None)
        enum = enums.with_texts(enum)
    return _put_in_container(row, cast_enum(enum, base), context)


def _put_in_container(row: Row, item: Type, context: Context) -> Type:
    """Put `item` into the container that the target of the cell's link names, if any."""
    container = context.read_type(_anchor(row))
    if container is None or isinstance(container.type, Ref):
        return item
    return map_innermost(container.type, lambda _: item)


def _sql_type(row: Row) -> str:
    """Return the first word of the SQL type that the ktorm generator prints, or ""."""
    return row.extra[1].partition(" ")[0] if len(row.extra) > 1 else ""


def _note_missing_values(row: Row, table: TableContext, context: Context) -> None:
    context.enum_fields.add((table.page.path, row.line))
    origin = table.page.origin(row.line, row.column)
    context.notes.append(
        MISSING_ENUM_VALUES.at(
            origin,
            f"`{row.name}` is an enum whose values the page does not print",
            width=len(row.name),
        )
    )


def _with_remarks_enum(row: Row, type: Type) -> Type:
    """Replace the innermost type by the enum in the notes cell (R, Python 5)."""
    values = row.remarks.values
    enum = enums.read_quoted_list(values) if row.remarks.quoted else enums.read_list(values)
    return type if enum is None else map_innermost(type, lambda leaf: cast_enum(enum, leaf))


def map_innermost(type: Type, transform: Callable[[Type], Type]) -> Type:
    """Apply `transform` to the type inside all arrays, maps and nullable types."""
    if isinstance(type, Array | Map | Nullable):
        return map_children(type, lambda inner: map_innermost(inner, transform))
    return transform(type)


def cast_enum(enum: Enum, base: Type | None) -> Enum:
    """Convert the values of an enum to the base type: `1` becomes a string if `base` is string."""
    if not isinstance(base, Scalar):
        return enum
    if base.kind == "string" and enum.base != "string":
        members = (replace(m, value=_value_as_text(m)) for m in enum.members)
        return replace(enum, members=tuple(members), base="string")
    if base.kind == "number" and enum.base == "integer":
        return replace(enum, base="number")
    return enum


def _value_as_text(member: EnumMember) -> str | None:
    match member.value:
        case None:
            return None
        case bool():
            return str(member.value).lower()
        case _:
            return str(member.value)


# --- null, constraints, default -------------------------------------------------------------------


def _with_nullability(row: Row, type: Type, parsed: ParsedType, table: TableContext) -> Type:
    """Make the type nullable by `[nullable]`, Go's `SetXNil` or Rust's `Option` if required."""
    if row.remarks.nullable:
        return nullable(type)
    if table.methods is not None and row.name in table.methods.nullable:
        return nullable(type)
    if parsed.optional and not row.remarks.optional and row.type.startswith(("Option<", "Option&")):
        return nullable(type)
    return type


def _with_constraints(type: Type, constraints: ConstraintValues) -> Type:
    match type:
        case Nullable(inner):
            return nullable(_with_constraints(inner, constraints))
        case String() | Integer() | Number() | Boolean() | Null():
            return with_constraints(type, constraints)
        case Array():
            limits = {**constraints, "unique_items": type.constraints.unique_items}
            return replace(type, constraints=array_constraints(limits))
        case _:
            return type


def _read_default(
    row: Row, printed: str, type: Type, table: TableContext, context: Context
) -> tuple[Default | None, str, Type]:
    """Read a default; return its value, the name of its enum member or "", and the field's type.

    R prints booleans as `character`: a default `TRUE` or `FALSE` makes the type boolean. A default
    of an ambiguous type selects one member of its union. Markdown pages print the value of a member in
    place of its name, so that it is a default, too, if no page has the values of the enum. Python 5
    prints the default null of a string as `"null"`. Templates that repeat the type in place of a
    value print no default.
    """
    if _is_class(printed) and printed == plain_cell(row.type):
        return None, "", type
    syntax = context.language.literal_syntax
    if syntax == "r" and printed in ("TRUE", "FALSE"):
        type = _select_type(type, printed == "TRUE")
    try:
        default = literals.read_default(printed, type, syntax)
    except literals.LiteralSyntaxError:
        origin = table.page.origin(row.line, row.column)
        message = f"cannot read the default `{printed[:80]}` of `{row.name}`"
        context.notes.append(INVALID_LITERAL.at(origin, message, marked=printed))
        return None, "", type
    match default:
        case literals.Symbol(name):
            return Default(value=name) if syntax == "raw" else None, name, type
        case Default("null") if isinstance(type, Nullable) and type.type == STRING:
            return None, "", type
        case Default(value):
            return default, "", _select_type(type, value)
        case None:
            return None, "", type


def _is_class(printed: str) -> bool:
    """Whether a printed default may be a class name or a generic type; `string` may be a value."""
    return printed[:1].isupper() or "<" in printed or "." in printed


def _select_type(type: Type, default: Json) -> Type:
    """Return the type of the default if the name of the type is ambiguous."""
    return TYPES_FROM_DEFAULTS.conclude(PrintedDefault(type, default)) or type
