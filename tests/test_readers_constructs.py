"""Test constructs of schema documents that few documents use: what they become, by keyword."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import (
    DEPRECATED,
    INTEGER,
    STRING,
    UNKNOWN,
    AllOf,
    Api,
    Array,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Nullable,
    Object,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
    inferences,
    presence_of,
)
from docmodels.ir.traverse import without_origins
from docmodels.readers.definition_names import name_from_path, name_from_pointer
from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import read_documents

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: dict[str, Any] = {"type": "string"}
PET: dict[str, Any] = {"type": "object", "properties": {"name": TEXT}}
DEFINITIONS: dict[str, Any] = {
    "Pet": PET,
    "Dog": {"allOf": [{"$ref": "#/$defs/Pet"}, {"type": "object", "properties": {"tag": TEXT}}]},
    "Sized": {"type": "object", "properties": {"size": {"enum": ["s", "m"]}}},
    "Word": TEXT,
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def read(value: object, notes: list[Note] | None = None, path: str = "a.json") -> dict[str, Type]:
    """Return the types of a document by definition name."""
    drafts = read_documents([document(path, json.dumps(value))], [] if notes is None else notes)
    return {
        draft.definition.name: without_origins(draft.definition).type for draft in drafts.drafts
    }


def type_of(schema: dict[str, Any], notes: list[Note] | None = None) -> Type:
    return read({"$schema": DIALECT, "$defs": DEFINITIONS | {"Model": schema}}, notes)["Model"]


def field(name: str, type: Type, required: bool = False, **options: Any) -> Field:
    return Field(name=name, type=type, presence=presence_of(required), **options)


# --- allOf ----------------------------------------------------------------------------------------


def object_of(*names: str, **keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), **keywords}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([ref("Pet"), ref("Sized")], Object(bases=("Pet", "Sized"))),
        (
            [{"required": ["a"]}, object_of("a", "b")],
            Object(fields=(field("a", STRING, True), field("b", STRING))),
        ),
        (
            [object_of("a", "b"), {"required": ["a"]}],
            Object(fields=(field("a", STRING, True), field("b", STRING))),
        ),
        (
            [object_of("a"), object_of("b", discriminator={"propertyName": "a"})],
            Object(
                fields=(field("a", STRING), field("b", STRING)),
                discriminator=Discriminator(property="a"),
            ),
        ),
        (
            [object_of("a", discriminator={"propertyName": "a"}), object_of("b")],
            Object(
                fields=(field("a", STRING), field("b", STRING)),
                discriminator=Discriminator(property="a"),
            ),
        ),
        (
            [ref("Dog"), {"required": ["name"]}],
            Object(bases=("Dog",), fields=(field("name", STRING, True),)),
        ),
        (
            [ref("Dog"), ref("Sized"), {"required": ["size", "name"]}],
            WithAssertions(
                type=Object(bases=("Dog", "Sized"), fields=(field("name", STRING, True),)),
                schema={"required": ["size"]},
            ),
        ),
        (
            [ref("Dog"), {"required": ["other"]}],
            Object(
                bases=("Dog",),
                fields=(
                    field("other", UNKNOWN, True, inferred=inferences("required-names", "type")),
                ),
            ),
        ),
        ([ref("Word"), TEXT], Ref(name="Word")),
        ([TEXT, ref("Word")], Ref(name="Word")),
        ([ref("Word"), {"type": "integer"}], AllOf(members=(Ref(name="Word"), INTEGER))),
        (
            [ref("Word"), object_of("a")],
            AllOf(members=(Ref(name="Word"), Object(fields=(field("a", STRING),)))),
        ),
    ],
    ids=str,
)
def test_all_of_is_merged_where_one_type_is_equivalent(members: list[Any], expected: Type) -> None:
    assert type_of({"allOf": members}) == expected


def test_conflicting_fields_stay_an_all_of() -> None:
    other = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert isinstance(type_of({"allOf": [object_of("a"), other]}), AllOf)


@pytest.mark.parametrize(
    ("base", "is_base"),
    [
        ({"type": "object"}, True),
        ({"type": "object", "required": ["a"]}, True),
        ({"type": "object", "additionalProperties": False}, True),
        ({"type": "object", "additionalProperties": TEXT}, False),
        ({"type": "object", "patternProperties": {"^a": TEXT}}, True),
        ({"properties": {"a": TEXT}}, True),
        (TEXT, False),
        ({"type": ["object", "null"], "properties": {"a": TEXT}}, False),
        ({"enum": [{}]}, False),
        (object_of("a", "b", anyOf=[{"required": ["a"]}, {"required": ["b"]}]), True),
        (object_of("a", oneOf=[{"required": ["a"]}, {"type": "object"}]), False),
        (object_of("a", oneOf=[object_of("b"), object_of("c")]), False),
        ({"allOf": [ref("Pet"), object_of("a")]}, True),
        ({"allOf": [ref("Word"), object_of("a")]}, False),
        ({"$ref": "#/$defs/Pet"}, True),
        ({"$ref": "#/$defs/Word"}, False),
    ],
    ids=str,
)
def test_only_plain_objects_are_base_classes(base: dict[str, Any], is_base: bool) -> None:
    definitions = DEFINITIONS | {
        "Base": base, "Model": {"allOf": [ref("Base"), object_of("z")]}
    }  # fmt: skip
    type = read({"$schema": DIALECT, "$defs": definitions})["Model"]
    assert isinstance(type, Object if is_base else AllOf)
    assert getattr(type, "bases", ()) == (("Base",) if is_base else ())


# --- unions ---------------------------------------------------------------------------------------


def test_labelled_constants_are_an_enum_with_names() -> None:
    members = [
        {"const": "a", "title": "A", "description": "First."},
        {"const": "b", "deprecated": True},
    ]
    enum = Enum(
        members=(
            EnumMember(value="a", name="A", doc="First."),
            EnumMember(value="b", deprecation=DEPRECATED),
        ),
        base="string",
    )
    assert type_of({"oneOf": members}) == enum
    assert type_of({"oneOf": [*members, {"const": None}]}) == Nullable(type=enum)


@pytest.mark.parametrize(
    "members",
    [
        [{"const": "a"}, {"const": 1}],
        [{"const": "a"}, {"const": "a"}],
        [{"const": "a"}, {"const": "b", "minLength": 1}],
        [{"const": "a"}, {"const": "b", "type": "integer"}],
    ],
)
def test_other_constants_stay_a_union(members: list[Any]) -> None:
    assert isinstance(type_of({"oneOf": members}), Union)


# --- dependencies -----------------------------------------------------------------------------------


def test_dependencies_are_split_by_their_value() -> None:
    notes: list[Note] = []
    schema = {"type": "object", "dependencies": {"a": ["b"], "c": "d", "e": {"required": ["f"]}}}
    draft_7 = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Model", **schema}
    type = read(draft_7, notes)["Model"]
    assert isinstance(type, WithAssertions)
    assert type.schema == {
        "dependentRequired": {"a": ["b"], "c": ["d"]},
        "dependentSchemas": {"e": {"required": ["f"]}},
    }
    assert notes == []


def test_invalid_dependencies_are_reported() -> None:
    notes: list[Note] = []
    draft_7 = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Model"}
    read(draft_7 | {"type": "object", "dependencies": ["a"]}, notes)
    assert [note.rule.name for note in notes] == ["invalid-keyword"]
    assert notes[0].message == "`dependencies` is not an object; it is left out"


# --- dynamic references -----------------------------------------------------------------------------


def tree(anchor: str, inner_anchor: str, ref: str) -> dict[str, Any]:
    node = {
        "$id": "node",
        "$dynamicAnchor": inner_anchor,
        "type": "object",
        "properties": {"next": {"$dynamicRef": ref}},
    }
    return {
        "$schema": DIALECT,
        "$id": "https://a.example/tree",
        "$dynamicAnchor": anchor,
        "title": "Tree",
        "type": "object",
        "properties": {"root": {"$ref": "node"}},
        "$defs": {"Node": node},
    }


@pytest.mark.parametrize(
    ("anchor", "inner_anchor", "ref", "expected"),
    [
        ("node", "node", "#node", "Tree"),
        ("other", "node", "#node", "Node"),
        ("node", "node", "#", "Node"),
    ],
)
def test_dynamic_reference_prefers_the_outermost_anchor(
    anchor: str, inner_anchor: str, ref: str, expected: str
) -> None:
    node = read(tree(anchor, inner_anchor, ref))["Node"]
    assert node == Object(fields=(field("next", Ref(name=expected)),))


# --- OpenAPI ----------------------------------------------------------------------------------------

INLINE = {"type": "object", "properties": {"a": TEXT}}


def names_of(version: str = "3.1.0", **parts: Any) -> list[str]:
    """Return the names of the definitions of an OpenAPI document with these parts."""
    info = {"title": "T", "version": "1"}
    return list(read({"openapi": version, "info": info, **parts}))


def content(schema: Any, kind: str = "application/json") -> dict[str, Any]:
    return {"content": {kind: {"schema": schema}}}


def test_inline_schemas_are_named_by_operation_and_use() -> None:
    operation = {
        "operationId": "sendPet",
        "parameters": [{"name": "filter", "in": "query", "schema": INLINE}],
        "requestBody": content(INLINE | {"title": "Request"}),
        "responses": {
            "200": {**content(INLINE), "headers": {"X-Page": {"schema": INLINE}}},
        },
        "callbacks": {"done": {"{$url}": {"post": {"requestBody": content(INLINE)}}}},
    }
    assert names_of(paths={"/pets": {"post": operation}}) == [
        "sendPet_filter", "sendPet_request", "sendPet_response_200",
        "sendPet_response_200_X_Page", "sendPet_done_post_request",
    ]  # fmt: skip


def test_operations_without_id_are_named_by_method_and_path() -> None:
    item = {
        "parameters": [{"name": "q", "in": "query", "schema": INLINE}],
        "get": {"responses": {"200": content(INLINE)}},
        "additionalOperations": {"COPY": {"responses": {"200": content(INLINE)}}},
    }
    assert names_of("3.2.0", paths={"/pets/{id}": item}) == [
        "pets_id_q", "get_pets_id_response_200", "copy_pets_id_response_200",
    ]  # fmt: skip


def test_inline_schemas_of_components_are_named_by_kind() -> None:
    components = {
        "parameters": {"Page": {"name": "p", "in": "query", "schema": INLINE}},
        "headers": {"Limit": {"schema": INLINE}},
        "requestBodies": {"Body": content(INLINE)},
        "responses": {"Found": content(INLINE)},
        "mediaTypes": {"Stream": {"itemSchema": INLINE}},
        "callbacks": {"Done": {"{$url}": {"post": {"requestBody": content(INLINE)}}}},
        "pathItems": {"Item": {"get": {"responses": {"200": content(INLINE)}}}},
    }
    assert names_of("3.2.0", components=components) == [
        "PageParameter", "LimitHeader", "BodyRequest", "FoundResponse", "StreamContentItem",
        "DonePostRequest", "ItemGetResponse200",
    ]  # fmt: skip


def test_equal_schemas_of_several_media_types_are_one_definition() -> None:
    other = {"type": "object", "properties": {"b": TEXT}}
    media = {
        "application/json": {"schema": INLINE},
        "text/json": {"schema": INLINE},
        "application/xml; charset=utf-8": {"schema": other},
    }
    paths = {"/a": {"get": {"operationId": "get", "responses": {"200": {"content": media}}}}}
    assert names_of(paths=paths) == ["get_response_200", "get_response_200_xml"]


def test_encoding_headers_are_named_by_their_field() -> None:
    media = {
        "schema": INLINE,
        "encoding": {"a": {"headers": {"X-Rate": {"schema": INLINE}}}},
    }
    body = {"content": {"multipart/form-data": media}}
    paths = {"/a": {"post": {"operationId": "send", "requestBody": body}}}
    assert names_of(paths=paths) == [
        "send_request", "send_request_a_X_Rate",
    ]  # fmt: skip


def test_one_of_several_media_types_is_in_the_name() -> None:
    other = {"type": "object", "properties": {"b": {"type": "string"}}}
    content = {"application/json": {"schema": INLINE}, "multipart/form-data": {"schema": other}}
    paths = {"/a": {"post": {"operationId": "send", "requestBody": {"content": content}}}}
    assert names_of(paths=paths) == ["send_request", "send_request_form_data"]


def test_swagger_headers_and_bodies_are_named_by_use() -> None:
    state = {"type": "string", "enum": ["on", "off"]}
    operation = {
        "operationId": "send",
        "parameters": [
            {"name": "body", "in": "body", "schema": INLINE},
            {"name": "state", "in": "query", **state},
        ],
        "responses": {"200": {"schema": INLINE, "headers": {"X-State": state}}},
    }
    value = {"swagger": "2.0", "paths": {"/a": {"post": operation}}}
    assert list(read(value)) == [
        "send_request", "send_state", "send_response_200", "send_response_200_X_State",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mapping",
    [
        {"d": "Dog"},
        {"d": "#/components/schemas/Dog"},
        {"d": "a.json#/components/schemas/Dog"},
    ],
)
def test_mapping_values_are_names_or_references(mapping: dict[str, str]) -> None:
    pet = {
        "oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    schemas = {"Pet": pet, "Dog": object_of("kind"), "Cat": object_of("kind")}
    union = read({"openapi": "3.1.0", "components": {"schemas": schemas}})["Pet"]
    assert isinstance(union, Union)
    assert union.discriminator == Discriminator(property="kind", mapping={"d": "Dog"})


# --- files ------------------------------------------------------------------------------------------


def write(folder: Path, **files: object) -> None:
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")


def load_names(*inputs: Path, notes: list[Note] | None = None) -> list[str]:
    api = docmodels.load(inputs, notes=[] if notes is None else notes)
    return [definition.name for definition in api.definitions]


def test_referenced_file_is_read_once(tmp_path: Path) -> None:
    shared = {"$schema": DIALECT, "title": "Shared", "type": "object", "properties": {"a": TEXT}}
    uses = {"type": "object", "properties": {"b": {"$ref": "shared.json"}}}
    write(tmp_path, shared=shared, one={"title": "One", **uses}, two={"title": "Two", **uses})
    inputs = tmp_path / "one.json", tmp_path / "two.json"
    assert sorted(load_names(*inputs)) == ["One", "Shared", "Two"]
    assert sorted(load_names(tmp_path)) == ["One", "Shared", "Two"]


def test_only_schema_files_are_referenced(tmp_path: Path) -> None:
    write(tmp_path, one={"title": "One", "type": "object", "properties": {"b": {"$ref": "x.txt"}}})
    (tmp_path / "x.txt").write_text('{"title": "Text", "type": "object"}')
    notes: list[Note] = []
    assert load_names(tmp_path / "one.json", notes=notes) == ["One"]
    assert [note.rule.name for note in notes] == ["remote-ref"]


def test_representation_is_combined_with_schemas(tmp_path: Path) -> None:
    write(tmp_path, one={"$schema": DIALECT, "title": "One", **INLINE})
    one = docmodels.load(tmp_path / "one.json")
    other = Api(definitions=tuple(one.definitions), title="Exported", version="3", root="One")
    (tmp_path / "ir.json").write_text(docmodels.export(other, "ir"), "utf-8")
    exported = docmodels.load(tmp_path / "ir.json")
    assert (exported.title, exported.version, exported.root) == ("Exported", "3", "One")
    write(tmp_path, two={"$schema": DIALECT, "title": "Two", **INLINE})
    both = docmodels.load([tmp_path / "ir.json", tmp_path / "two.json"])
    assert {definition.name for definition in both.definitions} == {"One", "Two"}
    assert both.title == docmodels.load(tmp_path / "two.json").title


def test_invalid_representation_is_reported(tmp_path: Path) -> None:
    write(tmp_path, ir={"docmodels_ir": 1, "definitions": [{"name": 1}]})
    with pytest.raises(DocmodelsError) as caught:
        docmodels.load(tmp_path / "ir.json")
    note = caught.value.note
    assert note.rule.name == "unreadable-input"
    assert note.message.startswith(f"cannot read the representation {tmp_path / 'ir.json'}: ")
    assert "$.definitions[0].name" in note.message
    assert note.origin is not None and note.origin.line == 1


@pytest.mark.parametrize(("stem", "name"), [("my-pet", "my_pet"), ("---", "Model")])
def test_referenced_document_without_title_is_named_by_its_file(
    tmp_path: Path, stem: str, name: str
) -> None:
    uses = {"title": "One", "type": "object", "properties": {"b": {"$ref": f"{stem}.json"}}}
    write(tmp_path, one=uses, **{stem: {"type": "object", "properties": {"a": TEXT}}})
    assert load_names(tmp_path / "one.json") == ["One", name]


def test_pointers_with_escaped_characters_are_resolved() -> None:
    schema = {
        "$schema": DIALECT,
        "title": "Root",
        "type": "object",
        "properties": {"x": {"$ref": "#/$defs/a~1b~0c%20d"}},
        "$defs": {"a/b~c d": object_of("a")},
    }
    types = read(schema)
    assert types["Root"] == Object(fields=(field("x", Ref(name="a/b~c d")),))


# --- YAML -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("a: 1\n---\nb: 2\n", "several YAML documents", (2, 1)),
        (
            "title: T\ntype: object\nproperties:\n  ? [a]\n  : {}\n",
            "key that is not a scalar",
            (4, 5),
        ),
        ("a: [1\nb: 2\n", "", (2, 2)),
        ("a: *x\n", "the anchor `&x` is not defined before this alias", (1, 4)),
        ("a: &x [1]\n*x : 2\n", "key that is not a scalar", (2, 1)),
        ("a: {<<: 1}\n", "`<<` requires a mapping", (1, 4)),
        ("a:\n  b: {<<: [{c: 1}, 2]}\n", "`<<` requires a mapping", (2, 6)),
        ("a: \x07\n", "this is not YAML: ", (1, 1)),
    ],
)
def test_invalid_yaml_is_reported_with_its_position(
    text: str, message: str, position: tuple[int, int]
) -> None:
    with pytest.raises(DocmodelsError) as caught:
        read_documents([document("a.yaml", f"{text}")], [])
    note = caught.value.note
    assert note.rule.name == "unreadable-input"
    assert message in note.message and "\n" not in note.message
    assert "None" not in note.message
    assert note.origin is not None and (note.origin.line, note.origin.column) == position


def test_merge_keys_add_what_is_missing() -> None:
    text = f"""$schema: {DIALECT}
