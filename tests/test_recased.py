"""Models of pages that lost the wire's names take them in every case."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

import docmodels

PAGE = """# Booking

## Properties
Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**GuestName** | **string** |  | [default to null]
**RoomNo** | **int32** | {doc} | [default to null]
**Id** | **string** |  | [optional] [default to null]

[[Back to Model list]](../README.md#documentation-for-models)
"""


def booking(tmp_path: Path, doc: str, target: str = "pydantic") -> type:
    """The model of the page, imported."""
    (tmp_path / "Booking.md").write_text(PAGE.format(doc=doc), "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]), target=target)
    module = types.ModuleType("booking_models")
    sys.modules["booking_models"] = module
    exec(file.text, module.__dict__)
    made: type = module.Booking
    return made


SNAKE = {"guest_name": "Ada", "room_no": 7, "id": "b-1"}
CAMEL = {"guestName": "Ada", "roomNo": 7, "id": "b-1"}
PASCAL = {"GuestName": "Ada", "RoomNo": 7, "Id": "b-1"}


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_every_case_is_taken_and_the_likely_one_written(
    tmp_path: Path, given: dict[str, object]
) -> None:
    model = booking(tmp_path, "")
    assert model.model_validate(given).model_dump(by_alias=True) == SNAKE  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["line_1_text", "line1_text", "line1Text", "Line1Text"])
def test_camel_case_hides_an_underscore_before_a_number(tmp_path: Path, name: str) -> None:
    page = PAGE.format(doc="").replace("GuestName", "Line1Text")
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]))
    module = types.ModuleType("numbered_models")
    sys.modules["numbered_models"] = module
    exec(file.text, module.__dict__)
    found = module.Booking.model_validate({name: "a", "room_no": 1})
    assert found.line1_text == "a"


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_the_case_that_texts_show_is_written(tmp_path: Path, given: dict[str, object]) -> None:
    model = booking(tmp_path, "Goes with `guestName`")
    assert model.model_validate(given).model_dump(by_alias=True) == CAMEL  # type: ignore[attr-defined]


def test_models_are_made_by_the_names_of_their_attributes(tmp_path: Path) -> None:
    model = booking(tmp_path, "Goes with `guestName`")
    assert model(guest_name="Ada", room_no=7).guest_name == "Ada"  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_dataclasses_take_every_case_too(tmp_path: Path, given: dict[str, object]) -> None:
    model = booking(tmp_path, "", "dataclass")
    assert model.from_dict(given).to_dict() == SNAKE  # type: ignore[attr-defined]
