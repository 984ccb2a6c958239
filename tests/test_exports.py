"""Exports say what was read: the same instances are valid, and reading them again changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from docmodels.diagnostics.documents import document
from docmodels.ir import (
    INTEGER,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Default,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Map,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    loads,
)
from docmodels.ir.documents import EXPORTS, to_jsonschema, to_openapi
from docmodels.ir.traverse import without_origins
from docmodels.readers.documents import read

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def api_of(schema: object, path: str = "schema.json") -> Api:
    found = read([document(path, json.dumps(schema))], [])
    definitions = tuple(draft.definition for draft in found.drafts)
    return Api(definitions=definitions, title=found.title, doc=found.doc, root=found.root)


def only(type: Type, **said: Any) -> Api:
    return Api(definitions=(Definition(name="Thing", type=type, **said), PET), root="Thing")


PET = Definition(name="Pet", type=Object(fields=(Field(name="name", type=STRING),)))


def component(type: Type, **said: Any) -> Any:
    return json.loads(to_openapi(only(type, **said)))["components"]["schemas"]["Thing"]


# --- any schema -----------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "bb", 0.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
SCALARS = st.one_of(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["string", ["string", "null"]])},
        optional={"minLength": st.integers(0, 2), "maxLength": st.integers(0, 2)},
    ),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-2, 2), "exclusiveMaximum": st.integers(-2, 2)},
    ),
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {}, {"not": {}}]),
    st.builds(lambda values: {"enum": values}, st.lists(VALUES, min_size=1, max_size=3)),
    st.builds(lambda value: {"const": value}, VALUES),
    st.sampled_from([{"$ref": "#/$defs/One"}, {"$ref": "#/$defs/Two"}]),
)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=3)
    needed = st.lists(NAMES, max_size=2, unique=True)
    objects = st.fixed_dictionaries(
        {"type": st.sampled_from(["object", ["object", "null"]])},
        optional={
            "properties": named,
            "required": needed,
            "additionalProperties": inner | st.booleans(),
            "minProperties": st.integers(0, 2),
            "patternProperties": st.builds(lambda schema: {"^a": schema}, inner),
            "propertyNames": st.just({"type": "string", "maxLength": 1}),
            "dependentRequired": st.just({"a": ["b"]}),
            "unevaluatedProperties": st.just(False),
            "anyOf": st.just([{"required": ["a"]}, {"required": ["b"]}]),
            "allOf": some,
        },
    )
    arrays = st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": inner | st.booleans(),
            "prefixItems": some,
            "maxItems": st.integers(0, 2),
            "contains": inner,
        },
    )
    mixed = st.sampled_from(["anyOf", "oneOf", "allOf"]).flatmap(
        lambda key: st.builds(lambda parts: {key: parts}, some)
    )
    both = st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner)
    return objects | arrays | mixed | both | st.builds(lambda part: {"not": part}, inner)


SCHEMAS = st.recursive(SCALARS, _containers, max_leaves=8)
OBJECTS = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(NAMES, SCALARS.filter(lambda s: "$ref" not in s), max_size=2)
    },
)


@settings(max_examples=300)
@given(SCHEMAS, OBJECTS, st.lists(VALUES, min_size=1, max_size=8))
def test_an_exported_schema_takes_the_same_values(
    schema: dict[str, Any], one: dict[str, Any], values: list[Any]
) -> None:
    source = {**schema, "$schema": DIALECT, "$defs": {"One": one, "Two": {"type": "string"}}}
    exported = json.loads(to_jsonschema(api_of(source)))
    before, after = Draft202012Validator(source), Draft202012Validator(exported)
    for value in values:
        assert before.is_valid(value) == after.is_valid(value), value


@settings(max_examples=200)
@given(SCHEMAS, OBJECTS)
def test_an_export_is_read_back_as_it_was_written(schema: dict[str, Any], one: object) -> None:
    source = {**schema, "$schema": DIALECT, "$defs": {"One": one, "Two": {"type": "string"}}}
    once = to_jsonschema(api_of(source))
    assume("unevaluated" not in once)  # kept whole beside the type, and so written twice
    twice = to_jsonschema(api_of(json.loads(once)))
    assert to_jsonschema(api_of(json.loads(twice))) == twice


# --- the forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "written"),
    [
        (Nullable(type=STRING), {"type": ["string", "null"]}),
        (
            Nullable(type=Ref(name="Pet")),
            {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
        ),
        (
            Nullable(type=Enum(members=(EnumMember(value="a"),), base="string")),
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            Nullable(type=Union(members=(STRING, Ref(name="Pet")), mode="oneOf")),
            {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
        ),
        (
            Enum(members=(EnumMember(value="a", name="A", doc="First."),), base="string"),
            {
                "type": "string",
                "enum": ["a"],
                "x-enum-varnames": ["A"],
                "x-enum-descriptions": ["First."],
            },
        ),
        (
            Object(bases=("Pet",), fields=(Field(name="age", type=INTEGER, required=True),)),
            {
                "allOf": [
                    {"$ref": "#/components/schemas/Pet"},
                    {
                        "type": "object",
                        "properties": {"age": {"type": "integer"}},
                        "required": ["age"],
                    },
                ]
            },
        ),
        (Array(items=UNKNOWN), {"type": "array", "items": {}}),
        (Map(values=INTEGER), {"type": "object", "additionalProperties": {"type": "integer"}}),
        (
            Union(
                members=(Ref(name="Pet"), Ref(name="Thing")),
                mode="oneOf",
                discriminator=Discriminator(property="kind", mapping={"p": "Pet"}),
            ),
            {
                "oneOf": [
                    {"$ref": "#/components/schemas/Pet"},
                    {"$ref": "#/components/schemas/Thing"},
                ],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"p": "#/components/schemas/Pet"},
                },
            },
        ),
    ],
)
def test_types_have_one_form(type: Type, written: object) -> None:
    assert component(type) == written


def test_a_field_keeps_all_that_is_said_beside_a_reference() -> None:
    field = Field(
        name="pet",
        type=Ref(name="Pet"),
        default=Default(value=None),
        doc="Whose it is.",
        read_only=True,
        deprecated=True,
        deprecation="Use owner.",
        examples=({"name": "x"},),
    )
    assert component(Object(fields=(field,)))["properties"]["pet"] == {
        "$ref": "#/components/schemas/Pet",
        "default": None,
        "description": "Whose it is.",
        "readOnly": True,
        "deprecated": True,
        "x-deprecation-message": "Use owner.",
        "examples": [{"name": "x"}],
    }


def test_a_name_that_is_no_legal_key_is_kept_beside_a_safe_one() -> None:
    names = ["A b", "A_b", "É", "Thing"]
    fields = tuple(Field(name=name, type=Ref(name=name)) for name in names)
    api = Api(definitions=tuple(Definition(name=n, type=Object(fields=fields)) for n in names))
    exported = json.loads(to_openapi(api))
    assert list(exported["components"]["schemas"]) == ["A_b_2", "A_b", "Schema", "Thing"]
    OpenAPIV31SpecValidator(exported).validate()
    again = read([document("a.json", json.dumps(exported))], []).drafts
    assert [without_origins(draft.definition) for draft in again] == list(api.definitions)


def test_an_open_enum_is_read_back_open_from_either_export() -> None:
    members = (EnumMember(value="a"), EnumMember(value="b"))
    for type in (
        Enum(members=members, base="string", closed=False),
        Enum(members=members, closed=False, base="string", format="x"),
    ):
        api = only(
            Object(
                fields=(Field(name="one", type=type), Field(name="two", type=Nullable(type=type)))
            )
        )
        for export in (to_openapi, to_jsonschema):
            drafts = read([document("a.json", export(api))], []).drafts
            assert [without_origins(draft.definition) for draft in drafts] == list(api.definitions)
    schema = Draft202012Validator(json.loads(to_jsonschema(api)))
    assert schema.is_valid({"one": "new", "two": None})
    assert not schema.is_valid({"one": 1})


def test_every_export_is_listed_and_ends_its_last_line() -> None:
    api = only(Object(fields=(Field(name="a", type=STRING),)), doc="A thing.")
    assert set(EXPORTS) == {"openapi", "jsonschema", "ir"}
    for write in EXPORTS.values():
        assert write(api).endswith("}\n")
        assert write(api) == write(api)
    assert loads(EXPORTS["ir"](api)) == api
    assert json.loads(to_jsonschema(api))["$ref"] == "#/$defs/Thing"
    OpenAPIV31SpecValidator(json.loads(to_openapi(api))).validate()
