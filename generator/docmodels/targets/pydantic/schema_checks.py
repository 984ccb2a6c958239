"""Write runtime JSON Schema checks for `--validation exact`."""

from __future__ import annotations

from typing import cast

from docmodels.ir import Type
from docmodels.ir.json_schema import Schema
from docmodels.targets.plan.hoisting import Shape
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.pydantic.check_schemas import strip_annotations
from docmodels.targets.pydantic.residual import ResidualSchema
from docmodels.targets.pydantic.runtime import helper
from docmodels.targets.python.annotations import ANY, Writer
from docmodels.targets.python.source import Import, string

_MODEL_VALIDATOR = Import("pydantic", "model_validator")
_VALIDATION_INFO = Import("pydantic", "ValidationInfo")
_MATCHES_SCHEMA = helper("matches_schema")
_BY_ALIAS = helper("ByAlias")
_MATCHES_OBJECT_SCHEMA = helper("matches_object_schema")


def field_check(name: str, type: Type, shape: Shape, writer: Writer) -> list[str]:
    """Write the check of a field by its wire name; empty if its annotation is exact."""
    plan = writer.plan
    if not plan.exact:
        return []
    return _check(
        f"{plan.names.classes[shape.key]}.{name}", ResidualSchema(plan).of_type(type), writer
    )


def alias_check(shape: Shape, writer: Writer) -> list[str]:
    """Write the check of an alias; empty if its annotation is exact."""
    plan = writer.plan
    if not plan.exact:
        return []
    return _check(plan.names.classes[shape.key], ResidualSchema(plan).of_shape(shape), writer)


def class_check(shape: Shape, writer: Writer) -> list[str]:
    """Write the method that checks an object besides its fields; empty if the fields suffice."""
    plan = writer.plan
    residual = ResidualSchema(plan).of_class(shape) if plan.exact else {}
    if not residual:
        return []
    label = plan.names.classes[shape.key]
    plan.checks[label] = cast(Schema, strip_annotations(residual))
    any_type, info = writer.use(ANY), writer.use(_VALIDATION_INFO)
    return [
        f'@{writer.use(_MODEL_VALIDATOR)}(mode="before")',
        "@classmethod",
        f"def _validate_{snake(label)}(cls, data: {any_type}, info: {info}) -> {any_type}:",
        f"    return {writer.use(_MATCHES_OBJECT_SCHEMA)}({string(label)}, data, info, cls)",
    ]


def by_alias_base(shape: Shape, writer: Writer) -> list[str]:
    """Return the base class for a class whose attributes differ from its wire names."""
    plan = writer.plan

    def has_renamed_fields(key: str) -> bool:
        names = plan.names.attributes[key]
        return any(names[field.name] != field.name for field in plan.layouts[key].own_fields)

    base_classes = plan.layouts[shape.key].resolution_order[1:]
    if (
        not plan.exact
        or not shape.from_schema
        or not has_renamed_fields(shape.key)
        or any(map(has_renamed_fields, base_classes))
    ):
        return []
    return [writer.use(_BY_ALIAS)]


def _check(label: str, residual: Schema, writer: Writer) -> list[str]:
    if not residual:
        return []
    writer.plan.checks[label] = cast(Schema, strip_annotations(residual))
    return [f"{writer.use(_MATCHES_SCHEMA)}({string(label)})"]
