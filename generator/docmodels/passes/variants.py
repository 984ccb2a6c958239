"""A union that was printed as one object must not demand every variant's fields.

Most generators of the OpenAPI Generator family print a oneOf as a single table with the fields of
all its variants, each as required as it is in its own variant. No page says so; what shows it is
that the table holds exactly the fields of two or more other models. An allOf of the same models
looks alike, so the object stays one object and only stops demanding what some variant lacks. Where
all variants share a field, as an allOf of two models seldom does, it is a union in all likelihood: a
member of it that is no object left no trace in the table, so any other value is taken too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from msgspec.structs import replace as changed

from docmodels.drafts import Draft
from docmodels.ir import (
    ANYTHING,
    STRING,
    Anything,
    Const,
    Definition,
    Enum,
    EnumMember,
    Field,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.notes import MERGED_UNION, Note


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Make optional what only some variants of a suspected union have; say so once a model."""
    if not any(draft.merged for draft in drafts):
        return list(drafts)
    known = _known(drafts)
    found: list[Draft] = []
    for draft in drafts:
        variants = _variants(draft, known) if draft.merged else []
        found.append(_relaxed(draft, variants, known.bases, notes))
    return found


_Mark: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """The field tables of all objects, which of them have a mark (`_mark`) as their rarest one,
    the definitions that may be a tag, and those that others extend."""

    tables: Mapping[str, dict[str, Field]]
    by_rarest: Mapping[_Mark, list[str]]
    tags: frozenset[str]
    bases: frozenset[str]


def _known(drafts: Sequence[Draft]) -> _Known:
    tables = {d.definition.name: _fields(d.definition.type) for d in drafts}
    tables = {name: fields for name, fields in tables.items() if fields}
    tags = frozenset(
        d.definition.name for d in drafts if isinstance(d.definition.type, Enum | Scalar | Anything)
    )
    objects = [d.definition.type for d in drafts if isinstance(d.definition.type, Object)]
    bases = frozenset(base for type in objects for base in type.bases)
    return _Known(tables, _by_rarest(tables, tags), tags, bases)


def _fields(type: object) -> dict[str, Field]:
    return {field.name: field for field in type.fields} if isinstance(type, Object) else {}


def _by_rarest(
    tables: Mapping[str, dict[str, Field]], tags: frozenset[str]
) -> dict[_Mark, list[str]]:
    """List objects under their rarest mark: whatever holds all their fields bears that one."""
    marks = {owner: [_mark(f, tags) for f in fields.values()] for owner, fields in tables.items()}
    uses = Counter(mark for own in marks.values() for mark in own)
    found: dict[_Mark, list[str]] = defaultdict(list)
    for owner, own in marks.items():
        found[min(own, key=lambda mark: uses[mark])].append(owner)
    return found


def _mark(field: Field, tags: frozenset[str]) -> _Mark:
    """Give what two fields that are alike have in common."""
    match field.type:
        case type if _is_tag(type, tags):
            return field.name, "tag"
        case Scalar(kind=kind, format=format):
            return field.name, f"{kind} {format}"
        case Ref(name=name):
            return field.name, f"of {name}"
        case other:
            return field.name, other.__class__.__name__


def _variants(draft: Draft, known: _Known) -> list[dict[str, Field]]:
    """Give the field tables of the models that `draft` may be a union of, or none.

    Smaller models inside a variant are no variants. Together they must have every field, with the
    types that it has here and with its text; a field is required here that one of them requires, and
    no other.
    """
    own = _fields(draft.definition.type)
    inside: list[dict[str, Field]] = []
    for field in own.values():
        for other in known.by_rarest.get(_mark(field, known.tags), ()):
            fields = known.tables[other]
            if other != draft.definition.name and fields.keys() < own.keys():
                if all(_alike(own[key], its, known.tags) for key, its in fields.items()):
                    inside.append(fields)
    names = {frozenset(fields) for fields in inside}
    outer = {some for some in names if not any(some < others for others in names)}
    largest = [fields for fields in inside if frozenset(fields) in outer]
    covered = {name for fields in largest for name in fields}
    found = covered == own.keys() and _like_variants(largest)
    return largest if found and all(_is_from(field, largest) for field in own.values()) else []


def _is_from(own: Field, tables: list[dict[str, Field]]) -> bool:
    """Whether a field says what one of the variants says, and is required if one requires it."""
    fields = [fields[own.name] for fields in tables if own.name in fields]
    is_told = own.doc in {field.doc for field in fields}
    return is_told and (not own.required or any(field.required for field in fields))


def _like_variants(tables: list[dict[str, Field]]) -> bool:
    """Tell variants from the parts of an allOf: they share a field, or none is a mere tag."""
    if len(tables) < 2:
        return False
    return bool(_shared(tables)) or all(len(fields) > 1 for fields in tables)


def _shared(tables: list[dict[str, Field]]) -> set[str]:
    """The fields that all have."""
    return set(tables[0]).intersection(*tables[1:])


def _alike(own: Field, variant: Field, tags: frozenset[str]) -> bool:
    """The object shows the type of one of its variants; tags differ from variant to variant."""
    same = own.type == variant.type or (_is_tag(own.type, tags) and _is_tag(variant.type, tags))
    return same and (own.required or not variant.required)


def _is_tag(type: Type, tags: frozenset[str]) -> bool:
    if isinstance(type, Ref):
        return type.name in tags
    return isinstance(type, Enum | Const) or type == STRING


def _relaxed(
    draft: Draft, variants: list[dict[str, Field]], bases: frozenset[str], notes: list[Note]
) -> Draft:
    definition = draft.definition
    type = definition.type
    if not variants or not isinstance(type, Object):
        return draft
    doubtful = {
        field.name
        for field in type.fields
        if field.required and not all(field.name in variant for variant in variants)
    }
    if not doubtful:
        return draft
    types = {
        field.name: _joined([v[field.name] for v in variants if field.name in v])
        for field in type.fields
    }
    fields = tuple(
        _opened(field, field.name in doubtful, types[field.name]) for field in type.fields
    )
    relaxed = changed(type, fields=fields)
    open = bool(_shared(variants)) and definition.name not in bases
    notes.append(_note(definition, len(variants), sorted(doubtful), open))
    if not open:
        return draft.with_type(relaxed)
    inferred = (*definition.inferred, "type")
    union = Union(members=(relaxed, ANYTHING))
    return replace(draft, definition=changed(definition, type=union, inferred=inferred))


def _note(definition: Definition, count: int, doubtful: Sequence[str], open: bool) -> Note:
    names = ", ".join(f"`{name}`" for name in doubtful)
    taken = ", and a value that is no such object is taken too" if open else ""
    return MERGED_UNION.at(
        definition.origin,
        f"`{definition.name}` has the fields of {count} other models: "
        f"perhaps a union printed as one object, so {names} are not demanded{taken}",
        "the page cannot tell a union from a combination; the models it names can",
    )


def _opened(field: Field, doubtful: bool, type: Type) -> Field:
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
