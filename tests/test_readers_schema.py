"""One schema becomes one type; what a version means differently is read differently."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Const,
    Constraints,
    Default,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.traverse import without_origins
from docmodels.readers.documents import read

DRAFT = {
    "4": "http://json-schema.org/draft-04/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2020": "https://json-schema.org/draft/2020-12/schema",
}
PET = {"type": "object", "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}


def definitions(value: object, notes: list[Note] | None = None) -> dict[str, Definition]:
    found = read([document("a.json", json.dumps(value))], [] if notes is None else notes)
    return {draft.definition.name: without_origins(draft.definition) for draft in found.drafts}


def type_of(schema: dict[str, Any], draft: str = "2020", notes: list[Note] | None = None) -> Type:
    whole = {"$schema": DRAFT[draft], "$defs": {"Pet": PET, "Word": {"type": "string"}}, **schema}
    return definitions(whole, notes)["Model"].type


def component(
    schema: object, version: str = "3.0.3", notes: list[Note] | None = None
) -> Definition:
    return definitions(described(Thing=schema, version=version), notes)["Thing"]


def described(version: str = "3.0.3", **schemas: object) -> dict[str, Any]:
    info = {"title": "T", "version": "1"}
    components = {"schemas": {**schemas, "Pet": PET, "Word": {"type": "string"}}}
    return {"openapi": version, "info": info, "paths": {}, "components": components}


def enum(*values: object, base: Any = "string") -> Enum:
    return Enum(members=tuple(EnumMember(value=value) for value in values), base=base)


def wanted(name: str, type: Type = UNKNOWN, **said: Any) -> Field:
    return Field(name=name, type=type, required=True, **said)


MIN1 = Constraints(min_length=1)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"description": "x", "allOf": []}, UNKNOWN),
        ({"not": {}}, Never()),
        ({"type": "string", "format": "date"}, Scalar(kind="string", format="date")),
        ({"type": "string", "minLength": 1}, Scalar(kind="string", constraints=MIN1)),
        ({"minLength": 1}, Scalar(kind="string", constraints=MIN1)),
        ({"format": "int64"}, Scalar(kind="integer", format="int64")),
        ({"type": "null"}, NULL),
        ({"type": ["string", "null"]}, Nullable(type=STRING)),
        ({"type": ["integer", "string"]}, Union(members=(INTEGER, STRING))),
        ({"type": ["integer", "number"]}, NUMBER),
        ({"const": "x"}, Const(value="x")),
        ({"const": None}, NULL),
        ({"type": "string", "const": 1}, Never()),
        ({"enum": ["a", "b", "a"]}, enum("a", "b")),
        ({"enum": ["a", None]}, Nullable(type=enum("a"))),
        ({"enum": [1, True, 1.0]}, enum(1, True, base=None)),
        ({"type": "number", "enum": [1, 2.5]}, enum(1, 2.5, base="number")),
        ({"type": "array"}, Array(items=UNKNOWN)),
        ({"items": {"type": "string"}}, Array(items=STRING)),
        (
            {"prefixItems": [{"type": "string"}], "items": False},
            Array(items=Never(), prefix_items=(STRING,)),
        ),
        ({"type": "object"}, Object()),
        ({"type": "object", "additionalProperties": {"type": "string"}}, Map(values=STRING)),
        ({"type": "object", "additionalProperties": False}, Object(additional_properties=Never())),
        (
            {"additionalProperties": True, "propertyNames": {"pattern": "^x"}},
            Map(values=UNKNOWN, keys=Scalar(kind="string", constraints=Constraints(pattern="^x"))),
        ),
        (
            {"properties": {"a": {"type": "string"}}, "required": ["a", "b"]},
            Object(fields=(wanted("a", STRING), wanted("b", inferred=("type",)))),
        ),
        (
            {"required": ["xa"], "patternProperties": {"^x": {"type": "integer"}}},
            Object(
                fields=(wanted("xa", INTEGER, inferred=("type",)),),
                pattern_properties={"^x": INTEGER},
            ),
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, Nullable(type=STRING)),
        ({"oneOf": [{"$ref": "#/$defs/Pet"}]}, Ref(name="Pet")),
        (
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            Union(members=(STRING, INTEGER), mode="oneOf"),
        ),
        (
            {"oneOf": [{"type": ["string", "null"]}, {"type": "null"}]},
            Union(members=(Nullable(type=STRING), NULL), mode="oneOf"),
        ),
        (
            {"oneOf": [{"const": "a", "title": "A", "description": "First."}, {"const": "b"}]},
            Enum(
                members=(EnumMember(value="a", name="A", doc="First."), EnumMember(value="b")),
                base="string",
            ),
        ),
        (
            {"anyOf": [{"type": "string"}, {"enum": ["a"]}]},
            Enum(members=(EnumMember(value="a"),), base="string", closed=False),
        ),
        ({"allOf": [{"$ref": "#/$defs/Pet"}]}, Ref(name="Pet")),
        ({"allOf": [{"$ref": "#/$defs/Pet"}, {"description": "x"}]}, Ref(name="Pet")),
        ({"type": "string", "allOf": [{"$ref": "#/$defs/Word"}]}, Ref(name="Word")),
        (
            {"allOf": [{"$ref": "#/$defs/Pet"}, {"properties": {"a": {"type": "integer"}}}]},
            Object(bases=("Pet",), fields=(Field(name="a", type=INTEGER),)),
        ),
        (
            {"allOf": [{"$ref": "#/$defs/Pet"}], "required": ["name"]},
            Object(bases=("Pet",), fields=(wanted("name", STRING),)),
        ),
        (
            {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"required": ["a"]}]},
            Object(fields=(wanted("a", INTEGER),)),
        ),
        (
            {"allOf": [{"$ref": "#/$defs/Word"}, {"minLength": 1}]},
            AllOf(members=(Ref(name="Word"), Scalar(kind="string", constraints=MIN1))),
        ),
        (
            {"allOf": [{"type": "integer", "minimum": 1}, {"type": "number", "minimum": 3}]},
            Scalar(kind="integer", constraints=Constraints(minimum=3)),
        ),
        (
            {
                "type": "object",
                "properties": {"a": {}},
                "anyOf": [{"required": ["a"]}, {"not": {"required": ["b"]}}],
            },
            WithAssertions(
                type=Object(fields=(Field(name="a", type=UNKNOWN),)),
                schema={"anyOf": [{"required": ["a"]}, {"not": {"required": ["b"]}}]},
            ),
        ),
        (
            {"type": "array", "contains": {"$ref": "#/$defs/Pet"}, "minContains": 2},
            WithAssertions(
                type=Array(items=UNKNOWN),
                schema={"contains": {"$ref": "#/$defs/Pet"}, "minContains": 2},
            ),
        ),
        (
            {"minLength": 1, "minimum": 2},
            WithAssertions(type=UNKNOWN, schema={"minLength": 1, "minimum": 2}),
        ),
        (
            {"unevaluatedProperties": False, "properties": {"a": {"type": "boolean"}}},
            Object(fields=(Field(name="a", type=BOOLEAN),), additional_properties=Never()),
        ),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
def test_keywords_become_types(schema: dict[str, Any], expected: Type) -> None:
    notes: list[Note] = []
    assert type_of(schema, notes=notes) == expected
    assert notes == []


def test_versions_differ() -> None:
    strict = Scalar(kind="number", constraints=Constraints(exclusive_minimum=1))
    beside = {"$ref": "#/$defs/Pet", "required": ["name"]}
    assert type_of({"type": "number", "minimum": 1, "exclusiveMinimum": True}, "4") == strict
    assert type_of({"type": "number", "exclusiveMinimum": 1}, "7") == strict
    assert type_of(beside, "7") == Ref(name="Pet")
    assert type_of(beside) == Object(bases=("Pet",), fields=(wanted("name", STRING),))
    assert type_of({"items": [{}], "additionalItems": False}, "7") == Array(
        items=Never(), prefix_items=(UNKNOWN,)
    )
    assert type_of(
        {"dependencies": {"a": ["b"], "c": {"minProperties": 2}}}, "7"
    ) == WithAssertions(
        type=UNKNOWN,
        schema={"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"minProperties": 2}}},
    )


@pytest.mark.parametrize(
    ("schema", "version", "expected"),
    [
        ({"type": "string", "nullable": True}, "3.0.3", Nullable(type=STRING)),
        (
            {"allOf": [{"$ref": "#/components/schemas/Pet"}], "nullable": True},
            "3.0.3",
            Nullable(type=Ref(name="Pet")),
        ),
        ({"type": "string", "nullable": True, "enum": ["a"]}, "3.0.3", Nullable(type=enum("a"))),
        ({"type": "string", "enum": ["a", None]}, "3.0.3", enum("a")),
        ({"type": ["string", "null"]}, "3.1.0", Nullable(type=STRING)),
        (
            {"type": "string", "contentEncoding": "base64"},
            "3.1.0",
            Scalar(kind="string", format="byte"),
        ),
        (
            {"type": "string", "x-extensible-enum": ["a"]},
            "3.0.3",
            Enum(members=(EnumMember(value="a"),), base="string", closed=False),
        ),
        (
            {
                "type": "string",
                "enum": ["a"],
                "x-enum-varnames": ["A"],
                "x-enum-descriptions": ["x"],
            },
            "3.0.3",
            Enum(members=(EnumMember(value="a", name="A", doc="x"),), base="string"),
        ),
    ],
)
def test_openapi_keywords_become_types(schema: object, version: str, expected: Type) -> None:
    assert component(schema, version).type == expected


def test_a_discriminator_maps_to_definitions_whatever_way_it_is_written() -> None:
    schema = {
        "oneOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Word"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"p": "Pet", "w": "#/components/schemas/Word"},
        },
    }
    expected = Discriminator(property="kind", mapping={"p": "Pet", "w": "Word"})
    found = component(schema).type
    assert isinstance(found, Union)
    assert found.discriminator == expected
    parent = component({**PET, "discriminator": {"propertyName": "kind"}}).type
    assert isinstance(parent, Object)
    assert parent.discriminator == Discriminator(property="kind")


def test_a_field_carries_what_is_said_of_it() -> None:
    said = {
        "type": "string",
        "title": "Its name",
        "description": "What it is called.",
        "default": None,
        "readOnly": True,
        "writeOnly": False,
        "deprecated": True,
        "example": "Rex",
    }
    found = component({"type": "object", "properties": {"name": said}}).type
    assert found == Object(
        fields=(
            Field(
                name="name",
                type=STRING,
                title="Its name",
                doc="What it is called.",
                default=Default(value=None),
                read_only=True,
                deprecated=True,
                examples=("Rex",),
            ),
        )
    )


def test_beside_a_reference_only_words_count_before_openapi_31() -> None:
    said = {"$ref": "#/components/schemas/Word", "description": "Said.", "default": "x"}
    schema = {"type": "object", "properties": {"a": said}}
    notes: list[Note] = []
    field = component(schema, notes=notes).type
    assert field == Object(fields=(Field(name="a", type=Ref(name="Word"), doc="Said."),))
    assert [note.rule.name for note in notes] == ["unenforced-keyword"]
    field = component(schema, "3.1.0").type
    assert field == Object(
        fields=(Field(name="a", type=Ref(name="Word"), doc="Said.", default=Default(value="x")),)
    )


BAD: list[tuple[dict[str, Any], Type]] = [
    ({"type": "string", "maxLength": "x"}, STRING),
    ({"type": "string", "maxLength": -1}, STRING),
    ({"type": "string", "pattern": 7}, STRING),
    ({"type": "number", "multipleOf": 0}, NUMBER),
    ({"type": "number", "minimum": True}, NUMBER),
    ({"type": "strin"}, UNKNOWN),
    ({"type": "array", "items": "x"}, Array(items=UNKNOWN)),
    ({"type": "string", "enum": "x"}, STRING),
    ({"type": "string", "allOf": {}}, STRING),
    ({"type": "string", "oneOf": [7]}, STRING),
    ({"type": "object", "required": True}, Object()),
    ({"type": "object", "properties": []}, Object()),
    ({"type": "object", "properties": {"a": 7}}, Object(fields=(Field(name="a", type=UNKNOWN),))),
    ({"type": "object", "additionalProperties": 7}, Map(values=UNKNOWN)),
    ({"type": "string", "description": 7}, STRING),
    ({"type": "string", "not": 7}, STRING),
]


@pytest.mark.parametrize(("schema", "expected"), BAD, ids=lambda v: str(v)[:50])
def test_a_bad_keyword_costs_one_note_and_nothing_else(
    schema: dict[str, Any], expected: Type
) -> None:
    notes: list[Note] = []
    assert component(schema, notes=notes).type == expected
    assert [note.rule.name for note in notes] == ["invalid-keyword"]
    assert notes[0].origin is not None
    assert notes[0].origin.column > 1


def test_a_value_of_another_type_in_an_enum_is_told() -> None:
    notes: list[Note] = []
    assert component({"type": "string", "enum": ["a", 1, []]}, notes=notes).type == enum("a", "1")
    assert [note.rule.name for note in notes] == ["invalid-keyword"] * 2


def test_a_word_that_is_no_keyword_is_told_once() -> None:
    notes: list[Note] = []
    component(
        {"properties": {"a": {"maxLenght": 3}, "b": {"maxLenght": 4}, "c": {"x-any": 1}}},
        notes=notes,
    )
    assert [note.message.split("`")[1] for note in notes] == ["maxLenght"]


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/A"}},
        {
            "A": {"$ref": "#/components/schemas/B"},
            "B": {"allOf": [{"$ref": "#/components/schemas/A"}]},
        },
        {"A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}},
        {"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"a": {}}}]}},
    ],
)
def test_references_in_a_circle_end_the_run(schemas: dict[str, Any]) -> None:
    with pytest.raises(DocmodelsError) as caught:
        definitions(described(**schemas))
    assert caught.value.note.rule.name == "circular-ref"
    assert caught.value.note.origin is not None


def test_a_model_may_hold_itself() -> None:
    tree = {"type": "object", "properties": {"down": {"$ref": "#/components/schemas/Thing"}}}
    assert component(tree).type == Object(fields=(Field(name="down", type=Ref(name="Thing")),))


def test_long_chains_and_large_enums_are_no_trouble() -> None:
    count = 1500
    chain: dict[str, Any] = {
        f"A{i}": {
            "allOf": [
                {"$ref": f"#/components/schemas/A{i + 1}"},
                {
                    "type": "object",
                    "properties": {f"p{i}": {"type": "string"}},
                    "required": ["end"],
                },
            ]
        }
        for i in range(count)
    }
    chain[f"A{count}"] = {"type": "object", "properties": {"end": {"type": "integer"}}}
    chain["Large"] = {"type": "string", "enum": [f"v{i}" for i in range(50_000)]}
    found = definitions(described(**chain))
    assert found["A0"].type == Object(
        bases=("A1",), fields=(Field(name="p0", type=STRING), wanted("end", INTEGER))
    )
    assert isinstance(large := found["Large"].type, Enum)
    assert len(large.members) == 50_000


@pytest.mark.parametrize("word", ["items", "not", "properties"])
def test_nesting_is_read_up_to_the_limit_and_refused_beyond(word: str) -> None:
    def nested(depth: int) -> str:
        step = '{"properties": {"a": ' if word == "properties" else f'{{"{word}": '
        end = "}}" if word == "properties" else "}"
        inner = step * depth + "{}" + end * depth
        return f'{{"$schema": "{DRAFT["7"]}", "not": {inner}}}'

    deep = 140 // (2 if word == "properties" else 1)
    assert read([document("a.json", nested(deep))], []).drafts
    with pytest.raises(DocmodelsError) as caught:
        read([document("a.json", nested(500))], [])
    assert caught.value.note.rule.name == "nesting-limit"
