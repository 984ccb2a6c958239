"""What pydantic models accept, refuse and write back, in both ways to validate."""

from __future__ import annotations

import importlib.util
import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT, MISSING_DEPENDENCY

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Make = Callable[..., ModuleType]
_numbers = itertools.count()
BOTH = pytest.mark.parametrize("validation", ["natural", "exact"])
EXACT = pytest.mark.parametrize("validation", ["exact"])


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write an OpenAPI document of some schemas, and import the models of it."""

    def made(validation: str, notes: list[Note] | None = None, **schemas: Any) -> ModuleType:
        notes = [] if notes is None else notes
        info = {"title": "T", "version": "1"}
        components = {"schemas": schemas}
        document = {"openapi": "3.1.0", "info": info, "paths": {}, "components": components}
        path = tmp_path / "api.json"
        path.write_text(json.dumps(document), "utf-8")
        api = docmodels.load(path, notes=notes)
        (file,) = docmodels.render(api, validation=validation, notes=notes)
        name = f"validated_{next(_numbers)}"
        (tmp_path / f"{name}.py").write_text(file.text, "utf-8")
        spec = importlib.util.spec_from_file_location(name, tmp_path / f"{name}.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    return made


def takes(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def back(kind: Any, value: Any) -> Any:
    adapter = TypeAdapter(kind)
    read = adapter.validate_json(json.dumps(value))
    return json.loads(adapter.dump_json(read, by_alias=True))


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


@BOTH
@pytest.mark.parametrize(
    ("schema", "good"),
    [
        ({"type": "integer", "enum": [0, 1]}, (0, 1, 1.0)),
        ({"const": 1}, (1, 1.0)),
        ({"enum": [1, 1.5]}, (1, 1.0, 1.5)),
        ({"enum": [0, 1, None]}, (0, 1, None)),
        ({"$ref": "#/$defs/One", "$defs": {"One": {"enum": [1, 2]}}}, (1, 2)),
    ],
)
def test_numbers_at_the_root_are_not_true_or_false(
    schema: dict[str, Any], good: tuple[Any, ...], validation: str, tmp_path: Path
) -> None:
    path = tmp_path / "root.json"
    path.write_text(json.dumps({"$schema": DIALECT, "title": "Root"} | schema))
    (file,) = docmodels.render(docmodels.load(path), validation=validation)
    module = sys.modules["root"] = ModuleType("root")
    exec(compile(file.text, "root.py", "exec"), vars(module))
    for value in good:
        assert takes(module.Root, value)
        assert back(module.Root, value) == value
        found = TypeAdapter(module.Root).validate_python(value)
        assert getattr(found, "value", found) == value
    assert not any(takes(module.Root, value) for value in (True, False, "1"))


@BOTH
@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, [1, 1.0, -3], ["1", True, 1.5, None]),
        ({"type": "integer", "minimum": 1}, [1, 2.0], [0, "2", True, 1.5]),
        ({"type": "number"}, [1, 1.5], ["1.5", True, None]),
        ({"type": "boolean"}, [True, False], [1, 0, "true", None]),
        ({"type": ["integer", "string"]}, [1, "1"], [True, 1.5, None]),
        ({"type": ["boolean", "null"]}, [True, None], [0, "x"]),
        ({"const": 1}, [1, 1.0], [True, "1", 2]),
        ({"const": True}, [True], [1, "true", False]),
        ({"const": [0]}, [[0], [0.0]], [[False], 0]),
        ({"enum": [1.5, 2]}, [1.5, 2, 2.0], [True, "2"]),
        ({"enum": ["a", 1, None]}, ["a", 1, None], [True, "1"]),
        ({"type": "integer", "enum": [1, 2]}, [1, 2.0], [3, True, "1"]),
        ({"type": "array", "uniqueItems": True}, [[1, True], []], [[1, 1.0], [{}, {}]]),
        (False, [], [None, 1, "x"]),
        (
            {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
            [{"a": 1}],
            [{"A": 1}],
        ),
    ],
)
def test_json_types_are_kept_apart(
    make: Make, validation: str, schema: Any, good: list[Any], bad: list[Any]
) -> None:
    box = make(validation, Box=thing("x", x=schema)).Box
    assert [value for value in good if not takes(box, {"x": value})] == []
    assert [value for value in bad if takes(box, {"x": value})] == []
    assert [value for value in good if back(box, {"x": value}) != {"x": value}] == []


@EXACT
@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "array", "contains": {"const": 2}, "maxContains": 1}, [[2, 3]], [[3], [2, 2]]),
        (
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
            [["a"], ["a", 1, None]],
            [["a", "b"], [1]],
        ),
        ({"not": {"type": "string"}}, [1, None], ["x"]),
        (
            {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "integer"}},
            ["ab", 3],
            ["a", None],
        ),
        (
            thing(a={}) | {"minProperties": 2, "maxProperties": 3},
            [{"a": 1, "b": 2}],
            [{"a": 1}, {"a": 1, "b": 2, "c": 3, "d": 4}],
        ),
        (
            thing(a={}) | {"patternProperties": {"^n": {"type": "integer"}}},
            [{"a": "x", "n1": 1, "z": None}],
            [{"n1": "x"}],
        ),
        (thing(a={}, b={}) | {"dependentRequired": {"a": ["b"]}}, [{"b": 1}], [{"a": 1}]),
        ({"oneOf": [{"minimum": 2}, {"maximum": 4}], "type": "number"}, [1, 5], [3]),
        (
            {"allOf": [{"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}]},
            ["ab"],
            ["a", "b"],
        ),
        ({"type": "string", "format": "duration"}, ["P3D", "PT1.5S"], ["three days", "P"]),
        ({"type": "string", "format": "ipv4"}, ["127.0.0.1"], ["256.0.0.1"]),
        ({"type": "string", "format": "date-time"}, ["2024-05-06T07:08:09Z"], [1700000000, "x"]),
    ],
)
def test_every_keyword_is_held_to(
    make: Make, validation: str, schema: Any, good: list[Any], bad: list[Any]
) -> None:
    notes: list[Note] = []
    models = make(validation, notes, Box=thing("x", x=schema), Named=schema)
    for kind, wrap in ((models.Box, lambda value: {"x": value}), (models.Named, lambda v: v)):
        assert [value for value in good if not takes(kind, wrap(value))] == []
        assert [value for value in bad if takes(kind, wrap(value))] == []
    assert MISSING_DEPENDENCY in {note.rule for note in notes}


@EXACT
def test_what_annotations_say_needs_no_check(make: Make, validation: str) -> None:
    notes: list[Note] = []
    make(
        validation,
        notes,
        Kind={"type": "string", "enum": ["a", "b"]},
        Leaf=thing("kind", kind={"const": "leaf"}, size={"type": "integer", "minimum": 0}),
        Twig=thing("kind", kind={"const": "twig"}, leaves={"type": "array", "items": ref("Leaf")}),
        Part={"oneOf": [ref("Leaf"), ref("Twig")], "discriminator": {"propertyName": "kind"}},
        Any={"oneOf": [{"type": "string", "pattern": "^x"}, {"type": "integer"}, ref("Leaf")]},
    )
    assert MISSING_DEPENDENCY not in {note.rule for note in notes}


@EXACT
def test_exact_models_are_built_in_python_too(make: Make, validation: str) -> None:
    models = make(
        validation,
        Task=thing("createdAt state", createdAt={"type": "string", "format": "date-time"}, state=ref("State"))
        | {"minProperties": 2, "maxProperties": 3},
        State={"type": "string", "enum": ["failed", "done"]},
        Board=thing("tasks", tasks={"type": "array", "items": ref("Task"), "contains": ref("Task")}),
    )  # fmt: skip
    task = models.Task(state="failed", created_at="2024-05-06T07:08:09Z")
    assert task.state is models.State.FAILED and task.created_at.year == 2024
    assert models.Board(tasks=[task]).tasks == [task]
    with pytest.raises(ValidationError):
        models.Board(tasks=[])
    with pytest.raises(ValidationError):
        models.Task(state="done", created_at=task.created_at, a=1, b=2)
    with pytest.raises(ValidationError):
        models.Task.model_validate_json('{"state": "done", "created_at": "2024-05-06T07:08:09Z"}')


@BOTH
def test_null_and_absence_are_two_things(make: Make, validation: str) -> None:
    models = make(
        validation,
        Door=thing(
            "closed",
            closed={"type": ["string", "null"]},
            width={"type": "integer"},
            frame=ref("Frame"),
            paint={"anyOf": [ref("Frame"), {"type": "null"}]},
            keys={"type": "array", "items": {"type": ["string", "null"]}},
        ),
        Frame=thing(wood={"type": "string"}),
    )
    assert takes(models.Door, {"closed": None, "paint": None, "keys": [None, "a"]})
    for bad in ({}, {"closed": None, "width": None}, {"closed": None, "frame": None}):
        assert not takes(models.Door, bad), bad
    assert back(models.Door, {"closed": None}) == {"closed": None, "paint": None}
    assert models.Door(closed=None).width is None


@BOTH
def test_what_no_field_names_is_kept(make: Make, validation: str) -> None:
    models = make(
        validation,
        Open=thing(a={"type": "integer"}),
        Typed=thing(a={"type": "string"}) | {"additionalProperties": {"type": "integer"}},
        Closed=thing(a={"type": "integer"}) | {"additionalProperties": False},
    )
    assert back(models.Open, {"a": 1, "b": [None]}) == {"a": 1, "b": [None]}
    assert back(models.Typed, {"a": "x", "b": 2}) == {"a": "x", "b": 2}
    assert not takes(models.Typed, {"b": "2"}) and not takes(models.Closed, {"b": 2})


def variant(tag: Any, name: str) -> dict[str, Any]:
    return thing("kind", kind=tag, **{name: {"type": "integer"}})


TEXT = {"type": "string"}
MENAGERIE = {
    "Dog": variant(TEXT | {"enum": ["dog", "wolf"]}, "legs"),
    "Cat": variant({"const": "cat"}, "lives"),
    "Fish": variant(TEXT, "fins"),
    "Bird": variant(TEXT, "wings"),
    "Pet": {"oneOf": [ref("Dog"), ref("Cat")], "discriminator": {"propertyName": "kind"}},
    "Sea": {
        "oneOf": [ref("Fish"), ref("Cat")],
        "discriminator": {"propertyName": "kind", "mapping": {"shark": "Fish", "ray": "Fish"}},
    },
    "Air": {
        "oneOf": [ref("Bird"), ref("Fish")],
        "discriminator": {"propertyName": "kind", "mapping": {"flying": "Fish", "gull": "Bird"}},
    },
    "Any": {"oneOf": [ref("Pet"), ref("Bird")], "discriminator": {"propertyName": "kind"}},
    "Maybe": {
        "oneOf": [ref("Dog"), ref("Cat"), {"type": "null"}],
        "discriminator": {"propertyName": "kind"},
    },
}


@BOTH
def test_a_tag_chooses_the_member(make: Make, validation: str) -> None:
    models = make(validation, **MENAGERIE)
    for union, tag, member in (
        ("Pet", "wolf", "Dog"),
        ("Pet", "cat", "Cat"),
        ("Sea", "shark", "Fish"),
        ("Sea", "ray", "Fish"),
        ("Sea", "cat", "Cat"),
        ("Air", "flying", "Fish"),
        ("Air", "gull", "Bird"),
        ("Any", "wolf", "Dog"),
        ("Any", "Bird", "Bird"),
        ("Maybe", "dog", "Dog"),
    ):
        read = TypeAdapter(getattr(models, union)).validate_json(json.dumps({"kind": tag}))
        assert type(read) is getattr(models, member), (union, tag)
        assert back(getattr(models, union), {"kind": tag}) == {"kind": tag}
    assert takes(models.Maybe, None) and not takes(models.Pet, None)
    for union in ("Pet", "Sea", "Air", "Any", "Maybe"):
        assert not takes(getattr(models, union), {"kind": "?"}), union


@BOTH
def test_a_reference_to_a_base_reads_the_heir(make: Make, validation: str) -> None:
    mapping = {"car": "Car", "truck": "Truck"}
    models = make(
        validation,
        Vehicle=thing("type", type=TEXT)
        | {"discriminator": {"propertyName": "type", "mapping": mapping}},
        Car={"allOf": [ref("Vehicle"), thing(doors={"type": "integer"})]},
        Truck={"allOf": [ref("Vehicle"), thing("load", load={"type": "number"})]},
        Fleet=thing(vehicles={"type": "array", "items": ref("Vehicle")}, lead=ref("Vehicle")),
    )
    vehicles = [{"type": "car", "doors": 2}, {"type": "truck", "load": 1.5}, {"type": "cart"}]
    fleet = models.Fleet.model_validate({"vehicles": vehicles, "lead": vehicles[0]})
    kinds = [type(each).__name__ for each in (*fleet.vehicles, fleet.lead)]
    assert kinds == ["Car", "Truck", "Vehicle", "Car"]
    assert back(models.Fleet, {"vehicles": vehicles}) == {"vehicles": vehicles}
    assert not takes(models.Fleet, {"vehicles": [{"type": "truck"}]})
    assert models.Fleet(lead=models.Truck(type="truck", load=2)).lead.load == 2


@BOTH
def test_narrowing_by_all_of_counts(make: Make, validation: str) -> None:
    models = make(
        validation,
        Colour={"type": "string", "enum": ["red", "green", "blue"]},
        Size={"type": "integer", "minimum": 1},
        Dress=thing(
            colour={"allOf": [ref("Colour"), {"enum": ["red", "blue", "black"]}]},
            size={"allOf": [ref("Size"), {"maximum": 9}]},
        ),
    )
    assert takes(models.Dress, {"colour": "red", "size": 9})
    for bad in ({"colour": "green"}, {"colour": "black"}, {"size": 10}, {"size": 0}):
        assert not takes(models.Dress, bad), bad


@BOTH
@pytest.mark.parametrize("pattern", ["^[^[]+$", "^(?=a)", "^a", r"^\p{Letter}+$"])
def test_a_pattern_is_checked_whatever_engine_takes_it(
    make: Make, validation: str, pattern: str
) -> None:
    box = make(validation, Box=thing(x={"type": "string", "pattern": pattern})).Box
    assert takes(box, {"x": "ab"}) and not takes(box, {"x": "[1"})


@BOTH
@pytest.mark.parametrize("format", ["byte", "password", "email", "uri", "x-own"])
def test_text_comes_back_as_it_was(make: Make, validation: str, format: str) -> None:
    box = make(validation, Box=thing(x={"type": "string", "format": format})).Box
    text = {"email": "A@Example.COM", "uri": "HTTP://example.com"}.get(format, "aGk=")
    assert back(box, {"x": text}) == {"x": text}


@BOTH
def test_defaults_are_values_of_their_type(make: Make, validation: str) -> None:
    notes: list[Note] = []
    models = make(
        validation,
        notes,
        State={"type": "string", "enum": ["new", "old"]},
        Box=thing(
            state={"allOf": [ref("State")], "default": "new"},
            day={"type": "string", "format": "date", "default": "2024-05-06"},
            count={"type": "integer", "default": "many"},
        ),
    )
    box = models.Box()
    assert box.state is models.State.NEW and box.day.day == 6 and box.count is None
    assert [note.rule for note in notes if note.rule is BAD_DEFAULT] == [BAD_DEFAULT]


def test_pages_leave_null_open_and_keep_types_apart(tmp_path: Path) -> None:
    (tmp_path / "Crate.md").write_text(
        "# Crate\n\n## Properties\n\nName | Type | Description | Notes\n"
        "------------ | ------------- | ------------- | -------------\n"
        "**weight** | **float** |  | [optional] \n**count** | **int** |  | [optional] \n\n"
        "[[Back to Model list]](../README.md#documentation-for-models)\n",
        "utf-8",
    )
    (file,) = docmodels.render(docmodels.load(tmp_path, notes=[]), notes=[])
    sys.modules["crates"] = ModuleType("crates")
    exec(compile(file.text, "crates", "exec"), vars(sys.modules["crates"]))
    crate = sys.modules["crates"].Crate
    assert takes(crate, {"weight": None, "count": 2.0})
    assert not takes(crate, {"weight": "1"}) and not takes(crate, {"count": True})


def test_numbers_of_pages_come_back_as_they_were_and_keep_their_limits(tmp_path: Path) -> None:
    """`number` of a TypeScript page may be an id: `/crates/7` is not `/crates/7.0`."""
    (tmp_path / "crate.md").write_text(
        "# Crate\n\n## Structure\n\n`Crate`\n\n## Fields\n\n"
        "| Name | Type | Tags | Description |\n|  --- | --- | --- | --- |\n"
        "| `id` | `number` | Required | - |\n"
        "| `weights` | `number[] \\| undefined` | Optional | - |\n"
        "| `share` | `number` | Required | **Constraints**: `>= 0`, `<= 1` |\n",
        "utf-8",
    )
    (file,) = docmodels.render(docmodels.load(tmp_path, notes=[]), notes=[])
    sys.modules["numbered_crates"] = ModuleType("numbered_crates")
    exec(compile(file.text, "numbered_crates", "exec"), vars(sys.modules["numbered_crates"]))
    crate = sys.modules["numbered_crates"].Crate
    given = '{"id":7,"weights":[1,1.5],"share":0.5}'
    assert crate.model_validate_json(given).model_dump_json(exclude_unset=True) == given
    assert not takes(crate, {"id": True, "share": 0.5})
    assert not takes(crate, {"id": "7", "share": 0.5})
    assert not takes(crate, {"id": 7, "share": 2})


@BOTH
def test_enums_of_one_all_of_leave_what_they_share_and_need_no_check(
    make: Make, validation: str
) -> None:
    notes: list[Note] = []
    some, more = {"enum": ["a", "b", 1]}, {"enum": ["b", "c", True, 1.0]}
    models = make(validation, notes, Box={"properties": {"kind": {"allOf": [some, more]}}})
    assert [takes(models.Box, {"kind": v}) for v in ("a", "b", "c", 1, True)] == [
        *(False, True, False, True, False)
    ]
    assert all(note.rule is not MISSING_DEPENDENCY for note in notes)


def test_an_heir_that_its_base_mentions_stays_an_heir_in_any_order(make: Make) -> None:
    """A base may refer to its heir, also through an allOf of its own: that decides nothing."""
    heir = {"$ref": "#/components/schemas/Manager"}
    since = {"type": "object", "properties": {"since": {"type": "string"}}}
    schemas = {
        "Manager": {
            "allOf": [
                {"$ref": "#/components/schemas/Employee"},
                {"required": ["budget"], "properties": {"budget": {"type": "integer"}}},
            ]
        },
        "Employee": {
            "allOf": [
                {"$ref": "#/components/schemas/Person"},
                {"properties": {"manager": heir, "deputy": {"allOf": [heir, since]}}},
            ]
        },
        "Person": {"type": "object", "properties": {"name": {"type": "string"}}},
    }
    for order in itertools.permutations(schemas):
        models = make("natural", **{name: schemas[name] for name in order})
        assert models.Manager.__mro__[1:3] == (models.Employee, models.Person)
        assert list(models.Manager.model_fields) == ["name", "manager", "deputy", "budget"]
        found = models.Employee.model_validate({"manager": {"budget": 1}, "deputy": {"budget": 2}})
        assert isinstance(found.manager, models.Manager)
        assert isinstance(found.deputy, models.Manager)
