"""Test objects that become dictionaries, and aliases that contain themselves inside a union."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from docmodels.ir import Map, Object, scalars
from rendered import import_rendered, load_schemas, read_and_write
from test_all_of import accepts, import_models, object_schema, ref, type_of

REF = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Bag", "Tin", "Nest", "Row")}
INTEGER = {"type": "integer"}
PATTERNS = {
    "Tin": {"type": "object", "required": ["lid"], "properties": {"lid": INTEGER}},
    "Bag": {
        "type": "object",
        "patternProperties": {"^t-": REF["Tin"], "^b-": REF["Bag"]},
        "additionalProperties": INTEGER,
    },
    "Cupboard": {"type": "object", "required": ["bag"], "properties": {"bag": REF["Bag"]}},
}
RECURSIVE = {
    "Nest": {"type": "array", "items": {"anyOf": [REF["Nest"], INTEGER]}},
    "Row": {"type": "object", "additionalProperties": {"anyOf": [REF["Row"], {"type": "null"}]}},
    "Tree": {
        "type": "object",
        "required": ["nest", "row"],
        "properties": {"nest": REF["Nest"], "row": REF["Row"]},
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
@pytest.mark.parametrize(
    ("schemas", "name", "value"),
    [
        (PATTERNS, "Cupboard", {"bag": {"t-1": {"lid": 2}, "b-1": {"n": 3}, "n": 4}}),
        (RECURSIVE, "Tree", {"nest": [1, [2, []]], "row": {"a": None, "b": {"c": None}}}),
    ],
)
def test_values_of_all_properties_are_kept(
    schemas: dict[str, Any], name: str, value: Any, target: str
) -> None:
    module = import_rendered(load_schemas(schemas), target=target)
    assert read_and_write(target, getattr(module, name), value) == value


@pytest.mark.parametrize("target", ["msgspec", "typeddict"])
def test_object_with_patterns_is_a_dictionary_of_the_types_of_its_values(target: str) -> None:
    schemas = {"Bag": {**PATTERNS["Bag"], "patternProperties": {"^t-": {"type": "string"}}}}
    module = import_rendered(load_schemas(schemas), target=target)
    assert module.Bag == dict[str, str | int]


def test_recursive_alias_in_a_union_is_resolved_in_a_typed_dictionary() -> None:
    module = import_rendered(load_schemas(RECURSIVE), target="typeddict")
    (items,) = get_args(get_type_hints(module.Tree)["nest"])
    assert [getattr(item, "__forward_arg__", item) for item in get_args(items)] == ["Nest", int]


@pytest.mark.parametrize("pattern", [".*", ".+", "^.*$", "^.+$", "^(.*)$"])
def test_a_pattern_for_all_names_is_a_dictionary(pattern: str) -> None:
    shelf = {"type": "object", "patternProperties": {pattern: {"type": "integer"}}}
    assert type_of(Shelf=shelf) == Map(values=scalars.INTEGER)
    assert type_of(Shelf={**shelf, "additionalProperties": False}) == Map(values=scalars.INTEGER)
    required = type_of(Shelf={**shelf, "required": ["a"]})
    assert isinstance(required, Object)
    assert (required.fields[0].type, required.additional_properties) == (
        scalars.INTEGER,
        scalars.INTEGER,
    )


@pytest.mark.parametrize(
    "patterns", [{".": {}}, {"^$": {}}, {".*": {}, "^x": {}}, {"a.*": {}}, {"^.*x$": {}}]
)
def test_other_patterns_stay(patterns: dict[str, Any]) -> None:
    shelf = type_of(Shelf={"type": "object", "patternProperties": patterns})
    assert isinstance(shelf, Object) and shelf.pattern_properties.keys() == patterns.keys()


def test_a_pattern_for_all_names_beside_properties_stays() -> None:
    schema = object_schema(a={"type": "string"}) | {"patternProperties": {".*": {"maxLength": 1}}}
    shelf = type_of(Shelf=schema)
    assert isinstance(shelf, Object) and list(shelf.pattern_properties) == [".*"]


def test_a_dictionary_with_limits_keeps_the_type_of_its_values() -> None:
    shelf = {"type": "object", "additionalProperties": {"type": "integer"}}
    schemas = {"Full": {"allOf": [ref("Shelf"), {"minProperties": 1}]}, "Shelf": shelf}
    module = import_models(**schemas)
    assert accepts(module.Full, {"a": 1}) and not accepts(module.Full, {"a": "x"})
