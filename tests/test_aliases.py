"""Test that models of pages without wire names accept every case."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import alias_generators

import docmodels
from docmodels.alias_generators import case_variants, to_camel, to_pascal, to_snake
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.pydantic import runtime

PAGE = """# Booking

## Properties
Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**GuestName** | **string** |  | [default to null]
**RoomNo** | **int32** | {doc} | [default to null]
**Id** | **string** |  | [optional] [default to null]

[[Back to Model list]](../README.md#documentation-for-models)
"""


def import_model(tmp_path: Path, doc: str, target: str = "pydantic") -> type:
    """Return the imported model of the page."""
    (tmp_path / "Booking.md").write_text(PAGE.format(doc=doc), "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]), target=target)
    module = types.ModuleType("booking_models")
    sys.modules["booking_models"] = module
    exec(file.text, module.__dict__)
    model: type = module.Booking
    return model


SNAKE = {"guest_name": "Ada", "room_no": 7, "id": "b-1"}
CAMEL = {"guestName": "Ada", "roomNo": 7, "id": "b-1"}
PASCAL = {"GuestName": "Ada", "RoomNo": 7, "Id": "b-1"}


CAPITALS = {"guestName": "Ada", "roomNo": 7, "hubURL": "u", "siteID": "s"}
HYPHENS = {"guest-name": "Ada", "room-no": 7, "hub-url": "u", "site-id": "s"}


@pytest.mark.parametrize("given", [CAPITALS, HYPHENS])
@pytest.mark.parametrize("target", ["pydantic", "dataclass"])
def test_acronyms_in_capitals_and_hyphens_are_accepted(
    tmp_path: Path, given: dict[str, object], target: str
) -> None:
    rows = (
        "**hub_url** | **str** |  | \n**site_id** | **str** |  | \n**guest_name** | **str** |  | \n"
    )
    page = PAGE.format(doc="").replace("**Id** |", f"{rows}**id** |").replace("GuestName", "guest")
    (tmp_path / "Booking.md").write_text(page.replace("RoomNo", "room_no"), "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]), target=target)
    module = types.ModuleType("acronym_models")
    sys.modules["acronym_models"] = module
    exec(file.text, module.__dict__)
    payload = {**given, "guest": "Bo"}
    if target == "pydantic":
        instance = module.Booking.model_validate(payload)
    else:
        instance = module.Booking.from_dict(payload)
    assert (instance.hub_url, instance.site_id, instance.guest_name) == ("u", "s", "Ada")


@pytest.mark.parametrize(
    ("printed", "wire"),
    [
        ("person_id", "PersonID"),
        ("sent_utc", "sentUTC"),
        ("sent_utc", "SentUTC"),
        ("call_uuid", "callUUID"),
        ("site_urls", "siteURLs"),
        ("callUUID", "CallUUID"),
        ("creator_id", "_creator_id"),
        ("creator_id", "_creatorId"),
        ("CreatorId", "_creatorId"),
        ("total_count", "TOTAL_COUNT"),
    ],
)
@pytest.mark.parametrize("target", ["pydantic", "dataclass"])
def test_names_that_generators_print_alike_are_accepted(
    tmp_path: Path, printed: str, wire: str, target: str
) -> None:
    page = PAGE.format(doc="").replace("GuestName", printed)
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]), target=target)
    module = types.ModuleType("alike_models")
    sys.modules["alike_models"] = module
    exec(file.text, module.__dict__)
    read = module.Booking.model_validate if target == "pydantic" else module.Booking.from_dict
    instance = read({wire: "a", "roomNo": 1})
    assert getattr(instance, snake(printed)) == "a"


def test_exact_name_precedes_one_after_an_underscore(tmp_path: Path) -> None:
    page = PAGE.format(doc="").replace("RoomNo", "room_no").replace("GuestName", "guest_name")
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    for target in ("pydantic", "dataclass"):
        (file,) = docmodels.render(docmodels.load([tmp_path]), target=target)
        module = types.ModuleType("exact_models")
        sys.modules["exact_models"] = module
        exec(file.text, module.__dict__)
        read = module.Booking.model_validate if target == "pydantic" else module.Booking.from_dict
        payload = {"_guest_name": "no", "guest_name": "Ada", "room_no": 1}
        assert read(payload).guest_name == "Ada"


@pytest.mark.parametrize("wire", ["from", "From", "_from"])
def test_words_that_are_keywords_are_accepted_in_every_case(tmp_path: Path, wire: str) -> None:
    page = PAGE.format(doc="").replace("Id", "from").replace("GuestName", "guest_name")
    page = page.replace("RoomNo", "room_no").replace("string", "str").replace("int32", "int")
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]))
    module = types.ModuleType("keyword_models")
    sys.modules["keyword_models"] = module
    exec(file.text, module.__dict__)
    model = module.Booking.model_validate({"guest_name": "a", "room_no": 1, wire: "b"})
    assert model.from_ == "b"
    assert model.model_dump(exclude_unset=True)["from"] == "b"


@given(
    st.lists(st.sampled_from(["hub", "id", "url", "ids", "utc", "2", "ip"]), min_size=2, max_size=4)
)
def test_alias_generator_of_the_runtime_gives_the_variants_of_the_plan(parts: list[str]) -> None:
    name = "_".join(["x", *parts])
    choices = runtime.any_case(name).choices
    assert set(choices) == {
        name,
        *case_variants(name),
    }  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_every_case_is_accepted_and_snake_case_written(
    tmp_path: Path, given: dict[str, object]
) -> None:
    model = import_model(tmp_path, "")
    assert model.model_validate(given).model_dump(by_alias=True) == SNAKE  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["line_1_text", "line1_text", "line1Text", "Line1Text"])
def test_underscore_before_a_digit_is_an_alternate_name(tmp_path: Path, name: str) -> None:
    page = PAGE.format(doc="").replace("GuestName", "Line1Text")
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]))
    module = types.ModuleType("numbered_models")
    sys.modules["numbered_models"] = module
    exec(file.text, module.__dict__)
    instance = module.Booking.model_validate({name: "a", "room_no": 1})
    assert instance.line1_text == "a"


@pytest.mark.parametrize("name", ["hub_id", "hubId", "HubId", "HubID", "hubID"])
def test_each_spelling_of_an_acronym_is_accepted(tmp_path: Path, name: str) -> None:
    page = PAGE.format(doc="").replace("GuestName", "HubID")
    (tmp_path / "Booking.md").write_text(page, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]))
    assert file.text.count("AliasGenerator(") == 1
    module = types.ModuleType("acronym_models")
    sys.modules["acronym_models"] = module
    exec(file.text, module.__dict__)
    instance = module.Booking.model_validate({name: "a", "roomNo": 1})
    assert instance.hub_id == "a" and instance.room_no == 1


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_the_case_of_descriptions_is_written(tmp_path: Path, given: dict[str, object]) -> None:
    model = import_model(tmp_path, "Goes with `guestName`")
    assert model.model_validate(given).model_dump(by_alias=True) == CAMEL  # type: ignore[attr-defined]


def test_models_are_populated_by_attribute_name(tmp_path: Path) -> None:
    model = import_model(tmp_path, "Goes with `guestName`")
    assert model(guest_name="Ada", room_no=7).guest_name == "Ada"  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", [SNAKE, CAMEL, PASCAL])
def test_dataclasses_accept_every_case(tmp_path: Path, given: dict[str, object]) -> None:
    model = import_model(tmp_path, "", "dataclass")
    assert model.from_dict(given).to_dict() == SNAKE  # type: ignore[attr-defined]


NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,12}", fullmatch=True)


@given(NAMES)
def test_case_conversions_are_those_of_pydantic(name: str) -> None:
    assert to_camel(name) == alias_generators.to_camel(name)
    assert to_pascal(name) == alias_generators.to_pascal(name)
    assert to_snake(name) == alias_generators.to_snake(name)


def test_generating_does_not_import_pydantic(tmp_path: Path) -> None:
    """Models of each target of our own are written where pydantic is not installed."""
    (tmp_path / "Booking.md").write_text(PAGE.format(doc="The room"), "utf-8")
    program = (
        "import sys; sys.modules['pydantic'] = None\n"
        "import docmodels; api = docmodels.load(sys.argv[1])\n"
        "for target in 'pydantic', 'dataclass':\n"
        "    for validation in 'natural', 'strict', 'exact':\n"
        "        assert docmodels.render(api, target=target, validation=validation)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    subprocess.run(
        command,
        check=True,
        timeout=1800,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


LOCKS = """
openapi: 3.1.0
components:
  schemas:
    Lock:
      type: object
      required: [highWater]
      properties:
        highWater: {type: number}
        gateCount: {type: integer}
        boatsPerDay: {type: integer}
        lastRepair: {type: string}
        ownerName: {type: string}
        keeper_name: {type: string}
        class: {type: string}
        tankURL: {type: string}
"""


def import_locks(tmp_path: Path, names: str = LOCKS, **options: str) -> types.ModuleType:
    (tmp_path / "api.yaml").write_text(names, "utf-8")
    (file,) = docmodels.render(docmodels.load([tmp_path]), **options)  # type: ignore[arg-type]
    module = types.ModuleType("lock_models")
    sys.modules["lock_models"] = module
    exec(file.text, module.__dict__)
    return module


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
def test_names_in_camel_case_need_no_aliases(tmp_path: Path, validation: str) -> None:
    module = import_locks(tmp_path, validation=validation)
    assert module.GeneratedModel.model_config["alias_generator"] is alias_generators.to_camel
    wire = {
        "highWater": 2.5,
        "gateCount": 4,
        "boatsPerDay": 30,
        "lastRepair": "May",
        "ownerName": "Bo",
        "keeper_name": "Ada",
        "class": "sea",
        "tankURL": "u",
    }
    lock = module.Lock.model_validate(wire)
    assert (lock.high_water, lock.gate_count, lock.class_, lock.tank_url) == (2.5, 4, "sea", "u")
    assert lock.model_dump(mode="json") == wire
    assert [*module.Lock.model_json_schema()["properties"]] == [*wire]


def test_names_in_pascal_case_need_no_aliases(tmp_path: Path) -> None:
    wire = {"HighWater": 2.5, "GateCount": 4, "BoatsPerDay": 30, "tankURL": "u"}
    names = re.sub("(highWater|gateCount|boatsPerDay|lastRepair|ownerName)", _capitalize, LOCKS)
    module = import_locks(tmp_path, names)
    assert module.GeneratedModel.model_config["alias_generator"] is alias_generators.to_pascal
    lock = module.Lock.model_validate(wire)
    assert (lock.high_water, lock.tank_url, lock.model_dump(mode="json")) == (2.5, "u", wire)


def _capitalize(match: re.Match[str]) -> str:
    return match[0][0].upper() + match[0][1:]


def test_few_or_other_names_have_aliases_of_their_own(tmp_path: Path) -> None:
    few = LOCKS.replace("highWater", "high").replace("gateCount", "gates")
    few = few.replace("boatsPerDay", "boats").replace("lastRepair", "repair")
    others = few.replace("ownerName", "owner_name").replace("boats", "boats_per_day")
    for names in (few, others):
        module = import_locks(tmp_path, names)
        assert "alias_generator" not in module.GeneratedModel.model_config


@given(st.from_regex("[a-z]{1,3}[0-9]?(_[a-z]{1,3}[0-9]?){0,2}", fullmatch=True))
def test_every_pydantic_gives_words_the_same_camel_case(name: str) -> None:
    first, *words = name.split("_")
    expected = first + "".join(word.capitalize() for word in words)
    assert to_camel(name) == alias_generators.to_camel(name) == expected
    pascal = "".join(word.capitalize() for word in name.split("_"))
    assert to_pascal(name) == alias_generators.to_pascal(name) == pascal
