"""Test the codec that modules of dataclasses contain."""

from __future__ import annotations

import copy
import dataclasses
import json
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.targets.dataclass.codec import decode, encode
from docmodels.targets.dataclass.json_model import Discriminator, JsonModel


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Ratio(Enum):
    HALF = 0.5
    WHOLE = 1


Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


@dataclass(kw_only=True)
class Rope(JsonModel):
    length: float
    strands: int = 3
    note: str | None = None


@dataclass(kw_only=True)
class Berth(JsonModel):
    """Every kind of annotation that the target writes."""

    id: uuid.UUID
    name: str = field(metadata={"name": "berthName", "aliases": ["berth-name"]})
    colour: Colour | str | None = None
    level: Level | None = None
    ratio: Ratio | None = None
    opened: datetime | None = None
    built: date | None = None
    noon: time | None = None
    ropes: list[Rope] = field(default_factory=list)
    by_name: dict[str, Rope] | None = field(default=None, metadata={"name": "byName"})
    pair: tuple[str, int] | None = None
    kind: Literal["fixed", 7, True] | None = None
    tree: Json = field(default=None, metadata={"nullable": True})
    anything: Any = field(default=None, metadata={"nullable": True})
    remark: str | None = field(default=None, metadata={"name": "theRemark", "nullable": True})
    beside: Berth | None = None


Nothing: TypeAlias = None


@dataclass(kw_only=True)
class Empty(JsonModel):
    nothing: Nothing = None
    all: list[Nothing]


@dataclass(kw_only=True)
class Door(JsonModel):
    """A class with additional properties."""

    width: int | None = field(default=None, metadata={"name": "doorWidth"})
    days: dict[str, date] = field(default_factory=dict, metadata={"extra": True})


ID = "12345678-1234-5678-1234-567812345678"
BERTH = {"id": ID, "berthName": "north"}
FULL = BERTH | {
    "colour": "green",
    "level": 2,
    "ratio": 0.5,
    "opened": "2024-05-06T07:08:09Z",
    "built": "2024-05-06",
    "noon": "12:00:00",
    "ropes": [{"length": 1.5, "strands": 4}, {"length": 2, "strands": 3, "note": "old"}],
    "byName": {"a": {"length": 1, "strands": 3}},
    "pair": ["x", 1],
    "kind": True,
    "tree": {"a": [None, "x", {"b": []}, 1.5, {}]},
    "anything": {"x": [1]},
    "theRemark": None,
    "beside": {**BERTH, "ropes": []},
}


def error_of(cls: type, data: object) -> str:
    with pytest.raises(ValueError) as caught:
        decode(cls, data)
    assert type(caught.value) is ValueError
    return str(caught.value)


def test_every_type_is_read_and_written_back() -> None:
    berth = decode(Berth, FULL)
    assert berth.colour == "green" and berth.level is Level.HIGH and berth.ratio is Ratio.HALF
    assert berth.opened == datetime.fromisoformat("2024-05-06T07:08:09+00:00")
    assert (berth.built, berth.noon) == (date(2024, 5, 6), time(12))
    assert berth.ropes[1] == Rope(length=2, note="old") and berth.pair == ("x", 1)
    assert berth.kind is True and isinstance(berth.beside, Berth)
    assert encode(berth) == FULL
    assert decode(Berth, FULL | {"colour": "red"}).colour is Colour.RED


def test_the_names_of_a_field_are_read_in_the_order_of_precedence() -> None:
    assert decode(Berth, {"id": ID, "berth-name": "a"}).name == "a"
    assert decode(Berth, {"id": ID, "name": "b"}).name == "b"
    for data in ({"name": "b", "berthName": "a"}, {"berthName": "a", "name": "b"}):
        assert decode(Berth, {"id": ID} | data).name == "a"
    assert encode(decode(Door, {"width": 1})) == {"doorWidth": 1}
    mixed = {"doorWidth": 1, "width": "2024-01-01"}
    assert decode(Door, mixed).days == {"width": date(2024, 1, 1)}
    assert encode(decode(Door, mixed)) == mixed


