"""Defaults that a page writes as the name of an enum member become the member's value."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL
from docmodels.ir import Array, Default, Enum, EnumMember, Field, Nullable, Object, Ref, Type
from docmodels.ir.drafts import Draft, normalize_name


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Give each field with a symbol default the value that the symbol stands for."""
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    return [_resolved(draft, types, notes) if draft.enum_defaults else draft for draft in drafts]


def _resolved(draft: Draft, types: dict[str, Type], notes: list[Note]) -> Draft:
    type = draft.definition.type
    if not isinstance(type, Object):
        return draft
    fields = tuple(
        (
            _with_default(field, draft.enum_defaults[field.name], types, notes)
            if field.name in draft.enum_defaults and field.default is None
            else field
        )
        for field in type.fields
    )
    return draft.with_type(changed(type, fields=fields))


def _with_default(field: Field, symbol: str, types: dict[str, Type], notes: list[Note]) -> Field:
    enum = _enum(field.type, types)
    member = _member(enum, symbol) if enum else None
    if member is not None:
        return changed(field, default=Default(value=member.value))
    notes.append(
        INVALID_LITERAL.at(
            field.origin,
            f"the default `{symbol}` of `{field.name}` names no enum member that is known",
            "add the page of the enum to the inputs; it may be one that does not print its values",
            marked=symbol,
        )
    )
    return field


def _enum(type: Type, types: dict[str, Type]) -> Enum | None:
    for _ in range(20):
        match type:
            case Enum():
                return type
            case Ref(name):
                type = types.get(name, type)
            case Nullable(inner):
                type = inner
            case Array(items):
                type = items
            case _:
                return None
    return None


def _member(enum: Enum, symbol: str) -> EnumMember | None:
    """Match the last word of the symbol with a member's name, then with a value."""
    wanted = normalize_name(symbol.rsplit(".", 1)[-1])
    for member in enum.members:
        if member.name and normalize_name(member.name) == wanted:
            return member
    matches = [member for member in enum.members if normalize_name(str(member.value)) == wanted]
    longer = [member for member in enum.members if _ends(wanted, normalize_name(str(member.value)))]
    for found in (matches, longer):
        if len(found) == 1:
            return found[0]
    return None


def _ends(symbol: str, value: str) -> bool:
    """A symbol may carry the enum's own name before the member's."""
    return bool(value) and symbol.endswith(value)
