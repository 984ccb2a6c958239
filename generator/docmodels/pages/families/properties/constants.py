"""Replace the types of required fields by enums with the only value that their defaults show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import CONSTANT_FROM_DEFAULT
from docmodels.inference.constants_from_defaults import CONSTANTS_FROM_DEFAULTS, RequiredDefaults
from docmodels.ir import (
    Enum,
    EnumMember,
    Field,
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
    """Give fields whose default is inferred to be their only value an open enum of that value.

    `drafts_with_context` has the context of each draft. Append one note for all of them.
    """
    contexts = [context for _, context in drafts_with_context]
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
    type = draft.definition.type
    constants = {
        field.name: _constant(field, default)
        for field, default in _candidates(draft, context)
        if field.name in names
    }
    if not constants or not isinstance(type, Object):
        return draft
    origins.extend(field.origin for field in constants.values())
    fields = tuple(constants.get(field.name, field) for field in type.fields)
    return draft.with_type(replace(type, fields=fields))


def _constant(field: Field, value: Json) -> Field:
    """Return the field with an open enum of its default, which is in the enum's type."""
    members = (EnumMember(value=value),)
    base = field.type.kind if isinstance(field.type, String | Integer | Number) else None
    inferred = (*field.inferred, *inferences("constants-from-defaults", "values"))
    return replace(field, type=Enum(members=members, closed=False, base=base), inferred=inferred)
