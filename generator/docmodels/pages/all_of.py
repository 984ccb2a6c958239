"""Convert allOf of objects to one object with base classes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from docmodels.ir import UNKNOWN, AllOf, Field, Object, Ref, Type
from docmodels.ir.traverse import map_children


def object_definitions(types: Mapping[str, Type]) -> dict[str, Type]:
    """Return the definitions that are objects, or an allOf of objects and references to them."""
    object_names = {name for name, type in types.items() if isinstance(type, Object)}
    pending = {name: type for name, type in types.items() if isinstance(type, AllOf)}
    while True:
        new_names = {
            name
            for name, type in pending.items()
            if all(_is_object(m, object_names) for m in type.members)
        }
        if not new_names:
            return {name: type for name, type in types.items() if name in object_names}
        object_names |= new_names
        pending = {name: type for name, type in pending.items() if name not in new_names}


def _is_object(member: Type, object_names: set[str]) -> bool:
    return isinstance(member, Object) or isinstance(member, Ref) and member.name in object_names


def convert_all_of(type: Type, objects: Mapping[str, Type]) -> Type:
    """Replace every allOf of objects inside `type` by an object with bases that is equivalent.

    `objects` are the definitions that are objects (see `object_definitions`).
    """
    type = map_children(type, lambda inner: convert_all_of(inner, objects))
    if isinstance(type, AllOf):
        return _merge_members(type, objects) or type
    return type


def _merge_members(type: AllOf, objects: Mapping[str, Type]) -> Object | None:
    """Merge members to one object; None if that is not equivalent.

    A member that is closed or typed for additional properties, and a field that two members
    define, have no equivalent.
    """
    bases: list[str] = []
    fields: dict[str, Field] = {}
    for member in type.members:
        match member:
            case Ref(name) if name in objects and name not in bases:
                bases.append(name)
            case Object(bases=()) if member.additional_properties in (None, UNKNOWN) and not (
                fields.keys() & {field.name for field in member.fields}
            ):
                fields.update((field.name, field) for field in member.fields)
            case _:
                return None
    fields_with_types = tuple(_restore_type(field, bases, objects) for field in fields.values())
    return Object(fields=fields_with_types, bases=tuple(bases))


def _restore_type(field: Field, bases: list[str], objects: Mapping[str, Type]) -> Field:
    """Take the type of a field without one from the base class that defines the field."""
    if field.type != UNKNOWN:
        return field
    for name in bases:
        base = objects[name]
        for base_field in base.fields if isinstance(base, Object) else ():
            if base_field.name == field.name:
                return replace(base_field, presence=field.presence, origin=field.origin)
    return field
