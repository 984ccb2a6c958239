"""Open cycles of schemas that extend a union of which they are members.

Many specifications write the members of a union twice: `Pet` is `oneOf` of `Dog` and `Cat`, and each
of them is `allOf` of `Pet` and its own properties. No instance can be checked by such schemas (JSON
Schema 2020-12, section 9.4.1); what they mean is a base and its variants, which `discriminator` of
OpenAPI describes without a cycle (OpenAPI 3.1, section 4.8.25).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import OPENED_CYCLE
from docmodels.ir import UNKNOWN, AllOf, Definition, Object, Ref, Type, Union
from docmodels.ir.algebra import all_of_types
from docmodels.ir.drafts import Draft
from docmodels.ir.references import inplace_refs, reference_cycles


def open_cycles(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Return the drafts without references by which a schema extends itself; report each.

    * A schema that is a member of its own `allOf` keeps the other members, if there are any.
    * A schema that is only a union is no member of `allOf` in its own members.
    * A schema that has other members, too, keeps these as the base of its variants, and loses the
      union, if each of its members extends it.
    """
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    types = {name: definition.type for name, definition in by_name.items()}
    cyclic = {name for names in reference_cycles(types) for name in names}
    if not cyclic:
        return list(drafts)
    for name in (name for name in by_name if name in cyclic):
        types.update(_open(by_name[name], types, notes))
    return [
        (
            replace(draft, definition=replace(draft.definition, type=types[draft.definition.name]))
            if draft.definition.name in cyclic
            else draft
        )
        for draft in drafts
    ]


def _open(
    definition: Definition, types: Mapping[str, Type], notes: list[Note]
) -> Mapping[str, Type]:
    """Return the types that change so that no cycle leads through a definition."""
    name, type = definition.name, types[definition.name]
    if name in _extended(type):
        remaining = _without(type, name)
        if remaining == UNKNOWN or name in _extended(remaining):
            return {}
        help = f"remove the reference to {name} from its `allOf`"
        notes.append(OPENED_CYCLE.at(definition.origin, f"{name} extends itself", help))
        return {name: remaining}
    union = _union_of(type)
    members = [member.name for member in union.members if isinstance(member, Ref)] if union else []
    subclasses = [member for member in members if name in _extended(types.get(member, UNKNOWN))]
    if union is None or not subclasses:
        return {}
    base = _without_union(type, union)
    if base is not None and len(subclasses) < len(union.members):
        return {}
    text = ", ".join(subclasses[:3]) + (", .." if len(subclasses) > 3 else "")
    message = f"{name} is a union of models that extend it: {text}"
    notes.append(OPENED_CYCLE.at(definition.origin, message))
    if base is None:
        return {subclass: _without(types[subclass], name) for subclass in subclasses}
    if not isinstance(base, Object):
        return {name: base}
    return {name: base} | {subclass: _with_base(types[subclass], name) for subclass in subclasses}


def _extended(type: Type) -> Collection[str]:
    return set(inplace_refs(type))


def _union_of(type: Type) -> Union | None:
    """Return the only union that a value of a type must match."""
    members = type.members if isinstance(type, AllOf) else (type,)
    unions = [member for member in members if isinstance(member, Union)]
    return unions[0] if len(unions) == 1 else None


def _without_union(type: Type, union: Union) -> Type | None:
    """Return the other members of `allOf`, with the discriminator of the union; None without any."""
    if not isinstance(type, AllOf):
        return None
    members = [member for member in type.members if member is not union]
    return all_of_types(
        replace(member, discriminator=union.discriminator) if isinstance(member, Object) else member
        for member in members
    )


def _with_base(type: Type, base: str) -> Type:
    """Return an `allOf` of a base and an object as the object that extends the base."""
    if isinstance(type, AllOf) and len(type.members) == 2 and Ref(name=base) in type.members:
        (other,) = (member for member in type.members if member != Ref(name=base))
        if isinstance(other, Object):
            return replace(other, bases=(base, *other.bases))
    return type


def _without(type: Type, name: str) -> Type:
    """Return a type without its references to a schema that it extends."""
    if isinstance(type, Object):
        return replace(type, bases=tuple(base for base in type.bases if base != name))
    if isinstance(type, AllOf):
        members = (member for member in type.members if member != Ref(name=name))
        return all_of_types(_without(member, name) for member in members)
    return type
