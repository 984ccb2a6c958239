"""Defaults as Python source: values of the field's own type, never shared between instances."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast
from uuid import UUID

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Enum,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.source import Import, literal, string


@dataclass(frozen=True, slots=True)
class Value:
    """An expression. `fresh`: every use needs its own, made when it is used and not before."""

    text: str
    fresh: bool = False


class _Misfit(Exception):
    """The value is not one of the type."""


def default_value(value: Json, type: Type, writer: Writer, model: str) -> Value | None:
    """Write `value` as a value of `type`, or give None if it is not one.

    `model` is the method that makes a class from decoded JSON.
    """
    try:
        return _Reader(writer, model).value(value, type)
    except _Misfit:
        return None


@dataclass(frozen=True, slots=True)
class _Reader:
    writer: Writer
    model: str

    def value(self, value: Json, type: Type) -> Value:
        match type:
            case Unknown() | AllOf():
                return Value(literal(value), isinstance(value, list | dict))
            case Nullable(inner):
                return Value("None") if value is None else self.value(value, inner)
            case WithAssertions(inner):
                return self.value(value, inner)
            case Scalar():
                return self._scalar(value, type)
            case Const(expected):
                _expect(_same(value, expected))
                return Value(literal(value), isinstance(value, list | dict))
            case Enum():
                _expect(not type.closed or any(_same(value, m.value) for m in type.members))
                return Value(literal(value), isinstance(value, list | dict))
            case Ref(name):
                return self._ref(value, name)
            case Array():
                return self._array(value, type)
            case Map(values):
                _expect(isinstance(value, dict))
                parts = {key: self.value(each, values) for key, each in value.items()}
                text = ", ".join(f"{string(key)}: {part.text}" for key, part in parts.items())
                return Value(f"{{{text}}}", True)
            case Union(members):
                return self._first(value, members)
            case Never() | Object():
                raise _Misfit

    def _scalar(self, value: Json, type: Scalar) -> Value:
        match type.kind:
            case "null":
                _expect(value is None)
            case "boolean":
                _expect(isinstance(value, bool))
            case "integer":
                _expect(_is_number(value) and value == int(value))
                value = int(value)
            case "number":
                _expect(_is_number(value))
            case "string":
                _expect(isinstance(value, str))
                return self._text(value, type.format)
        _expect(_in_bounds(value, type))
        return Value(literal(value))

    def _text(self, value: str, format: str) -> Value:
        reader = _READERS.get(format)
        if reader is None:
            return Value(literal(value))
        module, name, parse, method = reader
        try:
            parse(value)
        except ValueError:
            raise _Misfit from None
        call = self.writer.use(Import(module, name)) + method
        if format == "date":
            year, month, day = (int(part) for part in value.split("-"))
            return Value(f"{call}({year}, {month}, {day})")
        return Value(f"{call}({string(value)})")

    def _ref(self, value: Json, name: str) -> Value:
        plan = self.writer.plan
        shape = plan.shapes.get(name)
        if shape is None:
            return Value(literal(value), isinstance(value, list | dict))
        if value is None and shape.nullable:
            return Value("None")
        if plan.is_enum_class(name):
            return self._member(value, name, shape.type)
        if name in plan.layouts:
            fields = plan.layouts[name].fields
            _expect(isinstance(value, dict))
            given = cast("dict[str, Json]", value)
            _expect(all(field.name in given for field in fields.values() if field.required))
            for key in given.keys() & fields.keys():
                self.value(given[key], fields[key].type)
            self.writer.calls.add(name)
            return Value(f"{self.writer.name(name)}.{self.model}({literal(value)})", True)
        return self.value(value, shape.type)

    def _member(self, value: Json, name: str, type: Type) -> Value:
        for member, each in self.writer.plan.enum_members(name):
            if _same(each.value, value):
                self.writer.needs.add(name)
                return Value(f"{self.writer.name(name)}.{member}")
        _expect(isinstance(type, Enum) and not type.closed and isinstance(value, str | int))
        return Value(literal(value))

    def _array(self, value: Json, type: Array) -> Value:
        _expect(isinstance(value, list))
        most = type.constraints.max_items
        _expect(len(value) >= (type.constraints.min_items or 0))
        _expect(most is None or len(value) <= most)
        kinds = [*type.prefix_items, *[type.items] * len(value)]
        parts = [self.value(each, kind).text for each, kind in zip(value, kinds, strict=False)]
        if type.prefix_items and isinstance(type.items, Never):
            return Value(f"({', '.join(parts)},)" if len(parts) == 1 else f"({', '.join(parts)})")
        return Value(f"[{', '.join(parts)}]", True)

    def _first(self, value: Json, members: tuple[Type, ...]) -> Value:
        for member in members:
            try:
                return self.value(value, member)
            except _Misfit:
                continue
        raise _Misfit


def _expect(fact: bool) -> None:
    if not fact:
        raise _Misfit


def _same(one: Json, other: Json) -> bool:
    """Equality of JSON: true is not 1, 1.0 is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_bounds(value: Json, type: Scalar) -> bool:
    bounds = type.constraints
    if not _is_number(value):
        return True
    return (
        (bounds.minimum is None or value >= bounds.minimum)
        and (bounds.maximum is None or value <= bounds.maximum)
        and (bounds.exclusive_minimum is None or value > bounds.exclusive_minimum)
        and (bounds.exclusive_maximum is None or value < bounds.exclusive_maximum)
    )


def _full_date(text: str) -> object:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


_READERS = {
    "date-time": ("datetime", "datetime", datetime.fromisoformat, ".fromisoformat"),
    "date": ("datetime", "date", _full_date, ""),
    "time": ("datetime", "time", time.fromisoformat, ".fromisoformat"),
    "uuid": ("uuid", "UUID", UUID, ""),
}
