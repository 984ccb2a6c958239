"""Test the defaults that only descriptions state."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.inference.defaults_from_descriptions import DEFAULTS_FROM_DESCRIPTIONS, StatedDefault
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Enum,
    EnumMember,
    Field,
    Json,
    Object,
    Type,
    is_inferred,
    nullable,
)
from work import cpu_limit

COLORS = Enum(members=(EnumMember(value="red"), EnumMember(value="dark blue")))
HEAD = "Name | Type | Description | Notes\n---- | ---- | ---- | ----\n"


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("Defaults to 5.", INTEGER, 5),
        ("How wide (default: 1.5)", NUMBER, 1.5),
        ("The default is false", BOOLEAN, False),
        ("Default value is `True` if not set.", BOOLEAN, True),
        ("Its glaze. Defaults to “matt”", STRING, "matt"),
        ("Its glaze. Defaults to *matt*.", nullable(STRING), "matt"),
        ("Defaults to red unless specified.", COLORS, "red"),
        ("Default: `dark blue`", COLORS, "dark blue"),
        ("Seconds to wait. Defaults to 60 seconds if it is not given.", INTEGER, 60),
        ("How many. Default 50, at most 200.", INTEGER, 50),
        ("Its glaze, red by default.", COLORS, "red"),
        ("Whether it pours, default to true.", BOOLEAN, True),
        ("How many cups (optional, default set to 4)", INTEGER, 4),
        ("Asked when the tea is hot. Default 4, at most 6.", INTEGER, 4),
        ("Default 4, if the tea is hot.", INTEGER, None),
        ("Its text, UTF-8 by default.", STRING, "UTF-8"),
        ("Milliseconds to wait. The default time is 10 ms.", INTEGER, 10),
        ("Waits some time, in ms. The default time is 10 ms.", INTEGER, 10),
        ("Some time to wait. The default time is 10 ms.", INTEGER, None),
        ("How many seconds. The default is 10 s.", INTEGER, 10),
        ("Its last pots. The default is 10 s.", INTEGER, None),
        ("Set to 6 (default), 12 or 18", INTEGER, 6),
        ("False by default.", BOOLEAN, False),
        ("Used by default. Defaults to 5", INTEGER, 5),
        ("5 by default, or 6 (default)", INTEGER, None),
        ("5 by default if the pot is large", INTEGER, None),
        ("The default value", STRING, None),
        ("How long to wait. Defaults to 60 seconds.", INTEGER, None),
        ("Defaults to 5%", INTEGER, None),
        ("Defaults to 1.5", INTEGER, None),
        ("Defaults to the name of its maker", STRING, None),
        ("Defaults to `green`", COLORS, None),
        ("Defaults to 5 if the pot is large.", INTEGER, None),
        ("For teapots, it defaults to 5.", INTEGER, None),
        ("Defaults to 5. Then the default is 6.", INTEGER, None),
        ("Defaults to 5. Yes, the default is 5.", INTEGER, 5),
        ("Defaults to `x`", UNKNOWN, None),
        ("It has no default.", STRING, None),
        ("The default glaze type is “matt”.", STRING, "matt"),
        ("The default number of cups is 4.", INTEGER, None),
        ("By default it is true", BOOLEAN, True),
        ("Its glaze, default `matt`", STRING, "matt"),
        ("It will default to `matt`.", STRING, "matt"),
        ("Cups (default 4)", INTEGER, 4),
        ("It is `matt` by default", STRING, "matt"),
        ("Either `matt` (default) or `shiny`", STRING, "matt"),
        ("Its size, defaults to XL", STRING, "XL"),
        ("Defaults to XL POT when it is not given", STRING, None),
        ("Defaults to NULL", STRING, None),
        ("Defaults to now", STRING, None),
        ("It is `null` by default", STRING, None),
        ('Default: `""`', STRING, ""),
        ("If, for some reason, the pot has not been measured, defaults to 0.", INTEGER, 0),
    ],
)
def test_description_states_a_default(text: str, type: Type, value: Json) -> None:
    default = DEFAULTS_FROM_DESCRIPTIONS.conclude(StatedDefault(text, type))
    assert (default.value if default else None) == value


@given(st.text("defaults to:=is `'\"*5.red ifnot\n", max_size=200))
def test_any_text_gives_a_value_of_the_type_or_none(text: str) -> None:
    for type, kind in ((INTEGER, int), (STRING, str), (BOOLEAN, bool)):
        default = DEFAULTS_FROM_DESCRIPTIONS.conclude(StatedDefault("Default: " + text, type))
        assert default is None or isinstance(default.value, kind)


def test_reading_takes_linear_time() -> None:
    with cpu_limit(20):
        for piece in ("defaults to ", "default: `", "defaults to 5. ", "if not ", "default is 'a "):
            text = piece * 4_000
            DEFAULTS_FROM_DESCRIPTIONS.conclude(StatedDefault(text, STRING))
            DEFAULTS_FROM_DESCRIPTIONS.conclude(StatedDefault(text[:2000], STRING))


def load_fields(folder: Path, *rows: str) -> list[Field]:
    (folder / "Kettle.md").write_text(f"# Kettle\n\n## Properties\n\n{HEAD}" + "\n".join(rows))
    type = docmodels.load(folder).definitions[0].type
    assert isinstance(type, Object)
    return list(type.fields)


def test_stated_default_is_inferred_where_no_default_is_printed(tmp_path: Path) -> None:
    cups, mark = load_fields(
        tmp_path,
        "**cups** | **int** | How many. Defaults to 4. | [optional] ",
        "**mark** | **str** | Its maker | [optional] ",
    )
    assert cups.default and cups.default.value == 4 and is_inferred(cups, "default")
    assert mark.default is None


def test_field_without_a_printed_default_has_none_where_others_have_one(tmp_path: Path) -> None:
    cups, mark = load_fields(
        tmp_path,
        "**cups** | **int** | How many. Defaults to 4. | [optional] ",
        "**mark** | **str** | Its maker | [optional] [default to 'none']",
    )
    assert cups.default is None and mark.default is not None


def test_stated_default_is_used_for_the_name_of_an_unknown_member(tmp_path: Path) -> None:
    (tmp_path / "Kettle.md").write_text(
        f"# Kettle\n\n## Properties\n{HEAD}**plug** | **String** | Its plug. Defaults to `uk/ie` | "
        "[optional] [default to .ukSlashIe]\n**size** | **Int** |  | [optional] [default to 5]\n"
    )
    type = docmodels.load(tmp_path).definitions[0].type
    assert isinstance(type, Object)
    assert type.fields[0].default and type.fields[0].default.value == "uk/ie"


def test_schema_gets_no_default_from_its_description(tmp_path: Path) -> None:
    (tmp_path / "kettle.json").write_text(
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Kettle",'
        ' "type": "object", "properties": {"cups": {"type": "integer", "description":'
        ' "Defaults to 4."}}}'
    )
    type = docmodels.load(tmp_path).definitions[0].type
    assert isinstance(type, Object) and type.fields[0].default is None


def test_model_with_a_stated_default_reads_and_writes_json(tmp_path: Path) -> None:
    load_fields(tmp_path, "**cups** | **int** | How many. Defaults to 4. | [optional] ")
    (file,) = docmodels.render(docmodels.load(tmp_path))
    module = types.ModuleType("kettle_models")
    sys.modules["kettle_models"] = module
    exec(file.text, module.__dict__)
    assert module.Kettle.model_validate_json("{}").cups == 4
    assert module.Kettle.model_validate_json('{"cups": 2}').model_dump_json() == '{"cups":2}'


def test_markdown_prints_the_value_of_an_enum_without_values(tmp_path: Path) -> None:
    head = (
        HEAD.replace("Name |", "| Name |").replace("Notes\n----", "Notes |\n|----").rstrip() + "|\n"
    )
    rows = (
        "| **glaze** | [**glaze**](glaze.md) | Its glaze. | [optional] [default to matt_white] |\n"
        "| **made** | **date** |  | [optional] [default to null] |\n"
        "| **spout** | [**spout**](spout.md) |  | [default to null] |\n"
    )
    for name, text in {"teapot": rows, "glaze": "", "spout": ""}.items():
        (tmp_path / f"{name}.md").write_text(f"# {name}\n## Properties\n\n{head}{text}\n")
    definitions = docmodels.load(tmp_path).definitions
    teapot = next(d.type for d in definitions if d.name == "teapot")
    assert isinstance(teapot, Object)
    defaults = {field.name: field.default and field.default.value for field in teapot.fields}
    assert defaults == {"glaze": "matt_white", "made": None, "spout": None}
