"""Test renaming of definitions and classes: references follow, impossible renames fail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError
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
from docmodels.ir.drafts import normalize_name
from docmodels.ir.traverse import refs
from docmodels.passes import rename
from docmodels.targets import TARGETS

PET = {
    "title": "Home",
    "type": "object",
    "properties": {"pet": {"$ref": "#/$defs/Pet"}},
    "$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
}


@pytest.fixture(autouse=True)
def _change_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("home.json").write_text(json.dumps(PET))


def make_api(root: str = "", **types: Type) -> Api:
    """Return an API of these definitions."""
    definitions = tuple(Definition(name=name, type=type) for name, type in types.items())
    return Api(definitions=definitions, root=root)


def rename_definitions(api: Api, **names: str) -> dict[str, Type]:
    """Return the types by name after renaming."""
    return {
        definition.name: definition.type
        for definition in rename.rename_definitions(api, names).definitions
    }


def rename_error(api: Api, **names: str) -> tuple[str, str]:
    """Return message and help of the error that renaming raises."""
    with pytest.raises(DocmodelsError) as error:
        rename.rename_definitions(api, names)
    assert error.value.note.rule.name == "bad-rename"
    return error.value.note.message, error.value.note.help


def run_cli(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


OLD, NEW = Ref(name="Old"), Ref(name="New")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OLD, NEW),
        (nullable(OLD), nullable(NEW)),
        (Array(items=OLD, prefix_items=(OLD,)), Array(items=NEW, prefix_items=(NEW,))),
        (Map(values=OLD, keys=OLD), Map(values=NEW, keys=NEW)),
        (Union(members=(OLD, STRING)), Union(members=(NEW, STRING))),
        (AllOf(members=(OLD, STRING)), AllOf(members=(NEW, STRING))),
        (
            Object(fields=(Field(name="a", type=OLD),), bases=("Old",), additional_properties=OLD),
            Object(fields=(Field(name="a", type=NEW),), bases=("New",), additional_properties=NEW),
        ),
        (
            Object(discriminator=Discriminator(property="k", mapping={"o": "Old"})),
            Object(discriminator=Discriminator(property="k", mapping={"o": "New"})),
        ),
        (
            Union(members=(OLD,), discriminator=Discriminator(property="k", mapping={"o": "Old"})),
            Union(members=(NEW,), discriminator=Discriminator(property="k", mapping={"o": "New"})),
        ),
        (
            WithAssertions(
                type=STRING,
                schema={
                    "not": {"$ref": "#/$defs/Old"},
                    "enum": [{"$ref": "#/$defs/Old"}],
                    "anyOf": [{"properties": {"enum": {"$ref": "#/$defs/Old"}}}, True],
                },
            ),
            WithAssertions(
                type=STRING,
                schema={
                    "not": {"$ref": "#/$defs/New"},
                    "enum": [{"$ref": "#/$defs/Old"}],
                    "anyOf": [{"properties": {"enum": {"$ref": "#/$defs/New"}}}, True],
                },
            ),
        ),
    ],
)
def test_references_follow_a_renamed_definition(before: Type, after: Type) -> None:
    types = rename_definitions(make_api(Old=Object(), User=before), Old="New")
    assert types == {"New": Object(), "User": after}


def test_implicit_discriminator_values_stay_on_the_wire() -> None:
    kind = Discriminator(property="kind")
    before = make_api(
        Pet=Union(members=(Ref(name="Cat"), nullable(Ref(name="Dog"))), discriminator=kind),
        Cat=Object(),
        Dog=Object(),
    )
    pet = rename_definitions(before, Dog="Hound")["Pet"]
    assert isinstance(pet, Union)
    assert pet.discriminator == Discriminator(property="kind", mapping={"Dog": "Hound"})


def test_subclasses_of_a_renamed_base_keep_their_tags() -> None:
    base = Object(discriminator=Discriminator(property="kind", mapping={"k": "Kitten"}))
    before = make_api(
        Pet=nullable(base),
        Cat=Object(bases=("Pet",)),
        Kitten=Object(bases=("Cat",)),
        Puma=WithAssertions(type=Object(bases=("Cat",)), schema={}),
    )
    pet = rename_definitions(before, Pet="Animal", Kitten="Small", Puma="Big")["Animal"]
    discriminator = Discriminator(property="kind", mapping={"k": "Small", "Puma": "Big"})
    assert pet == nullable(Object(discriminator=discriminator))


def test_root_follows_a_renamed_definition() -> None:
    assert rename.rename_definitions(make_api(root="A", A=STRING), {"A": "B"}).root == "B"


def test_two_names_can_be_swapped() -> None:
    types = rename_definitions(make_api(A=Ref(name="B"), B=STRING), A="B", B="A")
    assert types == {"B": Ref(name="A"), "A": STRING}


def test_definitions_can_be_named_by_class_name() -> None:
    assert list(rename_definitions(make_api(send_request=STRING), SendRequest="Order")) == ["Order"]


def test_impossible_renames_are_errors_with_suggestions() -> None:
    before = make_api(Parcel=STRING, Box=STRING, pet_tag=STRING, PetTag=STRING)
    message = "cannot rename `Parcels`: no definition has that name"
    assert rename_error(before, Parcels="X") == (message, "did you mean `Parcel`?")
    assert rename_error(before, petTag="X")[1] == "did you mean `pet_tag` or `PetTag`?"
    assert "inspect" in rename_error(before, Zzzzzz="X")[1]
    assert "another definition has that name" in rename_error(before, Parcel="Box")[0]
    assert "gets that name too" in rename_error(before, Parcel="X", Box="X")[0]
    assert "a letter or a digit" in rename_error(before, Parcel="__")[0]
    assert "the name is not valid Unicode" in rename_error(before, Parcel="A\udcff")[0]
    assert "it has two new names" in rename_error(before, Parcel="X", parcel="Y")[0]


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(normalize_name)


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.data())
def test_renaming_is_reversible(names: list[str], data: st.DataObject) -> None:
    others = st.sampled_from(names).map(lambda name: Ref(name=name))
    references = [data.draw(others) for _ in names]
    before = Api(
        definitions=tuple(
            Definition(name=name, type=Array(items=ref))
            for name, ref in zip(names, references, strict=True)
        ),
        root=names[0],
    )
    new_names = {name: f"new {number}" for number, name in enumerate(names)}
    if set(new_names.values()) & set(names):
        return
    after = rename.rename_definitions(before, new_names)
    assert {
        reference for definition in after.definitions for reference in refs(definition.type)
    } <= {*new_names.values()}
    assert rename.rename_definitions(after, {new: old for old, new in new_names.items()}) == before


# --- classes of inline types -------------------------------------------------------------------------


def nested_object(depth: int) -> dict[str, object]:
    inner = {"site": nested_object(depth - 1)} if depth else {"name": {"type": "string"}}
    return {"type": "object", "properties": inner}


SHOP = {"$defs": {"Shop": nested_object(2), "Site": {"type": "string"}}}
"""Its classes are Shop, ShopSite and ShopSiteSite; `Site` is an unrelated definition."""


def rendered_classes(**names: str) -> list[str]:
    """Return the names of the classes that are rendered for `SHOP`."""
    Path("shop.json").write_text(json.dumps(SHOP))
    (file,) = docmodels.render(docmodels.load("shop.json"), target="dataclass", rename=names)
    return re.findall(r"^class (\w+)\(JsonModel\)", file.text, re.M)


@pytest.mark.parametrize(
    ("names", "after"),
    [
        ({}, {"Shop", "ShopSite", "ShopSiteSite"}),
        ({"ShopSite": "Place"}, {"Shop", "Place", "PlaceSite"}),
        ({"ShopSiteSite": "spot"}, {"Shop", "ShopSite", "Spot"}),
        ({"shop_site_site": "Spot"}, {"Shop", "ShopSite", "Spot"}),
        ({"ShopSite": "Place", "ShopSiteSite": "Spot"}, {"Shop", "Place", "Spot"}),
        ({"ShopSite": "Place", "PlaceSite": "Spot"}, {"Shop", "Place", "Spot"}),
        ({"Shop": "Store", "ShopSite": "Place"}, {"Store", "Place", "PlaceSite"}),
        ({"Shop": "Store", "StoreSite": "Place"}, {"Store", "Place", "PlaceSite"}),
        (
            {"ShopSite": "ShopSiteSite", "ShopSiteSite": "ShopSite"},
            {"Shop", "ShopSiteSite", "ShopSite"},
        ),
    ],
)
def test_inline_classes_can_be_renamed(names: dict[str, str], after: set[str]) -> None:
    assert set(rendered_classes(**names)) == after


def test_members_of_a_union_can_be_renamed() -> None:
    members = [{"properties": {"kind": {"const": kind}}} for kind in ("gas", "oil")]
    heating = {"title": "Heating", "properties": {"source": {"oneOf": members}}}
    Path("heating.json").write_text(json.dumps(heating))
    options = ("--rename", "HeatingSourceGas=GasBoiler")
    text = run_cli("generate", "heating.json", "-o", "-", *options).stdout
    assert "class GasBoiler(" in text and "GasBoiler | HeatingSourceOil" in text


@pytest.mark.parametrize("target", [target.name for target in TARGETS])
def test_references_to_a_renamed_class_follow_in_every_target(target: str) -> None:
    Path("shop.json").write_text(json.dumps(SHOP))
    options = ("--rename", "ShopSite=Place", "--target", target)
    text = run_cli("generate", "shop.json", "-o", "-", *options).stdout
    assert "class Place" in text
    assert "ShopSite" not in text
    compile(text, "shop.py", "exec")


@pytest.mark.parametrize(
    ("names", "message", "help"),
    [
        ({"ShopSiet": "X"}, "there is no definition or class of that name", "`ShopSite`"),
        ({"Q": "X"}, "there is no definition or class of that name", "any class of the output"),
        ({"ShopSite": "Shop"}, "that name is taken", "choose a name that is free"),
        ({"ShopSite": "TypeError"}, "that name is taken", "choose a name that is free"),
        ({"ShopSite": "A", "ShopSiteSite": "A"}, "that name is taken", "choose"),
        ({"ShopSite": "A", "shop_site": "B"}, "it has two new names", "one name"),
    ],
)
def test_impossible_class_renames_are_errors(
    names: dict[str, str], message: str, help: str
) -> None:
    with pytest.raises(DocmodelsError) as error:
        rendered_classes(**names)
    assert error.value.note.rule.name == "bad-rename"
    assert message in error.value.note.message
    assert help in error.value.note.help


# --- interfaces ------------------------------------------------------------------------------------


def test_library_cli_and_pyproject_rename_alike() -> None:
    loaded = docmodels.load("home.json", rename={"Pet": "Animal"})
    assert [definition.name for definition in loaded.definitions] == ["Home", "Animal"]
    assert run_cli("generate", "home.json", "-o", "a.py", "--rename", "Pet=Animal").exit_code == 0
    settings = 'inputs = ["home.json"]\noutput = "b.py"\nrename = {Pet = "Animal"}\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert run_cli("generate").exit_code == 0
    assert "class Animal(" in Path("a.py").read_text()
    assert Path("a.py").read_text() == Path("b.py").read_text()


def test_check_suggests_a_command_with_the_same_renames() -> None:
    arguments = ("home.json", "-o", "a.py", "--rename", "Pet=My Animal", "--split-readonly")
    result = run_cli("check", *arguments)
    assert result.exit_code == 1
    assert "--rename 'Pet=My Animal' --split-readonly\n" in result.stderr


@pytest.mark.parametrize(
    ("renames", "message"),
    [
        (("Pets=Animal",), "error[bad-rename]: cannot rename `Pets`"),
        (("Pet=Home",), "error[bad-rename]: cannot rename `Pet` to `Home`"),
        (("Pet",), "'Pet' is not of the form OLD=NEW"),
        (("=Pet",), "'=Pet' is not of the form OLD=NEW"),
        (("Pet=",), "'Pet=' is not of the form OLD=NEW"),
        (("Pet=A", "Pet=B"), "'Pet' has two values"),
    ],
)
def test_invalid_renames_exit_with_2(renames: tuple[str, ...], message: str) -> None:
    options = [argument for pair in renames for argument in ("--rename", pair)]
    result = run_cli("generate", "home.json", "-o", "a.py", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not Path("a.py").exists()


def test_root_is_renamed() -> None:
    assert docmodels.load("home.json").root == "Home"
    assert docmodels.load("home.json", rename={"Home": "House"}).root == "House"
