"""Test splitting of models into request and response models."""

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
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
    nullable,
)
from docmodels.ir.drafts import Direction, Draft
from docmodels.passes import PassContext, PassOptions, assemble

ID = Field(name="id", type=STRING, presence="required", access="read-only")
PIN = Field(name="pin", type=STRING, presence="required", access="write-only")
NAME = Field(name="name", type=STRING)

SPLIT = PassOptions(split_readonly=True)


def split_types(notes: list[Note] | None = None, **types: Type) -> dict[str, Type]:
    """Return the types of the definitions after splitting."""
    drafts = [Draft(Definition(name=name, type=type), "made-up") for name, type in types.items()]
    api = assemble(drafts, PassContext([] if notes is None else notes, SPLIT))
    return {definition.name: definition.type for definition in api.definitions}


def field_names(type: Type) -> list[str]:
    assert isinstance(type, Object)
    return [field.name for field in type.fields]


def test_request_and_response_have_their_own_fields() -> None:
    types = split_types(Pet=Object(fields=(ID, NAME, PIN)))
    assert list(types) == ["Pet", "PetRequest"]
    assert field_names(types["Pet"]) == ["id", "name"]
    assert field_names(types["PetRequest"]) == ["name", "pin"]


def test_direction_independent_types_are_not_split() -> None:
    types: dict[str, Type] = {"Pet": Object(fields=(NAME,)), "Pets": Array(items=Ref(name="Pet"))}
    assert split_types(**types) == types


@pytest.mark.parametrize(
    "type",
    [
        Ref(name="Pet"),
        Array(items=Ref(name="Pet")),
        Map(values=nullable(Ref(name="Pet"))),
        Union(members=(Ref(name="Pet"), STRING)),
        AllOf(members=(Ref(name="Pet"), Object())),
        Object(bases=("Pet",)),
        Object(fields=(Field(name="pet", type=Ref(name="Pet")),)),
        WithAssertions(type=Object(), schema={"not": {"$ref": "#/$defs/Pet"}}),
    ],
    ids=lambda type: type.__class__.__name__,
)
def test_types_that_refer_to_a_split_model_are_split(type: Type) -> None:
    types = split_types(Pet=Object(fields=(ID, NAME)), User=type, Other=Object(fields=(NAME,)))
    assert list(types) == ["Pet", "PetRequest", "User", "UserRequest", "Other"]
    assert types["User"] == type
    assert "PetRequest" in repr(types["UserRequest"])


def test_mutually_recursive_models_are_split_together() -> None:
    a = Object(fields=(Field(name="b", type=Ref(name="B")),))
    b = Object(fields=(Field(name="a", type=Ref(name="A")), ID))
    types = split_types(A=a, B=b)
    assert list(types) == ["A", "ARequest", "B", "BRequest"]
    assert types["ARequest"] == Object(fields=(Field(name="b", type=Ref(name="BRequest")),))


def test_inline_objects_are_split() -> None:
    inner = Object(fields=(ID, NAME))
    types = split_types(Pet=Object(fields=(Field(name="tag", type=Array(items=inner)),)))
    request = types["PetRequest"]
    assert isinstance(request, Object)
    assert request.fields[0].type == Array(items=Object(fields=(NAME,)))


def test_subclass_fields_inherit_read_only() -> None:
    redeclared = Field(name="id", type=STRING, presence="required")
    middle = Object(bases=("Base",), fields=(NAME,))
    types = split_types(
        Subclass=Object(bases=("Middle",), fields=(redeclared,)),
        Middle=middle,
        Base=Object(fields=(ID,)),
    )
    assert field_names(types["SubclassRequest"]) == []
    assert field_names(types["Subclass"]) == ["id"]
    assert types["SubclassRequest"] == Object(bases=("MiddleRequest",))


def test_all_of_members_share_read_only() -> None:
    redeclared = Object(fields=(Field(name="id", type=STRING, presence="required"), NAME))
    all_of = AllOf(members=(Ref(name="Base"), redeclared))
    types = split_types(
        Base=Object(fields=(ID,)), Whole=Object(fields=(Field(name="w", type=all_of),))
    )
    request = types["WholeRequest"]
    assert isinstance(request, Object)
    part = Object(fields=(NAME,))
    assert request.fields[0].type == AllOf(members=(Ref(name="BaseRequest"), part))


