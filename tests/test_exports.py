"""Test that exports accept the same instances as their source, and that they round-trip."""

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
    Deprecation,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Map,
    Object,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
    loads,
    nullable,
)
from docmodels.ir.documents import DIAGRAMS, EXPORTS, to_jsonschema, to_openapi
from docmodels.ir.references import assertion_refs, rename_refs
from docmodels.ir.traverse import without_origins
from docmodels.readers.documents import read_documents

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def api_of(schema: object, path: str = "schema.json") -> Api:
    result = read_documents([document(path, json.dumps(schema))], [])
    definitions = tuple(draft.definition for draft in result.drafts)
    return Api(definitions=definitions, title=result.title, doc=result.doc, root=result.root)


def single_api(type: Type, **attributes: Any) -> Api:
    return Api(definitions=(Definition(name="Thing", type=type, **attributes), PET), root="Thing")


PET = Definition(name="Pet", type=Object(fields=(Field(name="name", type=STRING),)))


def component(type: Type, **attributes: Any) -> Any:
    return json.loads(to_openapi(single_api(type, **attributes)))["components"]["schemas"]["Thing"]


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
    schemas = st.lists(inner, min_size=1, max_size=3)
    properties = st.dictionaries(NAMES, inner, max_size=3)
    required = st.lists(NAMES, max_size=2, unique=True)
    objects = st.fixed_dictionaries(
        {"type": st.sampled_from(["object", ["object", "null"]])},
        optional={
            "properties": properties,
            "required": required,
            "additionalProperties": inner | st.booleans(),
            "minProperties": st.integers(0, 2),
            "patternProperties": st.builds(lambda schema: {"^a": schema}, inner),
            "propertyNames": st.just({"type": "string", "maxLength": 1}),
            "dependentRequired": st.just({"a": ["b"]}),
            "unevaluatedProperties": st.just(False),
            "anyOf": st.just([{"required": ["a"]}, {"required": ["b"]}]),
            "allOf": schemas,
        },
    )
    arrays = st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": inner | st.booleans(),
            "prefixItems": schemas,
            "maxItems": st.integers(0, 2),
            "contains": inner,
        },
    )
    combined = st.sampled_from(["anyOf", "oneOf", "allOf"]).flatmap(
        lambda key: st.builds(lambda parts: {key: parts}, schemas)
    )
    conditionals = st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner)
    return objects | arrays | combined | conditionals | st.builds(lambda part: {"not": part}, inner)


SCHEMAS = st.recursive(SCALARS, _containers, max_leaves=8)
OBJECTS = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(NAMES, SCALARS.filter(lambda s: "$ref" not in s), max_size=2)
    },
)


@settings(max_examples=300)
@given(SCHEMAS, OBJECTS, st.lists(VALUES, min_size=1, max_size=8))
def test_exported_schema_accepts_the_same_values(
    schema: dict[str, Any], one_schema: dict[str, Any], values: list[Any]
) -> None:
    source = {**schema, "$schema": DIALECT, "$defs": {"One": one_schema, "Two": {"type": "string"}}}
    exported = json.loads(to_jsonschema(api_of(source)))
    source_validator, exported_validator = Draft202012Validator(source), Draft202012Validator(
        exported
    )
    for value in values:
        assert source_validator.is_valid(value) == exported_validator.is_valid(value), value


@settings(max_examples=200)
@given(SCHEMAS, OBJECTS)
def test_export_round_trips(schema: dict[str, Any], one_schema: object) -> None:
    source = {**schema, "$schema": DIALECT, "$defs": {"One": one_schema, "Two": {"type": "string"}}}
    once = to_jsonschema(api_of(source))
    assume(
        "unevaluated" not in once
    )  # unevaluated* keywords are stored as the full schema beside the type
    twice = to_jsonschema(api_of(json.loads(once)))
    assert to_jsonschema(api_of(json.loads(twice))) == twice


