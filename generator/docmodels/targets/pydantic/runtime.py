"""The runtime helpers of pydantic models: types and functions that pydantic lacks.

Generated modules contain a copy of the helpers that they use: a single module above its models, a
package in `_types.py`. Nothing imports this file except tests. A helper stands below those that it
requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasGenerator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    StrictFloat,
    StrictInt,
    TypeAdapter,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic.alias_generators import to_camel, to_pascal, to_snake
from pydantic_core import CoreSchema, core_schema

CHECKS: dict[str, dict[str, object]] = {}
DEFINITIONS: dict[str, object] = {}
"""The schemas of the checks, and those that they refer to: modules have their own."""


_T = TypeVar("_T")

Omittable = Annotated[_T | None, Field(exclude_if=lambda value: value is None)]
"""A field that may be left out: `None` stands for that, and is not written."""

if TYPE_CHECKING:
    StrictOmittable: TypeAlias = _T | None
else:
    StrictOmittable = Annotated[_T, Field(exclude_if=lambda value: value is None)]
"""A field that may be left out, and is `None` then; null is refused."""


def any_case(name: str) -> AliasChoices:
    """Return a name in each case, with capital acronyms, and after an underscore."""
    snake, camel, pascal = to_snake(name), to_camel(name), to_pascal(name)
    acronym = "(?<=[a-z0-9])((Id|Ip|Uri|Url|Uuid)(?=s?(?![a-z]))|[A-Z][a-z]{1,2}$)"
    capitals = [re.sub(acronym, lambda m: m[0].upper(), n) for n in (camel, pascal)]
    others = (snake.upper(), snake.replace("_", "-"), f"_{snake}", f"_{camel}")
    names = dict.fromkeys((name, snake, camel, pascal, *capitals, *others))
    return AliasChoices(*names)


ANY_CASE = AliasGenerator(validation_alias=any_case)
"""A name is read in each case: the documentation does not show the case on the wire."""

ANY_CASE_TO_CAMEL = AliasGenerator(validation_alias=any_case, serialization_alias=to_camel)
"""A name is read in each case, and written in camel case."""


class GeneratedModel(BaseModel):
    """What all models here share.

    Both names are read, wire names are written, and unknown fields are kept.
    """

    model_config = ConfigDict(extra="allow", serialize_by_alias=True, validate_by_name=True)


class NullableModel(GeneratedModel):
    """A model with fields that may be null; what was left out is not written."""

    @model_serializer(mode="wrap", return_type=dict[str, object])
    def _without_unset(
        self, handler: SerializerFunctionWrapHandler, info: SerializationInfo
    ) -> dict[str, Any]:
        fields = type(self).model_fields
        written: dict[str, Any] = handler(self)
        for name in fields.keys() - self.model_fields_set:
            alias = fields[name].serialization_alias
            key = alias if alias and info.by_alias is not False else name
            if written.get(key, name) is None:
                del written[key]
        return written

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the fields, not the function that writes them."""
        return handler(cast("CoreSchema", {**schema, "serialization": {"type": "any"}}))


def _integral_float(value: object) -> object:
    """Accept 1.0 as 1, as JSON does, but neither true nor "1"."""
    if isinstance(value, (bool, str)):
        raise ValueError("a number is wanted")
    return int(value) if isinstance(value, float) and value.is_integer() else value


IntegralFloat = BeforeValidator(_integral_float)


class IsoText:
    """Refuse numbers and their text, which pydantic takes for seconds since 1970."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True, pattern="[0-9]-|:")
        value = core_schema.union_schema(
            [
                text,
                core_schema.is_instance_schema((date, datetime, time)),
                core_schema.none_schema(),
            ],
            mode="left_to_right",
            custom_error_type="iso_text",
            custom_error_message="Input should be a date or time as RFC 3339 writes it",
        )
        return core_schema.chain_schema([value, handler(source)])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema["steps"][-1])


class JsonNumber:
    """Base class of an enum of JSON numbers, where true is not 1."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return IntegralFloat.__get_pydantic_core_schema__(source, handler)


def _integral(value: float) -> int:
    if not value.is_integer():
        raise ValueError("a fraction is no integer")
    return int(value)


