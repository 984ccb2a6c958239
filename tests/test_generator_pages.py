"""Compare pages that real generators wrote from our specification with that specification.

`pages/make.py` creates `pages/<generator>/<version>/` from `pages/spec.yaml`. A page may lose
facts; the models must not add fields, require optional fields or reject valid payloads.
"""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.ir import STRING, UNKNOWN, Definition, Enum, Field, Object, Type
from fidelity_small import PAGES, load_pages, runs, specification

RUNS = runs()

TOOL = {
    "tool_id": "4f9ed6ee-4c58-4c92-8e2b-1a4a6a1f2b11",
    "name": "big drill",
    "condition": "in-repair",
    "tags": ["loud"],
}
PAYLOADS: list[tuple[str, dict[str, Any]]] = [
    ("Tool", TOOL),
    (
        "Tool",
        TOOL
        | {
            "inventory_no": 7,
            "voltage": "12V",
            "weight_kg": 2.5,
            "price": 3,
            "count": 2,
            "lendable": False,
            "bought_on": "2024-05-06",
            "last_check": "2024-05-06T07:08:09Z",
            "maker": {"name": "Ada", "founded": 1900},
            "parts": [{"part_no": "p-1", "wear": 0.5}],
            "spares": {"belt": 2},
            "grid": [[1, 2.5], []],
            "notes": {"any": ["thing"]},
        },
    ),
    ("Maker", {"name": "Ada"}),
    ("Part", {"part_no": "p-1"}),
    ("Booking", {"from": "2024-05-06T07:08:09Z", "hours": 2, "level": 3, "remind": ["sms"]}),
    ("Subject", {"kind": "bench", "bench_no": 4}),
    ("Subject", {"kind": "tool", "tool_id": "t-1"}),
    ("Notice", {"name": "Ada"}),
    ("Notice", {"part_no": "p-1"}),
    ("PowerTool", {"name": "Ada", "watts": 900}),
    ("Labels", {"color": "red", "other": "blue"}),
    ("Problem", {"code": 409, "detail": "taken"}),
]


def normalize_model_name(name: str) -> str:
    """Return a name without case, punctuation and the prefixes and suffixes of generators."""
    return re.sub(r"^(oai|org.*model)|[\W_]|t$", "", name.lower()) if name else ""


def matched_definitions(run: str) -> Iterator[tuple[Definition, Definition]]:
    """Yield each definition of the specification with the one from the pages."""
    recovered = {
        normalize_model_name(definition.name): definition
        for definition in load_pages(run).definitions
    }
    for definition in specification().definitions:
        if normalize_model_name(definition.name) in recovered:
            yield definition, recovered[normalize_model_name(definition.name)]


def fields_by_name(type: Type) -> dict[str, Field]:
    """Return the fields by normalized name."""
    if not isinstance(type, Object):
        return {}
    return {re.sub(r"[\W_]", "", field.name.lower()): field for field in type.fields}


@pytest.mark.parametrize("run", RUNS)
def test_every_page_yields_a_definition(run: str) -> None:
    pages = {normalize_model_name(path.stem) for path in (PAGES / run).glob("*.md")}
    names = {normalize_model_name(definition.name) for definition in load_pages(run).definitions}
    expected = {normalize_model_name(definition.name) for definition in specification().definitions}
    assert expected & pages <= names


@pytest.mark.parametrize("run", RUNS)
def test_fields_equal_those_of_the_specification(run: str) -> None:
    for expected, recovered in matched_definitions(run):
        if (
            isinstance(recovered.type, Object)
            and recovered.name.endswith("Tool")
            and expected.name == "Tool"
        ):
            missing = fields_by_name(expected.type).keys() - fields_by_name(recovered.type).keys()
            assert missing <= {"class"}, missing
            assert not fields_by_name(recovered.type).keys() - fields_by_name(expected.type).keys()


