"""Going through types: what is inside one, and how to make it anew with other insides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import assert_never

from msgspec.structs import replace

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Definition,
    Enum,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)

_LEAVES = frozenset({Unknown, Never, Scalar, Const, Enum, Ref})
"""The kinds that hold no others: most types are of these."""


def children(type: Type) -> Iterator[Type]:
    """Yield the types directly inside `type`, in the order written."""
    match type:
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
        case Object():
            yield from (field.type for field in type.fields)
            yield from type.pattern_properties.values()
            if type.additional_properties is not None:
                yield type.additional_properties
        case Unknown() | Never() | Scalar() | Const() | Enum() | Ref():
            return
        case _:
            assert_never(type)


def walk(type: Type) -> Iterator[Type]:
    """Yield `type` and every type in it, at any depth, in the order written."""
    stack = [type]
    while stack:
        found = stack.pop()
        yield found
        if found.__class__ not in _LEAVES:
            stack.extend(reversed(tuple(children(found))))


def refs(type: Type) -> Iterator[str]:
    """Yield every name that `type` refers to, at any depth, bases included, in order."""
    for found in walk(type):
        if isinstance(found, Ref):
            yield found.name
        elif isinstance(found, Object):
            yield from found.bases


def map_children(type: Type, change: Callable[[Type], Type]) -> Type:
    """Make `type` anew with `change` applied to each type directly inside.

    Where nothing changes, it is `type` itself that comes back.
    """
    if type.__class__ in _LEAVES:
        return type
    match type:
        case Object():
            return _object(type, change)
        case Array():
            items, prefix = change(type.items), _each(type.prefix_items, change)
            kept = items is type.items and prefix is type.prefix_items
            return type if kept else replace(type, items=items, prefix_items=prefix)
        case Map():
            keys = None if type.keys is None else change(type.keys)
            values = change(type.values)
            kept = values is type.values and keys is type.keys
            return type if kept else replace(type, values=values, keys=keys)
        case Nullable() | WithAssertions():
            inner = change(type.type)
            return type if inner is type.type else replace(type, type=inner)
        case Union() | AllOf():
            members = _each(type.members, change)
            return type if members is type.members else replace(type, members=members)
        case Unknown() | Never() | Scalar() | Const() | Enum() | Ref():
            return type
        case _:
            assert_never(type)


def _object(type: Object, change: Callable[[Type], Type]) -> Object:
    fields = tuple(with_type(field, change) for field in type.fields)
    patterns = {key: change(value) for key, value in type.pattern_properties.items()}
    additional = None if type.additional_properties is None else change(type.additional_properties)
    kept = (
        additional is type.additional_properties
        and all(map(is_, fields, type.fields))
        and all(map(is_, patterns.values(), type.pattern_properties.values()))
    )
    if kept:
        return type
    return replace(
        type, fields=fields, pattern_properties=patterns, additional_properties=additional
    )


def _each(types: tuple[Type, ...], change: Callable[[Type], Type]) -> tuple[Type, ...]:
    made = tuple(map(change, types))
    return types if all(map(is_, made, types)) else made


def with_type(field: Field, change: Callable[[Type], Type]) -> Field:
    """Give `field` with its type changed."""
    type = change(field.type)
    return field if type is field.type else replace(field, type=type)


def without_origins(definition: Definition) -> Definition:
    """Give `definition` without any origin: two are the same model if these are equal."""

    def bare(type: Type) -> Type:
        type = map_children(type, bare)
        if isinstance(type, Object):
            return replace(type, fields=tuple(map(_placeless, type.fields)))
        return type

    return replace(definition, type=bare(definition.type), origin=None)


def _placeless(field: Field) -> Field:
    default = replace(field.default, origin=None) if field.default else None
    return replace(field, origin=None, default=default)
