"""Test the only values of required fields that Python pages print as defaults."""

from __future__ import annotations

from pathlib import Path

import docmodels
from docmodels.ir import NUMBER, STRING, Enum, Field, Object, is_inferred

HEAD = "## Properties\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"
ANY = "**any string name** | **{}** | any string name can be used but the value must be the correct type | [optional]\n"
SIGN = ANY.format("bool, date, datetime, dict, float, int, list, str, none_type")


def load_fields(folder: Path, **models: str) -> dict[str, dict[str, Field]]:
    """Return the fields of models by name; `models` has the rows of each."""
    for name, rows in models.items():
        (folder / f"{name}.md").write_text(f"# {name}\n\n{HEAD}{rows}{SIGN}")
    fields: dict[str, dict[str, Field]] = {}
    for definition in docmodels.load(folder).definitions:
        assert isinstance(definition.type, Object)
        fields[definition.name] = {field.name: field for field in definition.type.fields}
    return fields


def row(name: str, type: str, notes: str) -> str:
    return f"**{name}** | **{type}** |  | {notes}\n"


def test_different_defaults_of_required_fields_are_their_values(tmp_path: Path) -> None:
    fields = load_fields(
        tmp_path,
        Kite=row("kind", "str", 'defaults to "near"') + row("lines", "float", "defaults to 2"),
        Boat=row("kind", "str", 'defaults to "far"') + row("lines", "float", "defaults to 4"),
    )
    kind, lines = fields["Kite"]["kind"], fields["Boat"]["lines"]
    assert isinstance(kind.type, Enum) and isinstance(lines.type, Enum)
    assert [member.value for member in kind.type.members] == ["near"]
    assert [member.value for member in lines.type.members] == [4]
    assert not kind.type.closed and is_inferred(kind, "values") and kind.default
    assert (kind.type.base, lines.type.base) == ("string", "number")


def test_defaults_of_optional_or_equal_fields_are_no_constants(tmp_path: Path) -> None:
    omitted = '[optional]  if omitted the server will use the default value of "{}"'
    fields = load_fields(
        tmp_path,
        Kite=row("kind", "str", omitted.format("near")) + row("size", "str", 'defaults to "big"'),
        Boat=row("kind", "str", omitted.format("far")) + row("size", "str", 'defaults to "big"'),
    )
    assert {field.type for field in (*fields["Kite"].values(), *fields["Boat"].values())} == {
        STRING
    }


def test_one_model_and_bracketed_defaults_show_no_constants(tmp_path: Path) -> None:
    fields = load_fields(
        tmp_path,
        Kite=row("kind", "str", 'defaults to "near"') + row("lines", "float", "[default to 2]"),
        Boat=row("kind", "str", "") + row("lines", "float", "[default to 4]"),
    )
    assert fields["Kite"]["kind"].type == STRING
    assert fields["Boat"]["lines"].type == NUMBER
