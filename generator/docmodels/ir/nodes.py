"""The parts that every module of the representation is built from: JSON values, frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias, TypeGuard

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import fields

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


def depth_exceeds(value: Json, limit: int) -> bool:
    """Whether more than `limit` arrays and objects of a JSON value are inside each other."""
    level = _containers([value])
    for _ in range(limit):
        level = [inner for outer in level for inner in _containers(outer)]
        if not level:
            return False
    return bool(level)


def _containers(value: Json) -> list[Json]:
    inner = value.values() if is_object(value) else value
    return [item for item in inner if isinstance(item, dict | list)]


class Value(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A frozen value; `dumps` omits attributes that have their default."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what creates the value in another process, without attributes that equal their
        default: msgspec recognises a default by identity, and `dumps` omits it."""
        defaults = _defaults(self.__class__)
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        stated = {
            name: value
            for name, value in values.items()
            if name not in defaults or not _equals(value, defaults[name])
        }
        return _create, (self.__class__, stated)


@cache
def _defaults(kind: type[Value]) -> Mapping[str, Any]:
    return {
        field.name: field.default_factory() if field.default is NODEFAULT else field.default
        for field in fields(kind)
        if not field.required
    }


def _equals(value: Any, default: Any) -> bool:
    return value.__class__ is default.__class__ and bool(value == default)


def _create(kind: type[Value], values: Mapping[str, Any]) -> Value:
    return kind(**values)


class TypeNode(Value, frozen=True, tag_field="shape"):
    """A type; the tag `shape` identifies it in JSON."""


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """A place in an input: `file` as the caller named it, `line` and `column` counted from 1."""

    file: str
    line: int = 1
    column: int = 1
