"""A union that was printed as one object must not demand every variant's fields.

Most generators of the OpenAPI Generator family print a oneOf as a single table: the fields of all
its variants in turn, each as its last variant has it. Two things show it. The members that have no
name of their own get pages called `ShapeOneOf`, `ShapeOneOf1`, ..: then it is a union for sure. Or
the table holds exactly the fields of two or more other models (`merged`): an allOf of them looks
alike, so the object stays one object and only stops demanding what some variant lacks; where they
show that they exclude each other, it is taken for a union after all. A member that is no object
leaves no trace in a table, so a union takes any other value too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.union_candidates import Catalogue, Table, are_exclusive, catalogue, unions
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
)
from docmodels.ir.drafts import Draft, normalize_name


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Make optional what only some variants of a suspected union have; say so once a model."""
    if not any(draft.may_be_flattened_union for draft in drafts):
        return list(drafts)
    pages = _pages(drafts)
    return [
        _read(draft, pages, notes) if draft.may_be_flattened_union else draft for draft in drafts
    ]


@dataclass(frozen=True, slots=True)
class _Pages:
    """What all drafts together show: the tables, those of the variants by the name of what looks like
    their union, the names of inline members by the folded name of theirs, the folded names that the
    types of fields would have, and what others extend."""

    catalogue: Catalogue
    unions: Mapping[str, list[Table]]
    members: Mapping[str, list[str]]
    inline: frozenset[str]
    bases: frozenset[str]


_MEMBER = re.compile(r"(?P<union>.+)(?:oneof|anyof)\d*")
"""What `InlineModelResolver` of OpenAPI Generator calls a member that has no name of its own."""


def _pages(drafts: Sequence[Draft]) -> _Pages:
    members: dict[str, list[str]] = defaultdict(list)
    inline: set[str] = set()
    bases: set[str] = set()
    for draft in drafts:
        name, type = draft.definition.name, draft.definition.type
        if (match := _MEMBER.fullmatch(normalize_name(name))) is not None:
            members[match["union"]].append(name)
        if isinstance(type, Object):
            bases.update(type.bases)
            inline.update(normalize_name(f"{name}{field.name}") for field in type.fields)
    known = catalogue(drafts)
    merged = unions(
        (draft.definition.name for draft in drafts if draft.may_be_flattened_union), known
    )
    return _Pages(known, merged, members, frozenset(inline), frozenset(bases))


def _read(draft: Draft, pages: _Pages, notes: list[Note]) -> Draft:
    definition = draft.definition
    type = definition.type
    if not isinstance(type, Object) or not type.fields:
        return draft
    named = pages.members.get(normalize_name(definition.name), ())
    if named := [name for name in named if normalize_name(name) not in pages.inline]:
        return _union(draft, type, named, pages, notes)
    found = pages.unions.get(definition.name)
    return _relaxed(draft, type, found, pages, notes) if found else draft


def _union(draft: Draft, type: Object, named: list[str], pages: _Pages, notes: list[Note]) -> Draft:
    """Make the union of which the members that have no name of their own have pages."""
    name = draft.definition.name
    listed = ", ".join(f"`{member}`" for member in named)
    message = f"`{name}` is a union that the page prints as one object: {listed} are members of it"
    notes.append(_note(draft.definition, message))
    printed = {key for member in named for key in pages.catalogue.tables.get(member, {})}
    if name not in pages.bases and printed.issuperset(field.name for field in type.fields):
        return _opened(draft, tuple(Ref(name=member) for member in named))
    fields = tuple(_changed(field, field.required, field.type) for field in type.fields)
    relaxed = changed(type, fields=fields)
    return draft.with_type(relaxed) if name in pages.bases else _opened(draft, (relaxed,))


def _relaxed(
    draft: Draft, type: Object, found: list[Table], pages: _Pages, notes: list[Note]
) -> Draft:
    """Demand only what all variants have, and take what is no object if they exclude each other."""
    doubtful = {
        field.name
        for field in type.fields
        if field.required and not all(_demands(variant, field.name) for variant in found)
    }
    if not doubtful:
        return draft
    types = {
        field.name: _joined([variant[field.name] for variant in found if field.name in variant])
        for field in type.fields
    }
    fields = tuple(_changed(f, f.name in doubtful, types[f.name]) for f in type.fields)
    relaxed = changed(type, fields=fields)
    is_open = are_exclusive(found) and draft.definition.name not in pages.bases
    names = ", ".join(f"`{name}`" for name in sorted(doubtful))
    taken = ", and a value that is no such object is taken too" if is_open else ""
    message = (
        f"`{draft.definition.name}` has the fields of {len(found)} other models: "
        f"perhaps a union printed as one object, so {names} are not demanded{taken}"
    )
    notes.append(_note(draft.definition, message))
    return _opened(draft, (relaxed,)) if is_open else draft.with_type(relaxed)


def _demands(table: Table, name: str) -> bool:
    return name in table and table[name].required


def _opened(draft: Draft, members: tuple[Type, ...]) -> Draft:
    """Make a union of `members` and of whatever left no trace."""
    definition = draft.definition
    inferred = (*definition.inferred, "type")
    union = Union(members=(*members, UNKNOWN))
    return replace(draft, definition=changed(definition, type=union, inferred=inferred))


def _note(definition: Definition, message: str) -> Note:
    help = "the page cannot tell a union from a combination; the models it names can"
    return FLATTENED_UNION.at(definition.origin, message, help)


def _changed(field: Field, doubtful: bool, type: Type) -> Field:
    if type != field.type:
        field = changed(field, type=type, inferred=(*field.inferred, "type"))
    if doubtful:
        field = changed(field, required=False, inferred=(*field.inferred, "required"))
    return field


def _joined(fields: Sequence[Field]) -> Type:
    """What any of the variants admits for a field."""
    types: list[Type] = []
    for field in fields:
        if field.type not in types:
            types.append(field.type)
    if len(types) == 1:
        return types[0]
    members: dict[str, EnumMember] = {}
    for type in types:
        if not isinstance(type, Enum | Const):
            return STRING if STRING in types else Union(members=tuple(types))
        values = type.members if isinstance(type, Enum) else (EnumMember(value=type.value),)
        members.update((repr(member.value), member) for member in values)
    return Enum(members=tuple(members.values()))
