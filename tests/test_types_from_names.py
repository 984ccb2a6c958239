"""Test the types that names of fields show where one type name stands for several types."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.inference.types_from_names import TYPES_FROM_NAMES, NamedType
from docmodels.ir import BOOLEAN, INTEGER, STRING, Integer, Object, Type, Union
from rendered import import_rendered

INT = Union(members=(INTEGER, BOOLEAN))
ROWS = "\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("isOpen", BOOLEAN),
        ("has_latch", BOOLEAN),
        ("gateLocked", BOOLEAN),
        ("visible", BOOLEAN),
        ("gateMandatory", BOOLEAN),
        ("cow_count", INTEGER),
        ("maxCows", INTEGER),
        ("id", INTEGER),
        ("is", None),
        ("max", INTEGER),
        ("hasCowId", None),
        ("gate", None),
        ("history", None),
        ("", None),
    ],
)
def test_name_shows_whether_an_int_is_a_boolean(name: str, expected: Type | None) -> None:
    assert TYPES_FROM_NAMES.infer(NamedType(INT, name)) == expected
    assert TYPES_FROM_NAMES.infer(NamedType(INTEGER, name)) is None


def test_name_shows_that_a_string_may_be_a_boolean() -> None:
    either = Union(members=(BOOLEAN, STRING))
    for name, expected in (("isOpen", either), ("cow_count", None), ("gate", None)):
        assert TYPES_FROM_NAMES.infer(NamedType(STRING, name, is_text=True)) == expected
    assert TYPES_FROM_NAMES.infer(NamedType(STRING, "isOpen")) is None


@given(st.text("isISCount_1 é", max_size=40))
def test_any_name_can_be_read(name: str) -> None:
    assert TYPES_FROM_NAMES.infer(NamedType(INT, name)) in (None, BOOLEAN, INTEGER)


def test_int_of_c_has_the_type_of_its_name_unless_a_text_or_default_shows_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gate.md").write_text(
        f"# gate_t{ROWS}**is_open** | **int** |  | [optional] \n"
        "**cow_count** | **int** |  | [optional] \n"
        "**has_cows** | **int** | The number of cows | [optional] \n"
        "**is_wide** | **int** |  | [optional] [default to 5]\n"
        "**other** | **int** |  | [optional] \n**tags** | **list_t \\*** |  | [optional] \n"
    )
    api = docmodels.load(tmp_path)
    type = api.definitions[0].type
    assert isinstance(type, Object)
    types = {field.name: field.type for field in type.fields}
    assert types["is_open"] == BOOLEAN and isinstance(types["other"], Union)
    assert all(isinstance(types[name], Integer) for name in ("cow_count", "has_cows", "is_wide"))
    model = import_rendered(api).Gate
    payload = '{"is_open":true,"cow_count":3,"other":true}'
    assert model.model_validate_json(payload).model_dump_json(exclude_unset=True) == payload
    with pytest.raises(ValueError, match="is_open"):
        model.model_validate_json('{"is_open":"wide"}')
