"""Decode dataclasses from JSON and encode them. Generated modules contain a copy of this file, so
that they depend on the standard library only (decision 0004).

The metadata of a field has its wire name (`name`) and its alternate names (`aliases`); a field with
`extra` takes the additional properties. Constraints are not checked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import sys
import types
import typing
import uuid

_T = typing.TypeVar("_T")
_PARSERS: dict[object, typing.Callable[[str], object]] = {
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
    dt.time: dt.time.fromisoformat,
    uuid.UUID: uuid.UUID,
}
_PRIMITIVES: dict[object, tuple[type, ...]] = {str: (str,), bool: (bool,), float: (int, float)}


def decode(cls: type[_T], data: typing.Any, path: str = "$") -> _T:
    """Make a `cls` of a decoded JSON object; raise `ValueError` with the path of a wrong value."""
    if not isinstance(data, dict):
        raise _type_error(cls, data, path)
    remaining = dict(typing.cast("dict[str, typing.Any]", data))
    values: dict[str, typing.Any] = {}
    kinds = _hints(typing.cast(typing.Any, cls))
    extra = ""
    for attribute in dataclasses.fields(typing.cast(typing.Any, cls)):
        if attribute.metadata.get("extra"):
            extra = attribute.name
            continue
        wire = attribute.metadata.get("name", attribute.name)
        names = (wire, *attribute.metadata.get("aliases", ()), attribute.name)
        key = next((name for name in names if name in remaining), None)
        if key is not None:
            values[attribute.name] = _decode(
                kinds[attribute.name], remaining.pop(key), f"{path}.{wire}", cls
            )
        elif attribute.default is attribute.default_factory is dataclasses.MISSING:
            raise ValueError(f"{path}: {wire!r} is missing")
    if extra:
        values[extra] = _decode(kinds[extra], remaining, path, cls)
    return cls(**values)


def encode(data: typing.Any) -> dict[str, typing.Any]:
    """Return a dataclass as a JSON object; omit optional fields that are None."""
    encoded: dict[str, typing.Any] = {}
    for attribute in dataclasses.fields(data):
        value = getattr(data, attribute.name)
        if attribute.metadata.get("extra"):
            encoded |= _encode(value)
        elif value is not None or attribute.default is not None:
            encoded[attribute.metadata.get("name", attribute.name)] = _encode(value)
    return encoded


def _encode(value: typing.Any) -> typing.Any:
    if isinstance(value, dict):
        pairs = typing.cast("dict[str, typing.Any]", value)
        return {key: _encode(inner) for key, inner in pairs.items()}
    if isinstance(value, list | tuple):
        return [_encode(inner) for inner in typing.cast("typing.Iterable[typing.Any]", value)]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, uuid.UUID):
        return str(value)
    return encode(value) if dataclasses.is_dataclass(value) else value


def _type_error(expected: typing.Any, value: object, path: str) -> ValueError:
    name = expected.__name__ if isinstance(expected, type) else expected
    return ValueError(f"{path}: {value!r} is not of type {name}")


@functools.cache
def _hints(cls: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls, localns=_namespace(cls))


def _namespace(cls: type) -> dict[str, typing.Any]:
    """Return the names that annotations of `cls` use: those of its module and package."""
    module = sys.modules[cls.__module__]
    package = sys.modules.get(module.__package__ or "", module)
    return {**vars(package), **vars(module)}


def _decode(kind: typing.Any, value: typing.Any, path: str, cls: type) -> typing.Any:
    """Read `value` as `kind`, an annotation of `cls`."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is typing.Any:
        return value
    if isinstance(kind, str | typing.ForwardRef):
        name = kind if isinstance(kind, str) else kind.__forward_arg__
        return _decode(_namespace(cls)[name], value, path, cls)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(arguments, value, path, cls)
    if origin is list and isinstance(value, list):
        items = enumerate(typing.cast("typing.Iterable[typing.Any]", value))
        return [_decode(arguments[0], v, f"{path}[{i}]", cls) for i, v in items]
    if origin is dict and isinstance(value, dict):
        pairs = typing.cast("dict[str, typing.Any]", value)
        return {k: _decode(arguments[1], v, f"{path}.{k}", cls) for k, v in pairs.items()}
    if origin is tuple and isinstance(value, list):
        parts = tuple(typing.cast("typing.Iterable[typing.Any]", value))
        if len(parts) == len(arguments):
            paired = enumerate(zip(arguments, parts, strict=True))
            return tuple(_decode(k, v, f"{path}[{i}]", cls) for i, (k, v) in paired)
    if origin is typing.Literal:
        for member in arguments:
            literal = member.value if isinstance(member, enum.Enum) else member
            if literal == value and isinstance(literal, bool) is isinstance(value, bool):
                return member
    return _decode_plain(kind, value, path)


def _decode_plain(kind: typing.Any, value: typing.Any, path: str) -> typing.Any:
    is_bool = isinstance(value, bool)
    if kind in (None, type(None)) and value is None:
        return None
    if kind in _PRIMITIVES and isinstance(value, _PRIMITIVES[kind]) and is_bool is (kind is bool):
        return value
    if kind is int and isinstance(value, int | float) and not is_bool and value == int(value):
        return int(value)
    if kind in _PARSERS and isinstance(value, str):
        try:
            return _PARSERS[kind](value)
        except ValueError:
            raise _type_error(kind, value, path) from None
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and not is_bool:
        for member in kind:
            if member.value == value:
                return member
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return decode(kind, value, path)
    raise _type_error(kind, value, path)


def _decode_union(
    members: tuple[typing.Any, ...], value: typing.Any, path: str, cls: type
) -> typing.Any:
    """Read `value` as the first union member that keeps the most properties."""
    decoded: list[typing.Any] = []
    causes: list[str] = []
    for member in members:
        if member is type(None) and value is not None:
            continue
        try:
            decoded.append(_decode(member, value, path, cls))
        except ValueError as error:
            causes.append(str(error))
    if not decoded:
        raise ValueError("; ".join(dict.fromkeys(causes)))
    if len(decoded) == 1 or not isinstance(value, dict):
        return decoded[0]
    keys = typing.cast("dict[str, typing.Any]", value).keys()
    return max(decoded, key=lambda option: len(keys & _encode(option).keys()))