# --- export of each type --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (nullable(STRING), {"type": ["string", "null"]}),
        (
            nullable(Ref(name="Pet")),
            {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
        ),
        (
            nullable(Enum(members=(EnumMember(value="a"),), base="string")),
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            nullable(Union(members=(STRING, Ref(name="Pet")), mode="oneOf")),
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
            Object(bases=("Pet",), fields=(Field(name="age", type=INTEGER, presence="required"),)),
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
def test_types_are_exported_to_openapi(type: Type, expected: object) -> None:
    assert component(type) == expected


ASSERTION: dict[str, Any] = {"if": {"required": ["x"]}, "then": {"required": ["y"]}}
OTHER_ASSERTION: dict[str, Any] = {"if": {"required": ["p"]}, "then": {"required": ["q"]}}


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (String(format="uuid"), {"type": "string", "format": "uuid"}),
        (
            Enum(members=(EnumMember(value="a"),), base="string", closed=False),
            {"type": "string", "enum": ["a"], "x-ms-enum": {"modelAsString": True}},
        ),
        (WithAssertions(type=STRING, schema=ASSERTION), {"type": "string", **ASSERTION}),
        (
            WithAssertions(
                type=WithAssertions(type=STRING, schema=ASSERTION), schema=OTHER_ASSERTION
            ),
            {"allOf": [{"type": "string", **ASSERTION}, OTHER_ASSERTION]},
        ),
        (
            WithAssertions(type=Map(values=UNKNOWN), schema={"unevaluatedProperties": False}),
            {"type": "object", "unevaluatedProperties": False},
        ),
        (
            WithAssertions(type=Map(values=STRING), schema={"unevaluatedProperties": False}),
            {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "unevaluatedProperties": False,
            },
        ),
    ],
)
def test_no_part_of_a_type_is_lost_in_its_schema(type: Type, expected: object) -> None:
    assert component(type) == expected


@pytest.mark.parametrize(
    ("value", "keyword"), [(5, "default"), ({"a": 1}, "default"), ({"$ref": "x"}, "x-default")]
)
def test_default_is_exported_with_its_value(value: Any, keyword: str) -> None:
    field = Field(name="a", type=UNKNOWN, default=Default(value=value))
    assert component(Object(fields=(field,)))["properties"]["a"] == {keyword: value}


def test_text_of_the_api_is_exported() -> None:
    info = json.loads(to_openapi(Api(title="Pets", version="2", doc="All pets.")))["info"]
    assert info == {"title": "Pets", "version": "2", "description": "All pets."}


def test_field_keeps_annotations_beside_a_reference() -> None:
    field = Field(
        name="pet",
        type=Ref(name="Pet"),
        default=Default(value=None),
        doc="Whose it is.",
        access="read-only",
        deprecation=Deprecation(reason="Use owner."),
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


def test_names_that_are_invalid_component_keys_round_trip() -> None:
    names = ["A b", "A_b", "!", "Thing"]
    fields = tuple(Field(name=name, type=Ref(name=name)) for name in names)
    api = Api(definitions=tuple(Definition(name=n, type=Object(fields=fields)) for n in names))
    exported = json.loads(to_openapi(api))
    assert list(exported["components"]["schemas"]) == ["A_b_2", "A_b", "Schema", "Thing"]
    OpenAPIV31SpecValidator(exported).validate()
    drafts = read_documents([document("a.json", json.dumps(exported))], []).drafts
    assert [without_origins(draft.definition) for draft in drafts] == list(api.definitions)


def test_names_in_other_scripts_are_keys() -> None:
    names = ["É", "信箱", "Груз"]
    api = Api(definitions=tuple(Definition(name=name, type=Object()) for name in names))
    assert list(json.loads(to_openapi(api))["components"]["schemas"]) == names


def test_open_enum_round_trips_through_both_exports() -> None:
    members = (EnumMember(value="a"), EnumMember(value="b"))
    for type in (
        Enum(members=members, base="string", closed=False),
        Enum(members=members, closed=False, base="string", format="x"),
    ):
        api = single_api(
            Object(fields=(Field(name="one", type=type), Field(name="two", type=nullable(type))))
        )
        for export in (to_openapi, to_jsonschema):
            drafts = read_documents([document("a.json", export(api))], []).drafts
            assert [without_origins(draft.definition) for draft in drafts] == list(api.definitions)
    schema = Draft202012Validator(json.loads(to_jsonschema(api)))
    assert schema.is_valid({"one": "new", "two": None})
    assert not schema.is_valid({"one": 1})


def test_exports_are_complete_and_end_with_a_newline() -> None:
    api = single_api(Object(fields=(Field(name="a", type=STRING),)), doc="A thing.")
    assert set(EXPORTS) == {"openapi", "jsonschema", "ir", *DIAGRAMS}
    for write in EXPORTS.values():
        assert write(api).endswith("}\n")
        assert write(api) == write(api)
    assert loads(EXPORTS["ir"](api)) == api
    assert json.loads(to_jsonschema(api))["$ref"] == "#/$defs/Thing"
    OpenAPIV31SpecValidator(json.loads(to_openapi(api))).validate()


def test_references_inside_values_are_no_references() -> None:
    value = {"$ref": "#/$defs/Pet"}
    schema = {"const": value, "enum": [value], "not": value}
    type = WithAssertions(type=UNKNOWN, schema=schema)
    renamed = rename_refs(type, lambda name: f"New{name}")
    assert isinstance(renamed, WithAssertions)
    assert renamed.schema == {"const": value, "enum": [value], "not": {"$ref": "#/$defs/NewPet"}}
    assert [*assertion_refs(type)] == ["Pet"]
