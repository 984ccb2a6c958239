"""Replace strings and stubs by the enums that their descriptions list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.ir import (
    STRING,
    Enum,
    EnumMember,
    Field,
    Nullable,
    Object,
    Origin,
    ScalarKind,
    Type,
    inferences,
    is_inferred,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import map_children
from docmodels.pages.languages import Language


def infer_enums(drafts: Sequence[tuple[Draft, Language]], notes: list[Note]) -> list[Draft]:
    """Replace the type of string fields and of stubs by an open enum if a description lists values.

    Append one note for all of them.
    """
    inferred_drafts = [_infer_draft(draft, language) for draft, language in drafts]
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


def _origins(draft: Draft) -> list[Origin | None]:
    """Return the origins of the inferred enums of a draft: its fields, or the definition itself."""
    type = draft.definition.type
    if not isinstance(type, Object):
        return [draft.definition.origin]
    return [field.origin for field in type.fields if is_inferred(field, "values")]


def _infer_draft(draft: Draft, language: Language) -> Draft:
    definition = draft.definition
    type = definition.type
    if draft.is_stub:
        values = ENUMS_FROM_DESCRIPTIONS.conclude(Description(definition.doc))
        if values is None:
            return draft
        inferred = (*definition.inferred, *inferences("enums-from-descriptions", "values"))
        new_definition = evolve(definition, type=_open_enum(values), inferred=inferred)
        return replace(draft, definition=new_definition, is_stub=False)
    if language.prints_enum_values or not isinstance(type, Object):
        return draft
    fields = tuple(_infer_field(field) for field in type.fields)
    if all(new is old for new, old in zip(fields, type.fields, strict=True)):
        return draft
    return draft.with_type(evolve(type, fields=fields))


def _infer_field(field: Field) -> Field:
    if not field.doc or not _is_string(field.type):
        return field
    description = Description(field.doc, field.default, is_field=True)
    values = ENUMS_FROM_DESCRIPTIONS.conclude(description)
    if values is None:
        return field
    type = _replace_string(field.type, _open_enum(values, "string"))
    return evolve(
        field,
        type=type,
        inferred=(*field.inferred, *inferences("enums-from-descriptions", "values")),
    )


def _is_string(type: Type) -> bool:
    """Whether a type is a string or nullable string; the items of arrays are not inferred."""
    return type == STRING or (isinstance(type, Nullable) and _is_string(type.type))


def _replace_string(type: Type, enum: Enum) -> Type:
    if isinstance(type, Nullable):
        return map_children(type, lambda inner: _replace_string(inner, enum))
    return enum


def _open_enum(values: Sequence[str], base: ScalarKind | None = None) -> Enum:
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base=base)
