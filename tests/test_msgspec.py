"""Test that msgspec structs accept every valid value, and write it back as it was."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
import warnings
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import TARGET_LIMIT, UNENFORCED_KEYWORD
from docmodels.ir import Api, Array, Map, Never, Nullable, Object, Ref, Union
from docmodels.ir.scalars import INTEGER, String, StringConstraints
from docmodels.targets import Layout, TargetOptions, find_target, write_modules
from docmodels.targets.msgspec.wire_names import RENAMES, is_wire_name, rename
from targets_sample import SHOP, api, define, enum, field
from work import cpu_limit

BUILDING = r"""
openapi: 3.1.0
info: {title: Building, version: "1"}
paths: {}
components:
  schemas:
    Door:
      type: object
      required: [doorId, closedAt]
      properties:
        doorId: {type: string, format: uuid}
        closedAt: {type: [string, 'null'], format: date-time}
        openCount: {type: integer, minimum: 0, exclusiveMinimum: -5, maximum: 1.0e+30}
        note: {type: [string, 'null']}
        colour: {enum: [red, green, null]}
        key: {type: string, pattern: '^[a-z]+$'}
        odd: {type: string, pattern: '(?1)\p{Lu}'}
        share: {type: number, multipleOf: 0.1}
        parent: {$ref: '#/components/schemas/Door'}
        opens: {type: string, format: time}
        day: {type: string, format: date}
        field: {type: string}
        date: {type: string, format: date}
        count: {type: integer, default: 3}
        tags: {type: array, items: {type: string}, default: [a]}
        spare: {type: array, items: {type: string}, default: []}
        next: {$ref: '#/components/schemas/Room', default: {name: hall}}
    Room: {type: object, required: [name], properties: {name: {type: string}, big: {type: boolean}}}
    Kitchen: {type: object, required: [kind, gas], properties: {kind: {const: kitchen}, gas: {type: boolean}}}
    Bath: {type: object, required: [kind], properties: {kind: {enum: [bath], description: Always the same.}, tub: {type: boolean}}}
    Wet:
      oneOf: [{$ref: '#/components/schemas/Kitchen'}, {$ref: '#/components/schemas/Bath'}]
      discriminator: {propertyName: kind}
    Bus: {type: object, required: [type], properties: {type: {type: string}, seats: {type: integer}}}
    Tram: {type: object, required: [type], properties: {type: {type: string}, cars: {type: integer}}}
    Vehicle:
      oneOf: [{$ref: '#/components/schemas/Bus'}, {$ref: '#/components/schemas/Tram'}]
      discriminator: {propertyName: type, mapping: {bus: '#/components/schemas/Bus', tram: '#/components/schemas/Tram'}}
    Cart: {type: object, required: [wheels], properties: {wheels: {type: integer}}}
    Coach: {type: object, required: [type], properties: {type: {type: string}, beds: {type: integer}}}
    Minibus: {type: object, required: [type], properties: {type: {type: string}, doors: {type: integer}}}
    Road:
      oneOf: [{$ref: '#/components/schemas/Coach'}, {$ref: '#/components/schemas/Minibus'}]
      discriminator: {propertyName: type, mapping: {coach: Coach, night: Coach, mini: Minibus}}
    Animal:
      type: object
      required: [species]
      discriminator: {propertyName: species}
      properties: {species: {type: string}, age: {type: integer}}
    Cow: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {milk: {type: number}}}]}
    Named: {type: object, properties: {fullName: {type: string}}}
    Aged: {type: object, properties: {age: {type: integer}}}
    Person: {allOf: [{$ref: '#/components/schemas/Named'}, {$ref: '#/components/schemas/Aged'}, {type: object, properties: {job_title: {type: string}}}]}
    Ship: {type: object, required: [type], properties: {type: {const: ship}, masts: {type: integer}}}
    Boat: {type: object, required: [type], properties: {type: {const: boat}}}
    Tug: {allOf: [{$ref: '#/components/schemas/Boat'}, {type: object, properties: {power: {type: number}}}]}
    Vessel: {oneOf: [{$ref: '#/components/schemas/Ship'}, {$ref: '#/components/schemas/Boat'}]}
    Ox: {type: object, required: [kind], properties: {kind: {type: string}}}
    Hen: {type: object, required: [kind], properties: {kind: {type: string}}}
    Stock:
      oneOf: [{$ref: '#/components/schemas/Ox'}, {$ref: '#/components/schemas/Hen'}]
      discriminator: {propertyName: kind, mapping: {ox: '#/components/schemas/Ox', hen: '#/components/schemas/Hen'}}
    Size: {type: string, enum: [small, large]}
    Level: {type: integer, enum: [1, 2]}
    Ratio: {enum: [0.5, 1]}
    Big: {enum: [9223372036854775808, 1]}
    Empty: {type: 'null'}
    Json:
      anyOf:
      - {type: array, items: {$ref: '#/components/schemas/Json'}}
      - {type: object, additionalProperties: {$ref: '#/components/schemas/Json'}}
      - {type: [string, 'null']}
    Tree: {anyOf: [{$ref: '#/components/schemas/Leaf'}, {type: array, items: {$ref: '#/components/schemas/Tree'}}]}
    Leaf: {anyOf: [{$ref: '#/components/schemas/Room'}, {$ref: '#/components/schemas/Forest'}, {type: object, additionalProperties: {type: integer}}]}
    Forest: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Leaf'}}
    Pair: {type: array, prefixItems: [{type: integer}, {type: string}], items: false, minItems: 2}
    Rows: {type: array, prefixItems: [{$ref: '#/components/schemas/Room'}], items: {$ref: '#/components/schemas/Cart'}}
    Closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
    Loose: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
    Marked: {type: object, required: ['say "x"'], properties: {'say "x"': {type: string}, 'naïve': {type: integer}}}
    Quoted: {type: object, properties: {'a\b': {type: string}}}
    Mixed:
      type: object
      properties:
        room_or_cart: {anyOf: [{$ref: '#/components/schemas/Room'}, {$ref: '#/components/schemas/Cart'}]}
        rooms: {type: array, items: {anyOf: [{$ref: '#/components/schemas/Room'}, {type: object, additionalProperties: {type: integer}}]}}
        by_name: {type: object, additionalProperties: {anyOf: [{type: array, items: {type: integer}}, {type: array, items: {type: string}}]}}
        size: {anyOf: [{$ref: '#/components/schemas/Size'}, {type: string}]}
        name_or_age: {anyOf: [{$ref: '#/components/schemas/Named'}, {$ref: '#/components/schemas/Aged'}]}
        ox: {$ref: '#/components/schemas/Ox'}
        any_size: {anyOf: [{type: string}, {$ref: '#/components/schemas/Size'}]}
        size_or_day: {anyOf: [{$ref: '#/components/schemas/Size'}, {type: string, format: date}, {type: 'null'}]}
        level: {anyOf: [{$ref: '#/components/schemas/Level'}, {type: number}]}
        ratio: {$ref: '#/components/schemas/Ratio'}
        text_or_day: {anyOf: [{type: string, format: date-time}, {type: string}]}
        moment: {anyOf: [{type: string, format: date}, {type: string, format: date-time}]}
        code: {anyOf: [{type: string, pattern: '^[a-c]$'}, {type: string, minLength: 3}]}
        wet: {$ref: '#/components/schemas/Wet'}
        vehicle: {$ref: '#/components/schemas/Vehicle'}
        road: {$ref: '#/components/schemas/Road'}
        animals: {type: array, items: {$ref: '#/components/schemas/Animal'}}
        json: {$ref: '#/components/schemas/Json'}
        tree: {$ref: '#/components/schemas/Tree'}
        nested: {anyOf: [{type: array, items: {type: integer}}, {oneOf: [{type: array, items: {type: string}}, {type: string}, {$ref: '#/components/schemas/Ratio'}, {$ref: '#/components/schemas/Size'}]}]}
        empty: {$ref: '#/components/schemas/Empty'}
        pair: {anyOf: [{$ref: '#/components/schemas/Pair'}, {type: array, items: {type: boolean}}]}
        rows: {$ref: '#/components/schemas/Rows'}
        never: false
        yes: {const: true}
        half: {const: 0.5}
        big: {const: 18446744073709551616}
        bigger: {$ref: '#/components/schemas/Big'}
        list: {const: [1]}
        any: {anyOf: [{$ref: '#/components/schemas/Room'}, {}]}
