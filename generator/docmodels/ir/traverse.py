"""Traverse and transform types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import assert_never

from msgspec.structs import replace

from docmodels.ir import (
    SCALAR_TYPES,
    AllOf,
    Array,
    Boolean,
    Const,
    Definition,
    Enum,
    Field,
    Integer,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
    nullable,
)

_LEAF_TYPES = frozenset({Unknown, Never, *SCALAR_TYPES, Const, Enum, Ref})
"""Types that contain no other types. Most types are leaves, so they are skipped early."""


def is_leaf(type: Type) -> bool:
    """Whether a type contains no other types."""
    return type.__class__ in _LEAF_TYPES


def children(type: Type) -> Iterator[Type]:
    """Yield the types directly inside `type`, in source order."""
    match type:
        case Object():
            yield from (field.type for field in type.fields)
            yield from type.pattern_properties.values()
            if type.additional_properties is not None:
                yield type.additional_properties
        case Array(items, prefix):
            yield from prefix
            yield items
        case Map(values, keys):
            if keys is not None:
                yield keys
            yield values
        case Nullable(inner) | WithAssertions(inner):
            yield inner
        case Union(members) | AllOf(members):
            yield from members
        case String() | Integer() | Number() | Boolean() | Null():
            return
        case Unknown() | Never() | Const() | Enum() | Ref():
            return
        case _:
            assert_never(type)


def walk(type: Type) -> Iterator[Type]:
    """Yield `type` and every type inside it, at any depth, in source order (pre-order)."""
    if type.__class__ in _LEAF_TYPES:
        yield type
        return
    stack = [type]
    while stack:
        inner = stack.pop()
        yield inner
        if inner.__class__ not in _LEAF_TYPES:
            stack.extend(reversed(tuple(children(inner))))


def refs(type: Type) -> Iterator[str]:
    """Yield every name that `type` refers to, at any depth, in source order; bases included."""
    for inner in walk(type):
        if isinstance(inner, Ref):
            yield inner.name
        elif isinstance(inner, Object):
            yield from inner.bases


def map_children(type: Type, transform: Callable[[Type], Type]) -> Type:
    """Return `type` with `transform` applied to each type directly inside.

    Returns `type` itself if `transform` returns identical types.
    """
    if type.__class__ in _LEAF_TYPES:
        return type
    match type:
        case Object():
            return _map_object(type, transform)
        case Array():
            items, prefix = transform(type.items), _map_all(type.prefix_items, transform)
            is_unchanged = items is type.items and prefix is type.prefix_items
            return type if is_unchanged else replace(type, items=items, prefix_items=prefix)
        case Map():
            keys = None if type.keys is None else transform(type.keys)
            values = transform(type.values)
            is_unchanged = values is type.values and keys is type.keys
            return type if is_unchanged else replace(type, values=values, keys=keys)
        case Nullable():
            inner = transform(type.type)
            return type if inner is type.type else nullable(inner)
        case WithAssertions():
            inner = transform(type.type)
            return type if inner is type.type else replace(type, type=inner)
        case Union() | AllOf():
            members = _map_all(type.members, transform)
            return type if members is type.members else replace(type, members=members)
        case String() | Integer() | Number() | Boolean() | Null():
            return type
        case Unknown() | Never() | Const() | Enum() | Ref():
            return type
        case _:
            assert_never(type)


def _map_object(type: Object, transform: Callable[[Type], Type]) -> Object:
    fields = tuple(map_field_type(field, transform) for field in type.fields)
    patterns = {key: transform(value) for key, value in type.pattern_properties.items()}
    additional = (
        None if type.additional_properties is None else transform(type.additional_properties)
    )
    is_unchanged = (
        additional is type.additional_properties
        and all(map(is_, fields, type.fields))
        and all(map(is_, patterns.values(), type.pattern_properties.values()))
    )
    if is_unchanged:
        return type
    return replace(
        type, fields=fields, pattern_properties=patterns, additional_properties=additional
    )


def _map_all(types: tuple[Type, ...], transform: Callable[[Type], Type]) -> tuple[Type, ...]:
    new_types = tuple(map(transform, types))
    return types if all(map(is_, new_types, types)) else new_types


def map_field_type(field: Field, transform: Callable[[Type], Type]) -> Field:
    """Return `field` with `transform` applied to its type; `field` itself if the type stays."""
    type = transform(field.type)
    return field if type is field.type else replace(field, type=type)


def without_origins(definition: Definition) -> Definition:
    """Return `definition` without places, to compare definitions from different places."""

    def strip_origins(type: Type) -> Type:
        type = map_children(type, strip_origins)
        if isinstance(type, Object):
            return replace(type, fields=tuple(map(_field_without_origin, type.fields)))
        return type

    type = strip_origins(definition.type)
    return replace(definition, type=type, provenance=(), merged_with=(), origin=None)


def _field_without_origin(field: Field) -> Field:
    default = replace(field.default, origin=None) if field.default else None
    return replace(field, origin=None, provenance=(), default=default)
