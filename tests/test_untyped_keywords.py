"""Test keywords without `type` beside schemas that describe types: they restrict one type only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from docmodels.ir import Nullable, Object, Type, Union, WithAssertions
from docmodels.ir.scalars import (
    BOOLEAN,
    INTEGER,
    STRING,
    Number,
    String,
    StringConstraints,
)
from test_all_of import EACH_VALIDATION, accepts, import_models, object_schema, ref, type_of

TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
NULL: dict[str, Any] = {"type": "null"}
SHORT: dict[str, Any] = {"maxLength": 3}

DESCRIBED: tuple[dict[str, Any], ...] = (
    TEXT,
    {"anyOf": [TEXT, NULL]},
    {"anyOf": [TEXT, TEXTS]},
    {"oneOf": [{"type": "integer"}, {"const": "auto"}]},
    {"type": ["string", "null"]},
    {"type": ["number", "string"]},
    {"enum": ["a", 2, None]},
    {"anyOf": [object_schema(x={"type": "integer"}), TEXT]},
    ref("TextOrNull"),
    ref("TextOrTexts"),
    ref("Recursive"),
)
UNTYPED: tuple[dict[str, Any], ...] = (
    SHORT,
    {"minLength": 2},
    {"minimum": 2},
    {"minItems": 1},
    {"items": {"minLength": 2}},
    {"required": ["x"]},
    {"minProperties": 1},
    {"properties": {"y": TEXT}},
    {"anyOf": [SHORT, {"pattern": "^a"}]},
    {"anyOf": [SHORT, {"minimum": 2}]},
    {"minLength": 2, "items": {"maxLength": 2}, "minimum": 2},
    {"minLength": 2, "not": {"const": "abc"}},
    {"minLength": 2, "not": {"type": "integer"}},
    {"minLength": 2, "if": {"pattern": "^a"}, "then": SHORT},
    {"minLength": 2, "contains": TEXT},
    {"minItems": 1, "contains": {"const": "a"}, "minContains": 0},
    {"properties": {"y": TEXT}, "dependentRequired": {"x": ["y"]}},
    {"required": ["x"], "if": {"required": ["y"]}, "then": {"maxProperties": 1}},
    {"unevaluatedProperties": False},
    {"anyOf": [{"not": {"const": "a"}}, {"minimum": 2}]},
)
OPEN: tuple[dict[str, Any], ...] = (
    {"minLength": 2, "if": {"type": "integer"}, "then": {"minimum": 2}},
    {"minLength": 2, "if": {"maxLength": 3}, "then": True, "else": {"not": {"const": None}}},
    {"minLength": 2, "not": {"type": "integer"}},
    {"minLength": 2, "allOf": [{"not": {"enum": [1, 2]}}]},
    {"minLength": 2, "contains": TEXT},
    {"minLength": 2, "contains": TEXT, "minContains": 0},
    {"minLength": 2, "dependentRequired": {"x": ["y"]}},
    {"minItems": 1, "dependentSchemas": {"x": {"required": ["y"]}}},
    {"minLength": 2, "unevaluatedProperties": False},
    {"properties": {"x": TEXT}, "anyOf": [{"not": {"type": "array"}}, {"not": {"type": "object"}}]},
    {"anyOf": [{"not": {"const": "a"}}, {"minimum": 2}]},
)
"""Schemas about several types, without a keyword that states one."""
DEFINITIONS: dict[str, Any] = {
    "TextOrNull": {"anyOf": [TEXT, NULL]},
    "TextOrTexts": {"anyOf": [TEXT, TEXTS]},
    "Recursive": {"anyOf": [TEXT, {"type": "array", "items": ref("Recursive")}]},
}
VALUES: tuple[Any, ...] = (
    *(None, "a", "auto", "zoology", 1, 2, 3.5, [], ["a"], ["abc", "b"]),
    *({}, {"x": 1}, {"y": "n"}, {"x": 3, "y": "n"}),
)


@pytest.mark.parametrize(
    ("schema", "type"),
    [
        (
            {"anyOf": [TEXT, NULL], **SHORT},
            Nullable(type=String(constraints=StringConstraints(max_length=3))),
        ),
        ({"type": "boolean", "allOf": [SHORT]}, BOOLEAN),
        (
            {"anyOf": [TEXT, {"type": "integer"}], "maxLength": 3},
            Union(members=(String(constraints=StringConstraints(max_length=3)), INTEGER)),
        ),
        ({"anyOf": [TEXT, {"type": "integer"}], "minItems": 3}, Union(members=(STRING, INTEGER))),
        ({"allOf": [SHORT]}, String(constraints=StringConstraints(max_length=3))),
    ],
)
def test_keywords_restrict_the_type_that_they_apply_to(schema: Any, type: Type) -> None:
    assert type_of(Model=schema) == type


@EACH_VALIDATION
@pytest.mark.parametrize("schema", OPEN, ids=json.dumps)
def test_no_type_is_implied_where_a_keyword_names_another(
    validation: str, schema: dict[str, Any]
) -> None:
    validator: Any = Draft202012Validator(schema)
    model = import_models(validation, Model=object_schema(value=schema)).Model
    for value in VALUES:
        is_valid = validator.is_valid(value)
        if is_valid or validation == "exact":
            assert accepts(model, {"value": value}) == is_valid, json.dumps(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"minLength": 2, "not": {"const": "abc"}},
        {"minLength": 2, "if": {"pattern": "^a"}, "then": {"maxLength": 3}},
        {"format": "date", "if": {"minLength": 2}, "then": {"pattern": "^2"}},
        {"minimum": 2, "not": {"type": "integer"}},
        {"required": ["x"], "if": {"properties": {"x": {"const": 1}}}, "then": {"required": ["y"]}},
        {"properties": {"x": TEXT}, "dependentRequired": {"x": ["y"]}},
    ],
    ids=json.dumps,
)
def test_conditions_about_the_type_of_the_keywords_leave_it_implied(schema: dict[str, Any]) -> None:
    type = type_of(Model=schema)
    assert isinstance(type, WithAssertions)
    assert isinstance(type.type, String | Number | Object)


def test_properties_beside_a_union_are_fields_of_its_objects() -> None:
    box = object_schema(x={"type": "integer"})
    schema = {"anyOf": [ref("Box"), TEXT], "properties": {"y": TEXT}}
    module = import_models(Holder=object_schema(box=schema), Box=box)
    holder = module.Holder.model_validate({"box": {"x": 1, "y": "n"}})
    assert (holder.box.x, holder.box.y) == (1, "n")
    assert module.Holder.model_validate({"box": "flat"}).box == "flat"


@EACH_VALIDATION
@given(data=st.data())
def test_no_value_is_refused_for_keywords_of_another_type(
    validation: str, data: st.DataObject
) -> None:
    described, untyped = data.draw(st.sampled_from(DESCRIBED)), data.draw(st.sampled_from(UNTYPED))
    can_be_beside = "enum" not in described and described.keys().isdisjoint(untyped)
    is_beside = data.draw(st.booleans()) and can_be_beside
    schema = {**described, **untyped} if is_beside else {"allOf": [described, untyped]}
    validator: Any = Draft202012Validator({"$defs": DEFINITIONS, **schema})
    model = import_models(validation, Model=object_schema(value=schema), **DEFINITIONS).Model
    for value in VALUES:
        is_valid = validator.is_valid(value)
        if is_valid or validation == "exact":
            assert accepts(model, {"value": value}) == is_valid, json.dumps([schema, value])
