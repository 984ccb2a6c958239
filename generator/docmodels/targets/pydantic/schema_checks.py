"""Write runtime JSON Schema checks for `--validation strict` and `exact`."""

from __future__ import annotations

from typing import cast

from msgspec import Struct, field

from docmodels.ir import Type
from docmodels.ir.schema_algebra import Schema
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.plan.inheritance import ancestors
from docmodels.targets.plan.options import Validation
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.pydantic.check_schemas import is_trivial, strip_annotations
from docmodels.targets.pydantic.residual import ResidualSchema
from docmodels.targets.python.annotations import ANY, Writer
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, string

_MODEL_VALIDATOR = Import("pydantic", "model_validator")
_VALIDATION_INFO = Import("pydantic", "ValidationInfo")
_MATCHES_SCHEMA = helper("matches_schema")
_BY_ALIAS = helper("ByAlias")
_MATCHES_OBJECT_SCHEMA = helper("matches_object_schema")


class SchemaChecks(Struct, frozen=True):
    """Write checks of what annotations do not express; none in natural models.

    `schemas` collects the schemas of the checks by label.
    """

    plan: Plan
    schemas: dict[str, Schema] = field(default_factory=dict[str, Schema])

    def field_check(self, name: str, type: Type, shape: Shape, writer: Writer) -> list[str]:
        """Write the check of a field by its wire name; empty if its annotation suffices."""
        if self.plan.validation is Validation.NATURAL:
            return []
        label = f"{self.plan.names.classes[shape.key]}.{name}"
        return self._check(label, ResidualSchema(self.plan).of_type(type), writer)

    def alias_check(self, shape: Shape, writer: Writer) -> list[str]:
        """Write the check of an alias; empty if its annotation suffices."""
        if self.plan.validation is Validation.NATURAL:
            return []
        label = self.plan.names.classes[shape.key]
        return self._check(label, ResidualSchema(self.plan).of_shape(shape), writer)

    def class_check(self, shape: Shape, writer: Writer) -> list[str]:
        """Write the method that checks an object besides its fields; empty if they suffice."""
        if self.plan.validation is Validation.NATURAL:
            return []
        residual = ResidualSchema(self.plan).of_class(shape)
        assertions = cast(Schema, strip_annotations(residual))
        if is_trivial(assertions):
            return []
        label = self.plan.names.classes[shape.key]
        self.schemas[label] = assertions
        any_type, info = writer.use(ANY), writer.use(_VALIDATION_INFO)
        return [
            f'@{writer.use(_MODEL_VALIDATOR)}(mode="before")',
            "@classmethod",
            f"def _validate_{snake(label)}(cls, data: {any_type}, info: {info}) -> {any_type}:",
            f"    return {writer.use(_MATCHES_OBJECT_SCHEMA)}({string(label)}, data, info, cls)",
        ]

    def _check(self, label: str, residual: Schema, writer: Writer) -> list[str]:
        assertions = cast(Schema, strip_annotations(residual))
        if is_trivial(assertions):
            return []
        self.schemas[label] = assertions
        return [f"{writer.use(_MATCHES_SCHEMA)}({string(label)})"]


def by_alias_base(shape: Shape, writer: Writer) -> list[str]:
    """Return the base class for a class whose attributes differ from its wire names."""
    plan = writer.plan

    def has_renamed_fields(key: str) -> bool:
        names = plan.names.attributes[key]
        return any(names[field.name] != field.name for field in plan.layouts[key].own_fields)

    base_classes = ancestors(plan.layouts, shape.key)
    if (
        plan.validation is not Validation.EXACT
        or not shape.from_schema
        or not has_renamed_fields(shape.key)
        or any(map(has_renamed_fields, base_classes))
    ):
        return []
    return [writer.use(_BY_ALIAS)]
