"""Replace defaults that a page writes as the name of an enum member by the member's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_LITERAL
from docmodels.ir import Array, Default, Enum, EnumMember, Field, Nullable, Object, Ref, Type
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Set the defaults that drafts list in `enum_defaults`.

    Adds a note (`invalid-literal`) for each name that matches no member of the field's enum.
    """
    types = {
        draft.definition.name: draft.definition.type
        for draft in drafts
        if all(inference.by != "dangling-references" for inference in draft.definition.inferred)
    }
    return [
        _resolve_defaults(draft, types, context) if draft.enum_defaults else draft
        for draft in drafts
    ]


def _resolve_defaults(draft: Draft, types: dict[str, Type], context: PassContext) -> Draft:
    type = draft.definition.type
    if not isinstance(type, Object):
        return draft
    fields = tuple(
        (
            _with_default(field, draft.enum_defaults[field.name], types, context)
            if field.name in draft.enum_defaults and field.default is None
            else field
        )
        for field in type.fields
    )
    return draft.with_type(replace(type, fields=fields))


def _with_default(
    field: Field, member_name: str, types: dict[str, Type], context: PassContext
) -> Field:
    enum = _find_enum(field.type, types)
    member = _find_member(enum, member_name) if enum else None
    if member is not None:
        return replace(field, default=Default(value=member.value))
    context.notes.append(
        INVALID_LITERAL.at(
            field.origin,
            f"the default `{member_name}` of `{field.name}` is not a known enum member",
            _help(field.type, enum, types, context.other_pages),
            marked=member_name,
        )
    )
    return field


def _help(
    type: Type, enum: Enum | None, types: dict[str, Type], other_pages: Mapping[str, str]
) -> str:
    """Return the fix: the page of the enum may be missing, or print no or other values."""
    if enum:
        names = ", ".join(f"`{member.name or member.value}`" for member in enum.members[:5])
        more = ", .." if len(enum.members) > 5 else ""
        return f"the members are {names}{more}; correct the page, or add the API description"
    name = type.name if isinstance(type, Ref) else ""
    if page := other_pages.get(normalize_name(name)):
        return f"complete {page}, which lists no members; the API description lists them"
    if name in types:
        return f"the page of `{name}` prints no values; the API description lists them"
    return "add the page of the enum to the inputs; some pages print no values"


def _find_enum(type: Type, types: dict[str, Type]) -> Enum | None:
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


def _find_member(enum: Enum, member_name: str) -> EnumMember | None:
    """Match the part after the last dot with a member's name, then with a value."""
    key = normalize_name(member_name.rsplit(".", 1)[-1])
    for member in enum.members:
        if member.name and normalize_name(member.name) == key:
            return member
    matches = [member for member in enum.members if normalize_name(str(member.value)) == key]
    suffix_matches = [
        member
        for member in enum.members
        if _has_member_suffix(key, normalize_name(str(member.value)))
    ]
    for candidates in (matches, suffix_matches):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _has_member_suffix(member_name: str, value: str) -> bool:
    """Whether the name ends with the value; the name of the enum may precede it."""
    return bool(value) and member_name.endswith(value)
