"""Test the values of keywords: limits as written, and equality of JSON values as in JSON Schema."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Const,
    Enum,
    Never,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
    constraint_values,
    scalar,
)
from docmodels.ir.vocabulary import CONSTRAINT_FIELDS, INSTANCE_TYPE
from docmodels.readers.documents import read_documents
from test_readers_documents import definition_types, read_yaml_files
from test_readers_schema import PET, openapi_document, read_definitions, type_of

SAMPLES: dict[str, Any] = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), -0.75),
    "multipleOf": 0.25,
    "pattern": "^a",
    "uniqueItems": True,
}


@pytest.mark.parametrize("keyword", CONSTRAINT_FIELDS)
def test_constraints_are_read_as_written(keyword: str) -> None:
    value = SAMPLES.get(keyword, 7)
    instance = INSTANCE_TYPE[keyword]
    required = {"required": ["a"]} if instance == "object" else {}
    constraints = type_of({"type": instance, keyword: value, **required}).constraints
    assert constraint_values(constraints) == {CONSTRAINT_FIELDS[keyword]: value}


@pytest.mark.parametrize("keyword", ["minLength", "maxItems", "minProperties"])
@pytest.mark.parametrize(("value", "expected"), [(2.0, 2), (0, 0), (2.5, None), (-1, None)])
def test_counts_are_integers(keyword: str, value: float, expected: int | None) -> None:
    notes: list[Note] = []
    required = {"required": ["a"]} if keyword == "minProperties" else {}
    schema = {"type": INSTANCE_TYPE[keyword], keyword: value, **required}
    constraints = type_of(schema, notes=notes).constraints
    assert getattr(constraints, CONSTRAINT_FIELDS[keyword]) == expected
    assert [note.rule.name for note in notes] == ([] if expected is not None else [NOTE])


NOTE = "invalid-keyword"


def test_infinite_count_is_invalid() -> None:
    notes: list[Note] = []
    text = '{"type": "string", "minLength": 1e400}'
    (draft,) = read_documents([document("a.json", text)], notes).drafts
    assert draft.definition.type == STRING
    assert [note.rule.name for note in notes] == [NOTE]


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("pattern", []),
        ("minLength", "a"),
        ("uniqueItems", 1),
        ("minimum", {}),
        ("multipleOf", 0),
        ("required", [1]),
        ("type", "text"),
        ("dependentRequired", {"a": "b"}),
    ],
)
def test_assertions_without_a_type_are_invalid_too(keyword: str, value: object) -> None:
    notes: list[Note] = []
    assert type_of({"not": {keyword: value, "maxItems": 3}}, notes=notes) == WithAssertions(
        type=UNKNOWN, schema={"not": {"maxItems": 3}}
    )
    assert [note.rule.name for note in notes] == [NOTE]


@pytest.mark.parametrize("exclusive", ["exclusiveMinimum", "exclusiveMaximum"])
def test_boolean_limits_move_the_other_limit(exclusive: str) -> None:
    limit = exclusive.removeprefix("exclusive").lower()
    for value, field in ((True, f"exclusive_{limit}"), (False, limit)):
        schema = {"type": "number", limit: 2.5, exclusive: value}
        assert type_of(schema, "4") == scalar("number", "", {field: 2.5})
    assert type_of({"type": "number", exclusive: True}, "4") == NUMBER


TIGHTEST = {
    "minLength": (2, 5, 5),
    "maxLength": (2, 5, 2),
    "minimum": (1.5, 3, 3),
    "maximum": (1.5, 3, 1.5),
    "exclusiveMinimum": (1.5, 3, 3),
    "exclusiveMaximum": (1.5, 3, 1.5),
}


@pytest.mark.parametrize("keyword", TIGHTEST)
def test_all_of_keeps_the_tightest_limit(keyword: str) -> None:
    *values, tightest = TIGHTEST[keyword]
    expected = scalar(INSTANCE_TYPE[keyword], "", {CONSTRAINT_FIELDS[keyword]: tightest})
    for order in permutations(values):
        members = [{"type": expected.kind, keyword: value} for value in order]
        assert type_of({"allOf": members}) == expected
        assert type_of({**members[0], "allOf": members[1:]}) == expected


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_properties_beside_a_union_apply_to_its_objects_only(keyword: str) -> None:
    union = {keyword: [{"$ref": "#/$defs/Pet"}, {"$ref": "#/$defs/Word"}]}
    local_keywords = {"properties": {"id": {"type": "string"}}, "required": ["id"]}
    for schema in (
        {**local_keywords, **union},
        {"allOf": [union, local_keywords]},
        {"allOf": [local_keywords, {"allOf": [union]}]},
    ):
        merged = type_of(schema)
        assert isinstance(merged, Union)
        assert merged.mode == keyword
        pet, word = merged.members
        assert isinstance(pet, Object)
        assert [(field.name, field.presence) for field in pet.fields] == [("id", "required")]
        assert word == Ref(name="Word")


def test_relative_references_start_at_their_own_document() -> None:
    def part(kind: str) -> str:
        return f"Thing: {{type: {kind}, format: {kind}-format}}\n"

    paths = "".join(f"  /{name}: {{$ref: {name}/path.yaml}}\n" for name in ("one", "two"))
    path = (
        "get: {responses: {'200': {content: {application/json: {schema: {type: object,"
        " properties: {a: {$ref: 'thing.yaml#/Thing'}}}}}}}}\n"
    )
    schemas = read_yaml_files(
        [],
        openapi=f"openapi: 3.1.0\npaths:\n{paths}",
        one__path=path,
        one__thing=part("string"),
        two__path=path,
        two__thing=part("integer"),
    )
    types = definition_types(schemas)
    kinds = [
        types[type.fields[0].type.name].kind
        for name, type in sorted(types.items())
        if isinstance(type, Object)
    ]
    assert kinds == ["string", "integer"]


# --- equality of JSON values ---------------------------------------------------------------------


def values_of(type: Type) -> list[object]:
    """Return the values of an enum or of a union of constants, as JSON texts."""
    if isinstance(type, Enum):
        return [json.dumps(member.value) for member in type.members]
    assert isinstance(type, Union)
    return [json.dumps(member.value) for member in type.members if isinstance(member, Const)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([[1], [1.0]], ["[1]"]),
        ([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}], ['{"a": 1, "b": 2}']),
        ([[1], [True]], ["[1]", "[true]"]),
        ([1, True, 1.0, "1"], ["1", "true", '"1"']),
        ([0, False, {"a": 0}, {"a": False}], ["0", "false", '{"a": 0}', '{"a": false}']),
    ],
)
def test_equal_enum_values_are_read_once(values: list[object], expected: list[str]) -> None:
    assert values_of(type_of({"enum": values})) == expected


def test_equal_union_members_are_read_once() -> None:
    constants: list[object] = [1, True, 1, [1], [1.0], [True]]
    union = type_of({"anyOf": [{"const": value} for value in constants]})
    assert values_of(union) == ["1", "true", "[1]", "[true]"]


def test_long_unions_have_no_equal_members() -> None:
    names = [f"T{index}" for index in range(150)]
    schemas: dict[str, Any] = dict.fromkeys(names, PET)
    schemas["All"] = {"anyOf": [{"$ref": f"#/components/schemas/{n}"} for n in [*names, *names]]}
    union = read_definitions(openapi_document(**schemas))["All"].type
    assert isinstance(union, Union)
    assert [m.name for m in union.members if isinstance(m, Ref)] == names


def test_labelled_constants_that_are_equal_are_no_enum() -> None:
    members = [{"const": 1, "title": "One"}, {"const": 1.0, "title": "Uno"}]
    assert isinstance(type_of({"oneOf": members}), Union)


@pytest.mark.parametrize("keyword", ["not", "unevaluatedProperties"])
def test_the_number_one_is_not_the_schema_true(keyword: str) -> None:
    notes: list[Note] = []
    schema = {"allOf": [{"$ref": "#/$defs/Word"}], keyword: 1}
    assert not isinstance(type_of(schema, notes=notes), Never)
    assert [note.rule.name for note in notes] == [NOTE]
    assert type_of({"not": True}) == type_of({"not": {}}) == Never()


def test_schemas_with_other_values_are_not_shared_between_documents() -> None:
    def text(value: str) -> str:
        schema = f"{{Thing: {{enum: [{value}]}}}}"
        return f"openapi: 3.0.0\npaths: {{}}\ncomponents: {{schemas: {schema}}}\n"

    for values, names in ((("1", "true"), ["Thing", "Thing2"]), (("1", "1.0"), ["Thing"])):
        notes: list[Note] = []
        schemas = read_yaml_files(notes, one=text(values[0]), two=text(values[1]))
        assert [draft.definition.name for draft in schemas.drafts] == names


def test_media_types_with_other_values_are_not_shared() -> None:
    def media(value: object) -> dict[str, Any]:
        return {"schema": {"enum": [value, 7]}}

    content = {"application/json": media(1), "application/xml": media(1.0), "text/x": media(True)}
    description = openapi_document()
    description["paths"] = {"/a": {"get": {"responses": {"200": {"content": content}}}}}
    names = [name for name in read_definitions(description) if name.startswith("get")]
    assert names == ["get_a_response_200", "get_a_response_200_x"]


def test_null_in_an_enum_is_no_value() -> None:
    assert type_of({"enum": [None]}) == NULL
    assert type_of({"type": "string", "const": None}) == Never()
