"""Test what pydantic models accept, reject and write back, for each `--validation`."""

from __future__ import annotations

import importlib.util
import itertools
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT, MISSING_DEPENDENCY, RENAMED, UNENFORCED_KEYWORD

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ImportModels = Callable[..., ModuleType]
_numbers = itertools.count()
EACH_VALIDATION = pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
STRICT_VALIDATIONS = pytest.mark.parametrize("validation", ["strict", "exact"])
EXACT_VALIDATION = pytest.mark.parametrize("validation", ["exact"])


@pytest.fixture
def import_models(tmp_path: Path) -> ImportModels:
    """Return a function that writes schemas as an OpenAPI document and imports its models."""

    def load_and_import(
        validation: str, notes: list[Note] | None = None, **schemas: Any
    ) -> ModuleType:
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

    return load_and_import


def accepts(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def round_trip(kind: Any, value: Any) -> Any:
    adapter = TypeAdapter(kind)
    instance = adapter.validate_json(json.dumps(value))
    return json.loads(adapter.dump_json(instance, by_alias=True))


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def object_schema(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


@EACH_VALIDATION
@pytest.mark.parametrize(
    ("schema", "valid"),
    [
        ({"type": "integer", "enum": [0, 1]}, (0, 1, 1.0)),
        ({"const": 1}, (1, 1.0)),
        ({"enum": [1, 1.5]}, (1, 1.0, 1.5)),
        ({"enum": [0, 1, None]}, (0, 1, None)),
        ({"$ref": "#/$defs/One", "$defs": {"One": {"enum": [1, 2]}}}, (1, 2)),
    ],
)
def test_root_numbers_are_not_booleans(
    schema: dict[str, Any], valid: tuple[Any, ...], validation: str, tmp_path: Path
) -> None:
    path = tmp_path / "root.json"
    path.write_text(json.dumps({"$schema": DIALECT, "title": "Root"} | schema))
    (file,) = docmodels.render(docmodels.load(path), validation=validation)
    module = sys.modules["root"] = ModuleType("root")
    exec(compile(file.text, "root.py", "exec"), vars(module))
    for value in valid:
        assert accepts(module.Root, value)
        assert round_trip(module.Root, value) == value
        instance = TypeAdapter(module.Root).validate_python(value)
        assert getattr(instance, "value", instance) == value
    accepted = [value for value in (True, False, "1") if accepts(module.Root, value)]
    assert accepted == [] or validation == "natural"


@EACH_VALIDATION
@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
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
def test_json_types_are_not_coerced(
    import_models: ImportModels, validation: str, schema: Any, valid: list[Any], invalid: list[Any]
) -> None:
    box = import_models(validation, Box=object_schema("x", x=schema)).Box
    assert [value for value in valid if not accepts(box, {"x": value})] == []
    accepted = [value for value in invalid if accepts(box, {"x": value})]
    assert accepted == [] or validation == "natural"
    assert [value for value in valid if round_trip(box, {"x": value}) != {"x": value}] == []


@EXACT_VALIDATION
@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
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
            object_schema(a={}) | {"minProperties": 2, "maxProperties": 3},
            [{"a": 1, "b": 2}],
            [{"a": 1}, {"a": 1, "b": 2, "c": 3, "d": 4}],
        ),
        (
            object_schema(a={}) | {"patternProperties": {"^n": {"type": "integer"}}},
            [{"a": "x", "n1": 1, "z": None}],
            [{"n1": "x"}],
        ),
        (object_schema(a={}, b={}) | {"dependentRequired": {"a": ["b"]}}, [{"b": 1}], [{"a": 1}]),
        ({"oneOf": [{"minimum": 2}, {"maximum": 4}], "type": "number"}, [1, 5], [3]),
        (
            {"allOf": [{"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}]},
            ["ab"],
            ["a", "b"],
        ),
        ({"type": "string", "format": "duration"}, ["P3D", "PT1.5S"], ["three days", "P"]),
        ({"type": "string", "format": "ipv4"}, ["127.0.0.1"], ["256.0.0.1"]),
    ],
)
def test_exact_models_enforce_every_keyword(
    import_models: ImportModels, validation: str, schema: Any, valid: list[Any], invalid: list[Any]
) -> None:
    notes: list[Note] = []
    models = import_models(validation, notes, Box=object_schema("x", x=schema), Named=schema)
    for kind, wrap in ((models.Box, lambda value: {"x": value}), (models.Named, lambda v: v)):
        assert [value for value in valid if not accepts(kind, wrap(value))] == []
        assert [value for value in invalid if accepts(kind, wrap(value))] == []
    assert MISSING_DEPENDENCY in {note.rule for note in notes}


@EXACT_VALIDATION
def test_annotations_replace_schema_checks(import_models: ImportModels, validation: str) -> None:
    notes: list[Note] = []
    models = import_models(
        validation,
        notes,
        When={"type": "string", "format": "date-time"},
        Kind={"type": "string", "enum": ["a", "b"]},
        Leaf=object_schema("kind", kind={"const": "leaf"}, size={"type": "integer", "minimum": 0}),
        Twig=object_schema(
            "kind", kind={"const": "twig"}, leaves={"type": "array", "items": ref("Leaf")}
        ),
        Part={"oneOf": [ref("Leaf"), ref("Twig")], "discriminator": {"propertyName": "kind"}},
        Any={"oneOf": [{"type": "string", "pattern": "^x"}, {"type": "integer"}, ref("Leaf")]},
    )
    assert MISSING_DEPENDENCY not in {note.rule for note in notes}
    assert accepts(models.When, "2024-05-06T07:08:09Z")
    assert [value for value in (1700000000, "20240506", "x") if accepts(models.When, value)] == []


@EXACT_VALIDATION
def test_exact_models_are_constructed_in_python(
    import_models: ImportModels, validation: str
) -> None:
    models = import_models(
        validation,
        Task=object_schema("createdAt state", createdAt={"type": "string", "format": "date-time"}, state=ref("State"))
        | {"minProperties": 2, "maxProperties": 3},
        State={"type": "string", "enum": ["failed", "done"]},
        Board=object_schema("tasks", tasks={"type": "array", "items": ref("Task"), "contains": ref("Task")}),
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


@EACH_VALIDATION
def test_null_and_missing_fields_differ(import_models: ImportModels, validation: str) -> None:
    models = import_models(
        validation,
        Door=object_schema(
            "closed",
            closed={"type": ["string", "null"]},
            width={"type": "integer"},
            frame=ref("Frame"),
            paint={"anyOf": [ref("Frame"), {"type": "null"}]},
            keys={"type": "array", "items": {"type": ["string", "null"]}},
        ),
        Frame=object_schema(wood={"type": "string"}),
    )
    assert accepts(models.Door, {"closed": None, "paint": None, "keys": [None, "a"]})
    assert not accepts(models.Door, {})
    for lenient in ({"closed": None, "width": None}, {"closed": None, "frame": None}):
        assert accepts(models.Door, lenient) is (validation == "natural"), lenient
    assert models.Door(closed=None).width is None
    for value in ({"closed": None}, {"closed": None, "paint": None}, {"closed": "x", "width": 1}):
        text = models.Door.model_validate(value).model_dump_json()
        assert json.loads(text) == value


def test_natural_models_take_null_for_absent(import_models: ImportModels) -> None:
    models = import_models(
        "natural",
        Frame=object_schema("w", w={"type": "integer"}, next=ref("Frame"), any={}),
        Window=object_schema(size={"type": "integer", "minimum": 2}, frame=ref("Frame")),
    )
    window = models.Window.model_validate({"size": None, "frame": {"w": 1, "next": None}})
    assert window.model_dump_json() == '{"frame":{"w":1}}'
    assert models.Window(size=None) == models.Window()
    assert not accepts(models.Window, {"size": 1})
    frame = models.Frame.model_validate({"w": 1, "any": None})
    assert frame.model_dump_json() == '{"w":1,"any":null}'


@EACH_VALIDATION
def test_absent_and_null_differ_in_every_layer(
    import_models: ImportModels, validation: str
) -> None:
    """A base class writes the fields of its subclasses; JSON Schema describes the fields."""
    nullable = {"type": ["string", "null"]}
    models = import_models(
        validation,
        Node=object_schema("id", id={"type": "integer"}),
        Leaf={"allOf": [ref("Node"), object_schema(leafColour=nullable)]},
        Tree=object_schema(leaves={"type": "array", "items": ref("Leaf")}, root=ref("Node"))
        | {"additionalProperties": False},
        Text=object_schema(note=nullable | {"default": None}, size=nullable | {"default": "S"}),
    )
    for value in (
        {"leaves": [{"id": 1}, {"id": 2, "leafColour": None}, {"id": 3, "leafColour": "red"}]},
        {"root": {"id": 1, "more": [None]}},
    ):
        assert json.loads(models.Tree.model_validate(value).model_dump_json()) == value
    leaf = models.Leaf(id=1, leaf_colour=None)
    assert leaf.model_dump(by_alias=False) == {"id": 1, "leaf_colour": None}
    assert models.Leaf(id=1).model_dump(by_alias=False) == {"id": 1}
    assert models.Text().model_dump_json() == '{"size":"S"}'
    assert models.Text(note=None, size=None).model_dump_json() == '{"note":null,"size":null}'
    for mode in ("validation", "serialization"):
        schema = models.Leaf.model_json_schema(mode=mode)
        assert list(schema["properties"]) == ["id", "leafColour"]


@EACH_VALIDATION
def test_a_named_null_is_a_type(import_models: ImportModels, validation: str) -> None:
    models = import_models(
        validation,
        Nothing={"type": "null"},
        Void={"enum": [None]},
        Gone={"const": None},
        Box=object_schema(
            "gone",
            a=ref("Nothing"),
            b=ref("Void"),
            gone=ref("Gone"),
            c={"type": "array", "items": ref("Nothing")},
            d={"anyOf": [ref("Gone"), {"type": "integer"}]},
        ),
    )
    for value in ({"gone": None}, {"gone": None, "a": None, "b": None, "c": [None], "d": 2}):
        assert json.loads(models.Box.model_validate(value).model_dump_json()) == value
    assert not accepts(models.Box, {"gone": 1})


@EACH_VALIDATION
def test_a_field_that_is_always_null_keeps_its_wire_name(
    import_models: ImportModels, validation: str
) -> None:
    box = import_models(
        validation,
        Nothing={"type": "null"},
        Box=object_schema("isGone", isGone={"type": "null"}, wasGone=ref("Nothing")),
    ).Box
    assert {field.alias for field in box.model_fields.values()} == {"isGone", "wasGone"}
    for value in ({"isGone": None}, {"isGone": None, "wasGone": None}):
        assert json.loads(box.model_validate(value).model_dump_json()) == value
    assert not accepts(box, {}) and not accepts(box, {"isGone": 1})


DATES = ("date-time", "date", "time")


@EACH_VALIDATION
@pytest.mark.parametrize("format", DATES)
@pytest.mark.parametrize("is_first", [True, False])
def test_text_of_digits_stays_text_beside_dates(
    import_models: ImportModels, validation: str, format: str, is_first: bool
) -> None:
    members = [{"type": "string", "format": format}, {"type": "string", "minLength": 1}]
    union = {"anyOf": members if is_first else members[::-1]}
    box = import_models(
        validation,
        When=union,
        Box=object_schema(x=union, y=ref("When"), z={"type": "array", "items": union}),
    ).Box
    for text in ("0", "20240101", "1718000000", "12", "-1", "0.5", "x"):
        value = {"x": text, "y": text, "z": [text]}
        assert round_trip(box, value) == value


@STRICT_VALIDATIONS
@pytest.mark.parametrize("format", DATES)
def test_numbers_are_no_dates(import_models: ImportModels, validation: str, format: str) -> None:
    texts = {
        "date-time": "2024-05-06T07:08:09Z",
        "date": "2024-05-06",
        "time": "07:08:09Z",
    }
    dated = {"type": "string", "format": format}
    box = import_models(
        validation,
        Box=object_schema(x=dated, y={"anyOf": [dated, {"type": "number"}]}, z={"type": "array", "items": dated}),
    ).Box  # fmt: skip
    for number in (0, 1718000000, 1718000000.5, True, "0", "1718000000", "0.5", "20240506"):
        assert not accepts(box, {"x": number}) and not accepts(box, {"z": [number]}), number
    value = {"x": texts[format], "y": 5, "z": [texts[format]]}
    assert round_trip(box, value) == value
    parsed = box.model_validate(value)
    assert box(x=parsed.x).x == parsed.x


@EACH_VALIDATION
def test_a_union_keeps_the_json_type_of_its_values(
    import_models: ImportModels, validation: str
) -> None:
    union = {"type": ["boolean", "integer", "string", "null"]}
    box = import_models(validation, Box=object_schema("x", x=union)).Box
    for value in (True, False, 1, 0, 1.0, 0.0, "1", "true", "", None):
        written = round_trip(box, {"x": value})["x"]
        assert written == value and isinstance(written, bool) is isinstance(value, bool)


def test_natural_constants_need_not_be_given(import_models: ImportModels) -> None:
    schemas = {
        "Kind": {"type": "string", "enum": ["circle"]},
        "Circle": object_schema("kind r", kind=ref("Kind"), r={"type": "number"}),
        "Square": object_schema("kind v", kind={"const": "square"}, v={"const": 2}),
        "Shape": {
            "oneOf": [ref("Circle"), ref("Square")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"circle": "Circle", "square": "Square"},
            },
        },
    }
    models = import_models("natural", **schemas)
    assert models.Circle(r=1.5).model_dump_json() == '{"kind":"circle","r":1.5}'
    assert models.Square().model_dump_json() == '{"kind":"square","v":2}'
    shape = TypeAdapter(models.Shape).validate_json('{"kind":"square","v":2}')
    assert isinstance(shape, models.Square)
    assert not accepts(models.Square, {"kind": "circle"})
    strict = import_models("strict", **schemas)
    with pytest.raises(ValidationError):
        strict.Circle(r=1.5)


@EACH_VALIDATION
def test_additional_properties_are_kept(import_models: ImportModels, validation: str) -> None:
    models = import_models(
        validation,
        Open=object_schema(a={"type": "integer"}),
        Typed=object_schema(a={"type": "string"}) | {"additionalProperties": {"type": "integer"}},
        Closed=object_schema(a={"type": "integer"}) | {"additionalProperties": False},
    )
    assert round_trip(models.Open, {"a": 1, "b": [None]}) == {"a": 1, "b": [None]}
    assert round_trip(models.Typed, {"a": "x", "b": 2}) == {"a": "x", "b": 2}
    assert accepts(models.Typed, {"b": "2"}) is (validation == "natural")
    assert not accepts(models.Closed, {"b": 2})


def tagged_object(tag: Any, name: str) -> dict[str, Any]:
    return object_schema("kind", kind=tag, **{name: {"type": "integer"}})


TEXT = {"type": "string"}
DISCRIMINATED = {
    "Dog": tagged_object(TEXT | {"enum": ["dog", "wolf"]}, "legs"),
    "Cat": tagged_object({"const": "cat"}, "lives"),
    "Fish": tagged_object(TEXT, "fins"),
    "Bird": tagged_object(TEXT, "wings"),
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


@EACH_VALIDATION
def test_tags_select_union_members(import_models: ImportModels, validation: str) -> None:
    models = import_models(validation, **DISCRIMINATED)
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
        instance = TypeAdapter(getattr(models, union)).validate_json(json.dumps({"kind": tag}))
        assert type(instance) is getattr(models, member), (union, tag)
        assert round_trip(getattr(models, union), {"kind": tag}) == {"kind": tag}
    assert accepts(models.Maybe, None) and not accepts(models.Pet, None)
    for union in ("Pet", "Sea", "Air", "Any", "Maybe"):
        assert not accepts(getattr(models, union), {"kind": "?"}), union


@EACH_VALIDATION
def test_base_class_references_select_subclasses(
    import_models: ImportModels, validation: str
) -> None:
    mapping = {"car": "Car", "truck": "Truck"}
    models = import_models(
        validation,
        Vehicle=object_schema("type", type=TEXT)
        | {"discriminator": {"propertyName": "type", "mapping": mapping}},
        Car={"allOf": [ref("Vehicle"), object_schema(doors={"type": "integer"})]},
        Truck={"allOf": [ref("Vehicle"), object_schema("load", load={"type": "number"})]},
        Fleet=object_schema(
            vehicles={"type": "array", "items": ref("Vehicle")}, lead=ref("Vehicle")
        ),
    )
    vehicles = [{"type": "car", "doors": 2}, {"type": "truck", "load": 1.5}, {"type": "cart"}]
    fleet = models.Fleet.model_validate({"vehicles": vehicles, "lead": vehicles[0]})
    kinds = [type(vehicle).__name__ for vehicle in (*fleet.vehicles, fleet.lead)]
    assert kinds == ["Car", "Truck", "Vehicle", "Car"]
    assert round_trip(models.Fleet, {"vehicles": vehicles}) == {"vehicles": vehicles}
    assert not accepts(models.Fleet, {"vehicles": [{"type": "truck"}]})
    assert models.Fleet(lead=models.Truck(type="truck", load=2)).lead.load == 2


@EACH_VALIDATION
def test_all_of_narrows_types(import_models: ImportModels, validation: str) -> None:
    models = import_models(
        validation,
        Colour={"type": "string", "enum": ["red", "green", "blue"]},
        Size={"type": "integer", "minimum": 1},
        Dress=object_schema(
            colour={"allOf": [ref("Colour"), {"enum": ["red", "blue", "black"]}]},
            size={"allOf": [ref("Size"), {"maximum": 9}]},
        ),
    )
    assert accepts(models.Dress, {"colour": "red", "size": 9})
    for invalid in ({"colour": "green"}, {"colour": "black"}, {"size": 10}, {"size": 0}):
        assert not accepts(models.Dress, invalid), invalid


@EACH_VALIDATION
@pytest.mark.parametrize(
    "pattern", ["^[^[]+$", "^(?=a)", "^a", r"^\p{Letter}+$", r"^a(b|b{x|\d{1)$"]
)
def test_patterns_are_checked_with_either_regex_engine(
    import_models: ImportModels, validation: str, pattern: str
) -> None:
    box = import_models(validation, Box=object_schema(x={"type": "string", "pattern": pattern})).Box
    assert accepts(box, {"x": "ab"}) and not accepts(box, {"x": "[1"})


@EACH_VALIDATION
@pytest.mark.parametrize(
    "pattern",
    [
        r"^a|\$\w{1,255}$",
        "^(a|(?:[a-z]{1,200}){2,400})$",
        r"^(?i:a|[^\W_]{0,90})$",
        r"^a(\D){0,499}$",
    ],
)
def test_patterns_that_are_large_when_compiled_are_checked(
    import_models: ImportModels, validation: str, pattern: str
) -> None:
    box = import_models(validation, Box=object_schema(x={"type": "string", "pattern": pattern})).Box
    assert accepts(box, {"x": "ab"}) and not accepts(box, {"x": "[1"})


@EACH_VALIDATION
def test_limits_beyond_every_float_are_limits(import_models: ImportModels, validation: str) -> None:
    limit = 10**400
    box = import_models(
        validation,
        Box=object_schema(
            whole={"type": "integer", "maximum": limit},
            number={"type": "number", "maximum": limit},
            step={"type": "integer", "multipleOf": limit},
            text={"type": "string", "maxLength": limit},
        ),
    ).Box
    assert accepts(box, {"whole": limit, "number": 1e300, "step": 0, "text": "a"})
    assert not accepts(box, {"whole": limit + 1})


@EACH_VALIDATION
@pytest.mark.parametrize("format", ["byte", "password", "email", "uri", "x-own"])
def test_formatted_strings_round_trip(
    import_models: ImportModels, validation: str, format: str
) -> None:
    box = import_models(validation, Box=object_schema(x={"type": "string", "format": format})).Box
    text = {"email": "A@Example.COM", "uri": "HTTP://example.com"}.get(format, "aGk=")
    assert round_trip(box, {"x": text}) == {"x": text}


@EACH_VALIDATION
def test_defaults_have_the_type_of_their_field(
    import_models: ImportModels, validation: str
) -> None:
    notes: list[Note] = []
    models = import_models(
        validation,
        notes,
        State={"type": "string", "enum": ["new", "old"]},
        Box=object_schema(
            state={"allOf": [ref("State")], "default": "new"},
            day={"type": "string", "format": "date", "default": "2024-05-06"},
            count={"type": "integer", "default": "many"},
        ),
    )
    box = models.Box()
    assert box.state is models.State.NEW and box.day.day == 6 and box.count is None
    assert [note.rule for note in notes if note.rule is BAD_DEFAULT] == [BAD_DEFAULT]


@EACH_VALIDATION
def test_page_models_take_null_for_absent(validation: str, tmp_path: Path) -> None:
    (tmp_path / "Crate.md").write_text(
        "# Crate\n\n## Properties\n\nName | Type | Description | Notes\n"
        "------------ | ------------- | ------------- | -------------\n"
        "**weight** | **float** |  | [optional] \n**count** | **int** |  | [optional] \n\n"
        "[[Back to Model list]](../README.md#documentation-for-models)\n",
        "utf-8",
    )
    api = docmodels.load(tmp_path, notes=[])
    (file,) = docmodels.render(api, validation=validation, notes=[])
    sys.modules["crates"] = ModuleType("crates")
    exec(compile(file.text, "crates", "exec"), vars(sys.modules["crates"]))
    crate = sys.modules["crates"].Crate
    assert accepts(crate, {"weight": None, "count": 2.0})
    assert crate.model_validate({"weight": None}).model_dump_json() == "{}"
    for coerced in ({"weight": "1"}, {"count": True}):
        assert accepts(crate, coerced) is (validation == "natural")
    assert crate.model_validate({"More": None}).model_dump_json() == '{"More":null}'


@EACH_VALIDATION
def test_page_numbers_round_trip_and_keep_constraints(validation: str, tmp_path: Path) -> None:
    """A `number` of a TypeScript page may be an integer id: `/crates/7` is not `/crates/7.0`."""
    (tmp_path / "crate.md").write_text(
        "# Crate\n\n## Structure\n\n`Crate`\n\n## Fields\n\n"
        "| Name | Type | Tags | Description |\n|  --- | --- | --- | --- |\n"
        "| `id` | `number` | Required | - |\n"
        "| `weights` | `number[] \\| undefined` | Optional | - |\n"
        "| `share` | `number` | Required | **Constraints**: `>= 0`, `<= 1` |\n",
        "utf-8",
    )
    api = docmodels.load(tmp_path, notes=[])
    (file,) = docmodels.render(api, validation=validation, notes=[])
    sys.modules["numbered_crates"] = ModuleType("numbered_crates")
    exec(compile(file.text, "numbered_crates", "exec"), vars(sys.modules["numbered_crates"]))
    crate = sys.modules["numbered_crates"].Crate
    text = '{"id":7,"weights":[1,1.5],"share":0.5}'
    assert crate.model_validate_json(text).model_dump_json() == text
    for coerced in ({"id": True, "share": 0.5}, {"id": "7", "share": 0.5}):
        assert accepts(crate, coerced) is (validation == "natural")
    assert not accepts(crate, {"id": 7, "share": 2})


@EACH_VALIDATION
def test_all_of_enums_are_intersected(import_models: ImportModels, validation: str) -> None:
    notes: list[Note] = []
    first, second = {"enum": ["a", "b", 1]}, {"enum": ["b", "c", True, 1.0]}
    models = import_models(
        validation, notes, Box={"properties": {"kind": {"allOf": [first, second]}}}
    )
    assert [accepts(models.Box, {"kind": v}) for v in ("a", "b", "c", 1)] == [
        *(False, True, False, True)
    ]
    assert accepts(models.Box, {"kind": True}) is (validation == "natural")
    assert all(note.rule is not MISSING_DEPENDENCY for note in notes)


def test_subclass_referenced_by_its_base_keeps_the_base(import_models: ImportModels) -> None:
    """A base class may refer to its subclass, also through an `allOf`: it stays the base class."""
    manager = {"$ref": "#/components/schemas/Manager"}
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
                {"properties": {"manager": manager, "deputy": {"allOf": [manager, since]}}},
            ]
        },
        "Person": {"type": "object", "properties": {"name": {"type": "string"}}},
    }
    for order in itertools.permutations(schemas):
        models = import_models("natural", **{name: schemas[name] for name in order})
        assert models.Manager.__mro__[1:3] == (models.Employee, models.Person)
        assert list(models.Manager.model_fields) == ["name", "manager", "deputy", "budget"]
        employee = models.Employee.model_validate(
            {"manager": {"budget": 1}, "deputy": {"budget": 2}}
        )
        assert isinstance(employee.manager, models.Manager)
        assert isinstance(employee.deputy, models.Manager)


