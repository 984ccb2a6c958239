"""Test `docs/generated-code.md`: the code is importable, and each JSON value is read and written.

`test_cases.py` compares the code itself. A fence `json Name` is a value of the class `Name`. Each
module that the page shows reads it and writes it unchanged, and so does `--validation exact`.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NotRequired, get_origin, get_type_hints, is_typeddict

import msgspec
import pytest
from pydantic import TypeAdapter

from test_cases import FENCE, PAGE, Case, Outcome, cases, has_expectation, write_inputs

ALL_TARGETS = {"", "dataclass", "msgspec", "typeddict"}
VALIDATIONS = ("", "exact")
PYDANTIC_ONLY = {
    "The module",
    "Three validations",
    "A base class of your own",
    "Formats of your own",
    "Descriptions in the JSON Schema",
}
"""Headings about what only pydantic models have."""

CASES = list(filter(has_expectation, cases(PAGE)))


def shown_code(case: Case) -> set[str]:
    """Return the options of the fences with code: targets and validations, "" for the default."""
    return {fence[3] or "" for fence in FENCE.finditer(case.text) if fence[2] == "py"}


def values(case: Case) -> list[tuple[str, Any]]:
    """Return the JSON values of a case, with the name of their class."""
    fences = [fence for fence in FENCE.finditer(case.text) if fence[2] == "json"]
    return [(fence[3], json.loads(fence[4])) for fence in fences]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_construct_is_shown_in_all_targets(case: Case) -> None:
    assert case.title in PYDANTIC_ONLY or shown_code(case) >= ALL_TARGETS


@pytest.mark.parametrize("case", list(filter(values, CASES)), ids=lambda case: case.title)
def test_values_are_read_and_written_unchanged(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    outcome = Outcome(write_inputs(case))
    for option in {*shown_code(case), *VALIDATIONS} - {"module"}:
        module = import_module(f"page_{CASES.index(case)}_{option}", outcome.module_text(option))
        for name, value in values(case):
            assert read_and_write(option, getattr(module, name), value) == value, option


def import_module(name: str, text: str) -> ModuleType:
    """Write a module to the current folder, and import it with warnings as errors."""
    Path(f"{name}.py").write_text(text, "utf-8")
    importlib.invalidate_caches()
    sys.modules.pop(name, None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return importlib.import_module(name)


def read_and_write(option: str, cls: Any, value: Any) -> Any:
    """Read a JSON value and write it as a user does, without arguments."""
    match option:
        case "dataclass" if hasattr(cls, "from_dict"):
            return cls.from_dict(value).to_dict()
        case "msgspec":
            return json.loads(msgspec.json.encode(msgspec.json.decode(json.dumps(value), type=cls)))
        case "typeddict":
            return with_declared_keys(cls, value)
        case "dataclass":  # an alias, which only a field reads
            return value
        case _:
            adapter = TypeAdapter[Any](cls)
            return json.loads(adapter.dump_json(adapter.validate_json(json.dumps(value))))


def with_declared_keys(cls: Any, value: Mapping[str, Any]) -> Any:
    """Return the declared part of an object; fail if a required key is missing."""
    if not is_typeddict(cls):
        return value
    hints = get_type_hints(cls, include_extras=True)
    required = {key for key, hint in hints.items() if get_origin(hint) is not NotRequired}
    assert required <= value.keys()
    return {key: value[key] for key in hints if key in value}
