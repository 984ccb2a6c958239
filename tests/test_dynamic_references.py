"""Test that dynamic references lead to what the schema that extends another one defines."""

from __future__ import annotations

from typing import Any

import pytest

from docmodels.diagnostics.notes import Note
from docmodels.ir import Integer, Object, Ref, Type, Unknown
from test_readers_constructs import DIALECT, read
from test_readers_documents import definition_types, read_yaml_files

INTEGER = {"type": "integer"}


def generic(**definitions: Any) -> dict[str, Any]:
    """Return a document with a list of `T` and the schemas that extend it."""
    box = {
        "$id": "box",
        "type": "object",
        "properties": {"value": {"$dynamicRef": "#T"}, "inner": {"$ref": "#/$defs/Inner"}},
        "$defs": {
            "T": {"$dynamicAnchor": "T"},
            "Inner": {"type": "object", "properties": {"value": {"$dynamicRef": "#T"}}},
        },
    }
    return {
        "$schema": DIALECT,
        "$id": "https://a.example/root",
        "$defs": {"Box": box, **definitions},
    }


def extension(name: str, argument: Any, **keywords: Any) -> dict[str, Any]:
    return {"$id": name, "$defs": {"T": {"$dynamicAnchor": "T", **argument}}, **keywords}


def field_types(definitions: dict[str, Type], name: str) -> dict[str, Type]:
    type = definitions[name]
    while isinstance(type, Ref):
        type = definitions[type.name]
    assert isinstance(type, Object), type
    fields = {field.name: field.type for field in type.fields}
    for base in type.bases:
        fields |= field_types(definitions, base)
    return {key: _resolve(definitions, value) for key, value in fields.items()}


def _resolve(definitions: dict[str, Type], type: Type) -> Type:
    while isinstance(type, Ref) and not isinstance(definitions[type.name], Object):
        type = definitions[type.name]
    return type


@pytest.mark.parametrize(
    "keywords",
    [
        {"$ref": "box"},
        {"allOf": [{"$ref": "box"}]},
        {"allOf": [{"$ref": "box"}], "properties": {"more": INTEGER}},
    ],
)
def test_an_extension_binds_the_dynamic_reference(keywords: Any) -> None:
    notes: list[Note] = []
    document = generic(
        Ints=extension("ints", INTEGER, **keywords),
        Boxes=extension("boxes", {"$ref": "ints"}, **keywords),
    )
    definitions = read(document, notes)
    assert isinstance(field_types(definitions, "Box")["value"], Unknown)
    ints, boxes = field_types(definitions, "Ints"), field_types(definitions, "Boxes")
    assert isinstance(ints["value"], Integer)
    inner = ints["inner"]
    assert isinstance(inner, Ref)
    assert isinstance(field_types(definitions, inner.name)["value"], Integer)
    assert isinstance(boxes["value"], Ref)
    # `Boxes` is the outermost resource inside of its values too.
    assert field_types(definitions, boxes["value"].name)["value"] == boxes["value"]
    assert not notes


def test_the_outermost_extension_wins() -> None:
    document = generic(
        Ints=extension("ints", INTEGER, **{"$ref": "box"}),
        Texts=extension("texts", {"type": "string"}, **{"$ref": "ints"}),
    )
    definitions = read(document)
    assert isinstance(field_types(definitions, "Ints")["value"], Integer)
    assert field_types(definitions, "Texts")["value"].__class__.__name__ == "String"


def test_a_schema_without_the_anchor_binds_nothing() -> None:
    document = generic(Plain={"$id": "plain", "$ref": "box"})
    definitions = read(document)
    assert definitions["Plain"] == Ref(name="Box")
    assert set(definitions) == {"Box", "Plain", "BoxT", "BoxInner"}


@pytest.mark.parametrize(
    ("draft", "anchor", "reference"),
    [
        ("2020-12", "$dynamicAnchor: node", "$dynamicRef: '#node'"),
        ("2019-09", "$recursiveAnchor: true", "$recursiveRef: '#'"),
    ],
)
def test_a_tree_of_another_file_has_nodes_of_the_extension(
    draft: str, anchor: str, reference: str
) -> None:
    head = f"$schema: https://json-schema.org/draft/{draft}/schema\n{anchor}\n"
    tree = head + f"title: Tree\ntype: object\nproperties: {{next: {{{reference}}}}}\n"
    named = (
        head
        + "title: Named\n$ref: tree.yaml\nrequired: [name]\nproperties: {name: {type: string}}\n"
    )
    notes: list[Note] = []
    definitions = definition_types(read_yaml_files(notes, tree=tree, named=named))
    assert field_types(definitions, "Tree")["next"] == Ref(name="Tree")
    assert field_types(definitions, "Named")["next"] == Ref(name="Named")
    assert not notes
