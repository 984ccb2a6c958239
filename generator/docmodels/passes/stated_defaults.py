"""Set the defaults that only descriptions state, on pages of generators that print no defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import counted
from docmodels.diagnostics.rules import DEFAULT_FROM_DESCRIPTION
from docmodels.inference.defaults_from_descriptions import DEFAULTS_FROM_DESCRIPTIONS, StatedDefault
from docmodels.ir import Const, Enum, Field, Nullable, Object, Origin, Ref, Type, inferences
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import walk
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Set stated defaults on pages whose generator prints none, or prints an unknown member's name.

    Add one note for all of them.
    """
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    printing = _printing_kinds(drafts)
    stated_drafts = [
        draft if draft.definition.source == "schema" else _set_defaults(draft, types, printing)
        for draft in drafts
    ]
    origins = [
        origin
        for before, after in zip(drafts, stated_drafts, strict=True)
        if after is not before
        for origin in _origins(after)
    ]
    if origins:
        message = f"only descriptions state {counted(len(origins), 'default')}"
        context.notes.append(DEFAULT_FROM_DESCRIPTION.at(origins[0], message))
    return stated_drafts


def _printing_kinds(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    """Return the kinds of pages on which a default is printed."""
    printing: set[tuple[str, str]] = set()
    for draft in drafts:
        if _kind(draft) not in printing and _prints_defaults(draft):
            printing.add(_kind(draft))
    return printing


def _kind(draft: Draft) -> tuple[str, str]:
    return draft.dialect, draft.language


def _prints_defaults(draft: Draft) -> bool:
    return bool(draft.enum_defaults) or any(
        field.default is not None
        for inner in walk(draft.definition.type)
        if isinstance(inner, Object)
        for field in inner.fields
    )


def _set_defaults(draft: Draft, types: Mapping[str, Type], printing: set[tuple[str, str]]) -> Draft:
    type = draft.definition.type
    if not isinstance(type, Object):
        return draft
    is_silent = _kind(draft) not in printing
    fields = tuple(
        (
            _set_default(field, types)
            if field.default is None and (is_silent or field.name in draft.enum_defaults)
            else field
        )
        for field in type.fields
    )
    if all(new is old for new, old in zip(fields, type.fields, strict=True)):
        return draft
    return replace(draft, definition=replace(draft.definition, type=replace(type, fields=fields)))


def _set_default(field: Field, types: Mapping[str, Type]) -> Field:
    stated = StatedDefault(field.doc, _resolve_enum(field.type, types))
    default = DEFAULTS_FROM_DESCRIPTIONS.conclude(stated) if field.doc else None
    if default is None:
        return field
    inferred = (*field.inferred, *inferences("defaults-from-descriptions", "default"))
    return replace(field, default=default, inferred=inferred)


def _resolve_enum(type: Type, types: Mapping[str, Type]) -> Type:
    """Return the enum that a reference leads to; another type as it is."""
    target = type
    for _ in range(20):
        match target:
            case Ref(name):
                target = types.get(name, type)
            case Nullable(inner):
                target = inner
            case Enum() | Const():
                return target
            case _:
                break
    return type


def _origins(draft: Draft) -> list[Origin | None]:
    type = draft.definition.type
    fields = type.fields if isinstance(type, Object) else ()
    return [
        field.origin
        for field in fields
        if any(inference.by == "defaults-from-descriptions" for inference in field.inferred)
    ]
