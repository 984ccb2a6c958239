"""Test generated dataclasses: which class a tag selects, null and absence, constant tags."""

from __future__ import annotations

import importlib
import itertools
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docmodels.ir import STRING, UNKNOWN, Array, Const, Discriminator, Object, Ref, Union, nullable
from docmodels.targets import Layout
from targets_sample import SHOP, api, define, enum, field, required_field
from test_targets import render_texts, write_files

NUMBERS = itertools.count()
MAPPING = Discriminator(
    property="petType", mapping={"cat": "Cat", "kitten": "Cat", "dog": "Dog", 'b"ird': "Bird"}
)
TAG = required_field("petType", STRING)
ANIMALS = api(
    define("Cat", Object(fields=(TAG, field("name", STRING)))),
    define("Dog", Object(fields=(TAG, field("name", STRING)))),
    define("Bird", Object(fields=(TAG, field("name", STRING)))),
    define(
        "Pet",
        Union(members=(Ref(name="Cat"), Ref(name="Dog")), mode="oneOf", discriminator=MAPPING),
    ),
    define(
        "Animal",
        Union(members=(Ref(name="Pet"), Ref(name="Bird")), mode="oneOf", discriminator=MAPPING),
    ),
    define(
        "Owner",
        Object(
            fields=(
                field("pet", Ref(name="Pet")),
                field("lost", nullable(Ref(name="Pet"))),
                field("animals", Array(items=Ref(name="Animal"))),
                field("note", nullable(STRING)),
                field("any", UNKNOWN),
            )
        ),
    ),
    define(
        "Vehicle",
        Object(
            fields=(required_field("kind", STRING), field("weight", STRING)),
            discriminator=Discriminator(property="kind", mapping={"car": "Car", "bus": "Bus"}),
        ),
    ),
    define("Car", Object(bases=("Vehicle",), fields=(field("doors", STRING),))),
    define("Bus", Object(bases=("Vehicle",), fields=(field("doors", STRING),))),
    define("Fleet", Object(fields=(required_field("best", Ref(name="Vehicle")),))),
    define("Mode", enum("fast")),
    define(
        "Trip",
        Object(
            fields=(
                required_field("type", Const(value="trip")),
                required_field("mode", Ref(name="Mode")),
                required_field("version", Const(value=2)),
                required_field("to", STRING),
            )
        ),
    ),
)


@pytest.fixture(params=Layout)
def models(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"animals_{next(NUMBERS)}"
    write_files(tmp_path, name, render_texts(ANIMALS, "dataclass", request.param))
    importlib.invalidate_caches()
    return importlib.import_module(name)


def test_a_mapping_of_tags_that_are_plain_text_selects_the_class(models: ModuleType) -> None:
    data = {
        "pet": {"petType": "dog"},
        "lost": {"petType": "kitten", "name": "x"},
        "animals": [{"petType": 'b"ird'}, {"petType": "dog"}, {"petType": "cat"}],
    }
    owner = models.Owner.from_dict(data)
    assert isinstance(owner.pet, models.Dog) and isinstance(owner.lost, models.Cat)
    assert [type(animal) for animal in owner.animals] == [models.Bird, models.Dog, models.Cat]
    assert owner.to_dict() == data
    with pytest.raises(ValueError, match=r"^\$\.pet\.petType: 'cow' is none of 'cat', 'kitten', "):
        models.Owner.from_dict({"pet": {"petType": "cow"}})


def test_a_base_class_reads_the_tags_that_no_subclass_has(models: ModuleType) -> None:
    for kind, cls in (("car", models.Car), ("bus", models.Bus), ("tram", models.Vehicle)):
        data = {"best": {"kind": kind}}
        assert type(models.Fleet.from_dict(data).best) is cls
        assert models.Fleet.from_dict(data).to_dict() == data


def test_a_null_is_kept_where_it_is_a_value(models: ModuleType) -> None:
    for data in ({}, {"note": None}, {"lost": None}, {"any": None}, {"note": "x"}):
        assert models.Owner.from_dict(data).to_dict() == data
    assert models.Owner.from_dict({"pet": None}).to_dict() == {}
    owner = models.Owner(note=None)
    assert owner.to_dict() == {}
    owner.note = owner.pet = None
    assert owner.to_dict() == {"note": None}
    del owner.note
    assert owner.to_dict() == {} and owner.note is None


def test_a_constant_is_a_default_and_always_written(models: ModuleType) -> None:
    data = {"type": "trip", "mode": "fast", "version": 2, "to": "x"}
    assert models.Trip(to="x").to_dict() == data
    assert models.Trip(to="x").mode is models.Mode.FAST
    with pytest.raises(ValueError, match=r"^\$\.type: 'walk' is not of type Literal\['trip'\]"):
        models.Trip.from_dict(data | {"type": "walk"})


def test_discriminators_pass_strict_type_checkers(tmp_path: Path) -> None:
    use = "from animals import Cat, Owner, Trip\n\nowner = Owner(pet=Cat(petType='cat'))\n"
    use = use.replace("petType", "pet_type") + "owner.note = None\ndel owner.note\nTrip(to='x')\n"
    paths = [write_files(tmp_path, "animals", render_texts(ANIMALS, "dataclass", Layout.PACKAGE))]
    paths.append(
        write_files(tmp_path, "animals_2", render_texts(ANIMALS, "dataclass", Layout.MODULE))
    )
    (tmp_path / "use.py").write_text(use, "utf-8")
    paths.append(tmp_path / "use.py")
    settings = '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}'
    (tmp_path / "pyrightconfig.json").write_text(settings, "utf-8")
    for arguments in (
        ["mypy", "--strict", "--python-version=3.11", *map(str, paths)],
        ["pyright", "--pythonpath", sys.executable, "-p", str(tmp_path)],
    ):
        command = [sys.executable, "-m", *arguments]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=1800)
        assert run.returncode == 0, run.stdout


def test_sample_has_a_discriminator_only_where_tags_are_no_literals() -> None:
    assert "Discriminator(" not in render_texts(SHOP, "dataclass", Layout.MODULE)["models.py"]
    text = render_texts(ANIMALS, "dataclass", Layout.MODULE)["models.py"]
    assert 'Discriminator("kind", {"car": Car, "bus": Bus, "Vehicle": Vehicle}, Vehicle)' in text
