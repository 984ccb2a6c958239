"""Describe types in a few words, for people."""

from __future__ import annotations

import json
from typing import assert_never

from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
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
)
from docmodels.ir.nodes import Json

SHOWN_VALUES = 4
"""How many values of an enum are shown."""


def describe_type(type: Type) -> str:
    """Describe a type in a few words, independent of any programming language."""
    match type:
        case Unknown():
            return "any value"
        case Never():
            return "no value"
        case String() | Integer() | Number() | Boolean() | Null():
            return f"{type.kind} <{type.format}>" if type.format else type.kind
        case Const(value=value):
            return f"exactly {json_text(value)}"
        case Enum(members=members, closed=closed):
            values = ", ".join(json_text(member.value) for member in members[:SHOWN_VALUES])
            more = f", .. {len(members)} in all" if len(members) > SHOWN_VALUES else ""
            return f"{'enum' if closed else 'open enum'} of {values}{more}"
        case Ref(name=name):
            return name
        case Array(items=items, prefix_items=prefix):
            parts = [describe_type(part) for part in prefix]
            return f"tuple of {', '.join(parts)}" if parts else f"array of {describe_type(items)}"
        case Map(values=values):
            return f"map to {describe_type(values)}"
        case Nullable(type=inner):
            return f"{describe_type(inner)} or null"
        case Union(members=members, mode=mode):
            return f"{mode} of {' | '.join(describe_type(member) for member in members)}"
        case AllOf(members=members):
            return f"allOf {' & '.join(describe_type(member) for member in members)}"
        case Object(fields=fields):
            return f"object with {len(fields)} field{'' if len(fields) == 1 else 's'}"
        case WithAssertions(type=inner):
            return f"{describe_type(inner)} (with further assertions)"
        case _:
            assert_never(type)


def is_untyped(type: Type) -> bool:
    """Whether a type, or the item type of its arrays and maps, accepts any value."""
    while True:
        match type:
            case (
                Array(items=inner, prefix_items=())
                | Map(values=inner)
                | Nullable(type=inner)
                | WithAssertions(type=inner)
            ):
                type = inner
            case _:
                return isinstance(type, Unknown)


def json_text(value: Json) -> str:
    """Return a JSON value as text on one line."""
    return json.dumps(value, ensure_ascii=False)
