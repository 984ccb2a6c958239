"""Replace strings and stubs by the enums that their descriptions list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.enums_from_alternatives import ENUMS_FROM_ALTERNATIVES
from docmodels.inference.enums_from_constants import ENUMS_FROM_CONSTANTS
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.ir import (
    STRING,
    UNKNOWN,
    Default,
    Enum,
    EnumMember,
    Field,
    Inference,
    Integer,
    Nullable,
    Number,
    Object,
    Origin,
    Ref,
    ScalarKind,
    Type,
    inferences,
    is_inferred,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import map_children
from docmodels.pages.families.properties.context import Context
from docmodels.pages.literals import read_raw


class InferredEnum(Struct, frozen=True):
    """The values that a description lists, and the mark of the inference that reads them."""

    values: Sequence[str | int]
    inferred: tuple[Inference, ...]


class _Model(Struct, frozen=True):
    """The name of a model, the names of its fields, and the enum members that are defaults."""

    name: str
    field_names: frozenset[str]
    symbols: Mapping[str, str]

    @classmethod
    def of(cls, draft: Draft) -> _Model:
        """Return the model of a draft."""
        type = draft.definition.type
        fields = type.fields if isinstance(type, Object) else ()
        names = frozenset(field.name for field in fields)
        return cls(draft.definition.name, names, draft.enum_defaults)


def infer_enums(drafts: Sequence[tuple[Draft, Context]], notes: list[Note]) -> list[Draft]:
    """Replace scalar fields and stubs by an open enum if their description lists values.

    Append one note for all of them.
    """
    of_fields = _values_in_fields(drafts)
    inferred_drafts = [_infer_draft(draft, context, of_fields) for draft, context in drafts]
    origins = [
        origin
        for (before, _), after in zip(drafts, inferred_drafts, strict=True)
        if after is not before
        for origin in _origins(after)
    ]
    if origins:
        message = f"the values of {counted(len(origins), 'enum')} are only in descriptions"
        notes.append(ENUM_FROM_DESCRIPTION.at(origins[0], message))
    return inferred_drafts


def _with_fields(type: Object, fields: tuple[Field, ...]) -> Object:
    """Return the object with other fields; the object itself if they are identical."""
    is_same = all(new is old for new, old in zip(fields, type.fields, strict=True))
    return type if is_same else replace(type, fields=fields)


def _origins(draft: Draft) -> list[Origin | None]:
    """Return the origins of the inferred enums of a draft: its fields, or the definition itself."""
    type = draft.definition.type
    if not isinstance(type, Object):
        return [draft.definition.origin]
    return [field.origin for field in type.fields if is_inferred(field, "values")]


def _values_in_fields(drafts: Sequence[tuple[Draft, Context]]) -> dict[str, InferredEnum]:
    """Return the enums that descriptions of fields list, by the name of the model of these fields.

    The model has a page that shows no values; all descriptions that list values list the same ones.
    """
    stubs = {
        name: draft.definition.name
        for draft, context in drafts
        if draft.is_stub and not context.prints_enum_values
        for name in (draft.definition.name, *draft.aliases)
    }
    enums: dict[str, dict[Sequence[str | int], InferredEnum]] = {}
    for draft, _ in drafts if stubs else ():
        type = draft.definition.type
        model = _Model.of(draft)
        for field in type.fields if isinstance(type, Object) else ():
            target = field.type.type if isinstance(field.type, Nullable) else field.type
            if not field.doc or not isinstance(target, Ref) or target.name not in stubs:
                continue
            description = _describe(field, model, is_enum=field.name in model.symbols)
            if (enum := _infer_enum(description)) is not None:
                enums.setdefault(stubs[target.name], {})[enum.values] = enum
    return {
        name: next(iter(by_values.values()))
        for name, by_values in enums.items()
        if len(by_values) == 1
    }


def _infer_draft(draft: Draft, context: Context, of_fields: Mapping[str, InferredEnum]) -> Draft:
    """Infer the values of a draft; `of_fields` are enums by model that other pages show."""
    definition = draft.definition
    type = definition.type
    if draft.is_stub:
        description = Description(definition.doc, model=definition.name)
        enum = _infer_enum(description) or of_fields.get(definition.name)
        if enum is None:
            return draft
        inferred = (*definition.inferred, *enum.inferred)
        new_definition = replace(definition, type=_open_enum(enum.values), inferred=inferred)
        return replace(draft, definition=new_definition, is_stub=False)
    if not isinstance(type, Object):
        return draft
    model = _Model.of(draft)
    fields = tuple(_infer_field(field, context, model) for field in type.fields)
    return draft.with_type(_with_fields(type, fields))


def _infer_enum(description: Description) -> InferredEnum | None:
    if constants := ENUMS_FROM_CONSTANTS.conclude(description):
        return InferredEnum(constants, inferences("enums-from-constants", "values"))
    if values := ENUMS_FROM_DESCRIPTIONS.conclude(description):
        return InferredEnum(values, inferences("enums-from-descriptions", "values"))
    if alternatives := ENUMS_FROM_ALTERNATIVES.conclude(description):
        return InferredEnum(alternatives, inferences("enums-from-alternatives", "values"))
    return None


def _infer_field(field: Field, context: Context, model: _Model) -> Field:
    has_enum_type = _place(field) in context.enum_fields
    if context.prints_enum_values and not has_enum_type:
        return field
    is_enum = has_enum_type or field.name in model.symbols
    base = _base(field.type)
    is_lost = base is None and is_enum and field.type == UNKNOWN
    if not field.doc or (base is None and not is_lost) or _is_plain(field, context):
        return field
    enum = _infer_enum(_describe(field, model, is_enum, base not in (None, "string")))
    values = None if enum is None else _values_of(enum.values, base or "string")
    if enum is None or values is None:
        return field
    new_enum = _open_enum(values, base)
    new_type = new_enum if is_lost else _replace_base(field.type, new_enum)
    return replace(field, type=new_type, inferred=(*field.inferred, *enum.inferred))


def _describe(field: Field, model: _Model, is_enum: bool, is_number: bool = False) -> Description:
    """Return the evidence about the values of a field."""
    return Description(
        field.doc,
        _printed_default(field),
        is_field=True,
        is_enum=is_enum,
        is_number=is_number,
        symbol=model.symbols.get(field.name, ""),
        name=field.name,
        model=model.name,
        siblings=model.field_names,
    )


def _is_plain(field: Field, context: Context) -> bool:
    """Whether the type cell of a field shows that it is no enum."""
    return _place(field) in context.plain_fields


def _place(field: Field) -> tuple[str, int] | None:
    return None if field.origin is None else (field.origin.file, field.origin.line)


def _printed_default(field: Field) -> Default | None:
    """Return the default of a field; a number is compared as text."""
    default = field.default
    if default is not None and isinstance(default.value, int):
        return Default(value=str(default.value))
    return default


def _values_of(values: Sequence[str | int], base: str) -> Sequence[str | int] | None:
    """Return the values as values of the base type; None if one of them is no such value."""
    if base == "string":
        return values if all(isinstance(value, str) for value in values) else None
    raw_values = [read_raw(str(value)) for value in values]
    numbers = [value for value in raw_values if isinstance(value, int)]
    return numbers if len(numbers) == len(raw_values) else None


def _base(type: Type) -> Literal["string", "integer", "number"] | None:
    """Return the kind of a string or number, nullable or not; the items of arrays are not inferred."""
    match type:
        case Nullable(inner):
            return _base(inner)
        case Integer():
            return "integer"
        case Number(format=""):
            return "number"
        case _:
            return "string" if type == STRING else None


def _replace_base(type: Type, enum: Enum) -> Type:
    if isinstance(type, Nullable):
        return map_children(type, lambda inner: _replace_base(inner, enum))
    return enum


def _open_enum(values: Sequence[str | int], base: ScalarKind | None = None) -> Enum:
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base=base)
