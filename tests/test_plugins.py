"""Test dialects and readers of other packages: found by entry point, and harmless if broken."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.pages import DIALECTS
from plugin_packages import EXAMPLES, PLUGINS, install

PARCEL = "# Model: Parcel\n\n* weight (number, required): In kilograms\n* stops (list of Stop)\n"
STOP = "# Model: Stop\n\n* place (text)\n* kind (a <thing>)\n"
PROPERTIES = """# Pet

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**name** | **str** |  |
"""
RECORD = {
    "type": "table",
    "name": "Berth",
    "namespace": "harbour",
    "fields": [
        {"name": "number", "type": "int"},
        {"name": "ship", "type": ["null", "string"], "default": None},
        {"name": "next", "type": {"type": "array", "items": "Berth"}},
    ],
}
SCHEMA = '{"title": "Crate", "type": "object", "properties": {"size": {"type": "number"}}}'


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work" / "docs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    Path("docs/Parcel.md").write_text(PARCEL)
    Path("docs/Stop.md").write_text(STOP)
    Path("Pet.md").write_text(PROPERTIES)
    Path("berth.json").write_text(json.dumps(RECORD))
    Path("crate.json").write_text(SCHEMA)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def add(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PLUGINS if name == "broken" else EXAMPLES
    install(folder / name, tmp_path / name, monkeypatch)


# --- a page family --------------------------------------------------------------------------------


def test_page_family_of_a_package_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "error[no-models]" in run("generate", "docs", "-o", "-").stderr
    add("bullet_pages", tmp_path, monkeypatch)
    result = run("generate", "docs", "Pet.md", "-o", "-", "--target", "dataclass")
    assert result.exit_code == 0, result.stderr
    assert 'weight: float\n    """In kilograms"""\n    stops: list[Stop] | None' in result.stdout
    assert "class Pet(JsonModel):" in result.stdout
    assert "warning[unknown-type]: cannot read the type `a <thing>`" in result.stderr
    assert "docs/Stop.md:4:9" in result.stderr


def test_inspect_shows_the_dialect_of_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("bullet_pages", tmp_path, monkeypatch)
    assert "docs/Parcel.md (bullets)\n  Parcel: object, 2 fields" in run("inspect", "docs").stdout


def test_dialect_of_a_package_is_requested_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("docs/Parcel.md").write_text(PARCEL + PROPERTIES)
    result = run("generate", "docs/Parcel.md", "-o", "-", "--dialect", "bullets")
    assert "unknown dialect 'bullets'" in result.stderr
    add("bullet_pages", tmp_path, monkeypatch)
    assert "bullets plug-in of the package docmodels-bullet-pages" in " ".join(
        run("dialects").stdout.split()
    )
    expected = f"{DIALECTS[-1].name}, bullets"
    assert expected in run("inspect", "docs", "--dialect", "bullet").stderr
    result = run("generate", "docs/Parcel.md", "-o", "-", "--dialect", "bullets")
    assert "class Parcel(GeneratedModel):" in result.stdout
    assert "class Pet" not in result.stdout


def test_packages_are_not_imported_for_pages_that_a_built_in_recognises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bullet_pages", raising=False)
    add("bullet_pages", tmp_path, monkeypatch)
    assert run("generate", "Pet.md", "crate.json", "-o", "-").exit_code == 0
    assert run("dialects").exit_code == 0
    assert "bullet_pages" not in sys.modules
    assert run("generate", "docs", "-o", "-").exit_code == 0
    assert "bullet_pages" in sys.modules


# --- a reader -------------------------------------------------------------------------------------


def test_reader_of_a_package_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "warning[not-a-model-page]: berth.json" in run("inspect", "berth.json", "Pet.md").stderr
    add("tables", tmp_path, monkeypatch)
    result = run("generate", "berth.json", "crate.json", "-o", "-", "--target", "dataclass")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "    ship: str | None" in result.stdout
    assert "    next: list[Berth]" in result.stdout
    assert "class Crate(JsonModel):" in result.stdout
    assert "berth.json (tables)\n  Berth: object, 3 fields" in run("inspect", "berth.json").stdout
    assert docmodels.load("berth.json").title == "harbour"
    assert docmodels.load(["berth.json", "crate.json"]).title == "Crate"


def test_reader_of_a_package_is_asked_about_text_that_is_no_model_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("berth.md").write_text("\n" + json.dumps(RECORD))
    add("tables", tmp_path, monkeypatch)
    assert "Berth: object" in run("inspect", "berth.md", "Pet.md").stdout
    Path("readme.md").write_text("# Hello\n")
    assert "readme.md holds no model" in run("inspect", "readme.md", "Pet.md").stderr


# --- broken packages ------------------------------------------------------------------------------

BROKEN = "of the package docmodels-broken does not work"


def test_broken_package_cannot_stop_a_built_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("broken", tmp_path, monkeypatch)
    result = run("generate", "Pet.md", "crate.json", "-o", "models.py", "--strict")
    assert (result.exit_code, result.stderr) == (0, "wrote models.py\n")


def test_broken_package_is_ignored_with_a_warning_for_other_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("broken", tmp_path, monkeypatch)
    add("bullet_pages", tmp_path, monkeypatch)
    add("tables", tmp_path, monkeypatch)
    notes: list[docmodels.Note] = []
    Path("docs/readme.md").write_text("# Hello\n")
    api = docmodels.load(["Pet.md", "docs", "berth.json"], notes=notes)
    assert {definition.name for definition in api.definitions} == {"Pet", "Parcel", "Stop", "Berth"}
    messages = [note.message for note in notes if note.rule.name == "ignored-plugin"]
    missing = "ModuleNotFoundError: No module named 'module_that_is_absent'"
    assert messages == [
        f"the dialect `absent` {BROKEN}: {missing}",
        f"the dialect `failing` {BROKEN}: KeyError: 'oops'",
        f"the dialect `text` {BROKEN}: it is not a Dialect, but a str",
        f"the dialect `unnamed` {BROKEN}: its name is `other`",
        f"the reader `absent` {BROKEN}: {missing}",
        f"the reader `failing` {BROKEN}: KeyError: 'oops'",
    ]


@pytest.mark.parametrize("name", ["absent", "text", "unnamed", "failing"])
def test_broken_dialect_that_is_requested_is_an_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("broken", tmp_path, monkeypatch)
    result = run("generate", "Pet.md", "-o", "models.py", "--dialect", name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error[broken-plugin]: the dialect `{name}` {BROKEN}: ")
    assert "= help: update or uninstall the package" in result.stderr
    assert not Path("models.py").exists()


def test_failure_of_a_reader_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("broken", tmp_path, monkeypatch)
    Path("page.md").write_text("# F\n")
    result = run("generate", "page.md", "-o", "-")
    assert f"error[broken-plugin]: the dialect `forgetful` {BROKEN}: KeyError" in result.stderr


def test_built_in_wins_over_a_plug_in_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("broken", tmp_path, monkeypatch)
    result = run("inspect", "Pet.md", "--dialect", "liblab")
    assert "broken-plugin" not in result.stderr
    Path("readme.md").write_text("# Hello\n")
    assert "Pet: object" in run("inspect", "Pet.md", "readme.md").stdout
    lines = run("dialects").stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("liblab ")] == [["liblab", "liblab"]]
