"""Convert allOf of objects to one object with base classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from docmodels.ir import UNKNOWN, AllOf, Field, Object, Ref, Type
from docmodels.ir.algebra import merge_objects
from docmodels.ir.drafts import Draft
from docmodels.ir.graph import sort_topologically
from docmodels.ir.references import inplace_refs
from docmodels.ir.traverse import map_children


def convert_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts whose types have an equivalent object in the place of every allOf of objects."""
    objects = object_definitions({d.definition.name: d.definition.type for d in drafts})
    return [draft.with_type(convert_all_of(draft.definition.type, objects)) for draft in drafts]


def object_definitions(types: Mapping[str, Type]) -> dict[str, Type]:
    """Return the definitions that are objects, or an allOf of objects and references to them."""
    objects: set[str] = set()
    for name in sort_topologically(types, lambda name: inplace_refs(types[name])):
        type = types[name]
        members = type.members if isinstance(type, AllOf) else (type,)
        if all(isinstance(m, Object) or isinstance(m, Ref) and m.name in objects for m in members):
            objects.update([name] if isinstance(type, Object | AllOf) else [])
    return {name: type for name, type in types.items() if name in objects}


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
    names = [member.name for member in type.members if isinstance(member, Ref)]
    inline = [member for member in type.members if isinstance(member, Object)]
    if len(names) + len(inline) < len(type.members) or not objects.keys() >= set(names):
        return None
    merged = merge_objects(inline, lambda first, second: None)
    if merged is None or not merged.exact:
        return None
    if merged.value.additional_properties not in (None, UNKNOWN):
        return None
    bases = list(dict.fromkeys([*names, *merged.value.bases]))
    fields = tuple(_restore_type(field, bases, objects) for field in merged.value.fields)
    # Tables print the type of additional properties also where the schema does not specify it.
    return replace(merged.value, fields=fields, bases=tuple(bases), additional_properties=None)


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