"""
DOOR = {"doorId": "f3c9e0a8-26c5-4c6d-9b0e-6a1a3f0d7a11", "closedAt": None}
DOOR_DEFAULTS = {"count": 3, "tags": ["a"], "spare": [], "next": {"name": "hall"}}

VALID: list[tuple[str, Any]] = [
    ("Door", {**DOOR, **DOOR_DEFAULTS}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "closedAt": "2024-05-06T07:08:09Z"}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "closedAt": "2024-05-06T07:08:09", "openCount": 2**70}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "note": None, "colour": None, "share": 0.3}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "note": "n", "colour": "red", "odd": "x", "key": "k"}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "parent": {**DOOR, **DOOR_DEFAULTS}, "opens": "10:00:00"}),
    ("Door", {**DOOR, **DOOR_DEFAULTS, "field": "f", "date": "2024-05-06", "day": "2024-05-06"}),
    ("Person", {"fullName": "Ada", "age": 3, "job_title": "x"}),
    ("Cow", {"species": "Cow", "age": 2, "milk": 1.5}),
    ("Kitchen", {"kind": "kitchen", "gas": True}),
    ("Wet", {"kind": "bath", "tub": True}),
    ("Vehicle", {"type": "tram", "cars": 2}),
    ("Road", {"type": "night", "beds": 2}),
    ("Tug", {"type": "boat", "power": 1.5}),
    ("Vessel", {"type": "ship", "masts": 2}),
    ("Ox", {"kind": "musk"}),
    ("Stock", {"kind": "hen"}),
    ("Rows", [{"name": "a"}, {"wheels": 4}]),
    ("Pair", [1, "a"]),
    ("Json", {"a": [None, "x", {"b": []}]}),
    ("Empty", None),
    ("Size", "small"),
    ("Closed", {"a": "x"}),
    ("Marked", {"naïve": 1}),
    ("Quoted", {"a\\b": "x", "other": None}),
    *(
        ("Mixed", {name: value})
        for name, value in (
            ("room_or_cart", {"name": "a", "big": False}),
            ("room_or_cart", {"wheels": 1}),
            ("rooms", [{"name": "a"}, {"a": 1, "b": 2}, {}]),
            ("by_name", {"a": [1, 2], "b": ["x"], "c": []}),
            ("name_or_age", {"fullName": "Ada"}),
            ("name_or_age", {"age": 3}),
            ("ox", {"kind": "musk"}),
            ("size", "small"),
            ("size", "other"),
            ("size_or_day", "small"),
            ("size_or_day", "2024-05-06"),
            ("size_or_day", None),
            ("level", 1),
            ("level", 7),
            ("level", 1.5),
            ("ratio", 0.5),
            ("ratio", 1),
            ("text_or_day", "20240101"),
            ("text_or_day", "2024-05-06T07:08:09.5Z"),
            ("moment", "2024-05-06"),
            ("moment", "2024-05-06T07:08:09Z"),
            ("code", "a"),
            ("code", "long"),
            ("wet", {"kind": "kitchen", "gas": False}),
            ("vehicle", {"type": "bus", "seats": 3}),
            ("road", {"type": "coach", "beds": 3}),
            ("road", {"type": "night", "beds": 3}),
            ("road", {"type": "mini", "doors": 3}),
            ("animals", [{"species": "Cow", "milk": 2.5}, {"species": "?", "age": 1}]),
            ("json", [{"a": None}, "x", [[]]]),
            ("tree", {"name": "a"}),
            ("tree", [[{"a": 1}], [], {"name": "a", "big": True}]),
            ("nested", [1]),
            ("nested", ["a"]),
            ("nested", "small"),
            ("nested", 0.5),
            ("empty", None),
            ("pair", [1, "a"]),
            ("pair", [True, False]),
            ("rows", [{"name": "a"}, {"wheels": 4}]),
            ("yes", True),
            ("half", 0.5),
            ("list", [1]),
            ("big", 2**64),
            ("bigger", 2**63),
            ("bigger", 1),
            ("any", {"name": "a"}),
            ("any", {"name": "a", "more": 1}),
            ("any", None),
        )
    ),
]

INVALID: list[tuple[str, Any]] = [
    ("Door", {"doorId": DOOR["doorId"]}),
    ("Door", {**DOOR, "doorId": None}),
    ("Door", {**DOOR, "openCount": -1}),
    ("Door", {**DOOR, "openCount": None}),
    ("Door", {**DOOR, "colour": "blue"}),
    ("Door", {**DOOR, "key": "K"}),
    ("Kitchen", {"kind": "bath", "gas": True}),
    ("Wet", {"kind": "hall"}),
    ("Vehicle", {"type": "boat"}),
    ("Closed", {"b": 1}),
    ("Pair", [1]),
    *(
        ("Mixed", {name: value})
        for name, value in (
            ("room_or_cart", {"big": True}),
            ("room_or_cart", None),
            ("size", 1),
            ("size_or_day", "yesterday"),
            ("level", True),
            ("level", "1"),
            ("ratio", 0.7),
            ("ratio", True),
            ("code", "d"),
            ("road", {"type": "boat"}),
            ("road", {}),
            ("json", [1]),
            ("tree", [[{"a": "x"}]]),
            ("pair", [1, 2]),
            ("never", 1),
            ("bigger", 2),
            ("by_name", {"a": [1, "x"]}),
        )
    ),
]

_numbers = itertools.count()


@pytest.fixture(scope="module", params=Layout)
def models(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    """Import the structs of the building, as a module and as a package."""
    folder = tmp_path_factory.mktemp("building")
    (folder / "api.yaml").write_text(BUILDING, "utf-8")
    building = docmodels.load(folder / "api.yaml", notes=[])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield import_structs(building, folder, request.param)


def import_structs(source: Api, folder: Path, layout: Layout) -> ModuleType:
    name = f"structs_{next(_numbers)}"
    target = folder / name if layout is Layout.PACKAGE else folder
    target.mkdir(exist_ok=True)
    for module in write_modules(source, find_target("msgspec"), TargetOptions(layout), []):
        path = target / module.path if layout is Layout.PACKAGE else folder / f"{name}.py"
        path.write_text(black.format_str(module.text, mode=black.Mode()), "utf-8")
    importlib.invalidate_caches()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return importlib.import_module(name)


@pytest.mark.parametrize(("name", "value"), VALID, ids=str)
def test_a_valid_value_is_written_back(models: ModuleType, name: str, value: Any) -> None:
    struct = getattr(models, name)
    read = msgspec.convert(value, struct)
    assert json.loads(json.dumps(msgspec.to_builtins(read))) == value
    decoded = msgspec.json.decode(json.dumps(value), type=struct)
    assert json.loads(msgspec.json.encode(decoded)) == value


@pytest.mark.parametrize(("name", "value"), INVALID, ids=str)
def test_an_invalid_value_is_refused(models: ModuleType, name: str, value: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, getattr(models, name))


def test_msgspec_decodes_every_class_and_alias(models: ModuleType) -> None:
    for name in models.__all__:
        assert name in ("Ratio", "Big") or msgspec.json.Decoder(getattr(models, name))


def test_a_union_has_the_classes_that_a_type_checker_expects(models: ModuleType) -> None:
    read = msgspec.convert(
        {
            "room_or_cart": {"wheels": 2},
            "rooms": [{"name": "a"}, {"a": 1}],
            "size": "small",
            "any_size": "small",
            "name_or_age": {"age": 3},
            "text_or_day": "2024-05-06T07:08:09Z",
            "road": {"type": "night"},
            "animals": [{"species": "Cow"}, {"species": "?"}],
            "rows": [{"name": "a"}, {"wheels": 4}],
            "moment": "2024-05-06T07:08:09Z",
            "ratio": 0.5,
        },
        models.Mixed,
    )
    assert [type(item) for item in read.rooms] == [models.Room, dict]
    assert [type(item) for item in read.animals] == [models.Cow, models.Animal]
    assert [type(item) for item in read.rows] == [models.Room, models.Cart]
    assert (read.size, type(read.road)) == (models.Size.SMALL, models.Coach)
    assert read.any_size is models.Size.SMALL and read.text_or_day == "2024-05-06T07:08:09Z"
    assert isinstance(read.name_or_age, models.Aged)
    assert isinstance(read.room_or_cart, models.Cart) and read.moment.year == 2024
    assert read.ratio is models.Ratio.VALUE_0_5


def test_structs_are_made_in_code(models: ModuleType) -> None:
    kitchen = models.Kitchen(gas=True)
    assert kitchen.kind == "kitchen"
    mixed = models.Mixed(wet=kitchen, size="small", road=models.Coach(type="night"))
    assert msgspec.to_builtins(mixed) == {
        "size": "small",
        "wet": {"kind": "kitchen", "gas": True},
        "road": {"type": "night"},
    }
    assert models.Bus(seats=1).type == "bus"
    with pytest.raises(ValueError, match="Invalid"):
        models.Mixed(size_or_day="yesterday")


def test_what_structs_cannot_express_is_noted(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(BUILDING, "utf-8")
    notes: list[Note] = []
    building = docmodels.load(tmp_path / "api.yaml", notes=[])
    write_modules(building, find_target("msgspec"), TargetOptions(), notes)
    assert [note.message for note in notes if note.rule is TARGET_LIMIT] == [
        "`Marked` has no field for the property 'say \"x\"'",
        '`Quoted` has no field for the property "a\\\\b"',
        "structs drop additional properties, which the source defines: `Loose`",
    ]
    assert [note.message for note in notes if note.rule is UNENFORCED_KEYWORD] == [
        'a pattern in `Door` is not enforced: "(?1)\\\\p{Lu}"'
    ]


def test_fields_of_a_dictionary_in_place_of_a_struct_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    schema = {"title": "Marks", "type": "object", "properties": {'a"': {}, "b\\": {}}}
    path.write_text(json.dumps(schema), "utf-8")
    notes: list[Note] = []
    marks = docmodels.load(path, notes=[])
    (module,) = write_modules(marks, find_target("msgspec"), TargetOptions(), notes)
    assert "Marks: TypeAlias = dict[str, Any]" in module.text
    assert [note.message for note in notes if note.rule is TARGET_LIMIT] == [
        "`Marks` has no field for the property 'a\"'",
        '`Marks` has no field for the property "b\\\\"',
    ]


@pytest.mark.parametrize("layout", Layout)
def test_every_kind_of_type_is_importable(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    models = import_structs(SHOP, tmp_path, layout)
    for name in models.__all__:
        item = getattr(models, name)
        if not (isinstance(item, type) and issubclass(item, Enum)):
            msgspec.json.Decoder(item)
    order = {"id": 1, "shopName": None, "color": "new", "tree": {"a": [None, "x"]}}
    written = msgspec.to_builtins(msgspec.convert(order, models.Order))
    assert {key: written[key] for key in order} == order
    assert written["place"] == {"street": "x"}
    shapes = {"shapes": [{"@type": "rect", "a": 1.0}, {"@type": "hexagon"}]}
    assert msgspec.to_builtins(msgspec.convert(shapes, models.Drawing)) == shapes
    hostile = {"": 1, "+1": 2, "_id": 3, "ID": 4, "class": "c", "名前": 5, "date": "2024-05-06"}
    written = msgspec.to_builtins(msgspec.convert(hostile, models.Hostile))
    assert {key: written[key] for key in hostile} == hostile
    assert "docmodels" not in sys.modules[models.__name__].__dict__


def test_patterns_beside_arrays_and_dictionaries_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Msgspec frees such a pattern with each decoder, until the interpreter crashes."""
    monkeypatch.syspath_prepend(str(tmp_path))
    code = String(constraints=StringConstraints(pattern="^[a-z]+$"))
    codes = Union(members=(Nullable(type=Ref(name="Code")), Array(items=Ref(name="Code"))))
    source = api(
        define("Code", code),
        define("CodeOrNumber", Union(members=(Ref(name="Code"), INTEGER))),
        define("Codes", codes),
        define("Marks", Union(members=(Ref(name="CodeOrNumber"), Map(values=INTEGER)))),
    )
    notes: list[Note] = []
    write_modules(source, find_target("msgspec"), TargetOptions(), notes)
    assert [note.message.split("`")[1] for note in notes if note.rule is UNENFORCED_KEYWORD] == [
        *("Codes", "Marks")
    ]
    models = import_structs(source, tmp_path, Layout.MODULE)
    for _ in range(100):
        assert msgspec.json.decode('"A"', type=models.Codes) == "A"
        assert msgspec.json.decode('["a"]', type=models.Codes) == ["a"]
        assert msgspec.json.decode('{"a": 1}', type=models.Marks) == {"a": 1}
    for invalid in ('"A"', '["a"]'):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(invalid, type=models.CodeOrNumber)


