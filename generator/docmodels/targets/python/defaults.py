"""Write defaults as Python source: values of the field's type, not shared between instances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace as evolve

from docmodels.ir import (
    Array,
    Default,
    Field,
    Integer,
    Json,
    Map,
    Never,
    Nullable,
    Number,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.equality import is_equal
from docmodels.ir.instance_check import InstanceCheck
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.format_defaults import format_default
from docmodels.targets.python.literals import literal_values
from docmodels.targets.python.source import Import, literal, string

MakeModel: TypeAlias = str | Callable[[str, str], str]
"""How to make an instance of decoded JSON: the name of a class method, or a function that writes the
expression for a class and a JSON value."""


class DefaultValue(Struct, frozen=True):
    """An expression. `needs_factory`: each instance needs a new value, made by a factory.

    `is_call`: it calls a model, or a type of the user, which may refuse the text.
    """

    text: str
    needs_factory: bool = False
    is_call: bool = False


def default_value(
    field: Field, shape: Shape, writer: Writer, model: MakeModel
) -> DefaultValue | None:
    """Write the default of a field as a value of its type; return None if it certainly is not one.

    `model` makes an instance of decoded JSON.
    """
    assert field.default is not None
    value, check = field.default.value, InstanceCheck(writer.plan.types, shape.from_schema)
    if check.matches(value, field.type) is False:
        return None
    try:
        return _DefaultWriter(writer, model, check).value(value, field.type)
    except ValueError:  # the text of a format that the user chose the type of
        return None


def constant_default(field: Field, plan: Plan) -> Field:
    """Return a required field of one plain value as one that has it as default, else the field.

    An instance can be created without the value then; it is written like any other.
    """
    values = literal_values(plan.resolve(field.type)) if field.required else None
    is_constant = values is not None and len(values) == 1 and isinstance(values[0], str | int)
    if values is None or not is_constant or plan.takes_null(field.type):
        return field
    return evolve(field, presence="optional", default=Default(value=values[0]))


class _DefaultWriter(Struct, frozen=True):
    """Write values that are valid as far as `check` can decide."""

    writer: Writer
    model: MakeModel
    check: InstanceCheck

    def value(self, value: Json, type: Type) -> DefaultValue:
        if value is None:
            return _json_value(value)
        match type:
            case Nullable(inner) | WithAssertions(inner):
                return self.value(value, inner)
            case String() | Number() if type.format in self.writer.plan.formats:
                return self._formatted(value, type.format)
            case Integer():
                return DefaultValue(literal(int(value)))
            case String():
                return self._text(value, type.format)
            case Ref(name):
                return self._ref(value, name)
            case Array():
                return self._array(value, type)
            case Map(values):
                parts = {key: self.value(item, values) for key, item in value.items()}
                text = ", ".join(f"{string(key)}: {part.text}" for key, part in parts.items())
                return _container(f"{{{text}}}", parts.values())
            case Union(members):
                return self.value(value, self._matching(value, members))
            case _:
                return _json_value(value)

    def _matching(self, value: Json, members: tuple[Type, ...]) -> Type:
        """Return the first member that accepts the value, else the first that may accept it."""
        results = [self.check.matches(value, member) for member in members]
        wanted = True if True in results else None
        return members[results.index(wanted)]

    def _formatted(self, value: Json, format: str) -> DefaultValue:
        type = self.writer.plan.formats[format]
        text = value if isinstance(value, str) else repr(value)
        expression, is_mutable = format_default(type, self.writer.use_type(type), text)
        return DefaultValue(expression, is_mutable, is_mutable)

    def _text(self, value: str, format: str) -> DefaultValue:
        if format not in _CONSTRUCTORS:
            return DefaultValue(literal(value))
        module, name, method = _CONSTRUCTORS[format]
        call = self.writer.use(Import(module, name)) + method
        if format == "date":
            year, month, day = (int(part) for part in value.split("-"))
            return DefaultValue(f"{call}({year}, {month}, {day})")
        return DefaultValue(f"{call}({string(value)})")

    def _ref(self, value: Json, name: str) -> DefaultValue:
        plan = self.writer.plan
        shape = plan.shapes.get(name)
        if shape is None:
            return _json_value(value)
        if plan.is_enum_class(name):
            return self._member(value, name)
        if name in plan.layouts:
            self.writer.calls.add(name)
            call = self._call(self.writer.reference(name), literal(value))
            return DefaultValue(call, needs_factory=True, is_call=True)
        return self.value(value, shape.type)

    def _call(self, name: str, json: str) -> str:
        if isinstance(self.model, str):
            return f"{name}.{self.model}({json})"
        return self.model(name, json)

    def _member(self, value: Json, key: str) -> DefaultValue:
        for name, member in self.writer.plan.enum_members[key]:
            if is_equal(member.value, value):
                self.writer.needs.add(key)
                return DefaultValue(f"{self.writer.reference(key)}.{name}")
        return DefaultValue(literal(value))

    def _array(self, value: list[Json], type: Array) -> DefaultValue:
        types = [*type.prefix_items, *[type.items] * len(value)]
        parts = [self.value(item, inner) for item, inner in zip(value, types, strict=False)]
        text = ", ".join(part.text for part in parts)
        if type.prefix_items and isinstance(type.items, Never):
            return DefaultValue(f"({text},)" if len(parts) == 1 else f"({text})")
        return _container(f"[{text}]", parts)


def _container(text: str, parts: Iterable[DefaultValue]) -> DefaultValue:
    return DefaultValue(text, True, any(part.is_call for part in parts))


def _json_value(value: Json) -> DefaultValue:
    return DefaultValue(literal(value), isinstance(value, list | dict))


_CONSTRUCTORS = {
    "date-time": ("datetime", "datetime", ".fromisoformat"),
    "date": ("datetime", "date", ""),
    "time": ("datetime", "time", ".fromisoformat"),
    "uuid": ("uuid", "UUID", ""),
}
"""How to make the value of a format of its text: module, class, class method."""
