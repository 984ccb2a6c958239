"""A union that was printed as one object must not demand every variant's fields.

Most generators of the OpenAPI Generator family print a oneOf as a single table with the fields of
all its variants, each as required as it is in its own variant. No page says so; what shows it is
that the table holds exactly the fields of two or more other models. An allOf of the same models
looks alike, so the object stays one object and only stops demanding what some variant lacks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from docmodels.drafts import Draft
from docmodels.ir import Field, Object
from docmodels.notes import MERGED_UNION, Note


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Make optional what only some variants of a suspected union have; say so once a model."""
    if not any(draft.merged for draft in drafts):
        return list(drafts)
    objects = {d.definition.name: d.definition.type for d in drafts if _has_fields(d)}
    by_rarest = _by_rarest(objects)
    return [
        _relaxed(draft, _variants(draft, objects, by_rarest), notes) if draft.merged else draft
        for draft in drafts
    ]


def _has_fields(draft: Draft) -> bool:
    return isinstance(draft.definition.type, Object) and bool(draft.definition.type.fields)


def _fields(type: object) -> dict[str, Field]:
    return {field.name: field for field in type.fields} if isinstance(type, Object) else {}


def _by_rarest(objects: Mapping[str, object]) -> dict[str, list[str]]:
    """List objects under their rarest field: whatever holds all their fields holds that one."""
    uses = Counter(name for type in objects.values() for name in _fields(type))
    found: dict[str, list[str]] = defaultdict(list)
    for owner, type in objects.items():
        found[min(_fields(type), key=lambda name: uses[name])].append(owner)
    return found


def _variants(
    draft: Draft, objects: Mapping[str, object], by_rarest: Mapping[str, Iterable[str]]
) -> list[dict[str, Field]]:
    """Give the field tables of the models that `draft` may be a union of, or none.

    Smaller models inside a variant are no variants. Together they must have every field, with the
    types that it has here, and every field that one of them requires must be required here.
    """
    own = _fields(draft.definition.type)
    inside: list[dict[str, Field]] = []
    for name in own:
        for other in by_rarest.get(name, ()):
            fields = _fields(objects[other])
            if other != draft.definition.name and fields.keys() < own.keys():
                if all(_alike(own[key], field) for key, field in fields.items()):
                    inside.append(fields)
    largest = [a for a in inside if not any(a.keys() < b.keys() for b in inside)]
    covered = {name for fields in largest for name in fields}
    return largest if covered == own.keys() and _like_variants(largest) else []


def _like_variants(tables: list[dict[str, Field]]) -> bool:
    """Tell variants from the parts of an allOf: they share a field, or none is a mere tag."""
    if len(tables) < 2:
        return False
    shared = set(tables[0]).intersection(*tables[1:])
    return bool(shared) or all(len(fields) > 1 for fields in tables)


def _alike(own: Field, variant: Field) -> bool:
    return own.type == variant.type and (own.required or not variant.required)


def _relaxed(draft: Draft, variants: list[dict[str, Field]], notes: list[Note]) -> Draft:
    type = draft.definition.type
    if not variants or not isinstance(type, Object):
        return draft
    doubtful = {
        field.name
        for field in type.fields
        if field.required and not all(field.name in variant for variant in variants)
    }
    if not doubtful:
        return draft
    names = ", ".join(f"`{name}`" for name in sorted(doubtful))
    notes.append(
        MERGED_UNION.at(
            draft.definition.origin,
            f"`{draft.definition.name}` has the fields of {len(variants)} other models: "
            f"perhaps a union printed as one object, so {names} are not demanded",
            "the page cannot tell a union from a combination; the models it names can",
        )
    )
    fields = tuple(
        (
            changed(field, required=False, inferred=(*field.inferred, "required"))
            if field.name in doubtful
            else field
        )
        for field in type.fields
    )
    return replace(draft, definition=changed(draft.definition, type=changed(type, fields=fields)))
