"""Test that a default that its schema rejects is noted once, at its position, and is dropped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Api,
    Default,
    Definition,
    Field,
    Integer,
    Json,
    Object,
    Origin,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.instance_check import InstanceCheck
from docmodels.passes import PassContext, assemble
from docmodels.readers.documents import read_documents
from test_exports import DIALECT, OBJECTS, SCHEMAS, VALUES, api_of


def matches(schema: dict[str, Any], value: object) -> bool | None:
    """Return the verdict of `InstanceCheck`; None is undecided."""
    api = api_of({"$schema": DIALECT, "$ref": "#/$defs/It", "$defs": {"It": schema}})
    types = {definition.name: definition.type for definition in api.definitions}
    return InstanceCheck(types).matches(value, types["It"])


@settings(max_examples=300)
@given(SCHEMAS, OBJECTS, st.lists(VALUES, min_size=1, max_size=8))
@example({"oneOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "object"}, [1, 0.5])
def test_instance_check_agrees_with_jsonschema(
    schema: dict[str, Any], one_schema: dict[str, Any], values: list[Any]
) -> None:
    definitions = {"It": schema, "One": one_schema, "Two": {"type": "string"}}
    source = {"$ref": "#/$defs/It", "$schema": DIALECT, "$defs": definitions}
    types = {definition.name: definition.type for definition in api_of(source).definitions}
    for value in values:
        verdict = InstanceCheck(types).matches(value, types["It"])
        assert verdict is None or verdict == Draft202012Validator(source).is_valid(value), value


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        ({"type": "integer", "minimum": 1, "multipleOf": 2}, 4, 3),
        ({"type": "number", "exclusiveMaximum": 1}, 0.5, 1),
        ({"type": "integer"}, 1.0, True),
        ({"enum": [1, "a"]}, 1.0, True),
        ({"const": {"a": [1]}}, {"a": [1.0]}, {"a": [True]}),
        ({"type": "string", "format": "date"}, "2024-02-29", "2023-02-29"),
        ({"type": "string", "pattern": "^[a-z]+-(x|y)$"}, "ab-x", "ab-z"),
        ({"type": "string", "maxLength": 1}, "a", "ab"),
        ({"type": "string", "minLength": 2}, "ab", "a"),
        ({"type": "array", "uniqueItems": True}, [1, True], [1, 1.0]),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a"], ["a", "b"]),
        ({"type": "object", "propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
        ({"properties": {"a": {"type": "string"}}, "type": "object"}, {"b": 1}, {"a": 1}),
        ({"type": "object", "minProperties": 1}, {"a": 1}, {}),
        ({"type": "object", "maxProperties": 1}, {"a": 1}, {"a": 1, "b": 1}),
        ({"properties": {"a": {}}, "type": "object", "minProperties": 1}, {"a": 1}, {}),
        (
            {"properties": {"a": {}}, "type": "object", "maxProperties": 1},
            {"a": 1},
            {"a": 1, "b": 1},
        ),
        ({"additionalProperties": {"type": "string"}, "type": "object"}, {"b": "x"}, {"b": 1}),
        (
            {"properties": {"a": {}}, "additionalProperties": {"type": "string"}},
            {"a": 1, "b": "x"},
            {"a": 1, "b": 1},
        ),
        (
            {"properties": {"a": {"$ref": "#/$defs/It"}}, "type": "object"},
            {"a": {}},
            {"a": {"a": 1}},
        ),
        ({"oneOf": [{"type": "integer"}, {"maximum": 3, "type": "number"}]}, 4, 2),
    ],
)
def test_instance_check_decides(schema: dict[str, Any], valid: object, invalid: object) -> None:
    assert (matches(schema, valid), matches(schema, invalid)) == (True, False)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^(a|aa)+$"},
        {"type": "string", "pattern": r"^\cA"},
        {"type": "string", "not": {"const": "b"}},
    ],
)
def test_instance_check_returns_none_when_undecidable(schema: dict[str, Any]) -> None:
    assert matches(schema, "a" * 60) is None


@pytest.mark.parametrize(
    ("mode", "value", "is_strict", "verdict"),
    [
        ("oneOf", "a" * 60, True, None),
        ("oneOf", "a" * 60, False, True),
        ("anyOf", "a" * 60, True, True),
        ("oneOf", 1, True, False),
        ("anyOf", 1, True, False),
    ],
)
def test_undecided_member_decides_only_a_strict_one_of(
    mode: str, value: object, is_strict: bool, verdict: bool | None
) -> None:
    members: list[dict[str, Any]] = [{"minLength": 2}, {"pattern": "^(a+)+$"}]
    union = {mode: [{"type": "string", **member} for member in members]}
    api = api_of({"$schema": DIALECT, "$defs": {"It": union}})
    types = {definition.name: definition.type for definition in api.definitions}
    check = InstanceCheck(types, strict_one_of=is_strict)
    assert check.matches(value, types["It"]) is verdict


def test_instance_check_follows_long_reference_chains() -> None:
    definitions = {f"P{i}": {"allOf": [{"$ref": f"#/$defs/P{i + 1}"}]} for i in range(1000)}
    api = api_of({"$schema": DIALECT, "$defs": definitions | {"P1000": {"type": "string"}}})
    types = {definition.name: definition.type for definition in api.definitions}
    assert InstanceCheck(types).matches(1, types["P0"]) is False


def assemble_default(
    type: Type, value: object, **attributes: Any
) -> tuple[Default | None, list[Note]]:
    """Assemble a definition whose field has a default; return the final default and the notes."""
    field = Field(name="a", type=type, default=Default(value=value), origin=Origin("a.md", 3))
    notes: list[Note] = []
    definition = Definition(name="Thing", type=Object(fields=(field,)), **attributes)
    api = assemble([Draft(definition, "test")], PassContext(notes))
    (object,) = (assembled.type for assembled in api.definitions)
    assert isinstance(object, Object)
    return object.fields[0].default, notes


def test_invalid_default_on_a_page_is_dropped_and_noted_at_its_field() -> None:
    default, notes = assemble_default(STRING, 5, source="documentation")
    assert default is None
    assert [(note.rule.name, note.origin) for note in notes] == [("bad-default", Origin("a.md", 3))]


@pytest.mark.parametrize("source", ["schema", "documentation"])
def test_null_default_of_an_optional_field_is_no_fault(source: Any) -> None:
    assert assemble_default(STRING, None, source=source) == (None, [])


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        (BOOLEAN, "false", False),
        (BOOLEAN, "True", True),
        (INTEGER, "10", 10),
        (NUMBER, "1.5", 1.5),
        (INTEGER, "1.5", None),
        (BOOLEAN, "1", None),
        (INTEGER, "NaN", None),
        (STRING, "false", "false"),
    ],
)
def test_a_text_for_a_boolean_or_a_number_is_converted(type: Type, text: str, value: Json) -> None:
    default, notes = assemble_default(type, text)
    assert json.dumps(default.value if default else None) == json.dumps(value)
    rules = [note.rule.name for note in notes]
    assert rules == (
        [] if type is STRING else ["bad-default" if value is None else "converted-default"]
    )


def test_valid_default_is_kept() -> None:
    assert assemble_default(Integer(), 1.0) == (Default(value=1.0), [])


SHARED = {
    "$schema": DIALECT,
    "properties": {"a": {"$ref": "#/$defs/Size"}, "b": {"$ref": "#/$defs/Size"}},
    "required": ["b"],
    "$defs": {"Size": {"type": "integer", "default": "wide"}},
}


def test_shared_invalid_default_is_noted_once_at_its_position() -> None:
    text = json.dumps(SHARED)
    notes: list[Note] = []
    drafts = read_documents([document("s.json", text)], notes).drafts
    api = assemble(drafts, PassContext(notes))
    (note,) = notes
    assert note.origin == Origin("s.json", 1, text.index('"default"') + 1)
    for kind in ("openapi", "jsonschema", "ir"):
        assert "wide" not in docmodels.export(Api(definitions=api.definitions), kind)
