"""Definitions get other names: everything follows, and what cannot be is refused."""

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
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.drafts import normalize_name
from docmodels.ir.traverse import refs
from docmodels.passes import rename

PET = {
    "title": "Home",
    "type": "object",
    "properties": {"pet": {"$ref": "#/$defs/Pet"}},
    "$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("home.json").write_text(json.dumps(PET))


def api(root: str = "", **types: Type) -> Api:
    """An API of these definitions."""
    made = tuple(Definition(name=name, type=type) for name, type in types.items())
    return Api(definitions=made, root=root)


def renamed(before: Api, **wanted: str) -> dict[str, Type]:
    """The types after renaming, by name."""
    return {made.name: made.type for made in rename.run(before, wanted).definitions}


def refusal(before: Api, **wanted: str) -> tuple[str, str]:
    """The message and the help of what is refused."""
    with pytest.raises(DocmodelsError) as error:
        rename.run(before, wanted)
    assert error.value.note.rule.name == "bad-rename"
    return error.value.note.message, error.value.note.help


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


OLD, NEW = Ref(name="Old"), Ref(name="New")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OLD, NEW),
        (Nullable(type=OLD), Nullable(type=NEW)),
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
def test_whatever_refers_to_a_definition_follows(before: Type, after: Type) -> None:
    found = renamed(api(Old=Object(), User=before), Old="New")
    assert found == {"New": Object(), "User": after}


def test_the_tag_that_a_name_implies_stays_on_the_wire() -> None:
    kind = Discriminator(property="kind")
    before = api(
        Pet=Union(members=(Ref(name="Cat"), Nullable(type=Ref(name="Dog"))), discriminator=kind),
        Cat=Object(),
        Dog=Object(),
    )
    pet = renamed(before, Dog="Hound")["Pet"]
    assert isinstance(pet, Union)
    assert pet.discriminator == Discriminator(property="kind", mapping={"Dog": "Hound"})


def test_heirs_of_a_renamed_definition_keep_their_tags() -> None:
    base = Object(discriminator=Discriminator(property="kind", mapping={"k": "Kitten"}))
    before = api(
        Pet=Nullable(type=base),
        Cat=Object(bases=("Pet",)),
        Kitten=Object(bases=("Cat",)),
        Puma=WithAssertions(type=Object(bases=("Cat",)), schema={}),
    )
    pet = renamed(before, Pet="Animal", Kitten="Small", Puma="Big")["Animal"]
    told = Discriminator(property="kind", mapping={"k": "Small", "Puma": "Big"})
    assert pet == Nullable(type=Object(discriminator=told))


def test_the_root_follows() -> None:
    assert rename.run(api(root="A", A=STRING), {"A": "B"}).root == "B"


def test_two_names_may_be_exchanged() -> None:
    found = renamed(api(A=Ref(name="B"), B=STRING), A="B", B="A")
    assert found == {"B": Ref(name="A"), "A": STRING}


def test_a_name_may_be_written_as_the_class_is() -> None:
    assert list(renamed(api(send_request=STRING), SendRequest="Order")) == ["Order"]


def test_what_cannot_be_renamed_is_told_with_what_may_be_meant() -> None:
    before = api(Parcel=STRING, Box=STRING, pet_tag=STRING, PetTag=STRING)
    nobody = "cannot rename `Parcels`: no definition is called that"
    assert refusal(before, Parcels="X") == (nobody, "did you mean `Parcel`?")
    assert refusal(before, petTag="X")[1] == "did you mean `pet_tag` or `PetTag`?"
    assert "inspect" in refusal(before, Zzzzzz="X")[1]
    assert "another definition has that name" in refusal(before, Parcel="Box")[0]
    assert "is to get that name" in refusal(before, Parcel="X", Box="X")[0]
    assert "a letter or a digit" in refusal(before, Parcel="__")[0]
    assert "another name too" in refusal(before, Parcel="X", parcel="Y")[0]


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(normalize_name)


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.data())
def test_there_and_back_is_the_same(names: list[str], data: st.DataObject) -> None:
    others = st.sampled_from(names).map(lambda name: Ref(name=name))
    drawn = [data.draw(others) for _ in names]
    before = Api(
        definitions=tuple(
            Definition(name=name, type=Array(items=ref))
            for name, ref in zip(names, drawn, strict=True)
        ),
        root=names[0],
    )
    there = {name: f"new {number}" for number, name in enumerate(names)}
    if set(there.values()) & set(names):
        return
    after = rename.run(before, there)
    assert {found for made in after.definitions for found in refs(made.type)} <= {*there.values()}
    assert rename.run(after, {new: old for old, new in there.items()}) == before


