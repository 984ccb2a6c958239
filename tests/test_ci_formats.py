"""Test what CI reads: formats of `check`, SARIF, and exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from docmodels.cli import cli
from docmodels.diagnostics.acceptance import mark_accepted
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RULES
from docmodels.diagnostics.sarif import as_sarif
from docmodels.diff.sarif import to_sarif
from docmodels.ir import Origin

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture(autouse=True)
def _outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stale module, a package with a stale, a new and an orphaned module."""
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(SCHEMA)
    Path("crate.json").write_text(SCHEMA.replace("Pet", "Crate"))
    assert run("generate", "pet.json", "-o", "my_pets.py").exit_code == 0
    assert run("generate", "pet.json", "-o", "shop").exit_code == 0
    Path("pet.json").write_text(SCHEMA.replace("name", "nick").replace("Pet", "Dog"))


def check(format: str, output: str) -> Result:
    return run("check", "pet.json", "-o", output, "--format", format)


def test_github_shows_stale_files_as_errors() -> None:
    result = check("github", "shop")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("::error file=shop/")
    text = " ".join(lines)
    assert "file=shop/dog.py,line=1,col=1" in text
    assert "shop/dog.py does not exist" in text
    assert "title=out-of-date" in text
    assert "docmodels generate pet.json -o shop" in text


def test_json_has_a_record_of_each_stale_file() -> None:
    result = check("json", "shop")
    records = [json.loads(line) for line in result.stderr.splitlines()]
    assert {record["rule"] for record in records} == {"out-of-date"}
    messages = {record["file"]: record["message"] for record in records}
    assert messages["shop/dog.py"] == "shop/dog.py does not exist"
    assert messages["shop/pet.py"] == "shop/pet.py is no longer generated"
    assert messages["shop/__init__.py"] == "shop/__init__.py is out of date"


def test_a_stale_module_is_marked_at_its_first_difference() -> None:
    (record,) = [json.loads(line) for line in check("json", "my_pets.py").stderr.splitlines()]
    line = Path("my_pets.py").read_text("utf-8").splitlines()[record["line"] - 1]
    assert "Pet" in line


def test_check_is_one_line_when_all_is_well() -> None:
    settings = 'inputs = ["pet.json"]\n[[modules]]\noutput = "a.py"\n[[modules]]\noutput = "b.py"\n'
    Path("docmodels.toml").write_text(settings)
    assert run("check").exit_code == 1
    run("generate")
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 outputs are up to date\n"
    result = run("check", "--format", "github")
    assert (result.exit_code, result.output) == (0, "")


def test_generate_fails_if_a_file_changes_or_is_new() -> None:
    command = ("generate", "pet.json", "-o", "new.py", "--exit-non-zero-on-change")
    assert [run(*command).exit_code for _ in range(2)] == [1, 0]
    Path("pet.json").write_text(SCHEMA)
    assert [run(*command).exit_code for _ in range(2)] == [1, 0]


# --- SARIF ----------------------------------------------------------------------------------------


def test_sarif_is_a_document_on_standard_output() -> None:
    result = check("sarif", "my_pets.py")
    assert result.exit_code == 1
    assert result.stderr == ""
    (sarif,) = json.loads(result.stdout)["runs"]
    (finding,) = sarif["results"]
    assert (finding["ruleId"], finding["level"]) == ("out-of-date", "error")
    (location,) = finding["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "my_pets.py"}
    assert sarif["tool"]["driver"]["rules"][0]["id"] == "out-of-date"


def test_sarif_has_the_address_of_the_page_about_each_rule() -> None:
    (text,) = as_sarif([rule.at(None, "message") for rule in RULES], {})
    driver = json.loads(text)["runs"][0]["tool"]["driver"]
    root = Path(__file__).parents[1]
    repository = tomllib.loads((root / "pyproject.toml").read_text())["project"]["urls"][
        "Repository"
    ]
    headings = (root / "docs" / "rules.md").read_text().splitlines()
    for rule in driver["rules"]:
        page, _, anchor = rule["helpUri"].partition("#")
        assert page == f"{repository}/blob/main/docs/rules.md"
        assert f"## {anchor}" in headings
    change = json.loads(to_sarif([]))["runs"][0]["tool"]["driver"]
    assert change["informationUri"] == f"{repository}/blob/main/docs"


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "pet.json", "-o", "new.py"),
        ("generate", "pet.json", "-o", "new.py", "--quiet"),
        ("export", "pet.json", "--to", "ir", "-o", "new.json"),
    ],
)
def test_sarif_without_notes_has_no_results(command: tuple[str, ...]) -> None:
    result = run(*command, "--format", "sarif")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["runs"][0]["results"] == []


def test_sarif_has_the_error_that_ends_a_run() -> None:
    result = run("generate", "missing.json", "-o", "new.py", "--format", "sarif")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["runs"][0]["results"]
    assert finding["ruleId"] == "unreadable-input"


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "pet.json", "-o", "-"),
        ("inspect", "pet.json"),
        ("export", "pet.json", "--to", "ir"),
    ],
)
def test_sarif_is_refused_where_standard_output_is_used(command: tuple[str, ...]) -> None:
    result = run(*command, "--format", "sarif")
    assert result.exit_code == 2
    assert "--format sarif writes to standard output" in result.stderr


@pytest.fixture(scope="session")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema of SARIF 2.1.0, from a package of the registry of npm."""
    folder = tmp_path_factory.mktemp("sarif")
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    command = ["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"]
    if subprocess.run(command, cwd=folder, capture_output=True).returncode:
        pytest.skip("the registry of npm does not have the schema of SARIF")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        (name,) = (
            name for name in archive.getnames() if name.endswith(".json") and "schemas" in name
        )
        member = archive.extractfile(name)
        assert member
        return json.load(member)


@pytest.mark.slow
def test_sarif_fits_its_schema(sarif_schema: Any) -> None:
    notes = [
        note
        for rule in RULES
        for note in (
            rule.at(None, "message"),
            rule.at(Origin("docs/a page#1.md", 0, 0), "", "help", 0),
            rule.at(Origin("/docs/größe.md", 3, 4), "x" * 3, "", 5),
            rule.at(Origin("https://example.org/a.json", 3, 4), "message"),
            rule.at(Origin("<stdin>", 1), "message"),
        )
    ]
    notes = mark_accepted(notes, [RULES[2].name, "renamed"])
    (text,) = as_sarif(notes, {})
    log = json.loads(text)
    validator = jsonschema.Draft7Validator(sarif_schema)
    assert [error.message for error in validator.iter_errors(log)] == []
    assert any("suppressions" in result for result in log["runs"][0]["results"])
    log["runs"][0]["results"][0]["level"] = "info"
    assert not validator.is_valid(log)


@given(
    st.lists(
        st.builds(lambda *a: Note(*a), st.sampled_from(RULES), st.none(), st.text(), st.text())
    )
)
def test_sarif_has_a_result_for_each_note(notes: list[Note]) -> None:
    (text,) = as_sarif(notes, {})
    (log,) = json.loads(text)["runs"]
    rules = log["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in log["results"]] == [
        note.rule.name for note in notes
    ]
