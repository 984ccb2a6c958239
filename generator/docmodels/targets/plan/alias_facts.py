"""Facts about aliases that follow from what they refer to, for all of them at once.

A chain of references is followed once, not once for each of its aliases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docmodels.ir import (
    AllOf,
    Const,
    Enum,
    Null,
    Nullable,
    Ref,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.graph import names_that_reach
from docmodels.targets.plan.shapes import Shape


def alias_ends(shapes: Mapping[str, Shape]) -> dict[str, str]:
    """Map each shape that is only a reference to the shape at the end of the chain.

    The end of a cycle, and of a chain to a missing shape, is an empty name.
    """
    ends: dict[str, str] = {}
    for key in shapes:
        chain: dict[str, None] = {}
        name = key
        while name in shapes and name not in ends and name not in chain:
            if not isinstance(type := shapes[name].type, Ref):
                break
            chain[name] = None
            name = type.name
        end = ends.get(name, name if name in shapes and name not in chain else "")
        ends.update(dict.fromkeys(chain, end))
    return ends


def in_place(type: Type) -> Iterator[Type]:
    """Yield the types that decide together which values a type accepts."""
    stack = [type]
    while stack:
        inner = stack.pop()
        yield inner
        if isinstance(inner, Union):
            stack.extend(inner.members)
        elif isinstance(inner, WithAssertions):
            stack.append(inner.type)


def has_null(type: Type) -> bool:
    """Whether a type accepts null by itself, without what it refers to."""
    return any(map(has_null_itself, in_place(type)))


def has_null_itself(type: Type) -> bool:
    """Whether a type accepts null without its members and without what it refers to."""
    match type:
        case Unknown() | Nullable() | Null() | Const(None) | AllOf():
            return True
        case Enum(members):
            return any(member.value is None for member in members)
        case _:
            return False


def references_in_place(type: Type) -> list[str]:
    """Return the names of the shapes whose values a type accepts too."""
    return [inner.name for inner in in_place(type) if isinstance(inner, Ref)]


def nullable_shapes(shapes: Mapping[str, Shape]) -> frozenset[str]:
    """Return the shapes that accept null, and the names of missing shapes, which accept all."""
    references = {key: references_in_place(shape.type) for key, shape in shapes.items()}
    missing = {name for names in references.values() for name in names if name not in shapes}
    direct = {key for key, shape in shapes.items() if shape.nullable or has_null(shape.type)}
    return frozenset(names_that_reach(references, direct | missing))