# --- classes that no definition stands for -----------------------------------------------------------


def inline(depth: int) -> dict[str, object]:
    inner = {"site": inline(depth - 1)} if depth else {"name": {"type": "string"}}
    return {"type": "object", "properties": inner}


SHOP = {"$defs": {"Shop": inline(2), "Site": {"type": "string"}}}
"""Its classes are Shop, ShopSite, ShopSiteSite; `Site` is another."""


def classes(**wanted: str) -> list[str]:
    """The classes that are written for `SHOP`, with their fields' types."""
    Path("shop.json").write_text(json.dumps(SHOP))
    (file,) = docmodels.render(docmodels.load("shop.json"), target="dataclass", rename=wanted)
    return re.findall(r"^class (\w+)\(JsonModel\)", file.text, re.M)


@pytest.mark.parametrize(
    ("wanted", "after"),
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
def test_any_class_of_the_output_can_be_renamed(wanted: dict[str, str], after: set[str]) -> None:
    assert set(classes(**wanted)) == after


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec", "typeddict"])
def test_what_refers_to_a_renamed_class_follows_in_every_target(target: str) -> None:
    Path("shop.json").write_text(json.dumps(SHOP))
    words = ("--rename", "ShopSite=Place", "--target", target)
    text = run("generate", "shop.json", "-o", "-", *words).stdout
    assert "class Place" in text
    assert "ShopSite" not in text
    compile(text, "shop.py", "exec")


@pytest.mark.parametrize(
    ("wanted", "message", "help"),
    [
        ({"ShopSiet": "X"}, "no definition and no class is called that", "`ShopSite`"),
        ({"Q": "X"}, "no definition and no class is called that", "any class of the output"),
        ({"ShopSite": "Shop"}, "that name is taken", "choose a name that is free"),
        ({"ShopSite": "TypeError"}, "that name is taken", "choose a name that is free"),
        ({"ShopSite": "A", "ShopSiteSite": "A"}, "that name is taken", "choose"),
        ({"ShopSite": "A", "shop_site": "B"}, "another name too", "one name"),
    ],
)
def test_a_class_that_cannot_be_renamed_is_told(
    wanted: dict[str, str], message: str, help: str
) -> None:
    with pytest.raises(DocmodelsError) as error:
        classes(**wanted)
    assert error.value.note.rule.name == "bad-rename"
    assert message in error.value.note.message
    assert help in error.value.note.help


# --- the doors -------------------------------------------------------------------------------------


def test_library_command_line_and_project_rename_alike() -> None:
    loaded = docmodels.load("home.json", rename={"Pet": "Animal"})
    assert [made.name for made in loaded.definitions] == ["Home", "Animal"]
    assert run("generate", "home.json", "-o", "a.py", "--rename", "Pet=Animal").exit_code == 0
    settings = 'inputs = ["home.json"]\noutput = "b.py"\nrename = {Pet = "Animal"}\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert run("generate").exit_code == 0
    assert "class Animal(" in Path("a.py").read_text()
    assert Path("a.py").read_text() == Path("b.py").read_text()


def test_check_repeats_the_renaming_in_the_command_that_mends() -> None:
    words = ("home.json", "-o", "a.py", "--rename", "Pet=My Animal", "--split-readonly")
    result = run("check", *words)
    assert result.exit_code == 1
    assert "--rename 'Pet=My Animal' --split-readonly\n" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Pets=Animal",), "error[bad-rename]: cannot rename `Pets`"),
        (("Pet=Home",), "error[bad-rename]: cannot rename `Pet` to `Home`"),
        (("Pet",), "'Pet' is not of the form OLD=NEW"),
        (("=Pet",), "'=Pet' is not of the form OLD=NEW"),
        (("Pet=",), "'Pet=' is not of the form OLD=NEW"),
        (("Pet=A", "Pet=B"), "'Pet' is given two names"),
    ],
)
def test_a_bad_renaming_is_one_message_and_exit_2(words: tuple[str, ...], message: str) -> None:
    options = [part for word in words for part in ("--rename", word)]
    result = run("generate", "home.json", "-o", "a.py", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not Path("a.py").exists()