@pytest.mark.parametrize("run", RUNS)
def test_optional_fields_are_not_required(run: str) -> None:
    for expected, recovered in matched_definitions(run):
        expected_fields = fields_by_name(expected.type)
        for name, field in fields_by_name(recovered.type).items():
            if name in expected_fields:
                assert expected_fields[name].required or not field.required, (expected.name, name)


@pytest.mark.parametrize("run", RUNS)
def test_closed_enums_are_complete(run: str) -> None:
    definitions = {
        normalize_model_name(definition.name): definition
        for definition in load_pages(run).definitions
    }
    condition = definitions[normalize_model_name("Condition")].type
    (text,) = (
        path.read_text("utf-8")
        for path in (PAGES / run).glob("*.md")
        if "condition" in path.stem.lower()
    )
    values = {"as_new", "worn", "in-repair"}
    if all(value in text for value in values):
        assert isinstance(condition, Enum)
        assert {member.value for member in condition.members} == values
    else:
        assert condition in (UNKNOWN, STRING)


@cache
def import_models(run: str) -> types.ModuleType:
    """Return the imported pydantic module of one generator version."""
    (file,) = docmodels.render(load_pages(run))
    module = types.ModuleType(f"models_{re.sub(r'[^a-z0-9]', '_', run)}")
    sys.modules[module.__name__] = module
    exec(compile(file.text, str(file.path), "exec"), module.__dict__)
    return module


UNSUPPORTED = {
    "php-symfony/7.26.0": {"Tool", "Booking"},  # prints no containers: `**grid** | **float**`
    "rust/4.3.1": {"Subject"},  # prints the tag in the union and in no variant
}
"""Models that reject a payload because the pages of the generator omit something."""


@pytest.mark.parametrize("run", RUNS)
def test_models_accept_payloads(run: str) -> None:
    module = import_models(run)
    classes = {
        normalize_model_name(name): name for name in vars(module) if not name.startswith("_")
    }
    refused: set[str] = set()
    for name, payload in PAYLOADS:
        if normalize_model_name(name) not in classes:
            continue
        try:
            TypeAdapter(getattr(module, classes[normalize_model_name(name)])).validate_python(
                payload
            )
        except ValueError:
            refused.add(name)
    assert refused == UNSUPPORTED.get(run, set())


DEFAULTS = {"price": 2.5, "count": 1, "lendable": True, "shelf": "A-1"}
"""The defaults of `Tool`: an instance has the values, so they are written."""


def prints_wire_names(run: str) -> bool:
    """Whether no name of a field on the pages is inferred."""
    fields = [f for d in load_pages(run).definitions for f in getattr(d.type, "fields", ())]
    return not any(field.alternate_names for field in fields)


def without_case(value: Any) -> Any:
    """Return a JSON value with the names of properties in one spelling."""
    if isinstance(value, list):
        return [without_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"[\W_]", "", name.lower()): without_case(v) for name, v in value.items()}


@pytest.mark.parametrize("run", RUNS)
def test_models_write_payloads_back_without_arguments(run: str) -> None:
    module = import_models(run)
    classes = {normalize_model_name(name): name for name in vars(module)}
    documented = [pair for pair in PAYLOADS if normalize_model_name(pair[0]) in classes]
    for name, payload in documented:
        adapter: TypeAdapter[Any] = TypeAdapter(
            getattr(module, classes[normalize_model_name(name)])
        )
        if name in UNSUPPORTED.get(run, set()):
            continue
        written = json.loads(adapter.dump_json(adapter.validate_json(json.dumps(payload))))
        if not prints_wire_names(run):
            written, payload = without_case(written), without_case(payload)
        added = {key: value for key, value in written.items() if key not in payload}
        assert {key: value for key, value in written.items() if key in payload} == payload
        assert added.items() <= DEFAULTS.items()


def test_python_pages_cause_no_notes() -> None:
    notes: list[Note] = []
    docmodels.load([PAGES / "python/6.6.0"], notes=notes)
    assert notes == []


def test_objects_become_pydantic_models() -> None:
    assert issubclass(import_models("python/7.26.0").Tool, BaseModel)
