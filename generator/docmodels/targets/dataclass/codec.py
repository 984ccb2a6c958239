"""Decode dataclasses from JSON and encode them; generated modules have a copy (decision 0004).

The metadata of a field has its wire name (`name`) and alternate names (`aliases`; `any_case`: all
cases), `nullable` if it may be null and absent, `extra` if it takes the additional properties. The
annotations of a class are compiled when it is first used."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import enum
import functools
import re
import sys
import types
import typing
import uuid

_T = typing.TypeVar("_T")
_Function = typing.Callable[[typing.Any], typing.Any]
_NULL = type(None)
_CLASSES: tuple[type, ...] = (str, bool, int, float, list, dict, _NULL)  # bool, then int
_ACRONYM = "(?<=[a-z0-9])((Id|Ip|Uri|Url|Uuid)(?=s?(?![a-z]))|[A-Z][a-z]{1,2}$)"
_ALL, _SCALARS = frozenset(_CLASSES), frozenset(_CLASSES) - {dict, list}
_TEXTS: dict[object, tuple[_Function, tuple[str, int], tuple[str, int]]] = {
    dt.datetime: (dt.datetime.fromisoformat, ("-", 7), (":", 13)),
    dt.date: (dt.date.fromisoformat, ("-", 7), ("-", 7)),
    dt.time: (dt.time.fromisoformat, (":", 2), (":", 2)),
    uuid.UUID: (uuid.UUID, ("", 0), ("-", 8)),
}
"""The parser of a text, which takes `20240101` too, and a character that the text must
have: in general, and in a union, where other texts are possible."""


def decode(cls: typing.Callable[..., _T], data: typing.Any) -> _T:
    """Make a `cls` of a JSON object; `ValueError` has the path to a wrong value."""
    try:
        return typing.cast(_T, _class_reader(cls)(data))
    except _DecodeError as error:
        texts = dict.fromkeys(f"${path}: {message}" for path, message in error.causes)
        raise ValueError("; ".join(texts)) from None
    except RecursionError:
        raise ValueError("$: the value is nested too deeply") from None


def encode(instance: typing.Any) -> dict[str, typing.Any]:
    """Return a dataclass as a JSON object without absent fields.

    None is null, except for a field whose default is None: it is absent. A `nullable`
    one is absent only if it is not in `__dict__` (see `JsonModel`)."""
    try:
        return typing.cast("dict[str, typing.Any]", _WRITERS[instance.__class__](instance))
    except RecursionError:
        raise ValueError("the value is nested too deeply, or contains itself") from None


class _DecodeError(ValueError):
    """A wrong value; its causes are pairs of a path below the value and a message."""

    def __init__(self, *causes: tuple[str, str]) -> None:
        self.causes = causes


def _causes(error: ValueError, step: str = "") -> list[tuple[str, str]]:
    causes = error.causes if isinstance(error, _DecodeError) else [("", str(error))]
    return [(step + path, message) for path, message in causes]


def _type_error(kind: typing.Any, value: object) -> _DecodeError:
    name = kind.__name__ if isinstance(kind, type) else str(kind).replace("typing.", "")
    return _DecodeError(("", f"{value!r} is not of type {name}"))


class _Converter(typing.NamedTuple):
    """How to read and write the values of one type.

    `accepts` are the classes of JSON values that it may read. A value of a class in
    `unchanged` is the result itself; `read` makes that of any other, a `model` if it is
    a dataclass. If `is_scalar`, the values are strings, numbers, booleans or None."""

    accepts: frozenset[type]
    unchanged: frozenset[type]
    read: _Function
    is_scalar: bool = False
    model: typing.Any = None

    def take(self, value: typing.Any) -> typing.Any:
        return value if value.__class__ in self.unchanged else self.read(value)


class _Plan(typing.NamedTuple):
    """How to read and write a class.

    `properties` maps names in JSON to the attribute, `unchanged`, `read`, and for an
    alias the name before it. `attributes` are the attribute, the wire name, `is_scalar`
    and whether None is written. `extra` is the attribute of the others, or empty."""

    properties: dict[str, tuple[str, frozenset[type], _Function, str]]
    attributes: list[tuple[str, str, bool, bool]]
    nullable: list[str]
    extra: str
    read_extra: _Function


def _scope(cls: type) -> typing.Mapping[str, typing.Any]:  # of its annotations
    module = sys.modules[cls.__module__]
    package = sys.modules.get(module.__package__ or "", module)
    return collections.ChainMap(vars(module), vars(package))


@functools.cache
def _hints(cls: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls, localns=_scope(cls), include_extras=True)


def _wire_name(attribute: dataclasses.Field[typing.Any]) -> str:
    return str(attribute.metadata.get("name", attribute.name))


@functools.cache
def _plan(cls: typing.Any) -> _Plan:
    fields = dataclasses.fields(cls)
    wire_names = {*map(_wire_name, fields)}
    plan = _Plan({}, [], [f.name for f in fields if "nullable" in f.metadata], "", dict)
    for attribute in fields:
        name, wire = attribute.name, _wire_name(attribute)
        converter = _converter(_hints(cls)[name], cls)
        if attribute.metadata.get("extra"):
            plan = plan._replace(extra=name, read_extra=converter.read)
            continue
        plan.properties[wire] = name, converter.unchanged, converter.read, ""
        aliases = {*attribute.metadata.get("aliases", ()), name}
        if "any_case" in attribute.metadata:
            camel = re.sub("_(.)", lambda match: match[1].upper(), name)
            for cased in (camel, camel[:1].upper() + camel[1:]):
                aliases |= {cased, re.sub(_ACRONYM, lambda match: match[0].upper(), cased)}
            aliases |= {name.upper(), name.replace("_", "-"), f"_{name}", f"_{camel}"}
        for alias in aliases - wire_names:
            plan.properties.setdefault(alias, (name, frozenset(), converter.take, wire))
        has_null = attribute.default is not None or "nullable" in attribute.metadata
        plan.attributes.append((name, wire, converter.is_scalar, has_null))
    return plan


@functools.cache
def _class_reader(cls: typing.Any) -> _Function:
    plan: _Plan | None = None

    def read(data: typing.Any) -> typing.Any:
        nonlocal plan
        if not issubclass(data.__class__, dict):
            raise _type_error(cls, data)
        properties, _, nullable, extra, read_extra = plan = plan or _plan(cls)
        values, others = dict[str, typing.Any](), dict[str, typing.Any]()
        key = ""
        try:
            for key, value in data.items():
                if key not in properties:
                    others[key] = value
                    continue
                name, unchanged, read_value, wire = properties[key]
                if value.__class__ in unchanged:
                    values[name] = value
                elif wire and (wire in data or name in values):
                    others[key] = value
                else:
                    values[name] = read_value(value)
        except ValueError as error:
            raise _DecodeError(*_causes(error, f".{key}")) from None
        if extra:
            values[extra] = read_extra(others)
        try:
            instance = cls(**values)
        except TypeError:
            for f in dataclasses.fields(cls):
                if f.default is f.default_factory and f.name not in values:  # both MISSING
                    raise _DecodeError(("", f"{_wire_name(f)!r} is missing")) from None
            raise
        for name in filter(values.__contains__, nullable):
            setattr(instance, name, values[name])
        return instance

    return read


def _class_writer(cls: typing.Any) -> _Function:
    _, attributes, nullable, extra, _ = _plan(cls)

    def write(instance: typing.Any) -> dict[str, typing.Any]:
        data: dict[str, typing.Any] = {}
        for name, wire, is_scalar, has_null in attributes:
            value = getattr(instance, name)
            if value is not None:
                data[wire] = value if is_scalar else _WRITERS[value.__class__](value)
            elif has_null and (name not in nullable or name in instance.__dict__):
                data[wire] = None
        return data | _WRITERS[dict](getattr(instance, extra)) if extra else data

    return write


class _Writers(dict[typing.Any, _Function]):
    """The functions that write values, by the class of the value."""

    def __missing__(self, cls: typing.Any) -> _Function:
        bases = (base for base in self if issubclass(cls, base))
        base = max(bases, key=lambda base: base is not object)  # `object` is last
        self[cls] = _class_writer(cls) if dataclasses.is_dataclass(cls) else self[base]
        return self[cls]


_WRITERS: _Writers = _Writers(
    {
        enum.Enum: lambda value: value._value_,  # faster than `value`
        dict: lambda pairs: {key: _WRITERS[value.__class__](value) for key, value in pairs.items()},
        list
        | tuple: lambda items: [
            v if v.__class__ in _SCALARS else _WRITERS[v.__class__](v) for v in items
        ],
        dt.date | dt.time: lambda value: value.isoformat().replace("+00:00", "Z"),
        uuid.UUID: str,
        object: lambda value: value,
    }
)


def _converter(kind: typing.Any, owner: type, in_union: bool = False) -> _Converter:
    """Return the converter of `kind`, an annotation of the class `owner`."""
    kind = getattr(kind, "__value__", kind)  # of `type X = ..`
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _union(arguments[0], owner, arguments[1])
    if origin in (typing.Union, types.UnionType):
        return _union(kind, owner)
    if origin is typing.Literal:
        return _values(kind, [(value, value) for value in arguments])
    if origin in (list, dict, tuple):
        return _container(kind, owner)
    if isinstance(kind, str | typing.ForwardRef):
        name = kind if isinstance(kind, str) else kind.__forward_arg__
        return _Converter(_ALL, frozenset(), functools.partial(_read_named, name, owner))
    if isinstance(kind, enum.EnumMeta):
        return _values(kind, [(member.value, member) for member in typing.cast(typing.Any, kind)])
    if hasattr(kind, "__dataclass_fields__"):
        return _Converter(frozenset({dict}), frozenset(), _class_reader(kind), False, kind)
    return _text(kind, in_union) if kind in _TEXTS else _SIMPLE.get(kind) or _custom(kind)


def _read_named(name: str, owner: type, value: typing.Any) -> typing.Any:
    return _named(name, owner).take(value)


@functools.cache
def _named(name: str, owner: type) -> _Converter:
    return _converter(_scope(owner)[name], owner)


def _scalar(kind: typing.Any, accepts: set[type], convert: _Function, *same: type) -> _Converter:
    """Return the converter of a type; values of the classes `same` stay the same."""

    def read(value: typing.Any) -> typing.Any:
        try:
            return convert(value)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise _type_error(kind, value) from None

    return _Converter(frozenset(accepts), frozenset(same), read, bool(same))


def _whole(value: typing.Any) -> int:
    if isinstance(value, bool) or value != int(value):
        raise ValueError
    return int(value)


_REFUSE: _Function = dict[typing.Any, typing.Any]().__getitem__
_SIMPLE: dict[object, _Converter] = {
    str: _scalar(str, {str}, str.__str__, str),
    bool: _scalar(bool, {bool}, _REFUSE, bool),
    int: _scalar(int, {int, float}, _whole, int),
    float: _scalar(float, {int, float}, float.__float__, int, float),
    _NULL: _scalar(None, {_NULL}, _REFUSE, _NULL),
    None: _scalar(None, {_NULL}, _REFUSE, _NULL),
    typing.Any: _scalar(typing.Any, {*_ALL}, lambda value: value, *_ALL)._replace(is_scalar=False),
}


def _text(kind: typing.Any, in_union: bool) -> _Converter:
    parse, general, special = _TEXTS[kind]
    at = special if in_union else general
    return _scalar(kind, {str}, lambda s: (parse if s.startswith(*at) else _REFUSE)(s.upper()))


def _custom(kind: typing.Any) -> _Converter:
    """Return the converter of another type: `kind(text)` reads, and `str` writes."""
    if isinstance(kind, type):
        _WRITERS[kind] = str
    return _scalar(kind, {str}, lambda value: kind(str.__str__(value)))


def _values(kind: typing.Any, members: list[tuple[typing.Any, typing.Any]]) -> _Converter:
    """Return the converter of an enum or a literal; true is not 1, but 1.0 is."""
    bools = {value: member for value, member in members if isinstance(value, bool)}
    others = {value: member for value, member in members if not isinstance(value, bool)}
    classes: set[type] = {value.__class__ for value, _ in members}
    classes |= {int, float} if classes & {int, float} else set()
    return _scalar(kind, classes, lambda v: (bools if v.__class__ is bool else others)[v])


def _container(kind: typing.Any, owner: type) -> _Converter:
    """Return the converter of `dict[str, X]`, `list[X]` or `tuple[X, Y, Z]`."""
    is_dict, is_tuple = (typing.get_origin(kind) is origin for origin in (dict, tuple))
    json: type = dict if is_dict else list
    parts = [_converter(argument, owner) for argument in typing.get_args(kind)]
    _, unchanged, read_item, *_ = parts[-1]

    def read(data: typing.Any) -> typing.Any:
        if not issubclass(data.__class__, json) or (is_tuple and len(data) != len(parts)):
            raise _type_error(kind, data)
        key: typing.Any = ""
        values: dict[typing.Any, typing.Any] = {}
        try:
            for key, item in data.items() if is_dict else enumerate(data):
                if is_tuple:
                    values[key] = parts[len(values)].take(item)
                else:
                    values[key] = item if item.__class__ in unchanged else read_item(item)
        except ValueError as error:
            raise _DecodeError(*_causes(error, f".{key}" if is_dict else f"[{key}]")) from None
        return values if is_dict else tuple(values.values()) if is_tuple else [*values.values()]

    return _Converter(frozenset({json}), frozenset(), read)


def _union(kind: typing.Any, owner: type, discriminator: typing.Any = None) -> _Converter:
    arguments = typing.get_args(kind) or (kind,)
    null = {_NULL} & {*arguments}
    kinds = [argument for argument in arguments if argument is not _NULL]
    members = [_converter(member, owner, len(kinds) > 1) for member in kinds]
    if len(members) == 1:
        (only,) = members
        return only._replace(accepts=only.accepts | null, unchanged=only.unchanged | null)
    by_class = {json: [m for m in members if json in m.accepts] for json in _CLASSES}
    by_class[float].sort(key=lambda member: member is _SIMPLE[int])  # 1.0 stays one
    choose = _chooser(by_class[dict], discriminator)

    def read(value: typing.Any) -> typing.Any:
        json = next((json for json in _CLASSES if isinstance(value, json)), _NULL)
        causes: list[tuple[str, str]] = []
        for member in choose(value) if json is dict else by_class[json]:
            try:
                return member.take(value)
            except ValueError as error:
                causes += _causes(error)
        raise _DecodeError(*causes) if causes else _type_error(kind, value)

    accepts = frozenset(json for json in _CLASSES if by_class[json])
    unchanged = frozenset(json for json in accepts if json in by_class[json][0].unchanged)
    return _Converter(accepts | null, unchanged | null, read)


def _chooser(members: list[_Converter], discriminator: typing.Any) -> _Function:
    """Return a function that lists the members that an object may be: that of its tag,
    else all members, those first that keep most of its properties."""
    tags: tuple[str, typing.Mapping[str, type], type | None] | None = None
    if discriminator:
        tags = discriminator.property_name, discriminator.mapping, discriminator.default

    def kept(member: _Converter, data: dict[str, typing.Any]) -> int:
        plan = _plan(member.model) if member.model else None
        return len(data if plan is None or plan.extra else plan.properties.keys() & data.keys())

    def choose(data: dict[str, typing.Any]) -> list[_Converter]:
        nonlocal tags
        name, mapping, default = tags = tags or _literal_tags(members)
        tag = data.get(name)
        if isinstance(tag, str) and (model := mapping.get(tag, default)):
            return [_converter(model, model)]
        if isinstance(tag, str) and discriminator:
            raise _DecodeError((f".{name}", f"{tag!r} is none of {', '.join(map(repr, mapping))}"))
        return sorted(members, key=lambda member: -kept(member, data))

    return choose


def _literal_tags(members: list[_Converter]) -> tuple[str, typing.Mapping[str, type], None]:
    """Return a property whose literals distinguish the members, and their classes."""
    tags: dict[str, list[tuple[str, type]]] = {}
    models = [member.model for member in members]
    for model in models if all(models) else ():
        for attribute in dataclasses.fields(model):
            kind = _hints(model)[attribute.name]
            if typing.get_origin(kind) is typing.Literal:
                pairs = tags.setdefault(_wire_name(attribute), [])
                pairs += [(value, model) for value in typing.get_args(kind)]
    for wire, pairs in tags.items():
        if len(dict(pairs)) == len(pairs) and {model for _, model in pairs} == {*models}:
            return wire, dict(pairs), None
    return "", {}, None
