"""A default that its own schema refuses is said once, where it stands, and is in no output."""

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
from docmodels.ir import STRING, Api, Default, Definition, Field, Object, Origin, Scalar, Type
from docmodels.ir.drafts import Draft
from docmodels.ir.instance_check import InstanceCheck
from docmodels.passes import assemble
from docmodels.readers.documents import read
from test_exports import DIALECT, OBJECTS, SCHEMAS, VALUES, api_of


def answer(schema: dict[str, Any], value: object) -> bool | None:
    api = api_of({"$schema": DIALECT, "$ref": "#/$defs/It", "$defs": {"It": schema}})
    types = {made.name: made.type for made in api.definitions}
    return InstanceCheck(types).matches(value, types["It"])


@settings(max_examples=300)
@given(SCHEMAS, OBJECTS, st.lists(VALUES, min_size=1, max_size=8))
@example({"oneOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "object"}, [1, 0.5])
def test_no_answer_is_wrong(schema: dict[str, Any], one: dict[str, Any], values: list[Any]) -> None:
    definitions = {"It": schema, "One": one, "Two": {"type": "string"}}
    source = {"$ref": "#/$defs/It", "$schema": DIALECT, "$defs": definitions}
    types = {made.name: made.type for made in api_of(source).definitions}
    for value in values:
        said = InstanceCheck(types).matches(value, types["It"])
        assert said is None or said == Draft202012Validator(source).is_valid(value), value


@pytest.mark.parametrize(
    ("schema", "fitting", "unfit"),
    [
        ({"type": "integer", "minimum": 1, "multipleOf": 2}, 4, 3),
        ({"type": "number", "exclusiveMaximum": 1}, 0.5, 1),
        ({"type": "integer"}, 1.0, True),
        ({"enum": [1, "a"]}, 1.0, True),
        ({"const": {"a": [1]}}, {"a": [1.0]}, {"a": [True]}),
        ({"type": "string", "format": "date"}, "2024-02-29", "2023-02-29"),
        ({"type": "string", "pattern": "^[a-z]+-(x|y)$"}, "ab-x", "ab-z"),
        ({"type": "string", "maxLength": 1}, "a", "ab"),
        ({"type": "array", "uniqueItems": True}, [1, True], [1, 1.0]),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a"], ["a", "b"]),
        ({"type": "object", "propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
        ({"properties": {"a": {"type": "string"}}, "type": "object"}, {"b": 1}, {"a": 1}),
        (
            {"properties": {"a": {"$ref": "#/$defs/It"}}, "type": "object"},
            {"a": {}},
            {"a": {"a": 1}},
        ),
        ({"oneOf": [{"type": "integer"}, {"maximum": 3, "type": "number"}]}, 4, 2),
    ],
)
def test_an_answer_is_given(schema: dict[str, Any], fitting: object, unfit: object) -> None:
    assert (answer(schema, fitting), answer(schema, unfit)) == (True, False)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^(a|aa)+$"},
        {"type": "string", "pattern": r"^\cA"},
        {"type": "string", "not": {"const": "b"}},
    ],
)
def test_what_is_not_known_for_sure_is_open(schema: dict[str, Any]) -> None:
    assert answer(schema, "a" * 60) is None


def test_a_long_chain_is_followed_to_its_end() -> None:
    parts = {f"P{i}": {"allOf": [{"$ref": f"#/$defs/P{i + 1}"}]} for i in range(1000)}
    api = api_of({"$schema": DIALECT, "$defs": parts | {"P1000": {"type": "string"}}})
    types = {made.name: made.type for made in api.definitions}
    assert InstanceCheck(types).matches(1, types["P0"]) is False


def checked(type: Type, value: object, **more: Any) -> tuple[Default | None, list[Note]]:
    """Assemble a definition with a default."""
    made = Field(name="a", type=type, default=Default(value=value), origin=Origin("a.md", 3))
    notes: list[Note] = []
    definition = Definition(name="Thing", type=Object(fields=(made,)), **more)
    api = assemble([Draft(definition, "made-up")], notes)
    (object,) = (each.type for each in api.definitions)
    assert isinstance(object, Object)
    return object.fields[0].default, notes


def test_a_bad_default_is_left_out_and_said_at_the_field_of_a_page() -> None:
    kept, notes = checked(STRING, 5, source="documentation")
    assert kept is None
    assert [(note.rule.name, note.origin) for note in notes] == [("bad-default", Origin("a.md", 3))]


def test_a_null_is_a_bad_default_in_a_schema_and_none_on_a_page() -> None:
    assert [len(checked(STRING, None, source=s)[1]) for s in ("schema", "documentation")] == [1, 0]
    assert checked(STRING, None)[0] is checked(STRING, None, source="documentation")[0] is None


def test_a_good_default_stays() -> None:
    assert checked(Scalar(kind="integer"), 1.0) == (Default(value=1.0), [])


SHARED = {
    "$schema": DIALECT,
    "properties": {"a": {"$ref": "#/$defs/Size"}, "b": {"$ref": "#/$defs/Size"}},
    "required": ["b"],
    "$defs": {"Size": {"type": "integer", "default": "wide"}},
}


def test_a_default_that_several_fields_share_is_said_once_where_it_stands() -> None:
    text = json.dumps(SHARED)
    notes: list[Note] = []
    drafts = read([document("s.json", text)], notes).drafts
    api = assemble(drafts, notes)
    (note,) = notes
    assert note.origin == Origin("s.json", 1, text.index('"default"') + 1)
    for kind in ("openapi", "jsonschema", "ir"):
        assert "wide" not in docmodels.export(Api(definitions=api.definitions), kind)
