"""Test that derived files are up to date, and that sample modules import and round-trip JSON."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import jsonschema
import pytest

import docmodels
from derived import OUTPUT, PACKAGES, ROOT, SAMPLES, TARGETS, outdated_files
from docmodels import ir

CASES = sorted(path.name for path in SAMPLES.iterdir())
PAYLOADS: dict[str, tuple[str, dict[str, Any]]] = {
    "tasks": (
        "Task",
        {
            "id": "0b0e3c6e-5a7f-4f5b-8d51-8a3f5c1f7f10",
            "title": "Water the plants",
            "status": "in_progress",
            "priority": 1,
            "assignee": {"name": "Ada", "away": True},
            "labels": ["home"],
            "steps": [{"text": "Fill the can", "done": True}],
            "due_date": "2026-05-01",
            "created_at": "2026-04-01T09:00:00Z",
            "extra": {"colour": [1, None]},
        },
    ),
    "liblab-csharp": (
        "FetchJobResult",
        {
            "id": "j1",
            "info": {"address": "/jobs", "kind": "data-file", "verb": "copy"},
            "state": "running",
            "outcome": {"anything": [1]},
            "tags": ["a"],
            "attempts": 2,
            "started_at": "today",
        },
    ),
    "speakeasy-typescript": (
        "Shipment",
        {
            "id": "s",
            "stage": "in-transit",
            "bookedAt": "2026-03-01T08:30:00Z",
            "stops": [{"place": "Oslo", "scannedAt": "2026-03-01T09:30:00Z"}],
            "weightKg": 1.5,
            "labels": {"fragile": "yes"},
        },
    ),
    "typescript-axios": (
        "BatchRun",
        {
            "id": 4,
            "ownerName": "Kim",
            "label": "June",
            "startedAt": "now",
            "phase": "any text",
            "lines": [{"row": 1, "state": "ok"}],
            "failures": 2,
            "arguments": [None],
            "counts": {"new": 3},
            "notify": False,
        },
    ),
    "python-frozendict": (
        "Recording",
        {
            "id": "r",
            "medium": "disc",
            "place": {"hall": "Old", "seats": 20, "echo": 1.5},
            "recordedAt": "2020-01-02T03:04:05Z",
            "releasedOn": "2020-02-03",
            "performers": ["Ada"],
        },
    ),
    "swagger-go": ("ValveState", {"id": "v", "angle": 0.5, "limits": {"top": 2.5}, "readings": []}),
    "openapi": (
        "Loan",
        {
            "id": "0b0e3c6e-5a7f-4f5b-8d51-8a3f5c1f7f10",
            "item": {"kind": "book", "title": "T", "isbn": "9783161484100", "class": "A1"},
            "since": "2026-04-01T09:00:00Z",
            "returned": None,
            "state": "late",
            "remarks": ["torn"],
            "fines": {"late": 0.5},
        },
    ),
    "jsonschema": (
        "Recipe",
        {
            "name": "Pea soup",
            "serves": 4,
            "steps": [{"do": "Boil", "minutes": 9, "then": {"do": "Serve", "minutes": 5}}],
            "level": "fair",
            "version": 2,
            "size": [1.5, 2.5],
            "from": "home",
        },
    ),
}


@pytest.fixture(autouse=True)
def _in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.pinned_black
def test_derived_files_are_up_to_date() -> None:
    assert outdated_files() == [], "run: python tests/derived.py --write"


def test_every_sample_has_a_payload() -> None:
    assert sorted(PAYLOADS) == CASES


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", CASES)
def test_payload_round_trips(case: str, target: str) -> None:
    name, payload = PAYLOADS[case]
    with import_file(ROOT / OUTPUT / case / target / "models.py") as module:
        model = getattr(module, name)
        if target == "pydantic":
            instance = model.model_validate_json(json.dumps(payload))
            assert (
                json.loads(instance.model_dump_json(by_alias=True, exclude_unset=True)) == payload
            )
        else:
            dumped = model.from_dict(payload).to_dict()
            assert {key: dumped[key] for key in payload} == payload


@pytest.mark.parametrize("case", sorted(PACKAGES))
def test_package_models_accept_the_payload(case: str) -> None:
    name, payload = PAYLOADS[case]
    with import_file(
        ROOT / OUTPUT / case / "package" / "__init__.py", case.replace("-", "_")
    ) as package:
        getattr(package, name).model_validate_json(json.dumps(payload))


@pytest.mark.parametrize("path", sorted((ROOT / OUTPUT).rglob("*.py")), ids=str)
def test_samples_are_formatted_with_black(path: Path) -> None:
    text = path.read_text("utf-8")
    mode = black.Mode(line_length=100, target_versions={black.TargetVersion.PY311})
    assert black.format_str(text, mode=mode) == text


@pytest.mark.parametrize("case", CASES)
def test_ir_round_trips(case: str, tmp_path: Path) -> None:
    api = docmodels.load(f"schemas/samples/{case}")
    path = tmp_path / "api.json"
    path.write_text(docmodels.export(api, "ir"), "utf-8")
    assert docmodels.load(path) == api
    schema = json.loads((ROOT / "schemas" / "ir.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema)


@pytest.mark.parametrize("case", CASES)
def test_input_order_does_not_change_models(case: str) -> None:
    files = sorted(str(p) for p in (SAMPLES / case).rglob("*") if p.is_file())
    forward, backward = docmodels.load(files), docmodels.load(files[::-1])
    assert {d.name: d for d in forward.definitions} == {d.name: d for d in backward.definitions}


def test_ir_schema_describes_the_api() -> None:
    schema = ir.schema()
    assert schema["$ref"] == "#/$defs/Api"
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@contextmanager
def import_file(path: Path, name: str = "sample_models") -> Iterator[ModuleType]:
    """Import a file as module `name`; remove the module from `sys.modules` on exit."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        for module_name in [
            module_name for module_name in sys.modules if module_name.split(".")[0] == name
        ]:
            del sys.modules[module_name]
