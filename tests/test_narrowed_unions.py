"""Test a type beside a union, such as `type: string` beside `anyOf`: it narrows each member."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.targets import Validation
from test_all_of import api_of, import_models

VALUES: tuple[Any, ...] = (
    *("", "x", "zz", "longer", 0, 3, 4.5, -1, True, None),
    *([], ["x"], [3], ["x", 3], [[]], {}, {"a": 1}, {"a": "x"}),
)

MEMBERS: tuple[dict[str, Any], ...] = (
    *({}, {"type": "string"}, {"enum": ["x", "zz"]}, {"const": "x"}, {"const": 3}),
    *(
        {"type": "string", "maxLength": 1},
        {"type": "string", "pattern": "^z"},
        {"enum": ["x", 3, None]},
    ),
    *(
        {"type": "integer"},
        {"type": "integer", "minimum": 3},
        {"type": "number", "maximum": 4},
        {"type": "null"},
    ),
    *({"type": "array", "items": {"type": "string"}}, {"type": "array", "maxItems": 1}),
    {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
)

TYPES: tuple[str | list[str], ...] = (
    *("string", "integer", "number", "array", "object", "boolean"),
    *(["string", "integer"], ["string", "null"], ["array", "string"]),
)


def _beside(type: Any, key: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": type, key: members}


UNIONS = st.builds(
    _beside,
    st.sampled_from(TYPES),
    st.sampled_from(["anyOf", "oneOf"]),
    st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=3),
)


def accepts(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        (
            {"type": "string", "anyOf": [{"enum": ["x", "y"]}, {"pattern": "^z"}]},
            'Literal["x", "y"] | Annotated[str, Field(pattern="^z")]',
        ),
        (
            {"type": "string", "anyOf": [{"type": "integer"}, {"const": "x"}]},
            'Literal["x"]',
        ),
        (
            {"type": "array", "anyOf": [{"items": {"type": "string"}}, {"maxItems": 0}]},
            "list[str] | Annotated[list[Any], Field(max_length=0)]",
        ),
        (
            {"minimum": 1, "type": "integer", "anyOf": [{"maximum": 5}, {"const": 9}]},
            "Annotated[int, Field(ge=1, le=5)] | Literal[9]",
        ),
        (
            {"type": ["string", "integer"], "anyOf": [{"enum": ["x"]}, {"type": "integer"}]},
            'Literal["x"] | int',
        ),
        ({"type": "string", "anyOf": [{"type": "integer"}, {"type": "boolean"}]}, "str"),
        (
            {"type": "string", "anyOf": [{"const": "x"}, {"const": "y"}, {}]},
            'Literal["x", "y"] | str',
        ),
    ],
)
def test_each_member_has_the_facts_of_both(schema: dict[str, Any], annotation: str) -> None:
    (file,) = docmodels.render(api_of(Model=schema))
    assert f"Model: TypeAlias = {annotation}\n" in file.text.replace("\n    ", " ")


def test_an_object_beside_a_union_with_another_type_leaves_no_member_out() -> None:
    auto = {"type": "string", "enum": ["auto"]}
    part = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
    module = import_models(Model={"type": "object", "anyOf": [auto, {"$ref": "#/$defs/P"}]}, P=part)
    assert accepts(module.Model, "auto")
    assert accepts(module.Model, {"size": 1})
    assert not accepts(module.Model, {"size": "x"})


def test_a_union_of_constants_and_a_type_keeps_the_descriptions_of_the_constants() -> None:
    members = [{"const": "x", "description": "The first."}, {"const": "y"}, {"type": "string"}]
    (file,) = docmodels.render(api_of(Model={"anyOf": members}))
    assert '    X = "x"\n    """The first."""\n    Y = "y"\n' in file.text


@given(schema=UNIONS)
def test_narrowed_unions_accept_what_the_schema_accepts(schema: dict[str, Any]) -> None:
    validator: Any = Draft202012Validator(schema)
    verdicts = {json.dumps(value): validator.is_valid(value) for value in VALUES}
    model = {"type": "object", "required": ["value"], "properties": {"value": schema}}
    for validation in Validation:
        kind = import_models(validation, Model=model).Model
        accepted = {text for text in verdicts if accepts(kind, {"value": json.loads(text)})}
        assert {text for text, is_valid in verdicts.items() if is_valid} <= accepted
        if validation is Validation.EXACT and any(verdicts.values()):
            assert all(verdicts[text] for text in accepted)
