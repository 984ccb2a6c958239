"""Test the changes between two versions: each kind, and that equal values give none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import docmodels
from docmodels.diff import KINDS, ModelChange, compare_apis
from docmodels.diff.kinds import COSMETIC
from docmodels.ir import Api

Schema = dict[str, Any]
TEXT = {"type": "string"}
PET: Schema = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": TEXT, "size": {"type": "number"}},
}
TREE: Schema = {"type": "object", "properties": {"leaf": {"type": "boolean"}, "height": TEXT}}


@pytest.fixture
def load(tmp_path: Path) -> Any:
    """Return a function that loads an OpenAPI document with the given schemas."""

    def load(schemas: Schema, name: str = "api.json") -> Api:
        document = {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        }
        path = tmp_path / name
        path.write_text(json.dumps(document, indent=1))
        return docmodels.load(path)

    return load


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def field(schema: Any, *, required: bool = False) -> Schema:
    """Return the schemas of an API whose only model has one field."""
    required_names = {"required": ["f"]} if required else {}
    return {"M": {"type": "object", "properties": {"f": schema}, **required_names}}


def union(*names: str, mode: str = "oneOf", **discriminator: Any) -> Schema:
    """Return the schemas of a union of models that are told apart by the property `kind`."""
    models = {
        name: {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": TEXT, f"of_{name}": TEXT},
        }
        for name in (*names, "Other")
    }
    members = {mode: [ref(name) for name in names]}
    if discriminator:
        members["discriminator"] = {"propertyName": "kind", **discriminator}  # type: ignore[assignment]
    return {**models, "U": members}


def mapping(**names: str) -> Schema:
    return {value: f"#/components/schemas/{name}" for value, name in names.items()}


def without(schema: Schema, name: str) -> Schema:
    properties = {key: value for key, value in schema["properties"].items() if key != name}
    required = [key for key in schema.get("required", ()) if key != name]
    return {**schema, "properties": properties, "required": required}


def adding(schema: Schema, name: str, *, required: bool = False, **keywords: Any) -> Schema:
    properties = {**schema["properties"], name: TEXT}
    names = [*schema.get("required", ()), *([name] if required else [])]
    return {**schema, "properties": properties, "required": names, **keywords}


CLOSED = {**PET, "additionalProperties": False}
ENUM, OPEN = {"enum": ["a", "b"]}, {"anyOf": [{"enum": ["a", "b"]}, TEXT]}
BOTH_OBJECTS = [
    {"type": "object", "properties": {"a": TEXT}, "minProperties": 1},
    {"type": "object", "properties": {"b": TEXT}},
]

# Kind, old schemas, new schemas. In the opposite direction, the pair gives the kind of the next
# column, if there is one.
CHANGES: list[tuple[str, Schema, Schema, str]] = [
    ("model-added", {"Pet": PET}, {"Pet": PET, "Tree": TREE}, "model-removed"),
    ("model-renamed", {"Pet": PET}, {"Animal": PET}, "model-renamed"),
    (
        "model-inlined",
        {"Pet": PET, "M": {"type": "object", "properties": {"f": ref("Pet")}}},
        field(PET),
        "model-added",
    ),
    ("model-deprecated", {"Pet": PET}, {"Pet": {**PET, "deprecated": True}}, "model-undeprecated"),
    ("optional-field-added", {"Pet": PET}, {"Pet": adding(PET, "x")}, "optional-field-removed"),
    (
        "required-field-added",
        {"Pet": PET},
        {"Pet": adding(PET, "x", required=True)},
        "required-field-removed",
    ),
    ("optional-field-added-to-closed", {"Pet": CLOSED}, {"Pet": adding(CLOSED, "x")}, ""),
    (
        "required-field-added-to-closed",
        {"Pet": CLOSED},
        {"Pet": adding(CLOSED, "x", required=True)},
        "",
    ),
    (
        "optional-field-renamed",
        {"Pet": adding(PET, "home_town")},
        {"Pet": adding(PET, "homeTown")},
        "optional-field-renamed",
    ),
    (
        "required-field-renamed",
        {"Pet": adding(PET, "home_town", required=True)},
        {"Pet": adding(PET, "home_towns", required=True)},
        "required-field-renamed",
    ),
    ("field-became-required", field(TEXT), field(TEXT, required=True), "field-became-optional"),
    ("became-read-only", field(TEXT), field({**TEXT, "readOnly": True}), "no-longer-read-only"),
    ("became-write-only", field(TEXT), field({**TEXT, "writeOnly": True}), "no-longer-write-only"),
    (
        "required-no-longer-read-only",
        field({**TEXT, "readOnly": True}, required=True),
        field(TEXT, required=True),
        "became-read-only",
    ),
    ("default-added", field(TEXT), field({**TEXT, "default": "x"}), "default-removed"),
    ("default-changed", field({**TEXT, "default": "x"}), field({**TEXT, "default": "y"}), ""),
    ("field-deprecated", field(TEXT), field({**TEXT, "deprecated": True}), "field-undeprecated"),
    ("type-changed", field(TEXT), field({"type": "boolean"}), "type-changed"),
    ("type-widened", field({"type": "integer"}), field({"type": "number"}), "type-narrowed"),
    ("type-widened", field(TEXT), field({}), "type-narrowed"),
    ("null-added", field(TEXT), field({"type": ["string", "null"]}), "null-removed"),
    (
        "format-widened",
        field({"type": "integer", "format": "int32"}),
        field({"type": "integer", "format": "int64"}),
        "format-narrowed",
    ),
    ("format-widened", field({**TEXT, "format": "date"}), field(TEXT), "format-narrowed"),
    (
        "format-changed",
        field({**TEXT, "format": "date"}),
        field({**TEXT, "format": "date-time"}),
        "format-changed",
    ),
    ("enum-values-added", field(ENUM), field({"enum": ["a", "b", "c"]}), "enum-values-removed"),
    ("enum-values-added", field({"const": 1}), field({"enum": [1, True]}), "enum-values-removed"),
    (
        "open-enum-values-added",
        field(OPEN),
        field({"anyOf": [{"enum": ["a", "b", "c"]}, TEXT]}),
        "open-enum-values-removed",
    ),
    ("enum-opened", field(ENUM), field(OPEN), "enum-closed"),
    ("became-enum", field(TEXT), field(ENUM), "no-longer-enum"),
    ("union-member-added", union("A", "B"), union("A", "B", "Other"), "union-member-removed"),
    (
        "union-member-added",
        field(TEXT),
        field({"anyOf": [TEXT, {"type": "integer"}]}),
        "union-member-removed",
    ),
    (
        "one-of-became-any-of",
        union("A", "B"),
        union("A", "B", mode="anyOf"),
        "any-of-became-one-of",
    ),
    (
        "all-of-member-added",
        field({"allOf": [{"oneOf": BOTH_OBJECTS}]}),
        field({"allOf": [{"oneOf": BOTH_OBJECTS}, {"anyOf": [*BOTH_OBJECTS, TEXT]}]}),
        "all-of-member-removed",
    ),
    (
        "discriminator-added",
        union("A", "B"),
        union("A", "B", mapping=mapping(A="A", B="B")),
        "discriminator-removed",
    ),
    (
        "discriminator-property-changed",
        union("A", "B", mapping=mapping(A="A", B="B")),
        union("A", "B", propertyName="type", mapping=mapping(A="A", B="B")),
        "discriminator-property-changed",
    ),
    (
        "discriminator-values-added",
        union("A", "B", mapping=mapping(a="A", b="B")),
        union("A", "B", mapping=mapping(a="A", b="B", c="B")),
        "discriminator-values-removed",
    ),
    (
        "discriminator-values-changed",
        union("A", "B", mapping=mapping(x="A", y="B")),
        union("A", "B", mapping=mapping(x="B", y="A")),
        "discriminator-values-changed",
    ),
    (
        "additional-properties-allowed",
        {"Pet": CLOSED},
        {"Pet": PET},
        "additional-properties-forbidden",
    ),
    (
        "pattern-properties-added",
        {"Pet": PET},
        {"Pet": {**PET, "patternProperties": {"^x": TEXT}}},
        "pattern-properties-removed",
    ),
    (
        "unique-items-added",
        field({"type": "array", "items": TEXT}),
        field({"type": "array", "items": TEXT, "uniqueItems": True}),
        "unique-items-removed",
    ),
    (
        "multiple-of-narrowed",
        field({"type": "number", "multipleOf": 0.1}),
        field({"type": "number", "multipleOf": 0.2}),
        "multiple-of-widened",
    ),
    (
        "multiple-of-changed",
        field({"type": "integer", "multipleOf": 2}),
        field({"type": "integer", "multipleOf": 3}),
        "multiple-of-changed",
    ),
    ("pattern-added", field(TEXT), field({**TEXT, "pattern": "a"}), "pattern-removed"),
    ("pattern-changed", field({**TEXT, "pattern": "a"}), field({**TEXT, "pattern": "b"}), ""),
    ("assertion-added", {"Pet": PET}, {"Pet": {**PET, "not": CLOSED}}, "assertion-removed"),
    (
        "assertion-changed",
        {"Pet": {**PET, "not": {"required": ["a"]}}},
        {"Pet": {**PET, "not": {"required": ["b"]}}},
        "assertion-changed",
    ),
    ("description-changed", {"Pet": PET}, {"Pet": {**PET, "description": "A pet."}}, ""),
    ("title-changed", field(TEXT), field({**TEXT, "title": "Name"}), "title-changed"),
    ("examples-changed", field(TEXT), field({**TEXT, "examples": ["x"]}), "examples-changed"),
    (
        "fields-reordered",
        {"Pet": PET},
        {"Pet": {**PET, "properties": dict(reversed(PET["properties"].items()))}},
        "fields-reordered",
    ),
]
for keyword, type_name, values in (
    ("minimum", "number", (None, 1, 2)),
    ("exclusiveMinimum", "number", (None, 1, 2)),
    ("minLength", "string", (None, 1, 2)),
    ("minItems", "array", (None, 1, 2)),
    ("minProperties", "object", (None, 1, 2)),
    ("maximum", "number", (None, 2, 1)),
    ("exclusiveMaximum", "number", (None, 2, 1)),
    ("maxLength", "string", (None, 2, 1)),
    ("maxItems", "array", (None, 2, 1)),
    ("maxProperties", "object", (None, 2, 1)),
):
    limits = [{"type": type_name, **({} if v is None else {keyword: v})} for v in values]
    name = "".join(f"-{c.lower()}" if c.isupper() else c for c in keyword)
    name = name.removeprefix("exclusive-")
    verbs = ("raised", "lowered") if "min" in name else ("lowered", "raised")
    for loose, tight in ((0, 1), (1, 2)):
        old, new = field(limits[loose]), field(limits[tight])
        CHANGES.append((f"{name}-{verbs[0]}", old, new, f"{name}-{verbs[1]}"))


def names(changes: Sequence[ModelChange]) -> list[str]:
    return [change.kind.name for change in changes]


def changed(old: Api, new: Api) -> list[str]:
    """Return the kinds of change, without those that have no effect on values if there are others."""
    changes = compare_apis(old, new, cosmetic=True)
    assert names(compare_apis(old, new)) == [
        change.kind.name for change in changes if change.kind not in COSMETIC
    ]
    return names(changes)


@pytest.mark.parametrize(
    ("kind", "old", "new", "reverse"), CHANGES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CHANGES)]
)
def test_kind_of_change(kind: str, old: Schema, new: Schema, reverse: str, load: Any) -> None:
    before, after = load(old), load(new)
    assert set(changed(before, after)) == {kind}
    if reverse:
        assert set(changed(after, before)) == {reverse}


def test_every_kind_has_a_test() -> None:
    tested = {name for change in CHANGES for name in (change[0], change[3])}
    assert {kind.name for kind in KINDS} == tested - {""}
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_breaking_changes_have_an_opposite(kind: Any) -> None:
    """A change that breaks what is sent breaks what is received in the opposite direction."""
    opposite = {"": "", "sent": "received", "received": "sent", "both": "both"}[kind.breaks]
    exempt = {"model-added", "model-removed", "model-renamed", "model-inlined"}
    fields = {name for name in (k.name for k in KINDS) if "field-" in name or "longer-" in name}
    for forward, _, _, reverse in CHANGES:
        if forward == kind.name and reverse and not {forward, reverse} & (exempt | fields):
            assert next(k.breaks for k in KINDS if k.name == reverse) == opposite
