"""Test the types that descriptions show where one type name stands for several types."""

from __future__ import annotations

from pathlib import Path

import pytest

import docmodels
from docmodels.inference.types_from_descriptions import TYPES_FROM_DESCRIPTIONS, DescribedType
from docmodels.ir import BOOLEAN, INTEGER, STRING, Integer, Object, Type, Union
from rendered import import_rendered

INT = Union(members=(INTEGER, BOOLEAN))
ROWS = "\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("open", "Whether cows can pass", BOOLEAN),
        ("open", "Indicates if cows can pass", BOOLEAN),
        ("open", "True if cows can pass", BOOLEAN),
        ("cows", "The number of cows", INTEGER),
        ("gateId", "The ID of the gate", INTEGER),
        ("state", "Whether cows can pass, or how many", None),
        ("open", "How it is", None),
        ("open", "It is known whether cows can pass", None),
        ("open", "Can the cows pass?", BOOLEAN),
        ("open", "Cows pass. The value is true if nobody stops them.", BOOLEAN),
        ("open", "How it begins. Defaults to `false`.", BOOLEAN),
        ("open", "The default is open. True", None),
        ("open", "A true iffy", None),
        ("open", "", None),
    ],
)
def test_text_shows_whether_an_int_is_a_boolean(
    name: str, text: str, expected: Type | None
) -> None:
    assert TYPES_FROM_DESCRIPTIONS.infer(DescribedType(INT, name, text)) == expected
    assert TYPES_FROM_DESCRIPTIONS.infer(DescribedType(INTEGER, name, text)) is None


def test_text_shows_that_a_string_may_be_a_boolean() -> None:
    either = Union(members=(BOOLEAN, STRING))
    order = "A gate; set it to true to open it"
    texts = {"Whether cows can pass": either, order: either, "The number of cows": None}
    assert TYPES_FROM_DESCRIPTIONS.infer(DescribedType(INT, "open", order)) is None
    for text, expected in texts.items():
        described = DescribedType(STRING, "open", text, is_text=True)
        assert TYPES_FROM_DESCRIPTIONS.infer(described) == expected
    assert TYPES_FROM_DESCRIPTIONS.infer(DescribedType(STRING, "open", "Whether it is")) is None


def test_int_of_c_has_the_type_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "gate.md").write_text(
        f"# gate_t{ROWS}**open** | **int** | Whether cows can pass | [optional] \n"
        "**cows** | **int** | The number of cows | [optional] \n"
        "**other** | **int** |  | [optional] \n**tags** | **list_t \\*** |  | [optional] \n"
    )
    type = docmodels.load(tmp_path).definitions[0].type
    assert isinstance(type, Object)
    types = {field.name: field.type for field in type.fields}
    assert types["open"] == BOOLEAN and isinstance(types["cows"], Integer)
    assert isinstance(types["other"], Union)


def test_character_of_r_accepts_booleans_and_strings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Gate.md").write_text(
        "# depot::Gate\n\nA gate\n\n## Properties\nName | Type | Description | Notes\n"
        "------------ | ------------- | ------------- | -------------\n"
        "**open** | **character** | Whether cows can pass | [optional] \n"
        "**label** | **character** | What it says | [optional] [default to &quot;x&quot;]\n"
    )
    model = import_rendered(docmodels.load(tmp_path)).Gate
    for payload in ('{"open":true}', '{"open":"yes"}'):
        assert model.model_validate_json(payload).model_dump_json(exclude_unset=True) == payload
    with pytest.raises(ValueError, match="label"):
        model.model_validate_json('{"label":true}')