def test_unions_of_unions_that_msgspec_does_not_decode_have_all_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))

    def closed(name: str) -> Object:
        return Object(fields=(field(name, INTEGER),), additional_properties=Never())

    def union(*names: str) -> Union:
        return Union(members=tuple(Ref(name=name) for name in names))

    source = api(
        *(define(name.upper(), closed(name)) for name in "abcd"),
        define("First", union("A", "B")),
        define("Second", union("C", "D")),
        define("Each", union("First", "Second")),
        define("Holder", Object(fields=(field("each", Ref(name="Each")),))),
    )
    holder = import_structs(source, tmp_path, Layout.MODULE).Holder
    for name in "abcd":
        value = {"each": {name: 1}}
        assert msgspec.to_builtins(msgspec.convert(value, holder)) == value


def test_enum_values_that_utf_8_cannot_encode_are_any_strings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    odd = enum(chr(0xD800), "b")
    holder = Object(fields=(field("odd", Ref(name="Odd")), field("one", odd)))
    models = import_structs(
        api(define("Odd", odd), define("Holder", holder)), tmp_path, Layout.MODULE
    )
    value = {"odd": "b", "one": "c"}
    assert msgspec.to_builtins(msgspec.convert(value, models.Holder)) == value


@pytest.mark.parametrize("style", RENAMES)
@given(st.from_regex(r"[a-z][a-z0-9]{0,3}(_[a-z][a-z0-9]{0,3}){0,2}", fullmatch=True))
def test_renaming_is_that_of_msgspec(style: Any, attribute: str) -> None:
    struct = msgspec.defstruct("X", [(attribute, int)], rename=style)
    assert rename(attribute, style) in ("", struct.__struct_encode_fields__[0])


@given(st.text(st.characters(exclude_categories=[]) | st.sampled_from('"\\\x1f\x20\x7f')))
def test_wire_names_are_those_that_msgspec_takes(name: str) -> None:
    try:
        msgspec.defstruct("X", [("a", int, msgspec.field(name=name))])
    except (ValueError, UnicodeEncodeError):
        assert not is_wire_name(name)
    else:
        assert is_wire_name(name)


def test_unions_that_share_members_take_linear_time(tmp_path: Path) -> None:
    """Each alias is a union of the next two: 60 of them have 10^12 paths."""
    names = [f"Part{number}" for number in range(60)]
    schemas: dict[str, Any] = {
        name: {"oneOf": [{"$ref": f"#/$defs/{other}"} for other in names[number + 1 : number + 3]]}
        for number, name in enumerate(names[:-2])
    }
    schemas |= {names[-2]: {"type": "string"}, names[-1]: {"type": "integer"}}
    (tmp_path / "parts.json").write_text(json.dumps({"title": "T", "$defs": schemas}))
    api = docmodels.load(tmp_path / "parts.json")
    with cpu_limit(10):
        (file,) = docmodels.render(api, target="msgspec")
    assert "Part0: TypeAlias = Part1 | Part2" in file.text
