"""Test the changes between two versions: each kind, and that equal values give none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import docmodels
from docmodels.diff import KINDS, ModelChange, compare_apis
from docmodels.diff.kinds import COSMETIC
from docmodels.diff.rendering import as_markdown, as_text
from docmodels.diff.report import report_schema, to_json
from docmodels.diff.sarif import to_sarif
from docmodels.ir import Api
from test_exports import SCHEMAS, api_of
from work import count_calls

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
    """Return the schemas of a union of models that are selected by the property `kind`."""
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
    ("type-widened", {"Any": {}, **field(TEXT)}, {"Any": {}, **field(ref("Any"))}, "type-narrowed"),
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
    (
        "pattern-added",
        field({**TEXT, "pattern": ".*"}),
        field({**TEXT, "pattern": "a"}),
        "pattern-removed",
    ),
    *(
        (
            f"{name}-{verbs[0]}",
            field({"type": "array", "contains": TEXT, **old}),
            field({"type": "array", "contains": TEXT, **new}),
            f"{name}-{verbs[1]}",
        )
        for name, verbs, old, new in (
            ("min-contains", ("raised", "lowered"), {}, {"minContains": 2}),
            ("min-contains", ("raised", "lowered"), {"minContains": 0}, {}),
            ("max-contains", ("lowered", "raised"), {}, {"maxContains": 9}),
            ("max-contains", ("lowered", "raised"), {"maxContains": 9}, {"maxContains": 8}),
        )
    ),
    *(
        ("assertion-added", {"Pet": {**PET, **old}}, {"Pet": {**PET, **new}}, "assertion-removed")
        for old, new in (
            ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["c", "b"]}}),
            ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"], "c": ["d"]}}),
            (
                {"dependentSchemas": {"a": {"required": ["b"]}}},
                {"dependentSchemas": {"a": {"required": ["b"]}, "c": {"required": ["b"]}}},
            ),
            (
                {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
                {
                    "if": {"required": ["a"]},
                    "then": {"required": ["b"]},
                    "else": {"required": ["c"]},
                },
            ),
        )
    ),
    *(
        ("assertion-changed", {"Pet": {**PET, **old}}, {"Pet": {**PET, **new}}, "assertion-changed")
        for old, new in (
            ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["c"]}}),
            ({"not": {"type": "string"}}, {"not": {"type": ["string", "array"]}}),
        )
    ),
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
    of_pages = {"type-documented", "type-undocumented"}  # see below
    assert {kind.name for kind in KINDS} == (tested - {""}) | of_pages
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(("kind", "reverse"), sorted({(c[0], c[3]) for c in CHANGES if c[3]}))
def test_opposite_changes_break_the_opposite_side(kind: str, reverse: str) -> None:
    """By the table; additions and removals of fields and models are conventions of their own."""
    breaks = {kind.name: kind.breaks for kind in KINDS}
    if not any(word in kind + reverse for word in ("field-", "model-", "read-only", "write-only")):
        opposite = {"": "", "sent": "received", "received": "sent", "both": "both"}
        assert breaks[reverse] == opposite[breaks[kind]]


# --- no change ------------------------------------------------------------------------------------

NESTED = {"type": "object", "properties": {"pet": ref("Pet"), "pets": {"type": "array"}}}
SAME: list[tuple[Schema, Schema]] = [
    ({"Pet": PET, "Tree": TREE}, {"Tree": TREE, "Pet": PET}),
    (field(ENUM), field({"enum": ["b", "a"]})),
    (field({"type": ["string", "null"]}), field({"anyOf": [TEXT, {"type": "null"}]})),
    (field(TEXT), field({**TEXT, "minLength": 0, "description": "Text.", "title": "T"})),
    (field({"type": "array"}), field({"type": "array", "minItems": 0, "items": {}})),
    (field({"type": "integer", "minimum": 1}), field({"type": "integer", "exclusiveMinimum": 0})),
    (field({"const": "a"}), field({"enum": ["a"]})),
    (field({"const": 1}), field({"const": 1.0})),
    (field(TEXT), field({**TEXT, "format": "password"})),
    (field(TEXT), field({**TEXT, "pattern": ".*"})),
    (
        field({"type": "array", "contains": TEXT}),
        field({"type": "array", "contains": TEXT, "minContains": 1}),
    ),
    (
        {"Pet": {**PET, "dependentRequired": {"a": ["b", "c"]}}},
        {"Pet": {**PET, "dependentRequired": {"a": ["c", "b"]}}},
    ),
    ({"Pet": PET}, {"Pet": {**PET, "required": ["name", "id"]}}),
    ({"Pet": PET}, {"Pet": {**PET, "additionalProperties": True}}),
    ({"M": {"anyOf": [TEXT, ENUM, {"type": "integer"}]}}, {"M": {"type": ["integer", "string"]}}),
    ({"M": {"oneOf": [TEXT, {"type": "integer"}]}}, {"M": {"anyOf": [{"type": "integer"}, TEXT]}}),
    (union("A", "B"), union("B", "A")),
    (
        union("A", "B", mapping=mapping(A="A", B="B")),
        union("A", "B", mapping=mapping(A="A")),
    ),
    (
        {"Pet": {**PET, "not": {"required": ["a", "b"], "minProperties": 0}}},
        {"Pet": {**PET, "not": {"required": ["b", "a"], "description": "Never."}}},
    ),
    (
        {"Base": TREE, "Pet": {"allOf": [ref("Base"), PET]}},
        {"Base": TREE, "Pet": {**PET, "properties": {**PET["properties"], **TREE["properties"]}}},
    ),
    (
        {"Pet": PET, "M": {"allOf": [ref("Pet")]}, "N": NESTED},
        {"Pet": PET, "M": ref("Pet"), "N": NESTED},
    ),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_equal_values_are_no_change(old: Schema, new: Schema, load: Any) -> None:
    assert compare_apis(load(old), load(new)) == ()
    assert compare_apis(load(new), load(old)) == ()


def test_a_change_of_a_base_class_is_reported_once(load: Any) -> None:
    old = {"Base": TREE, "Pet": {"allOf": [ref("Base"), PET]}}
    new = {**old, "Base": adding(without(TREE, "leaf"), "x", required=True)}
    changes = compare_apis(load(old), load(new))
    assert [(c.location, c.kind.name) for c in changes] == [
        ("Base.leaf", "optional-field-removed"),
        ("Base.x", "required-field-added"),
    ]


def test_a_field_that_moves_to_a_base_class_is_no_change_of_the_subclass(load: Any) -> None:
    old = {"Base": TREE, "Pet": {"allOf": [ref("Base"), PET]}}
    new = {"Base": adding(TREE, "size"), "Pet": {"allOf": [ref("Base"), without(PET, "size")]}}
    old["Pet"] = {"allOf": [ref("Base"), adding(without(PET, "size"), "size")]}
    changes = compare_apis(load(old), load(new))
    assert [(c.location, c.kind.name) for c in changes] == [("Base.size", "optional-field-added")]


def test_a_changed_field_of_a_base_class_is_reported_once(load: Any) -> None:
    old = {"Base": TREE, "Pet": {"allOf": [ref("Base"), PET]}}
    new = {**old, "Base": {**TREE, "properties": {**TREE["properties"], "leaf": TEXT}}}
    (change,) = compare_apis(load(old), load(new))
    assert (change.location, change.kind.name) == ("Base.leaf", "type-changed")


def test_a_name_selects_a_member_only_without_a_mapping(load: Any) -> None:
    old, new = (union("A", "B", mapping=mapping(**{value: "A", "B": "B"})) for value in ("a", "A"))
    assert names(compare_apis(load(old), load(new))) == [
        "discriminator-values-removed",
        "discriminator-values-added",
    ]


# --- renames --------------------------------------------------------------------------------------


def test_renamed_models_are_followed(load: Any) -> None:
    old = {"Pet": PET, "Owner": {"type": "object", "properties": {"pet": ref("Pet"), "at": TEXT}}}
    new = {"Animal": adding(PET, "x"), "Owner": {**old["Owner"]}}
    new["Owner"] = {"type": "object", "properties": {"pet": ref("Animal"), "at": TEXT}}
    changes = compare_apis(load(old), load(new))
    assert names(changes) == ["model-renamed", "optional-field-added"]
    assert changes[0].evidence == "3 of 4 fields are the same"
    assert changes[1].location == "Pet.x"


def test_renamed_lists_are_followed(load: Any) -> None:
    reordered = {**PET, "properties": dict(reversed(PET["properties"].items()))}
    old = {"PetList": {"type": "array", "items": PET}}
    new = {"PetPage": {"type": "array", "items": reordered}}
    (change,) = compare_apis(load(old), load(new))
    assert change.evidence == "3 of 3 fields of items are the same"


def test_a_model_is_renamed_if_all_references_to_it_are(load: Any) -> None:
    owner = {"type": "object", "properties": {"tag": ref("Tag")}}
    new_owner = {"type": "object", "properties": {"tag": ref("Mark")}}
    old = {"Owner": owner, "Tag": {"type": "object", "properties": {"a": TEXT}}}
    new = {"Owner": new_owner, "Mark": {"type": "object", "properties": {"a": {"type": "integer"}}}}
    renamed, changed_type = compare_apis(load(old), load(new))
    assert (renamed.kind.name, renamed.evidence) == (
        "model-renamed",
        "all 1 references lead to it",
    )
    assert changed_type.location == "Tag.a"


def test_ambiguous_renames_are_additions_and_removals(load: Any) -> None:
    new = {"Animal": PET, "Beasts": PET}
    assert sorted(names(compare_apis(load({"Pet": PET}), load(new)))) == [
        "model-added",
        "model-added",
        "model-removed",
    ]
    old_fields = {"properties": {"left": TEXT, "other": TEXT}}
    new_fields = {"properties": {"top": TEXT, "base": TEXT}}
    changes = compare_apis(load({"M": old_fields}), load({"M": new_fields}))
    assert "optional-field-renamed" not in names(changes)


def test_fields_with_the_same_description_are_renamed(load: Any) -> None:
    described = {**TEXT, "description": "Where the parcel is sent."}
    old = {"M": {"type": "object", "properties": {"to": described, "a": TEXT, "b": TEXT}}}
    new = {"M": {"type": "object", "properties": {"recipient": described, "c": TEXT}}}
    changes = compare_apis(load(old), load(new))
    assert changes[0].evidence == "the same description and type"
    assert names(changes)[1:] == [
        "optional-field-removed",
        "optional-field-removed",
        "optional-field-added",
    ]


# --- who is affected ------------------------------------------------------------------------------


def test_access_decides_which_side_breaks(load: Any) -> None:
    for access, sides in (("readOnly", (False, True)), ("writeOnly", (True, False))):
        old, new = ({**type, access: True} for type in (TEXT, {"type": "boolean"}))
        (change,) = compare_apis(load(field(old)), load(field(new)))
        assert (change.breaks_sent, change.breaks_received) == sides


PAGE = """# Pet

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**name** | **str** |  | {notes}

