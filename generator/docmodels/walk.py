"""Going through types: what is inside one, and how to make it anew with other insides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from msgspec.structs import replace

from docmodels.ir import (
    AllOf,
    Anything,
    Array,
    Checked,
    Const,
    Definition,
    Enum,
    Field,
    Map,
    Nothing,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)


def parts(type: Type) -> Iterator[Type]:
    """Yield the types directly inside `type`, in the order written."""
    match type:
        case Array(items, prefix):
            yield from prefix
            yield items
        case Map(values, keys):
            if keys is not None:
                yield keys
            yield values
        case Nullable(inner) | Checked(inner):
            yield inner
        case Union(members) | AllOf(members):
            yield from members
        case Object():
            yield from (field.type for field in type.fields)
            yield from type.patterns.values()
            if type.additional is not None:
                yield type.additional
        case Anything() | Nothing() | Scalar() | Const() | Enum() | Ref():
            return
        case _:
            assert_never(type)


def inside(type: Type) -> Iterator[Type]:
    """Yield `type` and every type in it, at any depth, in the order written."""
    stack = [type]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(tuple(parts(found))))


def refs(type: Type) -> Iterator[str]:
    """Yield every name that `type` refers to, at any depth, bases included, in order."""
    for found in inside(type):
        if isinstance(found, Ref):
            yield found.name
        elif isinstance(found, Object):
            yield from found.bases


def rebuilt(type: Type, change: Callable[[Type], Type]) -> Type:
    """Make `type` anew with `change` applied to each type directly inside; equal parts are kept."""
    match type:
        case Array():
            prefix = tuple(change(part) for part in type.prefix)
            return replace(type, items=change(type.items), prefix=prefix)
        case Map():
            keys = None if type.keys is None else change(type.keys)
            return replace(type, values=change(type.values), keys=keys)
        case Nullable() | Checked():
            return replace(type, type=change(type.type))
        case Union() | AllOf():
            return replace(type, members=tuple(change(member) for member in type.members))
        case Object():
            return replace(
                type,
                fields=tuple(with_type(field, change) for field in type.fields),
                patterns={key: change(value) for key, value in type.patterns.items()},
                additional=None if type.additional is None else change(type.additional),
            )
        case Anything() | Nothing() | Scalar() | Const() | Enum() | Ref():
            return type
        case _:
            assert_never(type)


def with_type(field: Field, change: Callable[[Type], Type]) -> Field:
    """Give `field` with its type changed."""
    return replace(field, type=change(field.type))


def placeless(definition: Definition) -> Definition:
    """Give `definition` without any origin: two are the same model if these are equal."""

    def bare(type: Type) -> Type:
        type = rebuilt(type, bare)
        if isinstance(type, Object):
            return replace(type, fields=tuple(map(_placeless, type.fields)))
        return type

    return replace(definition, type=bare(definition.type), origin=None)


def _placeless(field: Field) -> Field:
    default = replace(field.default, origin=None) if field.default else None
    return replace(field, origin=None, default=default)
