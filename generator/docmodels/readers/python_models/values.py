"""Evaluate the expressions of defaults, enum members and arguments to JSON values.

Only literals, members of enums and the constructors in a table are evaluated; nothing is called.
"""

from __future__ import annotations

import ast
import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct

from docmodels.ir import Json
from docmodels.readers.python_models.syntax import Module


class NotConstant(Exception):
    """The expression has no value that its syntax shows."""


class Evaluator(Struct, frozen=True):
    """Evaluates expressions of a module.

    `enum_value` gives the value of `Colour.RED`; `is_model` is whether a name is that of a model.
    """

    module: Module
    enum_value: Callable[[str, str], Json]
    is_model: Callable[[str], bool] = lambda name: False

    def value(self, node: ast.expr) -> Json:
        """Return the JSON value of an expression. Raises `NotConstant` if it does not show it."""
        match node:
            case ast.Constant():
                return _constant(node.value)
            case ast.UnaryOp(ast.USub() | ast.UAdd() as operator, operand):
                number = self.value(operand)
                if isinstance(number, bool) or not isinstance(number, int | float):
                    raise NotConstant
                return -number if isinstance(operator, ast.USub) else number
            case ast.List(items) | ast.Tuple(items) | ast.Set(items):
                return [self.value(item) for item in items]
            case ast.Dict(keys, values):
                return {self._key(key): self.value(v) for key, v in zip(keys, values, strict=True)}
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Name(name):
                return self._variable(name)
            case ast.JoinedStr([]):
                return ""
            case _:
                raise NotConstant

    def _key(self, node: ast.expr | None) -> str:
        key = self.value(node) if node else None
        if not isinstance(key, str):
            raise NotConstant
        return key

    def _attribute(self, node: ast.Attribute) -> Json:
        """Evaluate `Colour.RED` and `Colour.RED.value`."""
        if node.attr in ("value", "_value_") and isinstance(node.value, ast.Attribute):
            return self._attribute(node.value)
        owner = self.module.qualified_name(node.value)
        if not owner.startswith("."):
            raise NotConstant
        return self.enum_value(owner.rpartition(".")[2], node.attr)

    def _variable(self, name: str) -> Json:
        """Evaluate a constant at the top of the module."""
        match self.module.bindings.get(name):
            case ast.Assign([ast.Name()], ast.Constant() as value):
                return _constant(value.value)
            case ast.AnnAssign(ast.Name(), _, ast.Constant() as value):
                return _constant(value.value)
            case _:
                raise NotConstant

    def _call(self, node: ast.Call) -> Json:
        """Evaluate a constructor of the table, or a model that is made of a JSON value."""
        name = self.module.qualified_name(node.func)
        try:
            arguments = [self.value(argument) for argument in node.args]
            if constructor := _CONSTRUCTORS.get(name):
                keywords = {word.arg or "": self.value(word.value) for word in node.keywords}
                return constructor(*arguments, **keywords)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise NotConstant from error
        except NotConstant:
            # `convert({..}, Pet)` of msgspec has a type as its second argument.
            if name != "msgspec.convert" or not node.args:
                raise
            return self.value(node.args[0])
        model = name.split(".")[1] if name.startswith(".") else ""
        if not self.is_model(model) or node.keywords or len(arguments) > 1:
            raise NotConstant
        return arguments[0] if arguments else {}  # a model of JSON, or of its defaults


def _constant(value: object) -> Json:
    if isinstance(value, bytes):
        return value.decode("ascii", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        raise NotConstant
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise NotConstant


def _date(year: int, month: int, day: int) -> str:
    return dt.date(year, month, day).isoformat()


def _datetime(*parts: Any, **named: Any) -> str:
    return dt.datetime(*parts, **named).isoformat()  # noqa: DTZ001 (as the source states it)


def _time(*parts: Any, **named: Any) -> str:
    return dt.time(*parts, **named).isoformat()


def _duration(*parts: Any, **named: Any) -> str:
    length = dt.timedelta(*parts, **named)
    sign, length = ("-", -length) if length.days < 0 else ("", length)
    seconds = f"{length.seconds}.{length.microseconds:06d}".rstrip("0").rstrip(".")
    time = f"T{seconds}S" if length.seconds or length.microseconds else ""
    days = f"{length.days}D" if length.days or not time else ""
    return f"{sign}P{days}{time}"


def _text(value: Json) -> Json:
    if not isinstance(value, str):
        raise NotConstant
    return value


def _items(items: Json = ()) -> Json:
    return [*items]


def _pairs(items: Json = (), **pairs: Json) -> Json:
    return {**dict(items), **pairs}


def _converted(convert: Callable[[Any], Json], empty: Json) -> Callable[..., Json]:
    """Return the constructor of a built-in type, which makes `empty` of no arguments."""

    def construct(value: Json = empty) -> Json:
        return convert(value)

    return construct


_CONSTRUCTORS: Final[Mapping[str, Callable[..., Json]]] = {
    **dict.fromkeys((f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset")), _items),
    "builtins.dict": _pairs,
    "builtins.str": _converted(str, ""),
    "builtins.int": _converted(int, 0),
    "builtins.float": _converted(float, 0.0),
    "builtins.bool": _converted(bool, False),
    "datetime.date": _date,
    "datetime.date.fromisoformat": _text,
    "datetime.datetime": _datetime,
    "datetime.datetime.fromisoformat": _text,
    "datetime.time": _time,
    "datetime.time.fromisoformat": _text,
    "datetime.timedelta": _duration,
    "uuid.UUID": _text,
    "decimal.Decimal": _converted(str, "0"),
    "pathlib.Path": _converted(_text, "."),
    **dict.fromkeys(
        ("pydantic.AnyUrl", "pydantic.HttpUrl", "pydantic.AnyHttpUrl", "pydantic.SecretStr"), _text
    ),
}
"""The constructors that are evaluated, with the JSON value of what they make."""
