"""Checks of exact models: where annotations leave something open, a schema is held to."""

from __future__ import annotations

from typing import cast

from docmodels.ir import Type
from docmodels.ir.json_schema import Schema
from docmodels.targets.plan.hoisting import Shape
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.pydantic.check_schemas import bare
from docmodels.targets.pydantic.residual import Rests
from docmodels.targets.pydantic.runtime import word
from docmodels.targets.python.annotations import ANY, Writer
from docmodels.targets.python.source import Import, string

_MODEL_VALIDATOR = Import("pydantic", "model_validator")
_VALIDATION_INFO = Import("pydantic", "ValidationInfo")
_VALID = word("valid")
_WIRE_NAMES = word("WireNames")
_VALID_OBJECT = word("valid_object")


def held_field(name: str, type: Type, shape: Shape, writer: Writer) -> list[str]:
    """Write the check of a field, by its wire name, if there is anything to check."""
    plan = writer.plan
    if not plan.exact:
        return []
    return _held(f"{plan.names.classes[shape.key]}.{name}", Rests(plan).of(type), writer)


def held_alias(shape: Shape, writer: Writer) -> list[str]:
    """Write the check of an alias, if there is anything to check."""
    plan = writer.plan
    if not plan.exact:
        return []
    return _held(plan.names.classes[shape.key], Rests(plan).of_shape(shape), writer)


def held_class(shape: Shape, writer: Writer) -> list[str]:
    """Write the method that checks an object beside its fields, if there is anything to check."""
    plan = writer.plan
    rest = Rests(plan).of_class(shape) if plan.exact else {}
    if not rest:
        return []
    label = plan.names.classes[shape.key]
    plan.checks[label] = cast(Schema, bare(rest))
    any_type, info = writer.use(ANY), writer.use(_VALIDATION_INFO)
    return [
        f'@{writer.use(_MODEL_VALIDATOR)}(mode="before")',
        "@classmethod",
        f"def _valid_{snake(label)}(cls, data: {any_type}, info: {info}) -> {any_type}:",
        f"    return {writer.use(_VALID_OBJECT)}({string(label)}, data, info, cls)",
    ]


def wire_named(shape: Shape, writer: Writer) -> list[str]:
    """Give the base of a class whose fields have other names in Python than in JSON."""
    plan = writer.plan

    def renamed(key: str) -> bool:
        names = plan.names.attributes[key]
        return any(names[field.name] != field.name for field in plan.layouts[key].own)

    above = plan.layouts[shape.key].ancestors[1:]
    if not plan.exact or not shape.stated or not renamed(shape.key) or any(map(renamed, above)):
        return []
    return [writer.use(_WIRE_NAMES)]


def _held(label: str, rest: Schema, writer: Writer) -> list[str]:
    if not rest:
        return []
    writer.plan.checks[label] = cast(Schema, bare(rest))
    return [f"{writer.use(_VALID)}({string(label)})"]
