"""Test the setting `enums`: what reads and writes the same JSON with each style."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

import pydantic
import pytest
from click.testing import CliRunner

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import Note, UnknownName
from docmodels.diagnostics.rules import RENAMED, UNUSED_OPTION
from docmodels.targets import TARGETS, EnumStyle
from rendered import import_rendered, load_schemas, read_and_write

SCHEMAS: dict[str, Any] = {
    "Sail": {"type": "string", "enum": ["nylon", "paper"]},
    "Rating": {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["CALM", "STORM"]},
    "Wind": {"type": "number", "enum": [0.5, 1.5]},
    "Colour": {"type": ["string", "null"], "enum": ["red", "green", None]},
    "Kite": {
        "type": "object",
        "required": ["kind", "sail"],
        "properties": {
            "kind": {"type": "string", "enum": ["kite", "box"]},
            "sail": {"$ref": "#/components/schemas/Sail"},
            "rating": {"$ref": "#/components/schemas/Rating"},
            "wind": {"$ref": "#/components/schemas/Wind"},
            "colour": {"$ref": "#/components/schemas/Colour"},
            "letters": {"type": "array", "items": {"enum": list("abcdefg")}},
            "tail": {"type": "string", "enum": ["long", "short"], "default": "long"},
        },
    },
    "Ball": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": ["ball", "disc"]}},
    },
    "Toy": {
        "oneOf": [{"$ref": "#/components/schemas/Kite"}, {"$ref": "#/components/schemas/Ball"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {
                "kite": "Kite", "box": "Kite", "ball": "Ball", "disc": "Ball",
            },
        },
    },
}  # fmt: skip
KITE: dict[str, Any] = {
    "kind": "box", "sail": "paper", "rating": 2, "wind": 1.5, "colour": "red",
    "letters": ["a", "g"], "tail": "short",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def is_enum_class(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Enum)


@pytest.mark.parametrize("style", EnumStyle)
@pytest.mark.parametrize("target", ["pydantic", "dataclass"])
@pytest.mark.parametrize("package", [False, True])
def test_every_style_reads_and_writes_the_same_json(target: str, style: str, package: bool) -> None:
    module = import_rendered(load_schemas(SCHEMAS), package=package, target=target, enums=style)
    assert read_and_write(target, module.Kite, KITE) == KITE
    with pytest.raises(ValueError):
        read_and_write(target, module.Kite, {**KITE, "sail": "wool"})
    expected = {"Wind": True, "Sail": style != "literal", "Rating": style != "literal"}
    assert {name: is_enum_class(getattr(module, name)) for name in expected} == expected
    assert is_enum_class(getattr(module, "KiteTail", None)) is (style == "class")


@pytest.mark.parametrize("target", [target.name for target in TARGETS])
def test_every_target_writes_literals(target: str) -> None:
    if target == "pydantic-dataclass" and not hasattr(pydantic, "MISSING"):
        pytest.skip("the classes need pydantic 2.14")
    schemas = {name: SCHEMAS[name] for name in ("Sail", "Rating")}
    kite = {"type": "object", "properties": {"sail": {"$ref": "#/components/schemas/Sail"}}}
    api = load_schemas({**schemas, "Kite": kite})
    module = import_rendered(api, target=target, enums="literal")
    assert not any(map(is_enum_class, vars(module).values()))


@pytest.mark.parametrize("style", EnumStyle)
@pytest.mark.parametrize("validation", ["natural", "exact"])
def test_tags_and_defaults_follow_the_style(style: str, validation: str) -> None:
    from pydantic import TypeAdapter

    module = import_rendered(load_schemas(SCHEMAS), enums=style, validation=validation)
    kite = TypeAdapter(module.Toy).validate_python({"kind": "kite", "sail": "nylon"})
    assert type(kite) is module.Kite
    assert kite.tail == "long"
    assert isinstance(kite.tail, Enum) is (style == "class")
    assert TypeAdapter(module.Toy).validate_json('{"kind": "disc"}').kind == "disc"


def test_typed_dictionaries_report_that_enums_are_no_classes() -> None:
    notes: list[Note] = []
    api = load_schemas({"Sail": SCHEMAS["Sail"]})
    module = import_rendered(api, target="typeddict", enums="class", notes=notes)
    assert not is_enum_class(module.Sail)
    assert [note.rule for note in notes] == [UNUSED_OPTION]


def test_a_displaced_class_is_reported() -> None:
    schema = {
        "$defs": {
            "a-b": {"type": "string", "enum": ["x", "y"]},
            "a_b": {"type": "string", "enum": ["z"]},
        }
    }
    Path("names.json").write_text(json.dumps(schema))
    for style in EnumStyle:
        notes: list[Note] = []
        docmodels.render(docmodels.load("names.json"), enums=style, notes=notes)
        assert [note.message for note in notes if note.rule is RENAMED] == [
            "`a_b` is the class `AB_2`: the name `AB` is taken"
        ]


def test_command_line_and_settings_have_the_option() -> None:
    Path("toys.json").write_text(json.dumps({"title": "Sail", "enum": ["nylon", "paper"]}))
    arguments = ["generate", "toys.json", "-o", "-", "--enums", "literal"]
    output = CliRunner().invoke(cli, arguments).stdout
    assert "Sail: TypeAlias = Literal" in output
    settings = '[tool.docmodels]\ninputs = ["toys.json"]\noutput = "-"\nenums = "literal"\n'
    Path("pyproject.toml").write_text(settings)
    assert CliRunner().invoke(cli, ["generate"]).stdout == output
    Path("pyproject.toml").write_text(settings.replace('"literal"', '"literals"'))
    result = CliRunner().invoke(cli, ["generate"])
    assert result.exit_code == 2
    assert "unknown enums 'literals'; did you mean `literal`?" in result.stderr
    with pytest.raises(UnknownName):
        docmodels.render(docmodels.load("toys.json"), enums="literals")


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
@pytest.mark.parametrize("enums", ["auto", "class", "literal"])
def test_integers_of_more_than_64_bits_are_read(
    validation: str, enums: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    few, many = [1, 2**63, -(2**70)], [*range(9), 2**64]
    named = {"type": "integer", "enum": [1, 2**63], "x-enum-varnames": ["ONE", "LARGE"]}
    properties = {"few": {"enum": few}, "many": {"enum": many}, "named": named}
    api = load_schemas({"Sizes": {"type": "object", "properties": properties}})
    sizes = import_rendered(api, validation=validation, enums=enums).Sizes
    for name, values in (("few", few), ("many", many), ("named", [1, 2**63])):
        for value in values:
            text = json.dumps({name: value})
            written = sizes.model_validate_json(text).model_dump_json(exclude_unset=True)
            assert json.loads(written) == {name: value}
        with pytest.raises(pydantic.ValidationError):
            sizes.model_validate_json(json.dumps({name: 2**65}))
