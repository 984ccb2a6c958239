"""Test the conversion of schemas to types, by schema version."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import (
    BOOLEAN,
    DEPRECATED,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Const,
    Default,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Never,
    Number,
    NumberConstraints,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    WithAssertions,
    inferences,
    nullable,
)
from docmodels.ir.traverse import without_origins
from docmodels.readers.documents import read_documents

DRAFT = {
    "4": "http://json-schema.org/draft-04/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2020": "https://json-schema.org/draft/2020-12/schema",
}
PET = {"type": "object", "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}


def read_definitions(value: object, notes: list[Note] | None = None) -> dict[str, Definition]:
    schemas = read_documents(
        [document("a.json", json.dumps(value))], [] if notes is None else notes
    )
    return {draft.definition.name: without_origins(draft.definition) for draft in schemas.drafts}


def type_of(schema: dict[str, Any], draft: str = "2020", notes: list[Note] | None = None) -> Type:
    root = {"$schema": DRAFT[draft], "$defs": {"Pet": PET, "Word": {"type": "string"}}, **schema}
    return read_definitions(root, notes)["Model"].type


def read_component(
    schema: object, version: str = "3.0.3", notes: list[Note] | None = None
) -> Definition:
    return read_definitions(openapi_document(Thing=schema, version=version), notes)["Thing"]


def openapi_document(version: str = "3.0.3", **schemas: object) -> dict[str, Any]:
    info = {"title": "T", "version": "1"}
    components = {"schemas": {**schemas, "Pet": PET, "Word": {"type": "string"}}}
    return {"openapi": version, "info": info, "paths": {}, "components": components}


def enum(*values: object, base: Any = "string") -> Enum:
    return Enum(members=tuple(EnumMember(value=value) for value in values), base=base)


def required_field(name: str, type: Type = UNKNOWN, **options: Any) -> Field:
    return Field(name=name, type=type, presence="required", **options)


MIN1 = StringConstraints(min_length=1)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"description": "x", "allOf": []}, UNKNOWN),
        ({"not": {}}, Never()),
        ({"type": "string", "format": "date"}, String(format="date")),
        ({"type": "string", "minLength": 1}, String(constraints=MIN1)),
        ({"minLength": 1}, String(constraints=MIN1)),
        ({"format": "int64"}, Integer(format="int64")),
        ({"type": "null"}, NULL),
        ({"type": ["string", "null"]}, nullable(STRING)),
        ({"type": ["integer", "string"]}, Union(members=(INTEGER, STRING))),
        ({"type": ["integer", "number"]}, NUMBER),
        ({"const": "x"}, Const(value="x")),
        ({"const": None}, NULL),
        ({"type": "string", "const": 1}, Never()),
        ({"enum": ["a", "b", "a"]}, enum("a", "b")),
        ({"enum": ["a", None]}, nullable(enum("a"))),
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
            Map(values=UNKNOWN, keys=String(constraints=StringConstraints(pattern="^x"))),
        ),
        (
            {"properties": {"a": {"type": "string"}}, "required": ["a", "b"]},
            Object(
                fields=(
                    required_field("a", STRING),
                    required_field("b", inferred=inferences("required-names", "type")),
                )
            ),
        ),
        (
            {"required": ["xa"], "patternProperties": {"^x": {"type": "integer"}}},
            Object(
                fields=(
                    required_field("xa", INTEGER, inferred=inferences("required-names", "type")),
                ),
                pattern_properties={"^x": INTEGER},
            ),
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, nullable(STRING)),
        ({"oneOf": [{"$ref": "#/$defs/Pet"}]}, Ref(name="Pet")),
        (
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            Union(members=(STRING, INTEGER), mode="oneOf"),
        ),
        (
            {"oneOf": [{"type": ["string", "null"]}, {"type": "null"}]},
            Union(members=(nullable(STRING), NULL), mode="oneOf"),
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
            Object(bases=("Pet",), fields=(required_field("name", STRING),)),
        ),
        (
            {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"required": ["a"]}]},
            Object(fields=(required_field("a", INTEGER),)),
        ),
        (
            {"allOf": [{"$ref": "#/$defs/Word"}, {"minLength": 1}]},
            AllOf(members=(Ref(name="Word"), String(constraints=MIN1))),
        ),
        (
            {"allOf": [{"type": "integer", "minimum": 1}, {"type": "number", "minimum": 3}]},
            Integer(constraints=NumberConstraints(minimum=3)),
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
            {"type": "array", "not": {"prefixItems": [{"$ref": "#/$defs/Pet"}], "title": "T"}},
            WithAssertions(
                type=Array(items=UNKNOWN),
                schema={"not": {"prefixItems": [{"$ref": "#/$defs/Pet"}]}},
            ),
        ),
        (
            {"unevaluatedProperties": False, "properties": {"a": {"type": "boolean"}}},
            Object(fields=(Field(name="a", type=BOOLEAN),), additional_properties=Never()),
        ),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
def test_json_schema_keywords_become_types(schema: dict[str, Any], expected: Type) -> None:
    notes: list[Note] = []
    assert type_of(schema, notes=notes) == expected
    assert notes == []


def test_keywords_follow_their_schema_version() -> None:
    strict = Number(constraints=NumberConstraints(exclusive_minimum=1))
    beside = {"$ref": "#/$defs/Pet", "required": ["name"]}
    assert type_of({"type": "number", "minimum": 1, "exclusiveMinimum": True}, "4") == strict
    assert type_of({"type": "number", "exclusiveMinimum": 1}, "7") == strict
    assert type_of(beside, "7") == Ref(name="Pet")
    assert type_of(beside) == Object(bases=("Pet",), fields=(required_field("name", STRING),))
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
        ({"type": "string", "nullable": True}, "3.0.3", nullable(STRING)),
        (
            {"allOf": [{"$ref": "#/components/schemas/Pet"}], "nullable": True},
            "3.0.3",
            nullable(Ref(name="Pet")),
        ),
        ({"type": "string", "nullable": True, "enum": ["a"]}, "3.0.3", nullable(enum("a"))),
        ({"type": "string", "enum": ["a", None]}, "3.0.3", enum("a")),
        ({"type": ["string", "null"]}, "3.1.0", nullable(STRING)),
        (
            {"type": "string", "contentEncoding": "base64"},
            "3.1.0",
            String(format="byte"),
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
    assert read_component(schema, version).type == expected


def test_discriminator_mapping_takes_names_and_pointers() -> None:
    schema = {
        "oneOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Word"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"p": "Pet", "w": "#/components/schemas/Word"},
        },
    }
    expected = Discriminator(property="kind", mapping={"p": "Pet", "w": "Word"})
    union = read_component(schema).type
    assert isinstance(union, Union)
    assert union.discriminator == expected
    parent = read_component({**PET, "discriminator": {"propertyName": "kind"}}).type
    assert isinstance(parent, Object)
    assert parent.discriminator == Discriminator(property="kind")


def test_fields_carry_annotations() -> None:
    schema = {
        "type": "string",
        "title": "Its name",
        "description": "What it is called.",
        "default": None,
        "readOnly": True,
        "writeOnly": False,
        "deprecated": True,
        "example": "Rex",
    }
    type = read_component({"type": "object", "properties": {"name": schema}}).type
    assert type == Object(
        fields=(
            Field(
                name="name",
                type=STRING,
                title="Its name",
                doc="What it is called.",
                default=Default(value=None),
                access="read-only",
                deprecation=DEPRECATED,
                examples=("Rex",),
            ),
        )
    )


def test_ref_siblings_are_annotations_only_before_openapi_31() -> None:
    property = {"$ref": "#/components/schemas/Word", "description": "Said.", "default": "x"}
    schema = {"type": "object", "properties": {"a": property}}
    notes: list[Note] = []
    field = read_component(schema, notes=notes).type
    assert field == Object(fields=(Field(name="a", type=Ref(name="Word"), doc="Said."),))
    assert [note.rule.name for note in notes] == ["unenforced-keyword"]
    field = read_component(schema, "3.1.0").type
    assert field == Object(
        fields=(Field(name="a", type=Ref(name="Word"), doc="Said.", default=Default(value="x")),)
    )


INVALID_KEYWORDS: list[tuple[dict[str, Any], Type]] = [
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
    (
        {"type": "object", "required": [7, "a"]},
        Object(fields=(required_field("a", inferred=inferences("required-names", "type")),)),
    ),
    ({"type": "string", "description": 7}, STRING),
    ({"type": "string", "deprecated": "yes"}, STRING),
    ({"type": "string", "not": {"allOf": 7}}, WithAssertions(type=STRING, schema={"not": {}})),
    ({"type": "string", "not": {"properties": 7}}, WithAssertions(type=STRING, schema={"not": {}})),
    ({"type": "string", "not": 7}, STRING),
]


@pytest.mark.parametrize(("schema", "expected"), INVALID_KEYWORDS, ids=lambda v: str(v)[:50])
def test_invalid_keywords_are_reported_and_ignored(schema: dict[str, Any], expected: Type) -> None:
    notes: list[Note] = []
    assert read_component(schema, notes=notes).type == expected
    assert [note.rule.name for note in notes] == ["invalid-keyword"]
    assert notes[0].origin is not None
    assert notes[0].origin.column > 1


def test_enum_values_of_another_type_are_reported() -> None:
    notes: list[Note] = []
    assert read_component({"type": "string", "enum": ["a", 1, []]}, notes=notes).type == enum(
        "a", "1"
    )
    assert [note.rule.name for note in notes] == ["invalid-keyword"] * 2


def test_unknown_keywords_are_reported_once() -> None:
    notes: list[Note] = []
    read_component(
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
        {
            "A": {"allOf": [{"$ref": "#/components/schemas/B"}]},
            "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"a": {}}}]},
        },
    ],
)
def test_circular_references_are_an_error(schemas: dict[str, Any]) -> None:
    with pytest.raises(DocmodelsError) as caught:
        read_definitions(openapi_document(**schemas))
    assert caught.value.note.rule.name == "circular-ref"
    assert caught.value.note.origin is not None


def test_recursive_models_are_read() -> None:
    tree = {"type": "object", "properties": {"down": {"$ref": "#/components/schemas/Thing"}}}
    assert read_component(tree).type == Object(fields=(Field(name="down", type=Ref(name="Thing")),))


def test_deep_inheritance_and_large_enums_are_read() -> None:
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
    definitions = read_definitions(openapi_document(**chain))
    assert definitions["A0"].type == Object(
        bases=("A1",), fields=(Field(name="p0", type=STRING), required_field("end", INTEGER))
    )
    assert isinstance(large := definitions["Large"].type, Enum)
    assert len(large.members) == 50_000


@pytest.mark.parametrize("keyword", ["items", "not", "properties"])
def test_nesting_limit_is_enforced(keyword: str) -> None:
    def nested(depth: int) -> str:
        step = '{"properties": {"a": ' if keyword == "properties" else f'{{"{keyword}": '
        end = "}}" if keyword == "properties" else "}"
        inner = step * depth + "{}" + end * depth
        return f'{{"$schema": "{DRAFT["7"]}", "not": {inner}}}'

    deep = 140 // (2 if keyword == "properties" else 1)
    assert read_documents([document("a.json", nested(deep))], []).drafts
    with pytest.raises(DocmodelsError) as caught:
        read_documents([document("a.json", nested(500))], [])
    assert caught.value.note.rule.name == "nesting-limit"
