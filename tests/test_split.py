"""Request and response models: what is split, what follows, and what stays one."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    STRING,
    AllOf,
    Api,
    Array,
    Definition,
    Discriminator,
    Field,
    Map,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.drafts import Direction, Draft
from docmodels.passes import assemble

ID = Field(name="id", type=STRING, required=True, read_only=True)
PIN = Field(name="pin", type=STRING, required=True, write_only=True)
NAME = Field(name="name", type=STRING)


def split(notes: list[Note] | None = None, **types: Type) -> dict[str, Type]:
    """Definitions after splitting."""
    drafts = [Draft(Definition(name=name, type=type), "made-up") for name, type in types.items()]
    api = assemble(drafts, [] if notes is None else notes, split_readonly=True)
    return {made.name: made.type for made in api.definitions}


def fields(type: Type) -> list[str]:
    assert isinstance(type, Object)
    return [field.name for field in type.fields]


def test_each_side_has_its_own_fields() -> None:
    found = split(Pet=Object(fields=(ID, NAME, PIN)))
    assert list(found) == ["Pet", "PetRequest"]
    assert fields(found["Pet"]) == ["id", "name"]
    assert fields(found["PetRequest"]) == ["name", "pin"]


def test_what_does_not_differ_stays_as_it_is() -> None:
    types: dict[str, Type] = {"Pet": Object(fields=(NAME,)), "Pets": Array(items=Ref(name="Pet"))}
    assert split(**types) == types


@pytest.mark.parametrize(
    "type",
    [
        Ref(name="Pet"),
        Array(items=Ref(name="Pet")),
        Map(values=Nullable(type=Ref(name="Pet"))),
        Union(members=(Ref(name="Pet"), STRING)),
        AllOf(members=(Ref(name="Pet"), Object())),
        Object(bases=("Pet",)),
        Object(fields=(Field(name="pet", type=Ref(name="Pet")),)),
        WithAssertions(type=Object(), schema={"not": {"$ref": "#/$defs/Pet"}}),
    ],
    ids=lambda type: type.__class__.__name__,
)
def test_what_refers_to_a_split_model_is_split(type: Type) -> None:
    found = split(Pet=Object(fields=(ID, NAME)), User=type, Other=Object(fields=(NAME,)))
    assert list(found) == ["Pet", "PetRequest", "User", "UserRequest", "Other"]
    assert found["User"] == type
    assert "PetRequest" in repr(found["UserRequest"])


def test_models_that_refer_to_each_other_are_split_together() -> None:
    a = Object(fields=(Field(name="b", type=Ref(name="B")),))
    b = Object(fields=(Field(name="a", type=Ref(name="A")), ID))
    found = split(A=a, B=b)
    assert list(found) == ["A", "ARequest", "B", "BRequest"]
    assert found["ARequest"] == Object(fields=(Field(name="b", type=Ref(name="BRequest")),))


def test_an_inline_object_is_seen_from_both_sides() -> None:
    inner = Object(fields=(ID, NAME))
    found = split(Pet=Object(fields=(Field(name="tag", type=Array(items=inner)),)))
    asked = found["PetRequest"]
    assert isinstance(asked, Object)
    assert asked.fields[0].type == Array(items=Object(fields=(NAME,)))


def test_a_field_that_a_base_calls_read_only_is_so_in_an_heir() -> None:
    again = Field(name="id", type=STRING, required=True)
    middle = Object(bases=("Base",), fields=(NAME,))
    found = split(
        Heir=Object(bases=("Middle",), fields=(again,)), Middle=middle, Base=Object(fields=(ID,))
    )
    assert fields(found["HeirRequest"]) == []
    assert fields(found["Heir"]) == ["id"]
    assert found["HeirRequest"] == Object(bases=("MiddleRequest",))


def test_parts_of_one_value_share_what_is_read_only() -> None:
    again = Object(fields=(Field(name="id", type=STRING, required=True), NAME))
    both = AllOf(members=(Ref(name="Base"), again))
    found = split(Base=Object(fields=(ID,)), Whole=Object(fields=(Field(name="w", type=both),)))
    asked = found["WholeRequest"]
    assert isinstance(asked, Object)
    part = Object(fields=(NAME,))
    assert asked.fields[0].type == AllOf(members=(Ref(name="BaseRequest"), part))


def test_tags_lead_to_the_request_models() -> None:
    pet = Union(
        members=(Ref(name="Cat"), Ref(name="Dog"), Ref(name="Cow")),
        discriminator=Discriminator(property="kind", mapping={"hound": "Dog"}),
    )
    found = split(Pet=pet, Cat=Object(fields=(ID,)), Dog=Object(fields=(ID,)), Cow=Object())
    assert found["Pet"] == pet
    asked = found["PetRequest"]
    assert isinstance(asked, Union)
    told = {"hound": "DogRequest", "Cat": "CatRequest"}
    assert asked.discriminator == Discriminator(property="kind", mapping=told)


def test_a_base_that_tells_its_heirs_apart_is_split_with_them() -> None:
    base = Object(fields=(NAME,), discriminator=Discriminator(property="name"))
    found = split(Pet=base, Cat=Object(bases=("Pet",), fields=(ID,)), Dog=Object(bases=("Pet",)))
    assert list(found) == ["Pet", "PetRequest", "Cat", "CatRequest", "Dog", "DogRequest"]
    asked = found["PetRequest"]
    assert isinstance(asked, Object)
    told = {"Cat": "CatRequest", "Dog": "DogRequest"}
    assert asked.discriminator == Discriminator(property="name", mapping=told)


def test_a_name_that_is_taken_is_numbered_and_told() -> None:
    notes: list[Note] = []
    found = split(notes, Pet=Object(fields=(ID,)), pet_request=Object(fields=(NAME,)))
    assert list(found) == ["Pet", "PetRequest2", "pet_request"]
    assert [note.rule.name for note in notes] == ["renamed"]


def test_a_body_of_one_side_is_not_split() -> None:
    body = Object(fields=(ID, NAME, PIN, Field(name="pet", type=Ref(name="Pet"))))
    drafts = [
        Draft(Definition(name="Pet", type=Object(fields=(ID,))), "made-up"),
        Draft(Definition(name="sent", type=body), "made-up", direction=Direction.REQUEST),
        Draft(Definition(name="back", type=body), "made-up", direction=Direction.RESPONSE),
        Draft(Definition(name="user", type=Ref(name="back")), "made-up"),
    ]
    found = {d.name: d.type for d in assemble(drafts, [], split_readonly=True).definitions}
    assert list(found) == ["Pet", "PetRequest", "sent", "back", "user"]
    assert fields(found["sent"]) == ["name", "pin", "pet"]
    assert fields(found["back"]) == ["id", "name", "pet"]
    assert "PetRequest" in repr(found["sent"])
    assert "PetRequest" not in repr(found["back"])


def test_a_long_chain_of_bases_is_split_in_no_time() -> None:
    types: dict[str, Type] = {"T0": Object(fields=(ID,))}
    types |= {f"T{n}": Object(bases=(f"T{n - 1}",)) for n in range(1, 2000)}
    found = split(**types)
    assert len(found) == 4000
    assert found["T1999Request"] == Object(bases=("T1998Request",))


# --- the whole line --------------------------------------------------------------------------------

API = {
    "openapi": "3.0.3",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/p": {
            "post": {
                "operationId": "add",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["id", "item"],
                                "properties": {
                                    "id": {"type": "string", "readOnly": True},
                                    "item": {"$ref": "#/components/schemas/Item"},
                                },
                            }
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["item"],
                                    "properties": {"item": {"$ref": "#/components/schemas/Item"}},
                                }
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Item": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "name"],
                "properties": {
                    "id": {"type": "string", "readOnly": True},
                    "name": {"type": "string"},
                    "pin": {"type": "string", "writeOnly": True},
                },
            }
        }
    },
}


def imported(api: Api, target: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = folder / f"{target}_models.py"
    path.write_text(docmodels.render(api, target=target)[0].text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module


def test_the_models_take_what_their_side_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.json").write_text(json.dumps(API))
    api = docmodels.load("api.json", split_readonly=True)
    names = ["Item", "ItemRequest", "add_request", "add_response_200"]
    assert [made.name for made in api.definitions] == names
    models = imported(api, "pydantic", tmp_path, monkeypatch)
    TypeAdapter(models.AddRequest).validate_json('{"item": {"name": "x", "pin": "1"}}')
    TypeAdapter(models.AddResponse200).validate_json('{"item": {"id": "1", "name": "x"}}')
    with pytest.raises(ValidationError):
        TypeAdapter(models.AddRequest).validate_json('{"item": {"name": "x", "id": "1"}}')
    with pytest.raises(ValidationError):
        TypeAdapter(models.AddResponse200).validate_json('{"item": {"name": "x"}}')
    plain = imported(api, "dataclass", tmp_path, monkeypatch)
    assert plain.ItemRequest.from_dict({"name": "x"}).to_dict() == {"name": "x"}


def test_one_model_is_the_default(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(API))
    assert "ItemRequest" not in {made.name for made in docmodels.load(path).definitions}