# --- absent and null ------------------------------------------------------------------------------


def test_a_null_is_written_back_where_it_is_a_value() -> None:
    for data in ({"theRemark": None}, {"tree": None}, {"anything": None}):
        assert encode(decode(Berth, BERTH | data)) == BERTH | {"ropes": []} | data
    assert encode(decode(Berth, BERTH | {"level": None})) == BERTH | {"ropes": []}


def test_an_absent_field_becomes_null_by_assignment_and_absent_by_del() -> None:
    berth = Berth(id=uuid.UUID(ID), name="north", remark=None, level=None)
    assert berth.remark is None and "theRemark" not in berth.to_dict()
    berth.remark = None
    berth.level = None
    assert berth.to_dict() == BERTH | {"ropes": [], "theRemark": None}
    assert copy.deepcopy(berth).to_dict() == berth.to_dict()
    del berth.remark
    assert berth.remark is None and "theRemark" not in berth.to_dict()
    berth.remark = "x"
    assert berth.to_dict()["theRemark"] == "x"


def test_absent_and_null_are_equal_and_shown_alike() -> None:
    absent, null = decode(Berth, BERTH), decode(Berth, BERTH | {"theRemark": None})
    assert absent == null and repr(absent) == repr(null)
    assert "theRemark" not in encode(dataclasses.replace(absent, level=Level.LOW))


def test_an_alias_of_none_is_null() -> None:
    assert encode(decode(Empty, {"nothing": None, "all": [None]})) == {"all": [None]}
    assert error_of(Empty, {"all": [1]}) == "$.all[0]: 1 is not of type None"


# --- wrong values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"id": 1}, "$.id: 1 is not of type UUID"),
        ({"id": "x"}, "$.id: 'x' is not of type UUID"),
        ({"level": True}, "$.level: True is not of type Level"),
        ({"level": [1]}, "$.level: [1] is not of type Level"),
        ({"opened": "20240506"}, "$.opened: '20240506' is not of type datetime"),
        ({"opened": "soon-er than"}, "$.opened: 'soon-er than' is not of type datetime"),
        ({"opened": 1718000000}, "$.opened: 1718000000 is not of type datetime"),
        ({"built": "2024-05-06T00:00"}, "$.built: '2024-05-06T00:00' is not of type date"),
        ({"built": "2024-W19-1"}, "$.built: '2024-W19-1' is not of type date"),
        ({"noon": "1200"}, "$.noon: '1200' is not of type time"),
        ({"kind": 1}, "$.kind: 1 is not of type Literal['fixed', 7, True]"),
        ({"ropes": {}}, "$.ropes: {} is not of type list["),
        (
            {"ropes": [{"length": 1}, {"length": "x"}]},
            "$.ropes[1].length: 'x' is not of type float",
        ),
        ({"ropes": [{"length": 1, "strands": 1.5}]}, "$.ropes[0].strands: 1.5 is not of type int"),
        (
            {"ropes": [{"length": 1, "strands": True}]},
            "$.ropes[0].strands: True is not of type int",
        ),
        ({"ropes": [{}]}, "$.ropes[0]: 'length' is missing"),
        ({"byName": {"a b": []}}, "$.byName.a b: [] is not of type Rope"),
        ({"pair": ["x"]}, "$.pair: ['x'] is not of type tuple[str, int]"),
        ({"pair": ["x", "y"]}, "$.pair[1]: 'y' is not of type int"),
        ({"beside": BERTH | {"beside": {"id": ID}}}, "$.beside.beside: 'berthName' is missing"),
    ],
)
def test_errors_have_the_path_of_the_wrong_value(data: dict[str, Any], message: str) -> None:
    assert error_of(Berth, BERTH | data).startswith(message)


