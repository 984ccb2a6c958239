"""The primitive types, each with the constraints of its kind, and the constraints of containers.

A constraint that does not apply to a type cannot be expressed: a boolean has no pattern. `format`
is as in JSON Schema or OpenAPI (`date-time`, `int64`), or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, TypeAlias, get_args

from msgspec.structs import asdict

from docmodels.ir.nodes import JsonNumber, TypeNode, Value

ScalarKind: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]

# --- constraints: the assertions of JSON Schema validation 2020-12, sections 6.2 to 6.5 ------------


class StringConstraints(Value, frozen=True):
    """The assertions about strings; `pattern` is a regular expression (ECMA-262), not anchored."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


class NumberConstraints(Value, frozen=True):
    """The assertions about numbers, integers included."""

    minimum: JsonNumber | None = None
    maximum: JsonNumber | None = None
    exclusive_minimum: JsonNumber | None = None
    exclusive_maximum: JsonNumber | None = None
    multiple_of: JsonNumber | None = None


class ArrayConstraints(Value, frozen=True):
    """The assertions about arrays."""

    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False


class ObjectConstraints(Value, frozen=True):
    """The assertions about objects."""

    min_properties: int | None = None
    max_properties: int | None = None


class NoConstraints(Value, frozen=True):
    """The constraints of booleans and null, which have none."""


Constraints: TypeAlias = (
    StringConstraints | NumberConstraints | ArrayConstraints | ObjectConstraints | NoConstraints
)

NO_CONSTRAINTS: Final = NoConstraints()
NO_STRING_CONSTRAINTS: Final = StringConstraints()
NO_NUMBER_CONSTRAINTS: Final = NumberConstraints()
NO_ARRAY_CONSTRAINTS: Final = ArrayConstraints()
NO_OBJECT_CONSTRAINTS: Final = ObjectConstraints()

ConstraintValues: TypeAlias = Mapping[str, Any]
"""Constraints by attribute name, as a source states them, whatever they apply to."""


def string_constraints(values: ConstraintValues) -> StringConstraints:
    """Return those of `values` that apply to strings."""
    applicable = _applicable(values, StringConstraints)
    return StringConstraints(**applicable) if applicable else NO_STRING_CONSTRAINTS


def number_constraints(values: ConstraintValues) -> NumberConstraints:
    """Return those of `values` that apply to numbers."""
    applicable = _applicable(values, NumberConstraints)
    return NumberConstraints(**applicable) if applicable else NO_NUMBER_CONSTRAINTS


def array_constraints(values: ConstraintValues) -> ArrayConstraints:
    """Return those of `values` that apply to arrays."""
    applicable = _applicable(values, ArrayConstraints)
    return ArrayConstraints(**applicable) if applicable else NO_ARRAY_CONSTRAINTS


def object_constraints(values: ConstraintValues) -> ObjectConstraints:
    """Return those of `values` that apply to objects."""
    applicable = _applicable(values, ObjectConstraints)
    return ObjectConstraints(**applicable) if applicable else NO_OBJECT_CONSTRAINTS


def _applicable(values: ConstraintValues, constraints: type[Constraints]) -> dict[str, Any]:
    """Return the values that assert something and that `constraints` has an attribute for."""
    return {
        name: value
        for name in constraints.__struct_fields__
        if (value := values.get(name)) is not None and value is not False
    }


def constraint_values(constraints: Constraints) -> dict[str, Any]:
    """Return the constraints that assert something, by attribute name."""
    return _applicable(asdict(constraints), constraints.__class__)


def is_constrained(type: Scalar) -> bool:
    """Whether a primitive type has constraints."""
    return bool(constraint_values(type.constraints))


# --- types ---------------------------------------------------------------------------------------


class String(TypeNode, frozen=True, tag="string"):
    """A string."""

    kind: ClassVar[Literal["string"]] = "string"
    format: str = ""
    constraints: StringConstraints = NO_STRING_CONSTRAINTS


class Integer(TypeNode, frozen=True, tag="integer"):
    """A number without a fraction; 1.0 is one."""

    kind: ClassVar[Literal["integer"]] = "integer"
    format: str = ""
    constraints: NumberConstraints = NO_NUMBER_CONSTRAINTS


class Number(TypeNode, frozen=True, tag="number"):
    """Any number."""

    kind: ClassVar[Literal["number"]] = "number"
    format: str = ""
    constraints: NumberConstraints = NO_NUMBER_CONSTRAINTS


class Boolean(TypeNode, frozen=True, tag="boolean"):
    """True or false."""

    kind: ClassVar[Literal["boolean"]] = "boolean"
    format: ClassVar[str] = ""
    constraints: ClassVar[NoConstraints] = NO_CONSTRAINTS


class Null(TypeNode, frozen=True, tag="null"):
    """Only null."""

    kind: ClassVar[Literal["null"]] = "null"
    format: ClassVar[str] = ""
    constraints: ClassVar[NoConstraints] = NO_CONSTRAINTS


Scalar: TypeAlias = String | Integer | Number | Boolean | Null
"""A primitive type. Every one has `kind`, `format` and `constraints`."""

SCALAR_TYPES: Final[tuple[type[Scalar], ...]] = get_args(Scalar)

STRING: Final[Scalar] = String()
INTEGER: Final[Scalar] = Integer()
NUMBER: Final[Scalar] = Number()
BOOLEAN: Final[Scalar] = Boolean()
NULL: Final[Scalar] = Null()

_NO_VALUES: Final[ConstraintValues] = {}


def scalar(kind: ScalarKind, format: str = "", values: ConstraintValues = _NO_VALUES) -> Scalar:
    """Return the primitive type of `kind` with a format and those of `values` that apply to it.

    Booleans and null have no format: JSON Schema and OpenAPI define none for them.
    """
    match kind:
        case "string":
            return String(format=format, constraints=string_constraints(values))
        case "integer":
            return Integer(format=format, constraints=number_constraints(values))
        case "number":
            return Number(format=format, constraints=number_constraints(values))
        case "boolean":
            return BOOLEAN
        case "null":
            return NULL


def with_constraints(type: Scalar, values: ConstraintValues) -> Scalar:
    """Return a primitive type with those of `values` that apply to it, in place of its own."""
    return scalar(type.kind, type.format, values)