@EACH_VALIDATION
def test_a_class_keeps_the_name_of_the_shared_base(
    import_models: ImportModels, validation: str
) -> None:
    notes: list[Note] = []
    models = import_models(
        validation,
        notes,
        GeneratedModel=object_schema(x={"type": ["integer", "null"]}, Omittable=ref("Omittable")),
        Omittable=object_schema(any=ref("Any")),
        Any=object_schema(x={}),
    )
    value = {"x": None, "Omittable": {"any": {"x": 1, "y": None}}}
    assert round_trip(models.GeneratedModel, value) == value
    assert [note.message for note in notes if note.rule is RENAMED] == [
        "the base class of all models is `TypesGeneratedModel`: the name `GeneratedModel` is taken"
    ]
    assert models.Omittable.__base__ is models.TypesGeneratedModel


@EACH_VALIDATION
@pytest.mark.parametrize("name", ["register", "mro", "copy", "model_dump", "dict"])
def test_attributes_of_pydantic_are_no_field_names(
    import_models: ImportModels, validation: str, name: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        models = import_models(validation, Box=object_schema(name, **{name: TEXT}))
    assert round_trip(models.Box, {name: "x"}) == {name: "x"}


@EXACT_VALIDATION
def test_integers_have_the_range_of_their_format(
    import_models: ImportModels, validation: str
) -> None:
    notes: list[Note] = []
    models = import_models(
        validation,
        notes,
        Box=object_schema(
            small={"type": "integer", "format": "int32"},
            large={"type": "array", "items": {"type": "integer", "format": "int64"}},
            unsigned={"type": "integer", "format": "uint8", "maximum": 100},
            above={"type": "integer", "format": "int32", "exclusiveMinimum": 0},
            free={"type": "integer"},
        ),
    )
    valid = {"small": -(2**31), "large": [2**63 - 1], "unsigned": 100, "above": 1, "free": 2**70}
    assert round_trip(models.Box, valid) == valid
    for invalid in (
        {"small": 2**31},
        {"large": [2**63]},
        {"unsigned": -1},
        {"unsigned": 101},
        {"above": 0},
        {"above": 2**31},
    ):
        assert not accepts(models.Box, invalid), invalid
    assert MISSING_DEPENDENCY not in {note.rule for note in notes}


@EACH_VALIDATION
def test_a_large_bound_is_a_power_of_ten(import_models: ImportModels, validation: str) -> None:
    models = import_models(
        validation,
        Box=object_schema(
            n={"type": "integer", "maximum": 1e30}, x={"type": "number", "exclusiveMaximum": 1e30}
        ),
    )
    schema = models.Box.model_json_schema()["properties"]
    assert "1000000000000000000000000000000" in json.dumps(schema["n"])
    assert accepts(models.Box, {"n": 10**30, "x": 1})
    assert not accepts(models.Box, {"n": 10**30 + 1}) and not accepts(models.Box, {"x": 1e30})


@EXACT_VALIDATION
def test_a_pattern_that_no_engine_compiles_is_no_check(
    import_models: ImportModels, validation: str
) -> None:
    notes: list[Note] = []
    bad = TEXT | {"pattern": "a(?<=b"}
    models = import_models(
        validation,
        notes,
        Word=bad,
        Box=object_schema(
            x=bad,
            y={"type": "array", "items": bad},
            z={"type": "object", "additionalProperties": bad},
        ),
    )
    rules = {note.rule for note in notes}
    assert UNENFORCED_KEYWORD in rules and MISSING_DEPENDENCY not in rules
    assert accepts(models.Box, {"x": "1", "y": ["2"], "z": {"a": "3"}})
    assert not hasattr(models, "CHECKS")


@EXACT_VALIDATION
def test_one_of_distinguishes_dates_from_text(import_models: ImportModels, validation: str) -> None:
    dated = {"oneOf": [TEXT | {"format": "date"}, TEXT | {"maxLength": 12}]}
    timed = {"oneOf": [TEXT | {"format": "date-time"}, TEXT | {"format": "time"}]}
    box = import_models(validation, Box=object_schema(d=dated, t=timed)).Box
    for value in ({"d": "12345"}, {"d": "0"}, {"t": "10:00:00Z"}, {"t": "2024-05-06T07:08:09Z"}):
        assert round_trip(box, value) == value
    for invalid in ({"d": "2024-05-06"}, {"d": "a long text"[:11] + "xx"}, {"t": "12"}):
        assert not accepts(box, invalid), invalid