def test_other_values_than_objects_are_refused() -> None:
    assert error_of(Rope, [1]) == "$: [1] is not of type Rope"
    assert error_of(Berth, {"id": ID}) == "$: 'berthName' is missing"
    assert error_of(Door, {"x": "soon"}) == "$.x: 'soon' is not of type date"


def test_an_error_of_the_class_itself_has_a_path() -> None:
    assert error_of(Convoy, {"ships": [{"masts": 0}]}) == "$.ships[0]: a ship has masts"
    with pytest.raises(TypeError, match="masts"):
        decode(Convoy, {"ships": [{"masts": None}]})


@dataclass(kw_only=True)
class Ship(JsonModel):
    masts: int | None

    def __post_init__(self) -> None:
        if self.masts is None:
            raise TypeError("masts")
        if self.masts < 1:
            raise ValueError("a ship has masts")


@dataclass(kw_only=True)
class Convoy(JsonModel):
    ships: list[Ship]


def test_numbers_are_read_as_in_json() -> None:
    rope = decode(Rope, {"length": 2, "strands": 3.0})
    assert json.dumps(encode(rope)) == '{"length": 2, "strands": 3}'
    for wrong in (float("inf"), float("nan"), "3", None):
        assert error_of(Rope, {"length": 1, "strands": wrong}).endswith("is not of type int")
    assert decode(Berth, BERTH | {"kind": 7.0}).kind == 7


def test_texts_of_rfc_3339_are_read() -> None:
    for text in ("2024-05-06t07:08:09.123456789z", "2024-05-06 07:08:09+02:00", "2024-05-06"):
        assert isinstance(decode(Berth, BERTH | {"opened": text}).opened, datetime)


def test_deep_data_is_a_value_error() -> None:
    data: dict[str, Any] = {**BERTH}
    for _ in range(5_000):
        data = {**BERTH, "beside": data}
    assert error_of(Berth, data) == "$: the value is nested too deeply"
    berth = decode(Berth, BERTH)
    berth.beside = berth
    with pytest.raises(ValueError, match="contains itself"):
        encode(berth)


# --- unions ---------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Cat(JsonModel):
    species: str
    name: str | None = None


@dataclass(kw_only=True)
class Dog(JsonModel):
    species: str
    name: str | None = None


@dataclass(kw_only=True)
class Square(JsonModel):
    shape: Literal["square"] = "square"
    side: int


@dataclass(kw_only=True)
class Disc(JsonModel):
    shape: Literal["disc", "circle"] = "disc"
    side: int
    radius: int | None = None


ANIMALS = Discriminator("species", {"cat": Cat, "dog": Dog, "wolf": Dog})
OPEN_ANIMALS = Discriminator("species", {"dog": Dog}, Cat)


@dataclass(kw_only=True)
class Unions(JsonModel):
    animal: Annotated[Cat | Dog, ANIMALS] | None = None
    other: Annotated[Cat | Dog, OPEN_ANIMALS] | None = None
    shape: Square | Disc | None = None
    shapes: list[Square | Disc] | None = None
    when: datetime | str | None = None
    day: date | int | None = None
    ident: uuid.UUID | str | None = None
    number: int | float | None = None
    rope: Rope | Door | dict[str, Any] | None = None
    mixed: Level | int | bool | list[int] | None = None


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("animal", {"species": "dog"}, Dog(species="dog")),
        ("animal", {"species": "wolf"}, Dog(species="wolf")),
        ("animal", {"species": "cat", "name": "x"}, Cat(species="cat", name="x")),
        ("other", {"species": "dog"}, Dog(species="dog")),
        ("other", {"species": "cow"}, Cat(species="cow")),
        ("shape", {"shape": "circle", "side": 1}, Disc(shape="circle", side=1)),
        ("shape", {"side": 1}, Square(side=1)),
        ("shape", {"side": 1, "radius": 2}, Disc(side=1, radius=2)),
        ("when", "20240101", "20240101"),
        ("when", "2024-05-06", "2024-05-06"),
        ("when", "2024-05-06T07:08", datetime.fromisoformat("2024-05-06T07:08")),
        ("day", "2024-05-06", date(2024, 5, 6)),
        ("day", 20240506, 20240506),
        ("ident", "12345678123456781234567812345678", "12345678123456781234567812345678"),
        ("ident", ID, uuid.UUID(ID)),
        ("number", 1.5, 1.5),
        ("rope", {"length": 1}, Rope(length=1)),
        ("rope", {"doorWidth": 1}, Door(width=1)),
        ("rope", {"length": "long"}, {"length": "long"}),
        ("mixed", 2, Level.HIGH),
        ("mixed", 3, 3),
        ("mixed", True, True),
        ("mixed", [1], [1]),
    ],
)
def test_unions_choose_a_member(name: str, value: object, expected: object) -> None:
    unions = decode(Unions, {name: value})
    actual = getattr(unions, name)
    assert actual == expected and type(actual) is type(expected)
    assert decode(Unions, encode(unions)) == unions


