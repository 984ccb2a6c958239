"""Apply the constraints of metadata to the type that they stand beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from docmodels.alias_generators import to_camel
from docmodels.ir import (
    Array,
    Boolean,
    Integer,
    Map,
    Null,
    Nullable,
    Number,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
    array_constraints,
    constraint_values,
    nullable,
    object_constraints,
    with_constraints,
)
from docmodels.readers.python_models.vocabulary import LENGTHS


def constrained(type: Type, values: Mapping[str, Any]) -> Type:
    """Return a type with constraints, given by the attribute names of the representation.

    Constraints that do not apply to a type are dropped, as JSON Schema ignores them. The
    constraints of a type that is known by its name become keywords beside the reference.
    """
    match type:
        case String() | Integer() | Number() | Boolean() | Null():
            return with_constraints(type, {**constraint_values(type.constraints), **values})
        case Array():
            limits = {**constraint_values(type.constraints), **_lengths(values, "array")}
            return replace(type, constraints=array_constraints(limits))
        case Map():
            limits = {**constraint_values(type.constraints), **_lengths(values, "object")}
            return replace(type, constraints=object_constraints(limits))
        case Nullable(inner):
            return nullable(constrained(inner, values))
        case Union(members):
            return replace(type, members=tuple(constrained(m, values) for m in members))
        case Ref():
            schema = {to_camel(name): value for name, value in values.items()}
            return WithAssertions(type=type, schema=schema)
        case _:
            return type


def _lengths(values: Mapping[str, Any], container: str) -> dict[str, Any]:
    """Return constraints by the names that they have for a container."""
    names = LENGTHS[container]
    return {names.get(name, name): value for name, value in values.items()}
