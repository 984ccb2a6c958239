"""Test that documents whose definitions share their parts give outputs of a bounded size.

Each definition of a document is made of the next two: so there are exponentially many ways through
the document. The output of each target has at most a quadratic size, and the models accept what the
schema accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels import Note
from docmodels.ir import Json
from rendered import import_rendered, load_schemas

Schema = dict[str, Json]
TARGETS = (
    {"target": "pydantic"},
    {"target": "pydantic", "validation": "strict"},
    {"target": "pydantic", "validation": "exact"},
    {"target": "dataclass"},
    {"target": "msgspec"},
    {"target": "typeddict"},
)
MOST = 3_000
"""Characters of output for each pair of definitions, the helpers of a module aside."""
COMBINATIONS: dict[str, Callable[[Schema, Schema], Schema]] = {
    "allOf": lambda first, second: {"allOf": [first, second]},
    "oneOf": lambda first, second: {"oneOf": [first, second]},
    "anyOf": lambda first, second: {"anyOf": [first, second]},
    "not": lambda first, second: {"not": {"anyOf": [first, second]}},
    "properties": lambda first, second: {
        "type": "object",
        "properties": {"a": first, "b": second},
    },
    "items": lambda first, second: {"type": "array", "prefixItems": [first], "items": second},
    "$ref": lambda first, second: {**first, "properties": {"z": second}},
    "if": lambda first, second: {"if": {"required": ["q"]}, "then": first, "else": second},
    "additionalProperties": lambda first, second: {
        "type": "object",
        "additionalProperties": first,
        "patternProperties": {"^b": second},
    },
    "dependentSchemas": lambda first, second: {"dependentSchemas": {"a": first, "b": second}},
}
PAIRS = [*product(["allOf", "$ref"], ["oneOf", "anyOf", "items"]), ("oneOf", "allOf")]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def leaf(number: int) -> Schema:
    """Return an object with one property."""
    return {"type": "object", "properties": {f"own_{number}": {"type": "string"}}}


def shared(outer: str, inner: str, levels: int) -> Schema:
    """Return definitions each of which combines the next two in two ways."""
    schemas: Schema = {f"Level{levels}": leaf(0), f"Level{levels + 1}": leaf(1)}
    for n in range(levels):
        first, second = ({"$ref": f"#/components/schemas/Level{n + i}"} for i in (1, 2))
        nested = COMBINATIONS[inner](first, second)
        schemas[f"Level{n}"] = COMBINATIONS[outer](nested, nested)
    return schemas


def alternating(outer: str, inner: str, levels: int) -> Schema:
    """Return definitions that combine the next two in one way or the other."""
    schemas: Schema = {f"Level{levels}": leaf(0), f"Level{levels + 1}": leaf(1)}
    for n in range(levels):
        first, second = ({"$ref": f"#/components/schemas/Level{n + i}"} for i in (1, 2))
        schemas[f"Level{n}"] = COMBINATIONS[inner if n % 2 else outer](first, second)
    return schemas


@pytest.mark.parametrize("shape", [shared, alternating])
@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_shared_definitions_give_an_output_of_quadratic_size(
    shape: Callable[[str, str, int], Schema], outer: str, inner: str
) -> None:
    levels = 14
    try:
        api = load_schemas(shape(outer, inner, levels))
    except docmodels.DocmodelsError as error:
        assert error.note.origin, error
        return
    for options in TARGETS:
        size = sum(len(file.text) for file in docmodels.render(api, **options))
        assert size < 20_000 + MOST * levels**2, options


VALUES: tuple[Json, ...] = (
    {},
    {"own_0": "x"},
    {"own_1": "x"},
    {"own_0": "x", "own_1": "y", "q": 1},
    {"own_0": 1},
    {"a": {}, "b": {"own_0": "x"}},
    {"z": {"own_1": "x"}},
    [],
    [{"own_0": "x"}],
    "text",
    1,
    None,
)


@pytest.mark.parametrize("levels", [3, 8])
@pytest.mark.parametrize(
    ("outer", "inner"),
    [*product(("allOf", "oneOf", "anyOf"), repeat=2), ("$ref", "oneOf"), ("items", "allOf")],
)
def test_models_of_shared_definitions_accept_what_their_schemas_accept(
    outer: str, inner: str, levels: int
) -> None:
    schemas = alternating(outer, inner, levels)
    api = load_schemas(schemas)
    models = [import_rendered(api, **options) for options in TARGETS[:3]]
    structs = import_rendered(api, target="msgspec")
    for name in ("Level0", "Level1", "Level2"):
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        validator = Draft202012Validator(schema)
        for value in VALUES:
            text = msgspec.json.encode(value)
            accepting = [accepts(getattr(module, name), text) for module in models]
            is_valid = validator.is_valid(value)
            assert accepting[2] is is_valid, (name, value)
            if is_valid:
                assert all(accepting), (name, value)
                read_struct(structs, name, text)


def read_struct(module: ModuleType, name: str, text: bytes) -> None:
    """Read a JSON value with a type of a msgspec module; raise `ValidationError` if it does not fit."""
    decoding_hook = getattr(module, "dec_hook", None)
    msgspec.json.decode(text, type=getattr(module, name), dec_hook=decoding_hook)


def accepts(type: object, text: bytes) -> bool:
    """Whether a type of a pydantic module accepts a JSON value."""
    try:
        TypeAdapter(type).validate_json(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("options", TARGETS)
def test_long_chains_of_unions_are_written(options: dict[str, str]) -> None:
    def ref(number: int) -> Schema:
        return {"$ref": f"#/components/schemas/Union{number}"}

    schemas: Schema = {"Union0": {"type": ["string", "integer"]}}
    for n in range(1, 400):
        others = {"type": "null"} if n % 2 else {"type": "array", "items": ref(n - 1)}
        schemas[f"Union{n}"] = {"anyOf": [ref(n - 1), others]}
    (file,) = docmodels.render(load_schemas(schemas), **options)
    assert "Union399" in file.text


def test_long_documents_of_shared_unions_are_written() -> None:
    api = load_schemas(alternating("allOf", "oneOf", 400))
    (file,) = docmodels.render(api, target="typeddict")
    assert len(file.text) < 200_000


def test_an_all_of_that_is_too_large_is_reported_with_its_place() -> None:
    notes: list[Note] = []
    api = load_schemas(alternating("allOf", "oneOf", 14), notes=notes)
    docmodels.render(api, notes=notes)
    limits = [note for note in notes if note.rule.name == "target-limit"]
    assert "the unions in the allOf of `Level0` combine to too many types" in {
        note.message for note in limits
    }
    assert all(note.origin and note.origin.file == "shop.json" for note in limits)


def test_unions_that_the_document_lists_are_combined() -> None:
    def union(part: str) -> Schema:
        members = [
            {
                "type": "object",
                "required": [f"{part}{n}"],
                "properties": {f"{part}{n}": {"type": "string"}, f"more_{part}{n}": {}},
            }
            for n in range(8)
        ]
        return {"oneOf": members}

    refs = [{"$ref": f"#/components/schemas/{name}"} for name in ("First", "Second")]
    notes: list[Note] = []
    api = load_schemas({"First": union("a"), "Second": union("b"), "Both": {"allOf": refs}}, notes)
    (file,) = docmodels.render(api, notes=notes)
    assert file.text.count("class Both") == 64
    assert not [note for note in notes if note.rule.name == "target-limit"]
