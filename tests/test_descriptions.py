"""Test the setting `descriptions`: docstrings below fields, or the JSON Schema of the models."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError, UnknownName
from docmodels.targets.python.source import wrapped_string
from rendered import import_rendered, load_schemas

LONG = (
    'Flown "as is" on a line that is longer than what black keeps, so it has parts.\n\n- a\n  b\\d'
)
SCHEMAS: dict[str, Any] = {
    "Colour": {"type": "string", "enum": ["red", "blue"], "description": "A colour."},
    "Kite": {
        "type": "object",
        "description": "A kite.",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "description": "Short."},
            "lines": {"type": "integer", "minimum": 1, "description": LONG, "default": 2},
            "colour": {"$ref": "#/components/schemas/Colour", "description": "Of the sail."},
            "tail": {"type": ["string", "null"], "title": "A tail of cloth"},
            "bag": {"type": "string", "description": "A bag.", "deprecated": True},
            "plain": {"type": "string"},
        },
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("package", [False, True])
@pytest.mark.parametrize("validation", ["natural", "exact"])
def test_descriptions_reach_the_json_schema(package: bool, validation: str) -> None:
    options: dict[str, Any] = {"package": package, "validation": validation}
    kite = import_rendered(load_schemas(SCHEMAS), descriptions="schema", **options).Kite
    for mode in ("validation", "serialization"):
        schema = kite.model_json_schema(mode=mode)
        assert schema["description"] == "A kite."
        assert {
            name: text
            for name, field in schema["properties"].items()
            if (text := field.get("description"))
        } == {
            "id": "Short.",
            "lines": LONG,
            "colour": "Of the sail.",
            "tail": "A tail of cloth",
            "bag": "A bag.\n\nDeprecated.",
        }
        assert schema["$defs"]["Colour"]["description"] == "A colour."
    assert kite(id="a").lines == 2


def test_a_description_is_in_one_place() -> None:
    for style, absent in (("schema", '"""Short."""'), ("docstrings", "description=")):
        (file,) = docmodels.render(load_schemas(SCHEMAS), descriptions=style)
        assert absent not in file.text
        assert file.text.count("Short.") == 1
        assert max(map(len, file.text.partition("class Kite")[2].splitlines())) <= 88


@given(st.text(st.sampled_from("ab \n\"'\\é\t\u2028") | st.characters()), st.integers(4, 30))
def test_wrapped_strings_are_read_back(text: str, width: int) -> None:
    source = wrapped_string(text, width)
    assert ast.literal_eval(source) == text
    assert "\n" not in source


def test_only_words_exceed_the_width() -> None:
    source = wrapped_string("a bc def ghij klmno\n\npq averyveryverylongword r", 12)
    assert source == '("a bc def " "ghij " "klmno\\n\\n" "pq " "averyveryverylongword " "r")'
    assert wrapped_string("a bc def", 12) == '"a bc def"'


def test_command_line_settings_and_library_write_the_same() -> None:
    (file,) = docmodels.render(load_schemas(SCHEMAS), descriptions="schema")
    arguments = ["generate", "shop.json", "-o", "-"]
    result = CliRunner().invoke(cli, [*arguments, "--descriptions", "schema"])
    assert result.stdout == file.text
    settings = 'inputs = ["shop.json"]\noutput = "-"\ndescriptions = "schema"\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert CliRunner().invoke(cli, ["generate"]).stdout == file.text


def test_unknown_values_and_other_targets_are_refused() -> None:
    with pytest.raises(UnknownName, match=re.escape("choose from docstrings, schema")):
        docmodels.generate("none.json", "a.py", descriptions="field")
    for target in ("dataclass", "msgspec", "typeddict"):
        with pytest.raises(DocmodelsError, match=f"`{target}` has no option `descriptions`"):
            docmodels.generate("none.json", "a.py", target=target, descriptions="schema")
