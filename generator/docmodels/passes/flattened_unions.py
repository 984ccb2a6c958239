"""Relax models that may be unions printed as one object, and make unions of those that must be.

Most generators of the OpenAPI Generator family print a oneOf as a single table with the fields of
all variants, each as the last variant defines it. There are two kinds of evidence: pages of inline
members (`inference.inline_members`), and tables that are exactly the fields of other models
(`inference.flattened_unions`).

The table shows nothing of members that are no objects, so a union accepts any value that is none.
If the pages of inline members are evidence, other members may be missing, so it accepts any value.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.flattened_unions import FLATTENED_UNIONS, Variants
from docmodels.inference.inline_members import INLINE_MEMBERS
from docmodels.inference.table_index import Table, tables_of
from docmodels.ir import (
    BOOLEAN,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Definition,
    Enum,
    EnumMember,
    Field,
    Object,
    Ref,
    Type,
    Union,
    inferences,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.equality import distinct, equality_key
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Turn flattened unions into unions, or make fields optional that only some variants require.

    Adds one note for each changed model.
    """
    if not any(draft.may_be_flattened_union for draft in drafts):
        return list(drafts)
    conclusions = _conclude(drafts)
    return [
        (
            _relax_flattened_union(draft, conclusions, context.notes)
            if draft.may_be_flattened_union
            else draft
        )
        for draft in drafts
    ]


class _Conclusions(Struct, frozen=True):
    """What is concluded from all drafts.

    `variants`: by the name of the likely union. `inline_members`: names of inline members by the
    normalized name of their union. `tables`: fields by the name of the object. `base_classes`:
    definitions that others extend.
    """

    tables: Mapping[str, Table]
    variants: Mapping[str, Variants]
    inline_members: Mapping[str, list[str]]
    base_classes: frozenset[str]


def _conclude(drafts: Sequence[Draft]) -> _Conclusions:
    types = [draft.definition.type for draft in drafts]
    return _Conclusions(
        tables_of(drafts),
        FLATTENED_UNIONS.conclude(drafts) or {},
        INLINE_MEMBERS.conclude(drafts) or {},
        frozenset(base for type in types if isinstance(type, Object) for base in type.bases),
    )


def _relax_flattened_union(draft: Draft, conclusions: _Conclusions, notes: list[Note]) -> Draft:
    definition = draft.definition
    type = definition.type
    if not isinstance(type, Object) or not type.fields:
        return draft
    if members := conclusions.inline_members.get(normalize_name(definition.name)):
        return _union_of_inline_members(draft, type, members, conclusions, notes)
    variants = conclusions.variants.get(definition.name)
    return _relax_to_variants(draft, type, variants, conclusions, notes) if variants else draft


def _union_of_inline_members(
    draft: Draft,
    type: Object,
    member_names: list[str],
    conclusions: _Conclusions,
    notes: list[Note],
) -> Draft:
    """Make a union of the inline members that have pages, or of the object if they lack fields."""
    name = draft.definition.name
    member_list = ", ".join(f"`{member}`" for member in member_names)
    message = (
        f"`{name}` is a union that the page prints as one object: {member_list} are its members"
    )
    notes.append(_note(draft.definition, message))
    member_fields = {key for member in member_names for key in conclusions.tables.get(member, {})}
    if name not in conclusions.base_classes and member_fields.issuperset(
        field.name for field in type.fields
    ):
        members = tuple(Ref(name=member) for member in member_names)
        return _make_union(draft, (*members, UNKNOWN))
    fields = tuple(_relaxed_field(field, field.required, field.type) for field in type.fields)
    relaxed_type = replace(type, fields=fields)
    return (
        draft.with_type(relaxed_type)
        if name in conclusions.base_classes
        else _make_union(draft, (relaxed_type, UNKNOWN))
    )


def _relax_to_variants(
    draft: Draft, type: Object, variants: Variants, conclusions: _Conclusions, notes: list[Note]
) -> Draft:
    """Require only what all variants require; make a union if the variants exclude each other."""
    relaxed_names = {
        field.name
        for field in type.fields
        if field.required and not all(_requires(variant, field.name) for variant in variants.tables)
    }
    if not relaxed_names:
        return draft
    types = {
        field.name: _combined_type(
            [variant[field.name] for variant in variants.tables if field.name in variant]
        )
        for field in type.fields
    }
    fields = tuple(_relaxed_field(f, f.name in relaxed_names, types[f.name]) for f in type.fields)
    relaxed_type = replace(type, fields=fields)
    is_open = variants.are_exclusive and draft.definition.name not in conclusions.base_classes
    names = ", ".join(f"`{name}`" for name in sorted(relaxed_names))
    effects = [f"{names} may be absent"] if names else []
    effects += ["any value that is no object is accepted"] if is_open else []
    message = (
        f"`{draft.definition.name}` has the fields of {len(variants.tables)} other models and may be "
        f"a union printed as one object: {', and '.join(effects)}"
    )
    notes.append(_note(draft.definition, message))
    return (
        _make_union(draft, (relaxed_type, *_NO_OBJECTS))
        if is_open
        else draft.with_type(relaxed_type)
    )


def _requires(table: Table, name: str) -> bool:
    return name in table and table[name].required


_NO_OBJECTS: tuple[Type, ...] = (STRING, NUMBER, BOOLEAN, Array(items=UNKNOWN))
"""The types of the values that are no objects; pages do not print whether a value may be null."""


def _make_union(draft: Draft, members: tuple[Type, ...]) -> Draft:
    definition = draft.definition
    inferred = (*definition.inferred, *inferences("flattened-unions", "type"))
    return replace(
        draft, definition=replace(definition, type=Union(members=members), inferred=inferred)
    )


def _note(definition: Definition, message: str) -> Note:
    help = "a page does not distinguish a union from an allOf; compare it with the other models"
    return FLATTENED_UNION.at(definition.origin, message, help)


def _relaxed_field(field: Field, make_optional: bool, type: Type) -> Field:
    if type != field.type:
        field = replace(
            field, type=type, inferred=(*field.inferred, *inferences("flattened-unions", "type"))
        )
    if make_optional:
        inferred = (*field.inferred, *inferences("flattened-unions", "required"))
        field = replace(field, presence="optional", inferred=inferred)
    return field


def _combined_type(fields: Sequence[Field]) -> Type:
    """Return the type that accepts what any variant accepts for a field."""
    types = distinct(field.type for field in fields)
    if len(types) == 1:
        return types[0]
    members: dict[Hashable, EnumMember] = {}
    for type in types:
        if not isinstance(type, Enum | Const):
            return STRING if STRING in types else Union(members=tuple(types))
        values = type.members if isinstance(type, Enum) else (EnumMember(value=type.value),)
        members.update((equality_key(member.value), member) for member in values)
    return Enum(members=tuple(members.values()))
