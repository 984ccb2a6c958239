"""Test `docmodels diff` on the command line, with files and with revisions of a repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli

OLD = """openapi: 3.1.0
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: 'common/types.yaml#/$defs/Name'}
        size: {type: integer}
"""
NEW = OLD.replace("integer", "number")
TYPES = "$defs:\n  Name: {type: string, maxLength: 9}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(OLD)


def write(api: str, types: str = TYPES) -> None:
    Path("api/common").mkdir(parents=True, exist_ok=True)
    Path("api/api.yaml").write_text(api)
    Path("api/common/types.yaml").write_text(types)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository() -> None:
    """Commit the old version with the tag `v1`, and write the new one."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    git("tag", "v1")
    write(NEW, TYPES.replace("9", "5"))


def test_diff_shows_changes_with_both_places() -> None:
    Path("new.yaml").write_text(NEW.replace("common/", "api/common/"))
    result = run("diff", "api/api.yaml", "new.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "breaking[type-widened]: Pet.size: a type accepts more values: integer -> number",
        "  --> api/api.yaml:10:9 -> new.yaml:10:9",
        "  = breaks what is received",
        "1 change, 1 breaking",
    ]
    assert run("diff", "api/api.yaml", "api/api.yaml").stdout == "no changes\n"


def test_exit_code_depends_on_fail_on() -> None:
    Path("new.yaml").write_text(NEW.replace("common/", "api/common/"))
    result = run("diff", "api/api.yaml", "new.yaml", "--fail-on", "breaking")
    assert (result.exit_code, result.stderr) == (
        1,
        "failed on 1 breaking change, because of `--fail-on breaking`\n",
    )
    Path("new.yaml").write_text(OLD.replace("common/", "api/common/") + "    Tag: {type: object}\n")
    arguments = ("diff", "api/api.yaml", "new.yaml", "--fail-on")
    assert run(*arguments, "breaking").exit_code == 0
    assert run(*arguments, "any").exit_code == 1
    assert run("diff", "api/api.yaml", "missing.yaml").exit_code == 2


def test_report_is_written_to_a_file() -> None:
    for _ in range(2):
        result = run("diff", "api", "api", "--to", "json", "-o", "changes.json")
        assert result.exit_code == 0, "the report may be overwritten"
    assert json.loads(Path("changes.json").read_text()) == {"docmodels_diff": "1.0", "changes": []}


def test_cosmetic_changes_are_shown_on_request() -> None:
    Path("new.yaml").write_text(OLD.replace("type: integer", "type: integer, description: Big"))
    Path("common").symlink_to("api/common")
    assert run("diff", "api/api.yaml", "new.yaml").stdout == "no changes\n"
    assert "description-changed" in run("diff", "api/api.yaml", "new.yaml", "--cosmetic").stdout


def test_library_compares_models() -> None:
    old = docmodels.load("api/api.yaml")
    write(NEW)
    (change,) = docmodels.compare(old, docmodels.load("api/api.yaml"))
    assert isinstance(change, docmodels.ModelChange)
    assert (change.location, change.kind.name) == ("Pet.size", "type-widened")
    assert (change.breaks_sent, change.breaks_received, change.is_breaking) == (False, True, True)


# --- revisions ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("old", ["git:v1:api/api.yaml", "git:HEAD:/api/api.yaml", "git:v1:api"])
def test_revision_is_an_input_with_its_references(old: str) -> None:
    result = run("diff", old, "api/api.yaml")
    kinds = {line.partition("]")[0] for line in result.stdout.splitlines() if "[" in line}
    assert kinds == {"breaking[max-length-lowered", "breaking[type-widened"}
    revision = old.split(":")[1]
    assert f"git:{revision}:/api/api.yaml:10:9 -> api/api.yaml:10:9" in result.stdout
    assert f"--> git:{revision}:/api/common/types.yaml:2:9 -> " in result.stdout


@pytest.mark.usefixtures("repository")
def test_paths_of_a_revision_are_relative_to_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("api/common")
    assert "no model in git:v1:/api/common/types.yaml" in run("inspect", "git:v1:types.yaml").stderr
    assert "Pet: object" in run("inspect", "git:v1:../api.yaml").stdout
    assert "Pet: object" in run("inspect", "git:v1:/api").stdout


@pytest.mark.usefixtures("repository")
def test_folder_of_a_revision_skips_what_a_folder_skips() -> None:
    for name in (
        "pages/a.json",
        "pages/.hidden/b.json",
        "pages/node_modules/c.json",
        "pages/d.txt",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        title = Path(name).stem
        Path(name).write_text(json.dumps({"title": title, "type": "object", "properties": {}}))
    git("add", "-f", "pages")
    git("commit", "-qm", "pages")
    result = run("inspect", "git:HEAD:pages")
    assert result.stdout.startswith("git:HEAD:/pages/a.json (jsonschema)\n")
    assert result.stdout.count("(jsonschema)") == 1


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("git:v2:api", "git:v2:api: "),
        ("git:v1:missing", "the revision has no missing"),
        ("git:v1", "it does not have the form git:REVISION:PATH"),
        ("git::api", "it does not have the form git:REVISION:PATH"),
        ("git:--output=x:api", "git:--output=x:api: "),
    ],
)
def test_missing_revision_or_path_is_an_error(path: str, reason: str) -> None:
    result = run("inspect", path)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert not Path("x").exists()


def test_folder_outside_of_a_repository_is_an_error() -> None:
    assert "cannot read git:v1:api: " in run("inspect", "git:v1:api").stderr
