"""Test what `docs/comparison.md` states about docmodels: the column of its own in the second table."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import docmodels
from rendered import import_rendered

PAGE = (Path(__file__).parents[1] / "docs" / "comparison.md").read_text("utf-8")


def block(label: str) -> str:
    """Return the content of the fence with a label."""
    match = re.search(rf"^```\w+ {re.escape(label)}\n(.*?)^```$", PAGE, re.M | re.S)
    assert match
    return match[1]


VALID: list[dict[str, Any]] = json.loads(block("valid"))
INVALID = [
    {key: value for key, value in {**VALID[1], **change}.items() if value != "absent"}
    for change in json.loads(block("invalid"))
]


@pytest.fixture(params=["natural", "strict"])
def validation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def boat(validation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the class of the page."""
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_text(block("api.yaml"))
    return import_rendered(docmodels.load("api.yaml"), validation=validation).Boat


def test_values_are_kept(boat: Any) -> None:
    first, second = (boat.model_validate_json(json.dumps(value)) for value in VALID)
    defaults = {"seats": 4, "launched": "2020-01-02"}
    for value, model in zip(VALID, (first, second), strict=True):
        assert json.loads(model.model_dump_json()) == {**defaults, **value}
    assert type(first.cargo).__name__ == "Crate"
    assert first.launched == date(2020, 1, 2)
    assert second.launched == date(2020, 1, 3)


def test_invalid_values_are_refused(boat: Any, validation: str) -> None:
    accepted = [value for value in INVALID if is_valid(boat, value)]
    assert accepted == ([] if validation == "strict" else [INVALID[-1]])
    assert f"| invalid values refused, of seven | {7 - len(INVALID[-1:])}, with" in PAGE


def is_valid(boat: Any, value: dict[str, Any]) -> bool:
    try:
        boat.model_validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True
