"""Test the settings of a project on the command line: where they stand, defaults, and errors."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.config.settings import settings_schema

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'
MODULE = "[[tool.docmodels.modules]]\n"
MINIMAL = 'inputs = ["pet.json"]\noutput = "a.py"\n'


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(SCHEMA)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def write(settings: str, file: str = "pyproject.toml") -> None:
    Path(file).write_text(settings, "utf-8")


# --- defaults of modules --------------------------------------------------------------------------


def test_settings_beside_modules_are_their_defaults() -> None:
    write("""[tool.docmodels]
inputs = ["pet.json"]
target = "dataclass"
rename = {Pet = "Animal"}
accept = ["renamed"]

[[tool.docmodels.modules]]
output = "a.py"

[[tool.docmodels.modules]]
output = "b.py"
target = "typeddict"
""")
    assert run("generate").exit_code == 0
    assert "@dataclass" in Path("a.py").read_text()
    assert "class Animal(TypedDict" in Path("b.py").read_text()
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("settings", "message", "place"),
    [
        ("tool = []", "`tool` is not a table", "pyproject.toml:1:1"),
        ("[tool]\ndocmodels = 3", "this is not a table", "pyproject.toml:2:1"),
        ("[tool.docmodels]\nmodules = 3", "`modules` is not a list of tables", ":2:1"),
        ("[tool.docmodels]\nmodules = [{output = 'a.py'}, 3]", "not a list of tables", ":2:31"),
        ("[tool.docmodels]\nstrct = true", "unknown setting `strct`", ":2:1"),
        ("[tool.docmodels]\ninputs = 'x'", "`inputs`: Expected `array`, got `str`", ":2:1"),
        (f"[tool.docmodels]\n{MINIMAL}inputs = []", "Cannot overwrite a value", ":4:"),
        (f"[tool.docmodels]\n{MINIMAL}x = [", "cannot read pyproject.toml", ":4:1"),
        ("[tool.docmodels]\ninputs = ['a\x01']", "cannot read pyproject.toml", ":2:13"),
        ("[tool.docmodels]\ninputs = ['a', \"\\u0000\"]", "has a null character", ":2:16"),
        (f"[tool.docmodels]\n{MINIMAL}target = 'pydntic'", "did you mean `pydantic`", ":4:1"),
        (f"[tool.docmodels]\n{MINIMAL}enums = 'classes'", "did you mean `class`", ":4:1"),
        (f"[tool.docmodels]\n{MINIMAL}accept = ['no-models']", "is an error", ":4:1"),
        (f"[tool.docmodels]\n{MINIMAL}accept = ['rename']", "mean `renamed`", ":4:1"),
        (f"[tool.docmodels]\n{MINIMAL}header = 'x = 1'", "is not a comment", ":4:1"),
        (
            f"[tool.docmodels]\n{MINIMAL}descriptions = 'schema'\nwire-case = 'x'\ntarget = 'msgspec'",
            "has no option `descriptions`",
            ":4:1",
        ),
        ("[tool.docmodels]\ninputs = ['x']\noutput = 'class.py'", "cannot be imported", ":3:1"),
        (
            f"{MODULE}{MINIMAL}{MODULE}inputs = ['x']\noutput = './a.py'",
            "is the output of two modules",
            ":6:1",
        ),
        (
            f"[tool.docmodels]\ntrget = 1\n[[tool.docmodels.modules]]\n{MINIMAL}",
            "did you mean `target`",
            ":2:1",
        ),
        ("[[tool.docmodels.modules]]\ninputs = ['x']", "no `output`", ":1:18"),
    ],
)
def test_invalid_settings_are_reported_with_their_place(
    settings: str, message: str, place: str
) -> None:
    write(settings)
    result = run("generate")
    assert result.exit_code == 2
    assert message in result.stderr
    assert f"{place}" in result.stderr
    assert "internal-error" not in result.stderr
    for command in ("check", "inspect", "export"):
        again = run(command, *(["--to", "ir"] if command == "export" else []))
        assert (again.exit_code, again.stderr) == (2, result.stderr)
    assert not Path("a.py").exists()


@pytest.mark.parametrize("path", ["a\0b", "x" * 300, "x" * 300 + "/*.md", "[z-a].json", "[[].json"])
def test_impossible_paths_are_no_internal_errors(path: str) -> None:
    with pytest.raises(docmodels.DocmodelsError) as caught:
        docmodels.load(path)
    assert caught.value.note.rule.name in ("unreadable-input", "no-models")
    with pytest.raises(docmodels.DocmodelsError) as caught:
        docmodels.generate("pet.json", f"{path}.py")
    assert caught.value.note.rule.name in ("unwritable-output", "invalid-option")
    with pytest.raises(docmodels.DocmodelsError) as caught:
        docmodels.generate("pet.json", "a.py", templates=path)
    assert caught.value.note.rule.name == "bad-template"


def test_all_outputs_of_a_run_are_written_or_none() -> None:
    write("[tool.docmodels]\ninputs = ['pet.json']\n[[tool.docmodels.modules]]\noutput = 'a.py'\n")
    with Path("pyproject.toml").open("a") as file:
        file.write("[[tool.docmodels.modules]]\noutput = 'b.py'\n")
    Path("b.py").write_text("MINE = 1\n")
    result = run("generate")
    assert (result.exit_code, "b.py was not written by docmodels" in result.stderr) == (2, True)
    assert "wrote" not in result.stderr
    assert not Path("a.py").exists()
    Path("b.py").unlink()
    Path("b.py").mkdir()
    assert run("generate").exit_code == 2
    assert not Path("a.py").exists()
    Path("b.py").rmdir()
    assert run("generate").stderr == "wrote a.py\nwrote b.py\n"


def test_a_file_of_two_outputs_is_refused() -> None:
    outputs = "".join(f"{MODULE}inputs = ['pet.json']\noutput = '{o}'\n" for o in ("a", "a/pet.py"))
    write(outputs)
    result = run("generate")
    assert (result.exit_code, "a/pet.py: it belongs to two outputs" in result.stderr) == (2, True)
    assert not Path("a").exists()


# --- where settings stand -------------------------------------------------------------------------


def test_settings_are_searched_up_to_the_root_of_the_repository(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".git").mkdir()
    Path("src/shop").mkdir(parents=True)
    write(f"[tool.docmodels]\n{MINIMAL}templates = 'looks'\n")
    Path("looks/pydantic").mkdir(parents=True)
    Path("looks/pydantic/header.j2").touch()
    Path("src/pyproject.toml").write_text("[project]\nname = 'shop'\n")
    monkeypatch.chdir("src/shop")
    result = run("generate")
    assert "no file replaces a template of the target" in result.stderr
    assert "--> ../../pyproject.toml:4:1" in result.stderr
    write(f"[tool.docmodels]\n{MINIMAL}", "../../pyproject.toml")
    assert run("generate").stderr == "wrote ../../a.py\n"
    assert run("check").exit_code == 0
    assert run("inspect").stdout.startswith("../../pet.json (jsonschema)\n")
    Path("../.git").touch()
    assert "no settings in pyproject.toml" in run("generate").stderr


def test_settings_above_a_folder_without_repository_are_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(f"[tool.docmodels]\n{MINIMAL}")
    Path("inner").mkdir()
    monkeypatch.chdir("inner")
    assert run("generate").exit_code == 2


def test_docmodels_toml_has_settings_without_a_table() -> None:
    write(MINIMAL + "strct = 1\n", "docmodels.toml")
    result = run("generate")
    assert "docmodels.toml: unknown setting `strct`" in result.stderr
    assert "--> docmodels.toml:3:1" in result.stderr
    write(MINIMAL, "docmodels.toml")
    write("[project]\nname = 'x'\n")
    assert run("generate").exit_code == 0
    write(f"[tool.docmodels]\n{MINIMAL}")
    result = run("generate")
    assert "docmodels.toml has settings as well" in result.stderr


def test_inspect_and_export_use_the_settings() -> None:
    write(f"[tool.docmodels]\n{MINIMAL}rename = {{Pet = 'Animal', Other = 'X'}}\n")
    assert "Animal: object, 1 field" in run("inspect").stdout
    assert "Animal" in json.loads(run("export", "--to", "openapi").stdout)["components"]["schemas"]
    assert run("inspect", "pet.json", "--rename", "Pet=Cat").stdout.count("Cat") == 1
    assert "no definition has that name" in run("inspect", "pet.json", "--rename", "X=Y").stderr
    write(f"{MODULE}{MINIMAL}{MODULE}inputs = ['pet.json']\noutput = 'b.py'\n")
    text = run("inspect").stdout
    assert text.startswith("a.py:\npet.json (jsonschema)\n")
    assert "\nb.py:\npet.json (jsonschema)\n" in text
    for command in (("inspect", "--json"), ("export", "--to", "ir")):
        result = run(*command)
        assert (result.exit_code, "name the INPUT of one" in result.stderr) == (2, True)


def test_schema_of_settings_has_the_form_of_schemastore() -> None:
    schema = settings_schema()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == "https://json.schemastore.org/docmodels.json"
    assert all(value.get("description") for value in schema["properties"].values())


AJV = """
const Ajv = require('ajv');
const [schema, ...documents] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const ajv = new Ajv({strict: true, strictRequired: true, allErrors: true});
const validate = ajv.compile(schema);
process.stdout.write(JSON.stringify(documents.map(document => validate(document))));
"""


def has_ajv() -> bool:
    """Whether node finds ajv, here or in NODE_PATH."""
    command = ["node", "-e", "require.resolve('ajv')"]
    return (
        bool(shutil.which("node")) and not subprocess.run(command, capture_output=True).returncode
    )


@pytest.mark.skipif(not has_ajv(), reason="node does not find ajv (npm install ajv, NODE_PATH)")
def test_ajv_accepts_the_schema_of_settings_in_strict_mode() -> None:
    documents = [
        {"inputs": ["a"], "output": "b.py"},
        {"inputs": ["a"], "modules": [{"output": "b.py"}]},
        {"inputs": ["a"]},
        {"modules": [{"output": "b.py"}]},
        {"inputs": ["a"], "output": "b.py", "accept": ["no-models"]},
    ]
    text = json.dumps([settings_schema(), *documents])
    result = subprocess.run(
        ["node", "-e", AJV], input=text, capture_output=True, text=True, check=True
    )
    assert json.loads(result.stdout) == [True, True, False, False, False]
