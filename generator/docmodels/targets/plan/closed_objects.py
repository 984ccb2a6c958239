"""Find definitions whose `unevaluatedProperties: false` means the same as a closed class.

It does if each property that the schema evaluates is a field of the class: no pattern, condition
or branch of a union in it evaluates properties (core, section 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from docmodels.ir import AllOf, Json, Never, Object, Ref, Type, WithAssertions, is_object
from docmodels.ir.pointers import referenced_name
from docmodels.ir.schema_algebra import Schema, map_subschemas
from docmodels.ir.vocabulary import (
    CHILD_APPLICATORS,
    IN_PLACE_APPLICATORS,
    INSTANCE_TYPE,
    REFERENCES,
    RESIDUAL,
    UNEVALUATED,
    dependents,
)

Types = Mapping[str, Type]

_KEYWORD: Final = "unevaluatedProperties"
_OPEN: Final = {*REFERENCES, _KEYWORD} | {
    name for name in CHILD_APPLICATORS if INSTANCE_TYPE[name] == "object"
}
"""Keywords that evaluate properties of the instance, or that may refer to one that does."""
_KEPT: Final = frozenset({*RESIDUAL, *dependents("if")}) - {*UNEVALUATED}


def split_closed(type: Type, definitions: Types) -> tuple[Type, Schema] | None:
    """Return the type that is to be closed and its other assertions; None if it cannot be."""
    if not isinstance(type, WithAssertions):
        return None
    inner, schema = type.type, type.schema
    is_closed = schema.get(_KEYWORD) is False and schema.keys().isdisjoint(
        {*UNEVALUATED} - {_KEYWORD}
    )
    if not is_closed or not _schema_has_only_fields(schema, definitions, frozenset()):
        return None
    return inner, {key: value for key, value in schema.items() if key in _KEPT}


def close_object(type: Type, types: Types) -> Type | None:
    """Return an object, or a subclass of one, without other properties; None for another type."""
    match type:
        case Object():
            return replace(type, additional_properties=Never())
        case Ref(name):
            target = types.get(name)
            while isinstance(target, WithAssertions):
                target = target.type
            is_class = isinstance(target, Object) and bool(target.fields or target.bases)
            return Object(bases=(name,), additional_properties=Never()) if is_class else None
        case WithAssertions(inner):
            closed = close_object(inner, types)
            return closed and replace(type, type=closed)
        case _:
            return None


def _has_only_fields(type: Type, definitions: Types, seen: frozenset[str]) -> bool:
    """Whether all properties that a type evaluates are fields of the objects in it."""
    match type:
        case Ref(name) if name in seen:
            return True
        case Ref(name) if name in definitions:
            return _has_only_fields(definitions[name], definitions, seen | {name})
        case AllOf(members):
            return all(_has_only_fields(member, definitions, seen) for member in members)
        case Object():
            is_plain = isinstance(type.additional_properties, Never | None)
            bases = (Ref(name=base) for base in type.bases)
            return (
                is_plain
                and not type.pattern_properties
                and all(_has_only_fields(base, definitions, seen) for base in bases)
            )
        case WithAssertions(inner, schema):
            is_plain = _schema_has_only_fields(schema, definitions, seen)
            return is_plain and _has_only_fields(inner, definitions, seen)
        case _:
            return False


def _schema_has_only_fields(schema: Schema, definitions: Types, seen: frozenset[str]) -> bool:
    for key, value in schema.items():
        match key:
            case "properties" | "not":
                continue
            case "unevaluatedProperties":
                is_plain = value is False
            case "$ref":
                name = referenced_name(value)
                is_plain = name is not None and _has_only_fields(Ref(name=name), definitions, seen)
            case "allOf":
                is_plain = all(
                    is_object(part) and _schema_has_only_fields(part, definitions, seen)
                    for part in value
                )
            case _ if key in IN_PLACE_APPLICATORS:
                is_plain = not _evaluates_inside({key: value})
            case _:
                is_plain = key not in _OPEN
        if not is_plain:
            return False
    return True


def _evaluates_inside(schema: Schema) -> bool:
    """Whether a schema inside a keyword evaluates properties, or may do so."""
    evaluations: list[bool] = []

    def visit(part: Json) -> Json:
        if is_object(part):
            evaluations.append(not _OPEN.isdisjoint(part) or _evaluates_inside(part))
        return part

    map_subschemas(schema, visit)
    return any(evaluations)