def test_the_tag_decides_and_its_error_names_the_tags() -> None:
    message = error_of(Unions, {"animal": {"species": "cow"}})
    assert message == "$.animal.species: 'cow' is none of 'cat', 'dog', 'wolf'"
    assert error_of(Unions, {"animal": {}}) == "$.animal: 'species' is missing"
    assert error_of(Unions, {"shape": {"shape": "disc"}}) == "$.shape: 'side' is missing"
    assert error_of(Unions, {"shapes": [{"shape": "disc", "side": 1}, {"side": "x"}]}) == (
        "$.shapes[1].side: 'x' is not of type int"
    )
    assert error_of(Unions, {"shape": 5}).startswith("$.shape: 5 is not of type ")


def test_a_subclass_in_a_field_is_written_with_its_own_fields() -> None:
    @dataclass(kw_only=True)
    class LongRope(Rope):
        colour: Colour = Colour.RED

    berth = Berth(id=uuid.UUID(ID), name="x", ropes=[LongRope(length=9)])
    assert encode(berth)["ropes"] == [{"length": 9, "strands": 3, "colour": "red"}]


# --- what is read is written back -----------------------------------------------------------------

texts = st.text(max_size=5)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
ropes = st.fixed_dictionaries(
    {"length": st.floats(allow_nan=False) | st.integers(), "strands": st.integers()},
    optional={"note": texts},
)
berths = st.fixed_dictionaries(
    {"id": st.uuids().map(str), "berthName": texts, "ropes": st.lists(ropes, max_size=2)},
    optional={
        "colour": texts | st.sampled_from(["red", "blue"]),
        "level": st.sampled_from([1, 2]),
        "ratio": st.sampled_from([0.5, 1]),
        "opened": st.datetimes().map(lambda moment: moment.isoformat()),
        "built": st.dates().map(str),
        "noon": st.times().map(lambda moment: moment.isoformat()),
        "byName": st.dictionaries(texts, ropes, max_size=2),
        "pair": st.tuples(texts, st.integers()).map(list),
        "kind": st.sampled_from(["fixed", 7, True]),
        "tree": json_values,
        "anything": json_values,
        "theRemark": texts | st.none(),
    },
)


@given(berths)
def test_what_is_read_is_written_back(data: dict[str, Any]) -> None:
    assert json.dumps(encode(decode(Berth, data)), sort_keys=True) == json.dumps(
        data, sort_keys=True
    )


@given(json_values)
def test_any_other_value_is_a_value_error(data: object) -> None:
    with pytest.raises(ValueError):
        decode(Berth, data)


@given(st.fixed_dictionaries(dict.fromkeys(("id", "ropes", "tree", "kind"), json_values)))
def test_wrong_fields_are_a_value_error_with_a_path(data: dict[str, Any]) -> None:
    assert error_of(Berth, {"berthName": "x"} | data).startswith("$")
