"""allOf of objects as one object that extends others."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace as changed

from docmodels.ir import UNKNOWN, AllOf, Field, Object, Ref, Type
from docmodels.ir.traverse import map_children


def objects(types: Mapping[str, Type]) -> dict[str, Type]:
    """Give the definitions that are objects, those by allOf of such ones included."""
    found = {name for name, type in types.items() if isinstance(type, Object)}
    waiting = {name: type for name, type in types.items() if isinstance(type, AllOf)}
    while True:
        more = {
            name for name, type in waiting.items() if all(_fits(m, found) for m in type.members)
        }
        if not more:
            return {name: type for name, type in types.items() if name in found}
        found |= more
        waiting = {name: type for name, type in waiting.items() if name not in more}


def _fits(member: Type, found: set[str]) -> bool:
    return isinstance(member, Object) or isinstance(member, Ref) and member.name in found


def joined(type: Type, known: Mapping[str, Type]) -> Type:
    """Make every allOf of objects inside `type` an object with bases, where that says the same.

    `known` are the definitions that are objects.
    """
    type = map_children(type, lambda inner: joined(inner, known))
    if isinstance(type, AllOf):
        return _object(type, known) or type
    return type


def _object(type: AllOf, known: Mapping[str, Type]) -> Object | None:
    """One object of several; None where a part forbids what another one names."""
    bases: list[str] = []
    fields: dict[str, Field] = {}
    for part in type.members:
        match part:
            case Ref(name) if name in known and name not in bases:
                bases.append(name)
            case Object(bases=()) if part.additional_properties in (None, UNKNOWN) and not (
                fields.keys() & {field.name for field in part.fields}
            ):
                fields.update((field.name, field) for field in part.fields)
            case _:
                return None
    typed = tuple(_typed(field, bases, known) for field in fields.values())
    return Object(fields=typed, bases=tuple(bases))


def _typed(field: Field, bases: list[str], known: Mapping[str, Type]) -> Field:
    """A field that is only required anew keeps the type that a base gives it."""
    if field.type != UNKNOWN:
        return field
    for name in bases:
        base = known[name]
        for other in base.fields if isinstance(base, Object) else ():
            if other.name == field.name:
                return changed(other, required=field.required, origin=field.origin)
    return field