def test_discriminator_maps_to_request_models() -> None:
    pet = Union(
        members=(Ref(name="Cat"), Ref(name="Dog"), Ref(name="Cow")),
        discriminator=Discriminator(property="kind", mapping={"hound": "Dog"}),
    )
    types = split_types(Pet=pet, Cat=Object(fields=(ID,)), Dog=Object(fields=(ID,)), Cow=Object())
    assert types["Pet"] == pet
    request = types["PetRequest"]
    assert isinstance(request, Union)
    mapping = {"hound": "DogRequest", "Cat": "CatRequest"}
    assert request.discriminator == Discriminator(property="kind", mapping=mapping)


def test_base_with_discriminator_is_split_with_its_subclasses() -> None:
    base = Object(fields=(NAME,), discriminator=Discriminator(property="name"))
    types = split_types(
        Pet=base, Cat=Object(bases=("Pet",), fields=(ID,)), Dog=Object(bases=("Pet",))
    )
    assert list(types) == ["Pet", "PetRequest", "Cat", "CatRequest", "Dog", "DogRequest"]
    request = types["PetRequest"]
    assert isinstance(request, Object)
    mapping = {"Cat": "CatRequest", "Dog": "DogRequest"}
    assert request.discriminator == Discriminator(property="name", mapping=mapping)


def test_taken_names_are_numbered_and_reported() -> None:
    notes: list[Note] = []
    types = split_types(notes, Pet=Object(fields=(ID,)), pet_request=Object(fields=(NAME,)))
    assert list(types) == ["Pet", "PetRequest2", "pet_request"]
    assert [note.rule.name for note in notes] == ["renamed"]


def test_one_direction_bodies_are_not_split() -> None:
    body = Object(fields=(ID, NAME, PIN, Field(name="pet", type=Ref(name="Pet"))))
    drafts = [
        Draft(Definition(name="Pet", type=Object(fields=(ID,))), "made-up"),
        Draft(Definition(name="sent", type=body), "made-up", direction=Direction.REQUEST),
        Draft(Definition(name="back", type=body), "made-up", direction=Direction.RESPONSE),
        Draft(Definition(name="user", type=Ref(name="back")), "made-up"),
    ]
    types = {d.name: d.type for d in assemble(drafts, PassContext([], SPLIT)).definitions}
    assert list(types) == ["Pet", "PetRequest", "sent", "back", "user"]
    assert field_names(types["sent"]) == ["name", "pin", "pet"]
    assert field_names(types["back"]) == ["id", "name", "pet"]
    assert "PetRequest" in repr(types["sent"])
    assert "PetRequest" not in repr(types["back"])


def test_deep_inheritance_is_split_in_linear_time() -> None:
    types: dict[str, Type] = {"T0": Object(fields=(ID,))}
    types |= {f"T{n}": Object(bases=(f"T{n - 1}",)) for n in range(1, 2000)}
    split = split_types(**types)
    assert len(split) == 4000
    assert split["T1999Request"] == Object(bases=("T1998Request",))


# --- end to end ------------------------------------------------------------------------------------

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


def import_models(
    api: Api, target: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    path = folder / f"{target}_models.py"
    path.write_text(docmodels.render(api, target=target)[0].text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module


def test_models_accept_the_fields_of_their_direction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.json").write_text(json.dumps(API))
    api = docmodels.load("api.json", split_readonly=True)
    names = ["Item", "ItemRequest", "add_request", "add_response_200"]
    assert [definition.name for definition in api.definitions] == names
    models = import_models(api, "pydantic", tmp_path, monkeypatch)
    TypeAdapter(models.AddRequest).validate_json('{"item": {"name": "x", "pin": "1"}}')
    TypeAdapter(models.AddResponse200).validate_json('{"item": {"id": "1", "name": "x"}}')
    with pytest.raises(ValidationError):
        TypeAdapter(models.AddRequest).validate_json('{"item": {"name": "x", "id": "1"}}')
    with pytest.raises(ValidationError):
        TypeAdapter(models.AddResponse200).validate_json('{"item": {"name": "x"}}')
    plain = import_models(api, "dataclass", tmp_path, monkeypatch)
    assert plain.ItemRequest.from_dict({"name": "x"}).to_dict() == {"name": "x"}


def test_models_are_not_split_by_default(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(API))
    assert "ItemRequest" not in {definition.name for definition in docmodels.load(path).definitions}
