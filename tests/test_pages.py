"""Pages that real generators wrote from our own specification, read back.

`pages/<generator>/<version>/` was made by `pages/make.py` from `pages/spec.yaml`. What a language
loses it loses; nothing may be invented, demanded or refused that the specification does not.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.ir import Api, Definition, Enum, Field, Object, Type

PAGES = Path(__file__).parent / "pages"
RUNS = sorted(path.relative_to(PAGES).as_posix() for path in PAGES.glob("*/*") if path.is_dir())

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


def fold(name: str) -> str:
    """A name without case, punctuation and the generators' prefixes and suffixes."""
    return re.sub(r"^(oai|org.*model)|[\W_]|t$", "", name.lower()) if name else ""


@cache
def truth() -> Api:
    """The specification itself."""
    return docmodels.load([PAGES / "spec.yaml"])


@cache
def recovered(run: str) -> Api:
    """What the pages of one run say."""
    return docmodels.load([PAGES / run])


def pairs(run: str) -> Iterator[tuple[Definition, Definition]]:
    """Each true definition with the one that was recovered."""
    found = {fold(definition.name): definition for definition in recovered(run).definitions}
    for definition in truth().definitions:
        if fold(definition.name) in found:
            yield definition, found[fold(definition.name)]


def fields(type: Type) -> dict[str, Field]:
    """Fields by their folded name."""
    if not isinstance(type, Object):
        return {}
    return {re.sub(r"[\W_]", "", field.name.lower()): field for field in type.fields}


@pytest.mark.parametrize("run", RUNS)
def test_every_page_gives_its_model(run: str) -> None:
    written = {fold(path.stem) for path in (PAGES / run).glob("*.md")}
    names = {fold(definition.name) for definition in recovered(run).definitions}
    wanted = {fold(definition.name) for definition in truth().definitions}
    assert wanted & written <= names


@pytest.mark.parametrize("run", RUNS)
def test_every_printed_field_is_recovered_and_none_is_invented(run: str) -> None:
    for true, found in pairs(run):
        if isinstance(found.type, Object) and found.name.endswith("Tool") and true.name == "Tool":
            missing = fields(true.type).keys() - fields(found.type).keys()
            assert missing <= {"class"}, missing
            assert not fields(found.type).keys() - fields(true.type).keys()


@pytest.mark.parametrize("run", RUNS)
def test_nothing_is_demanded_that_the_specification_leaves_open(run: str) -> None:
    for true, found in pairs(run):
        wanted = fields(true.type)
        for name, field in fields(found.type).items():
            if name in wanted:
                assert wanted[name].required or not field.required, (true.name, name)


@pytest.mark.parametrize("run", RUNS)
def test_the_values_of_an_enum_are_all_or_open(run: str) -> None:
    found = {fold(definition.name): definition for definition in recovered(run).definitions}
    condition = found[fold("Condition")].type
    if isinstance(condition, Enum):
        assert {member.value for member in condition.members} == {"as_new", "worn", "in-repair"}


@cache
def models(run: str) -> types.ModuleType:
    """The pydantic module of one run, imported."""
    (file,) = docmodels.render(recovered(run))
    module = types.ModuleType(f"models_{re.sub(r'[^a-z0-9]', '_', run)}")
    sys.modules[module.__name__] = module
    exec(compile(file.text, str(file.path), "exec"), module.__dict__)
    return module


LOST = {
    "php-symfony/7.26.0": {"Tool", "Booking"},  # prints no containers: `**grid** | **float**`
    "rust/4.3.1": {"Subject"},  # prints the tag in the union and in no variant
}
"""Models whose payloads are refused, for what the pages of that generator do not print."""


@pytest.mark.parametrize("run", RUNS)
def test_real_payloads_are_accepted(run: str) -> None:
    module = models(run)
    classes = {fold(name): name for name in vars(module) if not name.startswith("_")}
    refused: set[str] = set()
    for name, payload in PAYLOADS:
        if fold(name) not in classes:
            continue
        try:
            TypeAdapter(getattr(module, classes[fold(name)])).validate_python(payload)
        except ValueError:
            refused.add(name)
    assert refused == LOST.get(run, set())


def test_a_run_without_doubt_says_nothing() -> None:
    notes: list[Note] = []
    docmodels.load([PAGES / "python/6.6.0"], notes=notes)
    assert notes == []


def test_models_are_base_models_or_aliases() -> None:
    assert issubclass(models("python/7.26.0").Tool, BaseModel)