title: Root
type: object
properties:
  a: &a {{type: string, minLength: 1}}
  b: {{<<: *a, minLength: 2}}
  "<<": {{type: integer}}
"""
    drafts = read_documents([document("a.yaml", text)], []).drafts
    type = without_origins(drafts[0].definition).type
    assert isinstance(type, Object)
    a, b, c = (item.type for item in type.fields)
    assert [t.constraints.min_length for t in (a, b) if isinstance(t, Integer | String)] == [1, 2]
    assert (type.fields[2].name, c) == ("<<", INTEGER)


def test_array_item_types_are_read_from_references() -> None:
    assert type_of({"type": "array", "items": ref("Pet")}) == Array(items=Ref(name="Pet"))


def test_anchored_scalars_are_values_of_their_aliases() -> None:
    text = f"""$schema: {DIALECT}
title: Root
type: object
properties:
  a: {{type: integer, default: &five 5}}
  b: {{type: integer, default: *five}}
"""
    drafts = read_documents([document("a.yaml", text)], []).drafts
    type = drafts[0].definition.type
    assert isinstance(type, Object)
    assert [item.default and item.default.value for item in type.fields] == [5, 5]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("properties:\n  a:\n    type: string\n", "jsonschema"),
        ("properties:\n  a:\n    colour: red\n", None),
        ("properties:\n  a:\n    colour: red\n  b:\n    enum: [1]\n", "jsonschema"),
        ("definitions:\n  a:\n    type: string\nother: 1\n", "jsonschema"),
        ("definitions:\n  a: 1\nother:\n  type: string\n", None),
    ],
)
def test_schema_without_dialect_is_detected_by_nested_keywords(text: str, kind: str | None) -> None:
    assert detect_kind(document("a.yaml", text)) == kind


@pytest.mark.parametrize(
    ("pointer", "file", "name"),
    [
        (("components", "schemas", "Pet"), "api", "Pet"),
        (("definitions", "Pet", "properties", "tags", "items"), "api", "PetTagsItem"),
        (("properties",), "my-api", "my_api"),
        (("properties",), "--", "Model"),
    ],
)
def test_names_of_locations_skip_structure(pointer: tuple[str, ...], file: str, name: str) -> None:
    assert name_from_pointer(pointer, file) == name


def test_reference_to_an_equal_media_type_is_one_definition() -> None:
    media = {"application/json": {"schema": INLINE}, "text/json": {"schema": INLINE}}
    paths = {"/a": {"get": {"operationId": "get", "responses": {"200": {"content": media}}}}}
    pointer = "#/paths/~1a/get/responses/200/content/text~1json/schema"
    schemas = {"Uses": {"type": "object", "properties": {"a": {"$ref": pointer}}}}
    types = read({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}})
    assert sorted(types) == ["Uses", "get_response_200"]
    assert types["Uses"] == Object(fields=(field("a", Ref(name="get_response_200")),))


def test_component_that_is_no_schema_is_reported() -> None:
    notes: list[Note] = []
    types = read({"openapi": "3.1.0", "components": {"schemas": {"A": 5, "B": TEXT}}}, notes)
    assert types == {"A": UNKNOWN, "B": STRING}
    assert [note.rule.name for note in notes] == ["invalid-keyword"]


def test_invalid_labels_of_constants_are_reported() -> None:
    notes: list[Note] = []
    members = [{"const": "a", "title": 5}, {"const": "b", "deprecated": "yes"}]
    type = type_of({"oneOf": members}, notes)
    assert isinstance(type, Enum)
    assert [(m.value, m.name, m.deprecation) for m in type.members] == [
        ("a", "", None), ("b", "", None),
    ]  # fmt: skip
    assert [note.message.partition(" is")[0] for note in notes] == ["`title`", "`deprecated`"]


@pytest.mark.parametrize(
    ("ref", "name"),
    [("parts/common/size.json", "size"), ("parts/common/all.json#/Colour", "Colour")],
)
def test_schema_of_a_fragment_file_is_named_by_its_last_part(
    tmp_path: Path, ref: str, name: str
) -> None:
    folder = tmp_path / "parts" / "common"
    folder.mkdir(parents=True)
    write(folder, size={"type": "object", "properties": {"a": TEXT}}, all={"Colour": INLINE})
    write(tmp_path, one={"title": "One", "type": "object", "properties": {"b": {"$ref": ref}}})
    assert load_names(tmp_path / "one.json") == ["One", name]


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/my-pet.schema.json", "my-pet"), ("pet.json", "pet"), ("<stdin>", ""), (".json", "")],
)
def test_file_names_are_without_suffixes(path: str, name: str) -> None:
    assert name_from_path(path) == name
