"""Test unions whose members each require another constant of one property: the discriminator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

import docmodels
from rendered import import_rendered, load_schemas, read_and_write
from test_all_of import EACH_VALIDATION, accepts, api_of, import_models, object_schema, ref

HORN = object_schema("kind blasts", kind={"const": "horn"}, blasts={"type": "integer"})
LAMP = object_schema("kind", kind={"enum": ["lamp", "led"]}, colour={"type": "string"})
FLAG = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "flag"}}}


def has_discriminator(*members: Any, key: str = "anyOf", **schemas: Any) -> bool:
    (file,) = docmodels.render(api_of(Signal={key: list(members)}, **schemas))
    return "discriminator=" in file.text


@EACH_VALIDATION
@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
def test_constants_of_a_required_property_select_the_member(validation: str, key: str) -> None:
    union = {key: [ref("Horn"), ref("Lamp"), ref("Flag")]}
    kind = import_models(validation, Signal=union, Horn=HORN, Lamp=LAMP, Flag=FLAG).Signal
    assert accepts(kind, {"kind": "horn", "blasts": 2})
    assert accepts(kind, {"kind": "led"})
    assert accepts(kind, {"kind": "flag", "more": 1})
    assert not accepts(kind, {"kind": "horn"})
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_json('{"kind": "drum"}')
    assert [cause["type"] for cause in error.value.errors()] == ["union_tag_invalid"]


@pytest.mark.parametrize(
    "other",
    [
        object_schema("", kind={"const": "lamp"}),
        object_schema("kind", kind={"enum": ["lamp", "horn"]}),
        object_schema("kind", kind={"type": "string"}),
        object_schema("kind", kind={"const": 1}),
        object_schema("sort", sort={"const": "lamp"}),
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
    ],
)
def test_other_members_are_no_reason_for_a_discriminator(other: dict[str, Any]) -> None:
    assert has_discriminator(HORN, LAMP)
    assert not has_discriminator(HORN, other)


def test_the_first_property_that_distinguishes_all_members_counts() -> None:
    one = object_schema("api kind", api={"const": "v1"}, kind={"const": "horn"})
    other = object_schema("api kind", api={"const": "v1"}, kind={"const": "lamp"})
    (file,) = docmodels.render(api_of(Signal={"anyOf": [one, other]}))
    assert 'Field(discriminator="kind")' in file.text


def test_null_beside_the_members_stays() -> None:
    union = {"anyOf": [ref("Horn"), {"type": "null"}, ref("Flag")]}
    kind = import_models(Signal=union, Horn=HORN, Flag=FLAG).Signal
    assert accepts(kind, None)
    assert accepts(kind, {"kind": "flag"})


def test_pages_do_not_prove_that_a_constant_is_required() -> None:
    members = [ref("Horn"), ref("Flag")]
    api = api_of(Signal={"anyOf": members}, Horn=HORN, Flag=FLAG)
    pages = tuple(replace(d, source="documentation") for d in api.definitions)
    (file,) = docmodels.render(replace(api, definitions=pages))
    assert "discriminator=" not in file.text


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_each_target_reads_the_member_of_the_constant(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    api = load_schemas({"Post": object_schema("s", s={"oneOf": [HORN, FLAG]})})
    module = import_rendered(api, target=target)
    value = {"s": {"kind": "flag"}}
    assert read_and_write(target, module.Post, value) == value
