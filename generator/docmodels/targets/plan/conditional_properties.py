"""Keep the properties that only a condition declares, as in `then` and `dependentSchemas`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from docmodels.ir import UNKNOWN, Json, Object, Ref, Type, is_list, is_object
from docmodels.ir.pointers import referenced_name
from docmodels.ir.schema_algebra import Schema
from docmodels.ir.vocabulary import IN_PLACE_APPLICATORS, SCHEMA_MAPS

_DECLARING: Final = IN_PLACE_APPLICATORS - {"not"}


def with_conditional_properties(type: Type, schema: Schema, types: Mapping[str, Type]) -> Type:
    """Return an object with additional properties if `schema` declares some that are no fields.

    `schema` restricts the values of `type` without being part of it. `types` has the base classes.
    """
    if not isinstance(type, Object) or type.additional_properties is not None:
        return type
    if not (type.fields or type.bases):  # with a type of its properties, it would be a dictionary
        return type
    is_declared = set(_field_names(type, types)).issuperset(_property_names(schema, types))
    return type if is_declared else replace(type, additional_properties=UNKNOWN)


def _field_names(type: Object, types: Mapping[str, Type]) -> Iterator[str]:
    """Yield the names of the fields of an object and its base classes."""
    pending: list[Type] = [type]
    seen = set[str]()
    while pending:
        object_type = pending.pop()
        if isinstance(object_type, Ref):
            names = [object_type.name]
        elif isinstance(object_type, Object):
            yield from (field.name for field in object_type.fields)
            names = list(object_type.bases)
        else:
            continue
        pending += [types[name] for name in names if name in types and name not in seen]
        seen.update(names)


def _property_names(schema: Schema, types: Mapping[str, Type]) -> Iterator[str]:
    """Yield the properties that a schema and the objects it refers to declare for an object."""
    pending: list[Json] = [schema]
    while pending:
        part = pending.pop()
        if not is_object(part):
            continue
        if is_object(properties := part.get("properties")):
            yield from properties
        target = types.get(referenced_name(part.get("$ref")) or "")
        if isinstance(target, Object):
            yield from _field_names(target, types)
        for key in _DECLARING.intersection(part):
            value = part[key]
            if is_object(value) and key in SCHEMA_MAPS:
                pending += value.values()
            else:
                pending += value if is_list(value) else [value]
