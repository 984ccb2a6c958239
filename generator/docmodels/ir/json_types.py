"""Find the JSON types (JSON Schema 2020-12, section 6.1.1) that the values of a type can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docmodels.ir.instance_check import value_kind
from docmodels.ir.keyword_table import TYPES
from docmodels.ir.model import (
    Array,
    Const,
    Enum,
    Map,
    Never,
    Nullable,
    Object,
    Type,
    WithAssertions,
)
from docmodels.ir.scalars import Boolean, Integer, Null, Number, String

ALL_JSON_TYPES: Final = frozenset(TYPES)


def json_types(type: Type, resolve: Callable[[Type], Type]) -> frozenset[str]:
    """Return the JSON types of the values of `type`, or all types if they are not evident.

    `resolve` follows references. The values of an integer are integers, those of a number both.
    """
    match resolve(type):
        case Number():
            return frozenset({"integer", "number"})
        case String() | Integer() | Boolean() | Null() as scalar:
            return frozenset({scalar.kind})
        case Const(value):
            return frozenset({value_kind(value)})
        case Enum() as enum if enum.closed:
            return frozenset(value_kind(member.value) for member in enum.members)
        case Array():
            return frozenset({"array"})
        case Map() | Object():
            return frozenset({"object"})
        case Never():
            return frozenset()
        case Nullable(inner):
            return json_types(inner, resolve) | {"null"}
        case WithAssertions(inner):
            return json_types(inner, resolve)
        case _:
            return ALL_JSON_TYPES
