"""Test `if`, `then` and `else` whose result is known: they are an allOf of the other schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import docmodels
from docmodels.ir import Const, Never, Type, Unknown, WithAssertions
from docmodels.ir.scalars import STRING
from docmodels.targets import Validation
from test_all_of import accepts, api_of, import_models, object_schema, ref, type_of

SCHEMAS: tuple[Any, ...] = (
    *(True, False, {}, {"not": {}}, {"const": "x"}, {"type": "string", "maxLength": 1}),
)
BRANCHES = st.sampled_from(SCHEMAS)
CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"if": BRANCHES}, optional={"then": BRANCHES, "else": BRANCHES}
)


@pytest.mark.parametrize(
    ("schema", "type"),
    [
        ({"if": False, "then": {"const": "a"}, "else": {"const": "b"}}, Const(value="b")),
        ({"if": True, "then": {"type": "string"}, "else": False}, STRING),
        ({"if": {"const": 1}, "else": False}, Const(value=1)),
        ({"if": {"not": {}}, "else": {"type": "string"}}, STRING),
        ({"if": {"const": 1}, "then": False, "else": False}, Never()),
        ({"if": True, "else": False}, Unknown()),
    ],
)
def test_known_results_are_no_condition(schema: dict[str, Any], type: Type) -> None:
    assert type_of(Model=schema) == type


def test_other_conditions_stay() -> None:
    type = type_of(Model={"type": "string", "if": {"minLength": 3}, "then": {"maxLength": 5}})
    assert isinstance(type, WithAssertions)
    assert type.schema.keys() == {"if", "then"}


def test_a_condition_that_has_to_be_valid_declares_fields() -> None:
    kind = object_schema("kind", kind={"type": "string"})
    condition = object_schema("kind", kind={"const": "lamp"})
    branch = object_schema("watts", watts={"type": "integer"})
    schema = {**kind, "if": condition, "then": branch, "else": False}
    model = import_models(Lamp=schema).Lamp
    assert model.model_fields.keys() == {"kind", "watts"}
    assert not accepts(model, {"kind": "horn", "watts": 3})


WATTS = object_schema("watts", watts={"type": "integer"})
IS_LAMP = object_schema("kind", kind={"const": "lamp"})


@pytest.mark.parametrize(
    ("condition", "keeps"),
    [
        ({"if": IS_LAMP, "then": WATTS}, True),
        ({"if": IS_LAMP, "then": ref("Watts")}, True),
        ({"allOf": [{"if": IS_LAMP, "else": {"allOf": [WATTS]}}]}, True),
        ({"dependentSchemas": {"kind": WATTS}}, True),
        ({"if": IS_LAMP, "then": {"required": ["kind"]}}, False),
        ({"not": WATTS}, False),
        ({"if": IS_LAMP, "then": WATTS, "additionalProperties": False}, False),
    ],
)
def test_dataclasses_keep_properties_that_a_condition_declares(
    condition: dict[str, Any], keeps: bool
) -> None:
    schemas = {"Watts": WATTS, "Device": {**object_schema(kind={"type": "string"}), **condition}}
    (file,) = docmodels.render(api_of(**schemas), target="dataclass")
    assert ("additional_properties" in file.text) == keeps


@given(schema=CONDITIONS)
def test_conditions_accept_what_the_schema_accepts(schema: dict[str, Any]) -> None:
    validator: Any = Draft202012Validator(schema)
    values: tuple[Any, ...] = ("x", "long", "", 1, True, None, [], {})
    model = {"type": "object", "required": ["value"], "properties": {"value": schema}}
    for validation in Validation:
        kind = import_models(validation, Model=model).Model
        accepted = {json.dumps(value) for value in values if accepts(kind, {"value": value})}
        valid = {json.dumps(value) for value in values if validator.is_valid(value)}
        assert valid <= accepted
        if validation is Validation.EXACT:
            assert valid == accepted
