"""Test how single references resolve: anchors, identifiers, positions of errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import REMOTE_FAILURE
from docmodels.ir import STRING, Array, Object, Ref, WithAssertions
from docmodels.readers.documents import read_documents
from test_readers_documents import definition_types
from test_readers_schema import openapi_document, read_definitions

REF = "https://example.org/schemas/pet.json#/Pet"


@pytest.mark.parametrize("anchor", ["$anchor", "$dynamicAnchor"])
def test_anchors_of_openapi_components_resolve(anchor: str) -> None:
    list_schema = {"type": "array", "items": {"$ref": "#pet"}}
    pet = {anchor: "pet", "type": "object", "properties": {"x": {"type": "string"}}}
    definitions = read_definitions(openapi_document("3.1.0", Dog=pet, Dogs=list_schema))
    assert definitions["Dogs"].type == Array(items=Ref(name="Dog"))


def test_unknown_anchors_are_reported() -> None:
    notes: list[Note] = []
    read_definitions(openapi_document("3.1.0", Dogs={"items": {"$ref": "#pet"}}), notes)
    assert [note.rule.name for note in notes] == ["dangling-ref"]


@pytest.mark.parametrize("has_origin", [False, True])
def test_errors_of_fetched_documents_have_the_position_of_the_reference(has_origin: bool) -> None:
    origin = document("other.json", "{}").origin(1) if has_origin else None

    def fetch(address: str) -> Document | None:
        raise DocmodelsError(REMOTE_FAILURE.at(origin, f"{address} is not available"))

    text = json.dumps(openapi_document(Dog={"items": {"$ref": REF}}), indent=1)
    with pytest.raises(DocmodelsError) as caught:
        read_documents([document("api.json", text)], [], fetch)
    note = caught.value.note
    if has_origin:
        assert note.origin == origin
        return
    assert note.origin is not None
    line = text.splitlines()[note.origin.line - 1]
    assert line[note.origin.column - 1 :].startswith(REF)
    assert note.width == len(REF)


def test_nested_identifiers_change_the_base_of_references() -> None:
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/root.json",
        "properties": {
            "inner": {
                "$id": "inner.json",
                "properties": {"part": {"$ref": "#/$defs/Part"}},
                "$defs": {"Part": {"type": "object", "properties": {"a": {}}}},
            },
            "outer": {"$ref": "#/$defs/Part"},
            "by_id": {"$ref": "inner.json#/$defs/Part"},
        },
        "$defs": {"Part": {"type": "object", "properties": {"b": {}}}},
    }
    types = definition_types(read_documents([document("a.json", json.dumps(schema))], []))
    root = types["Model"]
    assert isinstance(root, Object)
    fields = {field.name: field.type for field in root.fields}
    inner = fields["inner"]
    assert isinstance(inner, Object)
    names = [inner.fields[0].type, fields["by_id"], fields["outer"]]
    parts = [types[ref.name] for ref in names if isinstance(ref, Ref)]
    assert [part.fields[0].name for part in parts if isinstance(part, Object)] == ["a", "a", "b"]


@pytest.mark.parametrize(("value", "expected"), [(True, {}), (False, {"not": {}})])
def test_references_to_boolean_schemas_are_replaced(value: bool, expected: object) -> None:
    schema = {"$defs": {"Bool": value}, "type": "string", "not": {"$ref": "#/$defs/Bool"}}
    types = definition_types(read_documents([document("a.json", json.dumps(schema))], []))
    assert types["Model"] == WithAssertions(type=STRING, schema={"not": expected})