[[Back to Model list]](../README.md#documentation-for-models)
"""


def test_what_a_page_cannot_print_is_no_change(tmp_path: Path, load: Any) -> None:
    name = {**TEXT, "maxLength": 3, "nullable": True, "default": "a", "deprecated": True}
    schema = {"type": "object", "required": ["name"], "properties": {"name": name}}
    Path(tmp_path, "Pet.md").write_text(PAGE.format(notes=""))
    page = docmodels.load(tmp_path / "Pet.md")
    document = load({"Pet": {**schema, "additionalProperties": False}})
    assert compare_apis(page, document) == compare_apis(document, page) == ()
    Path(tmp_path, "Pet.md").write_text(PAGE.format(notes="[optional]"))
    changes = compare_apis(docmodels.load(tmp_path / "Pet.md"), document)
    assert names(changes) == ["field-became-required"]


def test_type_that_a_page_lacks_breaks_nothing(tmp_path: Path) -> None:
    apis = []
    for number, type in enumerate(("str", "object")):
        path = tmp_path / f"{number}.md"
        path.write_text(PAGE.format(notes="").replace("**str**", f"**{type}**"))
        apis.append(docmodels.load(path))
    assert names(compare_apis(apis[0], apis[1])) == ["type-undocumented"]
    assert names(compare_apis(apis[1], apis[0])) == ["type-documented"]


def test_inferred_facts_break_nothing(tmp_path: Path) -> None:
    pages = []
    for number, row in enumerate(("petName | string | ✅ |", "PetName | string | ✅ |")):
        text = f"# Pet\n\n**Properties**\n\n| Name | Type | Required | Description |\n| :-- | :-- | :-- | :-- |\n| {row} A name |\n"
        Path(tmp_path, f"{number}.md").write_text(text)
        pages.append(docmodels.load(tmp_path / f"{number}.md", dialect="liblab"))
    assert not any(change.is_breaking for change in compare_apis(*pages))


# --- reports --------------------------------------------------------------------------------------


def test_reports_have_all_changes(load: Any) -> None:
    Draft202012Validator.check_schema(report_schema())
    for _, old, new, _ in CHANGES:
        changes = compare_apis(load(old, "old.json"), load(new, "new.json"), cosmetic=True)
        report = json.loads(to_json(changes))
        Draft202012Validator(report_schema()).validate(report)
        results = json.loads(to_sarif(changes))["runs"][0]["results"]
        assert len(report["changes"]) == len(results) == len(changes)
        assert as_text(changes).count("[") >= len(changes)
        assert as_markdown(changes).count("\n| `") == len(changes)


def test_hostile_names_do_nothing_in_reports(load: Any) -> None:
    name = "a|b`c\n| <script>\x1b[31m"
    old = {"M": {"type": "object", "properties": {name: TEXT}}}
    changes = compare_apis(load(old), load({"M": {"type": "object"}}))
    assert "\x1b" not in as_text(changes) + as_markdown(changes)
    rows = [line for line in as_markdown(changes).splitlines() if "script" in line]
    assert len(rows) == 1
    assert rows[0].replace("\\|", "").count("|") == 7
    assert len(as_text(changes).splitlines()) == 4


@given(SCHEMAS, SCHEMAS)
def test_any_schemas_can_be_compared(old: Schema, new: Schema) -> None:
    before, after = api_of(old), api_of(new)
    assert compare_apis(before, api_of(json.loads(json.dumps(old)))) == ()
    changes = compare_apis(before, after)
    assert as_text(changes)
    assert as_markdown(changes)


@given(st.lists(st.text(max_size=3), max_size=6), st.lists(st.text(max_size=3), max_size=6))
def test_names_of_fields_are_accounted_for(old: list[str], new: list[str]) -> None:
    """Every name is in both versions, or is added, removed or renamed."""
    apis = [
        api_of({"type": "object", "properties": dict.fromkeys(field_names, TEXT)})
        for field_names in (old, new)
    ]
    changes = compare_apis(*apis)
    assert {change.before for change in changes if change.before} == {*old} - {*new} - {""}
    assert {change.after for change in changes if change.after} == {*new} - {*old} - {""}


# --- specifications -------------------------------------------------------------------------------

SPECIFICATIONS = sorted(
    path
    for folder in ("schemas/samples", "../shared/specs")
    for path in (Path(__file__).parents[1] / folder).rglob("*.*")
    if path.suffix in {".json", ".yaml", ".yml"}
)


def edited(value: Any, edit: Any) -> Any:
    """Return a document with `edit` applied to each of its objects and lists."""
    value = edit(value)
    if isinstance(value, dict):
        return {key: edited(item, edit) for key, item in value.items()}
    return [edited(item, edit) for item in value] if isinstance(value, list) else value


def reversed_order(value: Any) -> Any:
    return dict(reversed(value.items())) if isinstance(value, dict) else value


def reworded(value: Any) -> Any:
    is_description = isinstance(value, dict) and isinstance(value.get("description"), str)
    return {**value, "description": value["description"].swapcase()} if is_description else value


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.documents] * ("shared" in path.parts))
        for path in SPECIFICATIONS
    ],
)
@pytest.mark.parametrize("edit", [reversed_order, reworded])
def test_edits_without_effect_are_no_change(path: Path, edit: Any, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, loader)
    document = json.loads(json.dumps(document, default=str))
    apis = []
    for number, version in enumerate((document, edited(document, edit))):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(version))
        apis.append(docmodels.load(file))
    assert [change for change in compare_apis(*apis) if change.is_breaking] == []


def test_work_is_linear_in_renamed_models(load: Any) -> None:
    """A chain of models, each of which only its predecessor's new name leads to."""

    def chain(length: int) -> Any:
        versions = []
        for prefix in ("Old", "Recent"):
            schemas = {"Start": {"type": "object", "properties": {"next": ref(f"{prefix}0")}}}
            for number in range(length):
                last = number == length - 1
                target = TEXT if last else ref(f"{prefix}{number + 1}")
                schemas[f"{prefix}{number}"] = {"type": "object", "properties": {"next": target}}
            versions.append(load(schemas))
        assert set(names(compare_apis(*versions))) == {"model-renamed"}
        return count_calls(lambda: compare_apis(*versions))

    assert chain(80) < 3 * chain(40)