class JsonInteger:
    """Accept 1.0 as 1, as JSON does, but neither true nor "1".

    Only a float calls a function. Whether null is accepted, the annotated type decides.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.float_schema(strict=True)
        value = core_schema.union_schema(
            [
                core_schema.int_schema(strict=True),
                core_schema.no_info_after_validator_function(_integral, number),
                core_schema.none_schema(),
            ],
            mode="left_to_right",
            custom_error_type="int_type",
        )
        return core_schema.chain_schema([value, handler(source)])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: Any, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema["steps"][-1])


Integer: TypeAlias = Annotated[int, JsonInteger]


Number: TypeAlias = StrictInt | StrictFloat
"""A number that keeps its type: 7 stays 7, and 7.0 stays 7.0."""


def _equality_key(value: Any) -> Any:
    """Return one key for values that are equal in JSON: 1.0 equals 1, true does not."""
    if isinstance(value, BaseModel):
        return _equality_key(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return frozenset((name, _equality_key(item)) for name, item in pairs)
    if isinstance(value, (list, tuple)):
        return tuple(map(_equality_key, cast("Iterable[Any]", value)))
    return isinstance(value, bool), value


def literal_value(*values: Any) -> BeforeValidator:
    """Accept these values only."""
    keys = {_equality_key(value) for value in values}

    def check(value: Any) -> Any:
        if _equality_key(value) not in keys:
            raise ValueError(f"none of the values {values}")
        return value

    return BeforeValidator(check)


def _unique(values: Sequence[Any] | None) -> Sequence[Any] | None:
    """Refuse a list with duplicates; one that Python finds unique is quick to check."""
    try:
        is_unique = not values or len(set(values)) == len(values)
    except TypeError:
        is_unique = False
    if not is_unique and values and len({*map(_equality_key, values)}) < len(values):
        raise ValueError("a value is in the list twice")
    return values


Unique = AfterValidator(_unique)


def discriminated_by(
    wire: str, name: str, labels: dict[str, str], other: str = ""
) -> Discriminator:
    """Select the member of a union by a property, as the schema maps its values."""

    def label(value: Any) -> str:
        if isinstance(value, dict):
            pairs = cast("dict[str, Any]", value)
            tag = pairs.get(wire, pairs.get(name))
        else:
            tag = getattr(value, name, None)
        return labels.get(tag, other) if isinstance(tag, str) else other

    return Discriminator(label)


_ANY: TypeAdapter[Any] = TypeAdapter(Any)


@cache
def _validator(name: str) -> Any:
    jsonschema: Any = import_module("jsonschema")
    schema = {**CHECKS[name], "$defs": DEFINITIONS}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def _validate(name: str, value: Any, info: ValidationInfo) -> None:
    """Validate a value, as JSON, against the schema `name` of CHECKS."""
    if info.mode != "json":
        value = _ANY.dump_python(value, mode="json", by_alias=True, exclude_unset=True)
    for error in _validator(name).iter_errors(value):
        raise ValueError(f"{error.message} at {error.json_path}")


@cache
def _attribute_names(cls: type[BaseModel]) -> frozenset[str]:
    """Return the attribute names of a model that are not wire names."""
    wire = {field.alias or key for key, field in cls.model_fields.items()}
    return frozenset(cls.model_fields) - wire


class ByAlias(GeneratedModel):
    """Read fields of JSON by alias only; Python may use the attribute names too."""

    @model_validator(mode="before")
    @classmethod
    def _by_alias(cls, data: Any, info: ValidationInfo) -> Any:
        if info.mode != "json" or not isinstance(data, dict):
            return data
        properties, attributes = cast("dict[str, Any]", data), _attribute_names(cls)
        if attributes.isdisjoint(properties):
            return properties
        return {key: value for key, value in properties.items() if key not in attributes}


def matches_schema(name: str) -> BeforeValidator:
    """Require that a value matches the schema `name` of CHECKS."""

    def check(value: Any, info: ValidationInfo) -> Any:
        _validate(name, value, info)
        return value

    return BeforeValidator(check)


def _to_wire_names(data: Any, cls: type[BaseModel]) -> Any:
    """Replace attribute names in `data` by wire names."""
    if not isinstance(data, dict):
        return data
    names = {key: field.serialization_alias or key for key, field in cls.model_fields.items()}
    pairs = cast("dict[str, Any]", data).items()
    return {names.get(key, key): value for key, value in pairs}


def matches_object_schema(name: str, value: Any, info: ValidationInfo, cls: type[BaseModel]) -> Any:
    """Require that an object matches the schema `name` of CHECKS."""
    if not isinstance(value, cls):
        _validate(name, value if info.mode == "json" else _to_wire_names(value, cls), info)
    return value
