"""Compare pages that generators of documentation wrote from our JSON Schemas with these schemas.

`schema_pages/make.py` creates `schema_pages/<generator>/<version>/` from `schema_pages/schemas`. A page
may lose facts; the models must accept valid payloads, and add nothing.
"""

from __future__ import annotations

import sys
import types
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import SKIPPED_PAGES
from docmodels.ir import Api, Default, Enum, Field, Object, Type

HERE = Path(__file__).parent / "schema_pages"
RUNS = sorted(
    path.relative_to(HERE).as_posix()
    for path in HERE.glob("*/*")
    if path.is_dir() and path.parent.name != "schemas"
)
NEW = [run for run in RUNS if not run.startswith(("jsonschema2md/1.", "jsonschema2md/3."))]
"""The generators that print all facts of our schemas."""
NO_FALSE_DEFAULTS = ("jsonschema2md/4.2.2",)
"""The generators that print no default that is false, 0 or empty."""
OPEN_ROOTS = ("jsonschema2md-python/1.7.0",)
"""The generators that do not print whether a whole schema accepts further properties."""
LOAN = {
    "loan_no": "L-7",
    "items": [{"code": "saw", "kind_of": "thing", "parts": ["blade"]}],
    "state": "out",
    "due": "2024-05-06",
    "reminders": 2,
    "note": None,
    "fee": {"reason": "first loan"},
    "pick_up": {"at": "2024-05-06T07:08:09Z"},
    "tags": ["loud"],
}
VALID = [
    ("Loan", LOAN),
    ("Loan", LOAN | {"fee": 2.5, "state": "lost"}),
    ("Member", {"name": "Ada", "last_loan": LOAN, "counts": {"saw": 2}, "x-note": "keen"}),
    ("Waiver", {}),
]
INVALID = [
    ("Loan", LOAN | {"loan_no": "7"}),
    ("Loan", LOAN | {"items": []}),
    ("Loan", LOAN | {"state": "stolen"}),
    ("Loan", LOAN | {"reminders": 4}),
    ("Loan", LOAN | {"colour": "red"}),
    ("Member", {"mail": "ada@lending.example"}),
]


@cache
def load(run: str) -> Api:
    return docmodels.load(HERE / run)


def fields(api: Api, name: str) -> dict[str, Field]:
    type = api.by_name()[name].type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


@cache
def import_models(run: str) -> types.ModuleType:
    (file,) = docmodels.render(load(run))
    module = types.ModuleType(f"schema_pages_{RUNS.index(run)}")
    sys.modules[module.__name__] = module
    exec(compile(file.text, str(file.path), "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("run", RUNS)
def test_models_accept_valid_payloads(run: str) -> None:
    module = import_models(run)
    for name, payload in VALID:
        adapter: TypeAdapter[Any] = TypeAdapter(getattr(module, name))
        value = adapter.validate_python(payload)
        written = adapter.dump_python(value, mode="json", exclude_unset=True)
        assert written == payload


@pytest.mark.parametrize("run", RUNS)
def test_models_refuse_what_the_pages_exclude(run: str) -> None:
    module = import_models(run)
    for name, payload in INVALID:
        adapter: TypeAdapter[Any] = TypeAdapter(getattr(module, name))
        if run in OPEN_ROOTS and "colour" in payload:
            continue
        with pytest.raises(ValidationError):
            adapter.validate_python(payload)


@pytest.mark.parametrize("run", RUNS)
def test_fields_equal_those_of_the_schemas(run: str) -> None:
    expected_api = docmodels.load(HERE / "schemas")
    for name in ("Loan", "Member", "Waiver", "LoanItem"):
        expected, fields_of_pages = fields(expected_api, name), fields(load(run), name)
        assert fields_of_pages.keys() == expected.keys()
        for key, field in fields_of_pages.items():
            assert field.required == expected[key].required or (
                name == "LoanItem" and not field.required and run not in NEW
            )
            assert _value(field) == _value(expected[key]) or run in NO_FALSE_DEFAULTS
            assert not field.doc or not expected[key].doc or field.doc == expected[key].doc


def _value(field: Field) -> object:
    return field.default.value if isinstance(field.default, Default) else None


@pytest.mark.parametrize("run", NEW)
def test_types_equal_those_of_the_schemas(run: str) -> None:
    expected_api, api = docmodels.load(HERE / "schemas"), load(run)
    for name in ("Loan", "Member", "Waiver", "LoanItem"):
        expected = fields(expected_api, name)
        for key, field in fields(api, name).items():
            if key not in ("items", "state", "pick_up", "fee", "counts"):
                assert field.type == expected[key].type, (name, key)
    assert values(api.by_name()["State"].type) == ["out", "back", "lost"]


def values(type: Type) -> list[object]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members]


@pytest.mark.parametrize("run", RUNS)
def test_only_the_index_is_no_model_page(run: str) -> None:
    notes: list[Note] = []
    docmodels.load(HERE / run, notes=notes)
    skipped = [note for note in notes if note.rule is SKIPPED_PAGES]
    assert notes == skipped
    assert all("1 file of" in note.message and "README.md" in note.message for note in skipped)


@pytest.mark.parametrize("run", RUNS)
def test_named_files_cause_no_warning(run: str) -> None:
    notes: list[Note] = []
    pages = sorted(path for path in (HERE / run).glob("*.md") if path.stem != "README")
    docmodels.load(pages, notes=notes)
    assert not notes
