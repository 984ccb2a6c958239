"""Infer unions that a generator printed as one object, and relax their required fields.

Most generators of the OpenAPI Generator family print a oneOf as a single table with the fields of
all variants, each as the last variant defines it. There are two kinds of evidence:

- Inline members have pages called `ShapeOneOf`, `ShapeOneOf1`, ..: the model is a union.
- The table has exactly the fields of two or more other models (`union_candidates`). An allOf of
  these looks the same, so the model stays an object, and fields that some variant lacks become
  optional. If the variants exclude each other (`are_exclusive`), the model becomes a union.

The table shows nothing of members that are no objects, so a union accepts any other value too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.union_candidates import (
    Table,
    TableIndex,
    are_exclusive,
    find_variants,
    index_tables,
)
from docmodels.ir import (
    STRING,
    UNKNOWN,
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


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Turn flattened unions into unions, or make fields optional that only some variants require.

    Adds one note for each changed model.
    """
    if not any(draft.may_be_flattened_union for draft in drafts):
        return list(drafts)
    evidence = _collect_evidence(drafts)
    return [
        _relax_flattened_union(draft, evidence, notes) if draft.may_be_flattened_union else draft
        for draft in drafts
    ]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The evidence of all drafts.

    `variants`: tables of the variants by the name of the likely union. `inline_members`: names of
    inline members by the normalized name of their union. `field_type_names`: normalized names that
    inline types of fields would have. `base_classes`: definitions that others extend.
    """

    index: TableIndex
    variants: Mapping[str, list[Table]]
    inline_members: Mapping[str, list[str]]
    field_type_names: frozenset[str]
    base_classes: frozenset[str]


_INLINE_MEMBER = re.compile(r"(?P<union>.+)(?:oneof|anyof)\d*")
"""The name that `InlineModelResolver` of OpenAPI Generator gives to an inline member."""


def _collect_evidence(drafts: Sequence[Draft]) -> _Evidence:
    inline_members: dict[str, list[str]] = defaultdict(list)
    field_type_names: set[str] = set()
    base_classes: set[str] = set()
    for draft in drafts:
        name, type = draft.definition.name, draft.definition.type
        if (match := _INLINE_MEMBER.fullmatch(normalize_name(name))) is not None:
            inline_members[match["union"]].append(name)
        if isinstance(type, Object):
            base_classes.update(type.bases)
            field_type_names.update(normalize_name(f"{name}{field.name}") for field in type.fields)
    index = index_tables(drafts)
    variants = find_variants(
        (draft.definition.name for draft in drafts if draft.may_be_flattened_union), index
    )
    return _Evidence(
        index, variants, inline_members, frozenset(field_type_names), frozenset(base_classes)
    )


def _relax_flattened_union(draft: Draft, evidence: _Evidence, notes: list[Note]) -> Draft:
    definition = draft.definition
    type = definition.type
    if not isinstance(type, Object) or not type.fields:
        return draft
    members = evidence.inline_members.get(normalize_name(definition.name), ())
    if members := [
        name for name in members if normalize_name(name) not in evidence.field_type_names
    ]:
        return _union_of_inline_members(draft, type, members, evidence, notes)
    variants = evidence.variants.get(definition.name)
    return _relax_to_variants(draft, type, variants, evidence, notes) if variants else draft


def _union_of_inline_members(
    draft: Draft, type: Object, member_names: list[str], evidence: _Evidence, notes: list[Note]
) -> Draft:
    """Make a union of the inline members that have pages, or of the object if they lack fields."""
    name = draft.definition.name
    member_list = ", ".join(f"`{member}`" for member in member_names)
    message = (
        f"`{name}` is a union that the page prints as one object: {member_list} are its members"
    )
    notes.append(_note(draft.definition, message))
    member_fields = {
        key for member in member_names for key in evidence.index.tables.get(member, {})
    }
    if name not in evidence.base_classes and member_fields.issuperset(
        field.name for field in type.fields
    ):
        return _open_union(draft, tuple(Ref(name=member) for member in member_names))
    fields = tuple(_relaxed_field(field, field.required, field.type) for field in type.fields)
    relaxed_type = evolve(type, fields=fields)
    return (
        draft.with_type(relaxed_type)
        if name in evidence.base_classes
        else _open_union(draft, (relaxed_type,))
    )


def _relax_to_variants(
    draft: Draft, type: Object, variants: list[Table], evidence: _Evidence, notes: list[Note]
) -> Draft:
    """Require only what all variants require; make a union if the variants exclude each other."""
    relaxed_names = {
        field.name
        for field in type.fields
        if field.required and not all(_requires(variant, field.name) for variant in variants)
    }
    if not relaxed_names:
        return draft
    types = {
        field.name: _combined_type(
            [variant[field.name] for variant in variants if field.name in variant]
        )
        for field in type.fields
    }
    fields = tuple(_relaxed_field(f, f.name in relaxed_names, types[f.name]) for f in type.fields)
    relaxed_type = evolve(type, fields=fields)
    is_open = are_exclusive(variants) and draft.definition.name not in evidence.base_classes
    names = ", ".join(f"`{name}`" for name in sorted(relaxed_names))
    addition = ", and any other value is accepted" if is_open else ""
    message = (
        f"`{draft.definition.name}` has the fields of {len(variants)} other models and may be "
        f"a union printed as one object: {names} are not required{addition}"
    )
    notes.append(_note(draft.definition, message))
    return _open_union(draft, (relaxed_type,)) if is_open else draft.with_type(relaxed_type)


def _requires(table: Table, name: str) -> bool:
    return name in table and table[name].required


def _open_union(draft: Draft, members: tuple[Type, ...]) -> Draft:
    """Make a union of `members` and of any other value."""
    definition = draft.definition
    inferred = (*definition.inferred, *inferences("flattened-unions", "type"))
    union = Union(members=(*members, UNKNOWN))
    return replace(draft, definition=evolve(definition, type=union, inferred=inferred))


def _note(definition: Definition, message: str) -> Note:
    help = "a page does not distinguish a union from an allOf; compare it with the other models"
    return FLATTENED_UNION.at(definition.origin, message, help)


def _relaxed_field(field: Field, make_optional: bool, type: Type) -> Field:
    if type != field.type:
        field = evolve(
            field, type=type, inferred=(*field.inferred, *inferences("flattened-unions", "type"))
        )
    if make_optional:
        inferred = (*field.inferred, *inferences("flattened-unions", "required"))
        field = evolve(field, presence="optional", inferred=inferred)
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
