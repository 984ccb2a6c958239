"""Replace the types of fields by enums with the only value that a default or a model's name shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import CONSTANT_FROM_DEFAULT
from docmodels.inference.constants_from_defaults import CONSTANTS_FROM_DEFAULTS, RequiredDefaults
from docmodels.inference.constants_from_names import CONSTANTS_FROM_NAMES, TagField
from docmodels.ir import (
    STRING,
    Enum,
    EnumMember,
    Field,
    Inference,
    Integer,
    Json,
    Number,
    Object,
    Origin,
    String,
    inferences,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.properties.context import Context


def infer_constants(
    drafts: Sequence[Draft],
    drafts_with_context: Sequence[tuple[Draft, Context]],
    notes: list[Note],
) -> list[Draft]:
    """Give fields an open enum of their only value, if a default or the name of a model shows it.

    `drafts_with_context` has the context of each draft. Append one note for each kind of evidence.
    """
    contexts = [context for _, context in drafts_with_context]
    drafts = _infer_from_names(drafts, contexts, notes)
    values: dict[str, list[Json]] = {}
    for draft, context in zip(drafts, contexts, strict=True):
        for field, default in _candidates(draft, context):
            values.setdefault(field.name, []).append(default)
    names = {
        name
        for name, defaults in values.items()
        if CONSTANTS_FROM_DEFAULTS.conclude(RequiredDefaults(defaults))
    }
    if not names:
        return list(drafts)
    origins: list[Origin | None] = []
    inferred_drafts = [
        _with_constants(draft, context, names, origins)
        for draft, context in zip(drafts, contexts, strict=True)
    ]
    message = (
        f"the default of {counted(len(origins), 'required field')} is taken for its only value"
    )
    notes.append(CONSTANT_FROM_DEFAULT.at(origins[0], message))
    return inferred_drafts


def _infer_from_names(
    drafts: Sequence[Draft], contexts: Sequence[Context], notes: list[Note]
) -> list[Draft]:
    """Give fields such as `type` an open enum of the value that the name of their model has."""
    origins: list[Origin | None] = []
    inferred_drafts: list[Draft] = []
    for draft, context in zip(drafts, contexts, strict=True):
        constants = {} if context.prints_enum_values else dict(_tags(draft))
        origins.extend(field.origin for field in constants.values())
        inferred_drafts.append(_replace_fields(draft, constants))
    if origins:
        message = f"the only value of {counted(len(origins), 'field')} is part of the model's name"
        notes.append(CONSTANT_FROM_DEFAULT.at(origins[0], message))
    return inferred_drafts


def _tags(draft: Draft) -> Iterator[tuple[str, Field]]:
    """Yield each field whose only value is part of the name of its model, with its enum."""
    definition = draft.definition
    type = definition.type
    for field in type.fields if isinstance(type, Object) else ():
        if field.type != STRING:
            continue
        default = field.default.value if field.default is not None else ""
        tag = TagField(field.name, definition.name, field.doc, str(default))
        if (value := CONSTANTS_FROM_NAMES.conclude(tag)) is not None:
            yield field.name, _constant(field, value, inferences("constants-from-names", "values"))


def _candidates(draft: Draft, context: Context) -> Iterator[tuple[Field, Json]]:
    """Yield each scalar field whose default may be its only value, with the default."""
    type = draft.definition.type
    for field in type.fields if isinstance(type, Object) else ():
        origin, default = field.origin, field.default
        if (
            origin is None
            or default is None
            or not isinstance(field.type, String | Integer | Number)
        ):
            continue
        if (origin.file, origin.line) in context.possible_constants:
            yield field, default.value


def _with_constants(
    draft: Draft, context: Context, names: set[str], origins: list[Origin | None]
) -> Draft:
    """Return the draft with the enums of its fields in `names`; append their origins."""
    constants = {
        field.name: _constant(field, default, inferences("constants-from-defaults", "values"))
        for field, default in _candidates(draft, context)
        if field.name in names
    }
    origins.extend(field.origin for field in constants.values())
    return _replace_fields(draft, constants)


def _replace_fields(draft: Draft, fields: Mapping[str, Field]) -> Draft:
    type = draft.definition.type
    if not fields or not isinstance(type, Object):
        return draft
    new_fields = tuple(fields.get(field.name, field) for field in type.fields)
    return draft.with_type(replace(type, fields=new_fields))


def _constant(field: Field, value: Json, by: tuple[Inference, ...]) -> Field:
    """Return the field with an open enum of its only value, which is in the enum's type."""
    members = (EnumMember(value=value),)
    base = field.type.kind if isinstance(field.type, String | Integer | Number) else None
    inferred = (*field.inferred, *by)
    return replace(field, type=Enum(members=members, closed=False, base=base), inferred=inferred)
