"""JSON in and out of dataclasses. Generated modules carry a copy of this file, so that they need
nothing but the standard library; decision 0004 says why.

The wire name of a field stands in its metadata (`name`), further spellings in `aliases`; a field
with `extra` takes the properties that no other field names. Constraints are not checked.
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
_PLAIN: dict[object, tuple[type, ...]] = {str: (str,), bool: (bool,), float: (int, float)}


def decode(cls: type[_T], data: typing.Any, path: str = "$") -> _T:
    """Make a `cls` of a decoded JSON object; `ValueError` says what does not fit, and where."""
    if not isinstance(data, dict):
        raise _misfit(cls, data, path)
    rest = dict(typing.cast("dict[str, typing.Any]", data))
    values: dict[str, typing.Any] = {}
    kinds = _hints(typing.cast(typing.Any, cls))
    extra = ""
    for each in dataclasses.fields(typing.cast(typing.Any, cls)):
        if each.metadata.get("extra"):
            extra = each.name
            continue
        wire = each.metadata.get("name", each.name)
        names = (wire, *each.metadata.get("aliases", ()), each.name)
        found = next((name for name in names if name in rest), None)
        if found is not None:
            values[each.name] = _decode(kinds[each.name], rest.pop(found), f"{path}.{wire}", cls)
        elif each.default is each.default_factory is dataclasses.MISSING:
            raise ValueError(f"{path}: {wire!r} is missing")
    if extra:
        values[extra] = _decode(kinds[extra], rest, path, cls)
    return cls(**values)


def encode(data: typing.Any) -> dict[str, typing.Any]:
    """Give a dataclass as a JSON object; an optional field that is None is left out."""
    found: dict[str, typing.Any] = {}
    for each in dataclasses.fields(data):
        value = getattr(data, each.name)
        if each.metadata.get("extra"):
            found |= _encode(value)
        elif value is not None or each.default is not None:
            found[each.metadata.get("name", each.name)] = _encode(value)
    return found


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


def _misfit(wanted: typing.Any, value: object, path: str) -> ValueError:
    name = wanted.__name__ if isinstance(wanted, type) else wanted
    return ValueError(f"{path}: {value!r} is not of type {name}")


@functools.cache
def _hints(cls: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls, localns=_names(cls))


def _names(cls: type) -> dict[str, typing.Any]:
    """Names that annotations of `cls` use: of its module, and of the package around it."""
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
        return _decode(_names(cls)[name], value, path, cls)
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
            plain = member.value if isinstance(member, enum.Enum) else member
            if plain == value and isinstance(plain, bool) is isinstance(value, bool):
                return member
    return _decode_plain(kind, value, path)


def _decode_plain(kind: typing.Any, value: typing.Any, path: str) -> typing.Any:
    is_bool = isinstance(value, bool)
    if kind in (None, type(None)) and value is None:
        return None
    if kind in _PLAIN and isinstance(value, _PLAIN[kind]) and is_bool is (kind is bool):
        return value
    if kind is int and isinstance(value, int | float) and not is_bool and value == int(value):
        return int(value)
    if kind in _PARSERS and isinstance(value, str):
        try:
            return _PARSERS[kind](value)
        except ValueError:
            raise _misfit(kind, value, path) from None
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and not is_bool:
        for member in kind:
            if member.value == value:
                return member
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return decode(kind, value, path)
    raise _misfit(kind, value, path)


def _decode_union(
    members: tuple[typing.Any, ...], value: typing.Any, path: str, cls: type
) -> typing.Any:
    """Read `value` as the member that keeps most of it, the first one of equals."""
    found: list[typing.Any] = []
    causes: list[str] = []
    for member in members:
        if member is type(None) and value is not None:
            continue
        try:
            found.append(_decode(member, value, path, cls))
        except ValueError as error:
            causes.append(str(error))
    if not found:
        raise ValueError("; ".join(dict.fromkeys(causes)))
    if len(found) == 1 or not isinstance(value, dict):
        return found[0]
    keys = typing.cast("dict[str, typing.Any]", value).keys()
    return max(found, key=lambda each: len(keys & _encode(each).keys()))
