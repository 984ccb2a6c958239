"""The parts that every module of the representation is built from: JSON values, frozen values."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

import msgspec

Json: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict of the same."""

JsonNumber: TypeAlias = int | float
"""A JSON number."""


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


class Value(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A frozen value; `dumps` omits attributes that have their default."""


class TypeNode(Value, frozen=True, tag_field="shape"):
    """A type; the tag `shape` identifies it in JSON."""


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """A place in an input: `file` as the caller named it, `line` and `column` counted from 1."""

    file: str
    line: int = 1
    column: int = 1
