"""Decode the unions that msgspec refuses; generated modules contain a copy of what they use.

`AnyOf[Cat | Dog]` is `Cat | Dog` for type checkers and any value for msgspec. A struct with such a
field calls `decode_any_of` in `__post_init__`, which makes the value one of a member.
"""

from __future__ import annotations

import enum
import sys
import typing
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

from msgspec import UNSET, Struct, convert, to_builtins
from msgspec.structs import force_setattr

_T = TypeVar("_T")


class _Members:
    """The union that a field or item accepts, or the name of an alias of it."""

    def __init__(self, union: Any) -> None:
        self.union = union


if TYPE_CHECKING:
    # This is `_T`, in a form with which mypy does not crash on recursive aliases.
    AnyOf = typing.Union[_T, _T]  # noqa: PYI016
else:

    class AnyOf:
        """A union that msgspec does not decode; a struct does with `decode_any_of`."""

        def __class_getitem__(cls, union: Any) -> Any:
            return Annotated[Any, _Members(union)]


class Discriminator:
    """The property that selects a member of `AnyOf[..]`, and class names by its value.

    `default` is the class for all other values; without it they are refused.
    """

    def __init__(self, property: str, mapping: dict[str, str], default: str = "") -> None:
        self.property = property
        self.mapping = mapping
        self.default = default


def decode_any_of(self: Struct) -> None:
    """Decode the fields that contain `AnyOf`; raise `ValueError` if one is invalid."""
    for name, type_ in _any_of_fields(self.__class__):
        value = getattr(self, name)
        if value is not UNSET:
            force_setattr(self, name, _decode(type_, value, self.__class__))


@cache
def _any_of_fields(cls: type[Struct]) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(cls, localns=_namespace(cls), include_extras=True)
    return tuple((name, hints[name]) for name in cls.__struct_fields__ if _has_any_of(hints[name]))


def _namespace(cls: type) -> dict[str, Any]:
    """Return the names that annotations of `cls` use: of its module and package."""
    module = sys.modules[cls.__module__]
    package = sys.modules.get(module.__package__ or "", module)
    return {**vars(package), **vars(module)}


def _has_any_of(type_: Any) -> bool:
    metadata = getattr(type_, "__metadata__", ())
    is_any_of = any(isinstance(part, _Members) for part in metadata)
    return is_any_of or any(map(_has_any_of, typing.get_args(type_)))


def _decode(type_: Any, value: Any, cls: type) -> Any:
    """Decode the parts of `value` that are `AnyOf` in an annotation of `cls`."""
    metadata = getattr(type_, "__metadata__", ())
    for part in metadata:
        if isinstance(part, _Members):
            return _decode_members(part.union, metadata, value, cls)
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin is Annotated:
        return _decode(arguments[0], value, cls)
    if origin in (typing.Union, UnionType):
        return _decode(_member_of_kind(arguments, value), value, cls)
    if origin is list:
        return [_decode(arguments[0], item, cls) for item in value]
    if origin is tuple:
        return tuple(_decode(t, item, cls) for t, item in zip(arguments, value, strict=True))
    if origin is dict:
        return {key: _decode(arguments[1], item, cls) for key, item in value.items()}
    return value


def _member_of_kind(members: tuple[Any, ...], value: Any) -> Any:
    """Return the member that msgspec has chosen: it allows one of each JSON type."""
    if value is None and type(None) in members:
        return None
    for member in members:
        is_annotated = typing.get_origin(member) is Annotated
        plain = typing.get_args(member)[0] if is_annotated else member
        if plain is Any or typing.get_origin(plain) is type(value):
            return member
    return None


def _decode_members(union: Any, metadata: tuple[Any, ...], value: Any, cls: type) -> Any:
    """Decode `value` as the first member of a union that keeps the most properties."""
    if isinstance(union, str):
        return _as_member(_namespace(cls)[union], value, cls)
    members = _union_members(union)
    for part in metadata:
        if isinstance(part, Discriminator):
            members = _selected(part, _flat_members(union), value)
    decoded: list[Any] = []
    causes: list[str] = []
    for member in members:
        try:
            decoded.append(_as_member(member, value, cls))
        except ValueError as error:
            causes.append(str(error))
    if not decoded:
        raise ValueError("; ".join(dict.fromkeys(causes)) or "Invalid value")
    if len(decoded) == 1 or not isinstance(value, dict | list):
        return decoded[0]
    json = to_builtins(value)
    return max(decoded, key=lambda option: _kept(json, to_builtins(option)))


def _union_members(union: Any) -> list[Any]:
    is_union = typing.get_origin(union) in (typing.Union, UnionType)
    return list(typing.get_args(union)) if is_union else [union]


def _flat_members(union: Any) -> list[Any]:
    """Return the members of a union, those of nested unions included."""
    members: list[Any] = []
    for member in _union_members(union):
        nested = [
            part.union
            for part in getattr(member, "__metadata__", ())
            if isinstance(part, _Members) and not isinstance(part.union, str)
        ]
        members += _flat_members(nested[0]) if nested else [member]
    return members


def _selected(discriminator: Discriminator, members: list[Any], value: Any) -> list[Any]:
    """Return the members that the value of the discriminator selects."""
    if not isinstance(value, dict):
        return members
    tag = cast("dict[str, object]", value).get(discriminator.property)
    name = discriminator.mapping.get(tag) if isinstance(tag, str) else None
    name = name or discriminator.default
    selected = [member for member in members if getattr(member, "__name__", "") == name]
    if not selected:
        raise ValueError(f"Invalid value {tag!r} of {discriminator.property!r}")
    return selected


def _as_member(member: Any, value: Any, cls: type) -> Any:
    """Convert `value` to one member; `ValueError` if the member does not accept it."""
    if _is_enum(member):
        if value is True or value is False:  # as numbers they are 1 and 0
            raise ValueError(f"Expected `{member.__name__}`, got `bool`")
        return member(value)
    return _decode(member, convert(value, member), cls)


def _is_enum(member: Any) -> bool:
    return isinstance(member, type) and issubclass(member, enum.Enum)


def _kept(value: object, written: object) -> int:
    """Count the properties of `value` that a decoded value writes back."""
    if isinstance(value, dict) and isinstance(written, dict):
        pairs = cast("dict[str, object]", value)
        others = cast("dict[str, object]", written)
        return sum(1 + _kept(item, others[key]) for key, item in pairs.items() if key in others)
    if isinstance(value, list) and isinstance(written, list):
        items, other_items = cast("list[object]", value), cast("list[object]", written)
        return sum(_kept(item, other) for item, other in zip(items, other_items, strict=False))
    return 0
