"""Write defaults as Python source: values of the field's type, not shared between instances."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast
from uuid import UUID

from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    NumberConstraints,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.source import Import, literal, string


@dataclass(frozen=True, slots=True)
class DefaultValue:
    """An expression. `needs_factory`: each instance needs a new value, made by a factory."""

    text: str
    needs_factory: bool = False


class _TypeMismatch(Exception):
    """The value is not of the type."""


def default_value(value: Json, type: Type, writer: Writer, model: str) -> DefaultValue | None:
    """Write `value` as a value of `type`; return None if it is not one.

    `model` is the name of the class method that makes an instance of decoded JSON.
    """
    try:
        return _DefaultWriter(writer, model).value(value, type)
    except _TypeMismatch:
        return None


@dataclass(frozen=True, slots=True)
class _DefaultWriter:
    writer: Writer
    model: str

    def value(self, value: Json, type: Type) -> DefaultValue:
        match type:
            case Unknown() | AllOf():
                return DefaultValue(literal(value), isinstance(value, list | dict))
            case Nullable(inner):
                return DefaultValue("None") if value is None else self.value(value, inner)
            case WithAssertions(inner):
                return self.value(value, inner)
            case String() | Integer() | Number() | Boolean() | Null():
                return self._scalar(value, type)
            case Const(expected):
                _require(_is_equal(value, expected))
                return DefaultValue(literal(value), isinstance(value, list | dict))
            case Enum():
                _require(not type.closed or any(_is_equal(value, m.value) for m in type.members))
                return DefaultValue(literal(value), isinstance(value, list | dict))
            case Ref(name):
                return self._ref(value, name)
            case Array():
                return self._array(value, type)
            case Map(values):
                _require(isinstance(value, dict))
                parts = {key: self.value(item, values) for key, item in value.items()}
                text = ", ".join(f"{string(key)}: {part.text}" for key, part in parts.items())
                return DefaultValue(f"{{{text}}}", True)
            case Union(members):
                return self._first(value, members)
            case Never() | Object():
                raise _TypeMismatch

    def _scalar(self, value: Json, type: Scalar) -> DefaultValue:
        match type:
            case Null():
                _require(value is None)
            case Boolean():
                _require(isinstance(value, bool))
            case Integer():
                _require(_is_number(value) and value == int(value))
                value = int(value)
                _require(_is_in_bounds(value, type.constraints))
            case Number():
                _require(_is_number(value) and _is_in_bounds(value, type.constraints))
            case String():
                _require(isinstance(value, str))
                return self._text(value, type.format)
        return DefaultValue(literal(value))

    def _text(self, value: str, format: str) -> DefaultValue:
        parser = _PARSERS.get(format)
        if parser is None:
            return DefaultValue(literal(value))
        module, name, parse, method = parser
        try:
            parse(value)
        except ValueError:
            raise _TypeMismatch from None
        call = self.writer.use(Import(module, name)) + method
        if format == "date":
            year, month, day = (int(part) for part in value.split("-"))
            return DefaultValue(f"{call}({year}, {month}, {day})")
        return DefaultValue(f"{call}({string(value)})")

    def _ref(self, value: Json, name: str) -> DefaultValue:
        plan = self.writer.plan
        shape = plan.shapes.get(name)
        if shape is None:
            return DefaultValue(literal(value), isinstance(value, list | dict))
        if value is None and shape.nullable:
            return DefaultValue("None")
        if plan.is_enum_class(name):
            return self._member(value, name, shape.type)
        if name in plan.layouts:
            fields = plan.layouts[name].fields
            _require(isinstance(value, dict))
            data = cast("dict[str, Json]", value)
            _require(all(field.name in data for field in fields.values() if field.required))
            for key in data.keys() & fields.keys():
                self.value(data[key], fields[key].type)
            self.writer.calls.add(name)
            return DefaultValue(
                f"{self.writer.reference(name)}.{self.model}({literal(value)})", True
            )
        return self.value(value, shape.type)

    def _member(self, value: Json, key: str, type: Type) -> DefaultValue:
        for name, member in self.writer.plan.enum_members[key]:
            if _is_equal(member.value, value):
                self.writer.needs.add(key)
                return DefaultValue(f"{self.writer.reference(key)}.{name}")
        _require(isinstance(type, Enum) and not type.closed and isinstance(value, str | int))
        return DefaultValue(literal(value))

    def _array(self, value: Json, type: Array) -> DefaultValue:
        _require(isinstance(value, list))
        maximum = type.constraints.max_items
        _require(len(value) >= (type.constraints.min_items or 0))
        _require(maximum is None or len(value) <= maximum)
        kinds = [*type.prefix_items, *[type.items] * len(value)]
        parts = [self.value(item, kind).text for item, kind in zip(value, kinds, strict=False)]
        if type.prefix_items and isinstance(type.items, Never):
            return DefaultValue(
                f"({', '.join(parts)},)" if len(parts) == 1 else f"({', '.join(parts)})"
            )
        return DefaultValue(f"[{', '.join(parts)}]", True)

    def _first(self, value: Json, members: tuple[Type, ...]) -> DefaultValue:
        for member in members:
            try:
                return self.value(value, member)
            except _TypeMismatch:
                continue
        raise _TypeMismatch


def _require(condition: bool) -> None:
    if not condition:
        raise _TypeMismatch


def _is_equal(one: Json, other: Json) -> bool:
    """Whether two values are equal in JSON: 1.0 equals 1, true does not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_in_bounds(value: Json, bounds: NumberConstraints) -> bool:
    return (
        (bounds.minimum is None or value >= bounds.minimum)
        and (bounds.maximum is None or value <= bounds.maximum)
        and (bounds.exclusive_minimum is None or value > bounds.exclusive_minimum)
        and (bounds.exclusive_maximum is None or value < bounds.exclusive_maximum)
    )


def _parse_date(text: str) -> object:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


_PARSERS = {
    "date-time": ("datetime", "datetime", datetime.fromisoformat, ".fromisoformat"),
    "date": ("datetime", "date", _parse_date, ""),
    "time": ("datetime", "time", time.fromisoformat, ".fromisoformat"),
    "uuid": ("uuid", "UUID", UUID, ""),
}
