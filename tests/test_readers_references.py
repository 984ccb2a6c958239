"""Test references that lead nowhere, to booleans, in cycles and to files, and what is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Deprecation,
    Enum,
    Never,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
)
from docmodels.readers.documents import read_drafts
from docmodels.readers.representation import read_representation

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
LATEST = "https://json-schema.org/draft/2020-12/schema"
NAMED: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}


def read(value: object) -> tuple[dict[str, Type], list[Note]]:
    """Return the types of a document by name, and the notes."""
    notes: list[Note] = []
    drafts = read_drafts([document("a.json", json.dumps(value))], notes)
    return {draft.definition.name: draft.definition.type for draft in drafts}, notes


def read_property(schema: dict[str, Any], **keywords: Any) -> tuple[Type, list[tuple[str, str]]]:
    """Return the type of the only property of a root schema, and the rules and messages."""
    root = {"$schema": LATEST, "title": "Root", "type": "object", "properties": {"a": schema}}
    types, notes = read(root | keywords)
    type = types["Root"]
    assert isinstance(type, Object)
    return type.fields[0].type, [(note.rule.name, note.message) for note in notes]


# --- references that lead nowhere ----------------------------------------------------------------


@pytest.mark.parametrize("pointer", ["$defs", "definitions", "components/schemas"])
def test_missing_definition_keeps_its_name(pointer: str) -> None:
    assert read_property({"$ref": f"#/{pointer}/Gone"}) == (Ref(name="Gone"), [])


@pytest.mark.parametrize(
    "ref",
    [
        "#/$defs/",
        "#/components/schemas/",
        "#/properties/a/gone",
        "#gone",
        "#/$defs/Gone/properties/b",
    ],
)
@pytest.mark.parametrize("key", ["$ref", "$dynamicRef"])
def test_other_missing_target_is_reported(key: str, ref: str) -> None:
    assert read_property({key: ref}) == (
        UNKNOWN,
        [("dangling-ref", f"`{ref}` does not resolve; any value is accepted")],
    )


@pytest.mark.parametrize(("value", "type"), [(True, UNKNOWN), (False, Never())])
@pytest.mark.parametrize("key", ["$ref", "$dynamicRef"])
def test_target_may_be_a_boolean(key: str, value: bool, type: Type) -> None:
    assert read_property({key: "#/$defs/flag"}, **{"$defs": {"flag": value}}) == (type, [])


@pytest.mark.parametrize(
    ("url", "fetches"), [("https://a.example/b.json", True), ("b.json", False)]
)
def test_missing_document_is_reported_with_its_fix(url: str, fetches: bool) -> None:
    root = {"$schema": LATEST, "title": "Root", **NAMED, "properties": {"a": {"$ref": url}}}
    _, (note,) = read(root)
    assert (
        note.message == f"`{url}` refers to a document that is not an input; any value is accepted"
    )
    assert ("--allow-remote" in note.help) is fetches


# --- cyclic references ------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 2, 3])
def test_components_that_refer_to_each_other_are_left_out(length: int) -> None:
    names = [f"x-{number}" for number in range(length)]
    cycle = {
        name: {"$ref": f"#/{names[(number + 1) % length]}"} for number, name in enumerate(names)
    }
    responses = {"200": {"$ref": "#/x-0"}, "201": {"content": {"a/json": {"schema": NAMED}}}}
    operation = {"operationId": "read", "responses": responses}
    types, _ = read({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}, **cycle})
    assert list(types) == ["read_response_201"]


def test_chain_of_references_is_followed() -> None:
    chain: dict[str, Any] = {f"x-{number}": {"$ref": f"#/x-{number + 1}"} for number in range(9)}
    chain["x-9"] = {"content": {"a/json": {"schema": NAMED}}}
    operation = {"operationId": "read", "responses": {"200": {"$ref": "#/x-0"}}}
    types, _ = read({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}, **chain})
    assert list(types) == ["read_response_200"]


# --- references to files -------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["dog.json", "./dog.json", "dog.yaml", "dog.yml"])
def test_mapping_may_name_a_file(ref: str, tmp_path: Path) -> None:
    dog = {"title": "Dog", "type": "object", "properties": {"kind": {"type": "string"}}}
    (tmp_path / ref).write_text(json.dumps(dog), "utf-8")
    pet = {
        "oneOf": [{"$ref": ref}, {"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": {"d": ref}},
    }
    schemas = {"Pet": pet, "Cat": dog | {"title": "Cat"}}
    api = tmp_path / "api.json"
    api.write_text(json.dumps({"openapi": "3.1.0", "components": {"schemas": schemas}}), "utf-8")
    union = docmodels.load(api).by_name()["Pet"].type
    assert isinstance(union, Union) and union.discriminator
    member, _ = union.members
    assert isinstance(member, Ref)
    assert union.discriminator.mapping == {"d": member.name}


def test_part_of_a_fragment_file_keeps_its_spelling(tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(json.dumps({"items": NAMED, "colour-name": NAMED}), "utf-8")
    parts = {key: {"$ref": f"all.json#/{key}"} for key in ("items", "colour-name")}
    one = {"$schema": LATEST, "title": "One", "type": "object", "properties": parts}
    (tmp_path / "one.json").write_text(json.dumps(one), "utf-8")
    names = [definition.name for definition in docmodels.load(tmp_path / "one.json").definitions]
    assert sorted(names) == ["One", "colour-name", "items"]


@pytest.mark.parametrize("dialect", [LATEST, DRAFT_7])
def test_pointer_through_a_list_is_followed(dialect: str) -> None:
    union = {"anyOf": [{"type": "integer"}, NAMED]}
    properties = {"a": {"$ref": "#/properties/b/anyOf/1"}, "b": union}
    root = {"$schema": dialect, "title": "Root", "type": "object", "properties": properties}
    types, notes = read(root)
    type = types["Root"]
    assert isinstance(type, Object) and isinstance(type.fields[0].type, Ref)
    assert isinstance(types[type.fields[0].type.name], Object)
    assert not notes


@pytest.mark.parametrize("is_anchor", [True, False])
def test_recursive_reference_leads_to_the_root_only_from_an_anchor(is_anchor: bool) -> None:
    dialect = "https://json-schema.org/draft/2019-09/schema"
    part = {"$id": "part.json", "type": "object", "$recursiveAnchor": is_anchor}
    part |= {"properties": {"next": {"$recursiveRef": "#"}}}
    root = {"$schema": dialect, "title": "Root", "$recursiveAnchor": True, "type": "object"}
    types, _ = read(root | {"properties": {"a": {"$ref": "#/$defs/Part"}}, "$defs": {"Part": part}})
    type = types["Part"]
    assert isinstance(type, Object)
    assert type.fields[0].type == Ref(name="Root" if is_anchor else "Part")


# --- members of enums ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "extension",
    [
        {
            "x-ms-enum": {
                "values": [
                    {"value": "b", "name": "Best", "description": "The best."},
                    {"value": "z", "name": "Gone"},
                    "b",
                ]
            }
        },
        {"x-enum-varnames": ["", "Best"], "x-enum-descriptions": {"b": "The best."}},
    ],
)
def test_names_and_texts_of_enum_members_are_those_of_their_values(
    extension: dict[str, Any],
) -> None:
    enum = {"type": "string", "enum": ["a", "b"], "x-enum-deprecated": ["b"], **extension}
    type, _ = read_property(enum)
    assert isinstance(type, Enum)
    assert [(m.value, m.name, m.doc, m.deprecation) for m in type.members] == [
        ("a", "", "", None),
        ("b", "Best", "The best.", DEPRECATED),
    ]


def test_boolean_limits_inside_assertions_are_converted() -> None:
    limits = {"minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": False}
    schema = {"type": "integer", "not": limits}
    root = {"$schema": "http://json-schema.org/draft-04/schema#", "title": "Root", **schema}
    types, _ = read(root)
    type = types["Root"]
    assert isinstance(type, WithAssertions)
    assert type.schema == {"not": {"exclusiveMinimum": 1, "maximum": 5}}


# --- messages ------------------------------------------------------------------------------------


def test_ignored_keyword_beside_a_reference_is_named() -> None:
    root = {"$schema": DRAFT_7, "title": "Root", "type": "object", "definitions": {"Pet": NAMED}}
    _, (note,) = read(root | {"properties": {"a": {"$ref": "#/definitions/Pet", "minLength": 1}}})
    assert note.message == "`minLength` beside `$ref` is ignored in draft 7"
    assert "`minLength` beside it" in note.help


@pytest.mark.parametrize("keyword", ["deprecationMessage", "x-deprecation-message"])
def test_reason_of_a_deprecation_is_read(keyword: str) -> None:
    schema = {"type": "string", keyword: "Use b."}
    types, _ = read({"$schema": LATEST, "title": "Root", **NAMED, "properties": {"a": schema}})
    type = types["Root"]
    assert isinstance(type, Object)
    assert type.fields[0].deprecation == Deprecation(reason="Use b.")


@pytest.mark.parametrize(
    ("keyword", "value", "expected"),
    [
        ("required", "a", "a list of strings"),
        ("discriminator", 5, "an object with `propertyName`"),
    ],
)
def test_invalid_keyword_is_reported_with_what_it_should_be(
    keyword: str, value: object, expected: str
) -> None:
    _, (note,) = read(
        {"openapi": "3.1.0", "components": {"schemas": {"A": {**NAMED, keyword: value}}}}
    )
    assert note.message == f"`{keyword}` is not {expected}; it is left out"


def test_component_that_is_no_schema_is_named() -> None:
    _, (note,) = read({"openapi": "3.1.0", "components": {"schemas": {"Odd": 5}}})
    assert "Odd" in note.message


def test_repeated_attribute_of_a_newer_version_is_counted() -> None:
    fields = [{"name": name, "type": {"shape": "string", "hue": 1}} for name in "ab"]
    definition = {"name": "A", "owner": "me", "type": {"shape": "object", "fields": fields}}
    newer = {"docmodels_ir": "1.12", "definitions": [definition]}
    notes: list[Note] = []
    read_representation(document("api.json", json.dumps(newer)), notes)
    assert sorted(note.message for note in notes) == [
        "`hue` is new in version 1.12; it is left out (2 times)",
        "`owner` is new in version 1.12; it is left out",
    ]
