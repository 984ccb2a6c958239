"""Test that every output imports with warnings as errors, and that no class lacks a field."""

from __future__ import annotations

import json
from abc import ABCMeta
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import imports_everything
from imports_everything import Variant
from reachable_fields import missing_fields, reachable_properties
from specs import ROOT, SHARED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VARIANTS = imports_everything.all_variants(("pydantic", "dataclass"))
ALL_TARGETS = imports_everything.all_variants(("pydantic", "dataclass", "msgspec", "typeddict"))
SMALL = imports_everything.find_inputs(("specs", "jsonschemas", "samples"), 60_000)


def faults(folder: Path, variants: Sequence[Variant] = VARIANTS, **definitions: Any) -> list[str]:
    """Write and import a schema with these definitions in each variant; return the faults."""
    path = folder / "models.json"
    path.write_text(json.dumps({"$schema": DIALECT, "$defs": definitions}), encoding="utf-8")
    count, faults = imports_everything.check_input(path, variants)
    assert count == len(variants) or faults
    return faults


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in SMALL if path.is_relative_to(ROOT)]
)
def test_samples_import_and_lack_no_field(path: Path) -> None:
    assert imports_everything.check_input(path, VARIANTS)[1] == []


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents in ../shared are not here")
def test_small_documents_import_and_lack_no_field() -> None:
    results = [imports_everything.check_input(path, VARIANTS) for path in SMALL]
    assert [fault for _, faults in results for fault in faults] == []


def test_fields_inherited_through_aliases_are_kept(tmp_path: Path) -> None:
    part = {"type": "object", "properties": {"id": {"type": "string"}}}
    part_properties = {"type": "object", "properties": {"width": {"type": "integer"}}}
    assert not faults(
        tmp_path,
        Part=part,
        Alias=ref("Part"),
        Wrapped={"description": "A part.", "allOf": [ref("Alias")]},
        Door={"allOf": [ref("Alias"), part_properties]},
        Gate={"allOf": [ref("Wrapped")], **part_properties},
        Hatch={**ref("Wrapped"), **part_properties},
        Flap={"allOf": [ref("Door"), ref("Wrapped"), {"properties": {"lid": True}}]},
    )


def test_fields_of_two_unions_and_objects_are_kept(tmp_path: Path) -> None:
    def one(name: str) -> dict[str, Any]:
        return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}

    union = {"oneOf": [one("a"), one("b")]}
    other = {"oneOf": [one("c"), one("d")]}
    assert not faults(
        tmp_path,
        First=one("first"),
        Second=one("second"),
        Union=union,
        Other=other,
        Both={"allOf": [ref("First"), ref("Union"), ref("Other"), ref("Second")]},
    )


def test_named_nulls_import(tmp_path: Path) -> None:
    nulls = {
        "Null": {"type": "null"},
        "Constant": {"const": None},
        "Listed": {"enum": [None]},
        "Alias": ref("Null"),
        "Either": {"anyOf": [{"type": "null"}, ref("Constant")]},
        "Never": False,
    }
    fields = {f"field_{name.lower()}": ref(name) for name in nulls}
    lists = {f"list_{name.lower()}": {"type": "array", "items": ref(name)} for name in nulls}
    model = {
        "type": "object",
        "required": ["field_null"],
        "properties": {**fields, **lists, "both": {"anyOf": [ref("Null"), ref("Listed")]}},
    }
    assert not faults(tmp_path, **nulls, Model=model)


def test_unions_of_thousands_of_members_import(tmp_path: Path) -> None:
    kinds = {
        f"Kind{number}": {
            "type": "object",
            "required": ["tag"],
            "properties": {"tag": {"const": f"kind{number}"}},
        }
        for number in range(1200)
    }
    union = {"anyOf": [*map(ref, kinds), {"type": "null"}]}
    values = {"anyOf": [{"const": f"value{number}", "title": "T"} for number in range(3000)]}
    model = {"type": "object", "properties": {"kind": ref("Any"), "value": values, "any": union}}
    assert not faults(tmp_path, Any=union, Model=model, **kinds)


def test_fields_named_as_attributes_of_every_class_import(tmp_path: Path) -> None:
    bases = (type, ABCMeta, BaseModel, BaseModel.__class__, object, Enum)
    names = sorted({name for base in bases for name in dir(base)})
    properties = {name: {"type": "string"} for name in names}
    model = {"type": "object", "required": names[::2], "properties": properties}
    assert not faults(tmp_path, Model=model, Other={"allOf": [ref("Model"), {"required": names}]})


def test_modules_named_as_builtins_import(tmp_path: Path) -> None:
    names = ["list", "dict", "int", "float", "bool", "str", "object", "tuple", "class", "import"]
    types = [{"type": name} for name in ("string", "integer", "number", "boolean", "array")]
    properties = {f"field{number}": type for number, type in enumerate(types)}
    model = {"type": "object", "properties": {**properties, **{name: ref(name) for name in names}}}
    pair = {"type": "array", "prefixItems": types[:2], "items": False}
    part = {"type": "object", "properties": {"pair": pair, "map": {"additionalProperties": pair}}}
    assert not faults(tmp_path, ALL_TARGETS, Model=model, **dict.fromkeys(names, part))


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A document whose definition has objects without a name in a property, item and union."""
    box = {"type": "object", "properties": {"lid": {"type": "object", "properties": {"red": {}}}}}
    schemas = {
        "Part": {"type": "object", "properties": {"id": {}}},
        "Door": {"allOf": [ref("Part"), {"properties": {"width": {}}}], "properties": {"box": box}},
        "Gate": {"properties": {"parts": {"items": {"anyOf": [box, ref("Part")]}}}},
    }
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"$schema": DIALECT, "$defs": schemas}), encoding="utf-8")
    return path


def test_objects_without_a_name_are_reachable(nested: Path) -> None:
    box = {"lid": [{"red": []}]}
    assert reachable_properties(nested) == {
        "Part": {"id": []},
        "Door": {"id": [], "width": [], "box": [box]},
        "Gate": {"parts": [box]},
    }
    assert imports_everything.check_input(nested, ALL_TARGETS) == (len(ALL_TARGETS), [])


def test_missing_fields_are_faults(nested: Path) -> None:
    properties = reachable_properties(nested)
    classes = {
        "m.Door": {"box": ["m.Box"], "id": []},
        "m.Box": {"lid": []},
        "m.Gate": {"parts": []},
    }
    names = {"Door": ["m.Door"], "Box": ["m.Box"], "Gate": ["m.Gate"], "Part": []}
    assert missing_fields(properties, names, classes) == [
        "Part is no class",
        "Door lacks width",
        "Door.box.lid has no class",
        "Gate.parts has no class",
    ]
