"""Equality of JSON values, and of types that contain JSON values.

In Python, `True == 1` and therefore `Const(value=True) == Const(value=1)`: compare values and types
from different places with this module.

Source: JSON Schema 2020-12, section 4.2.2 (instance equality).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import astuple

from docmodels.ir.model import Definition, Field, Type
from docmodels.ir.nodes import Json

_Node = TypeVar("_Node", bound=Type | Field | Definition)


def equality_key(value: Json) -> Hashable:
    """Return a key that is equal for equal JSON values: 1.0 equals 1, true does not equal 1."""
    return _key(value)


def _key(value: object) -> Hashable:
    match value:
        case bool():
            return "boolean", value
        case list() | tuple():
            return "array", tuple(map(_key, cast("Iterable[object]", value)))
        case dict():
            items = cast("dict[str, object]", value).items()
            return "object", frozenset((name, _key(item)) for name, item in items)
        case Struct():
            return value.__class__, tuple(map(_key, astuple(value)))
        case _:
            return value


def is_equal(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal."""
    return equality_key(one) == equality_key(other)


def type_key(node: Type | Field | Definition) -> Hashable:
    """Return a key that is equal for equal types (fields, definitions) with equal JSON values."""
    return _key(node)


def is_same(one: Type | Field | Definition, other: Type | Field | Definition) -> bool:
    """Whether two types (fields, definitions) are the same; their origins count."""
    return one is other or (one == other and type_key(one) == type_key(other))


def distinct(nodes: Iterable[_Node]) -> list[_Node]:
    """Return each of the types (fields, definitions) once, the first of equal ones, in order."""
    nodes = tuple(nodes)
    if len(nodes) < 2:
        return list(nodes)
    by_key: dict[Hashable, _Node] = {}
    for node in nodes:
        by_key.setdefault(type_key(node), node)
    return list(by_key.values())
