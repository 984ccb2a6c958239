"""Test which files references may lead to, and that messages quote no line of any other file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.io.boundary import boundary_of

SECRET = "title: Hidden\ntype: object\nproperties:\n  pass_phrase: {type: string}\n"
BROKEN = "token: [s3cr3t-value\n  other: *s3cr3t-alias\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with inputs; secrets lie above it."""
    folder = tmp_path / "project" / "specs"
    folder.mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text(SECRET)
    (tmp_path / "broken.yaml").write_text(BROKEN)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


def generate(ref: str, *arguments: str) -> Result:
    schema = {"title": "Home", "type": "object", "properties": {"a": {"$ref": ref}}}
    Path("home.json").write_text(json.dumps(schema, indent=1))
    return CliRunner().invoke(cli, ["generate", "home.json", "-o", "-", *arguments])


@pytest.mark.parametrize("form", ["../../secret.yaml", "file://{}/secret.yaml", "{}/secret.yaml"])
def test_a_reference_does_not_leave_the_folder_of_the_inputs(form: str, project: Path) -> None:
    ref = form.format(project.parents[1].as_posix())
    result = generate(ref)
    assert result.exit_code == 0
    assert "pass_phrase" not in result.stdout
    assert "warning[remote-ref]" in result.stderr and "--allow-outside" in result.stderr
    assert "pass_phrase" in generate(ref, "--allow-outside").stdout


def test_a_reference_through_a_link_does_not_leave_the_folder_of_the_inputs(project: Path) -> None:
    os.symlink("../../secret.yaml", "link.yaml")
    assert "pass_phrase" not in generate("link.yaml").stdout


def test_a_reference_may_lead_to_the_repository_of_the_inputs(project: Path) -> None:
    (project.parent / "common.yaml").write_text(SECRET)
    assert "pass_phrase" not in generate("../common.yaml").stdout
    (project.parent / ".git").mkdir()
    assert "pass_phrase" in generate("../common.yaml").stdout
    assert "pass_phrase" not in generate("../../secret.yaml").stdout


def test_a_file_that_a_reference_may_not_read_looks_like_a_missing_one(project: Path) -> None:
    existing, missing = generate("../../secret.yaml"), generate("../../nothing.yaml")
    assert existing.stderr.replace("secret", "nothing") == missing.stderr


@pytest.mark.parametrize("arguments", [[], ["--allow-outside"]])
@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_no_line_of_a_foreign_file_is_quoted(
    project: Path, arguments: list[str], format: str
) -> None:
    result = generate("../../broken.yaml", "--format", format, *arguments)
    assert result.exit_code == (2 if arguments else 0)
    assert "s3cr3t" not in result.output + result.stderr
    if arguments:
        assert "broken.yaml, which is outside the inputs' folder, is not valid" in result.stderr


def test_a_line_of_a_file_beside_the_input_is_quoted(project: Path) -> None:
    Path("broken.yaml").write_text(BROKEN)
    assert "s3cr3t" in generate("broken.yaml").stderr


def test_library_reads_files_outside_only_if_allowed(project: Path) -> None:
    generate("../../secret.yaml")
    names = {
        allowed: [d.name for d in docmodels.load("home.json", allow_outside=allowed).definitions]
        for allowed in (False, True)
    }
    assert names == {False: ["Home"], True: ["Home", "Hidden"]}


def test_inputs_far_apart_do_not_open_the_folder_above_them(project: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    paths = [str(project / "a.json"), str(tmp_path / "far" / "b.json")]
    boundary = boundary_of(paths, [".git"])
    assert not boundary.allows(str(tmp_path / "secret.yaml"))
    assert boundary.allows(str(tmp_path / "far" / "c.yaml"))


def test_inputs_from_the_web_open_no_file() -> None:
    boundary = boundary_of(["https://example.com/a.json"], [".git"])
    assert not boundary.allows(os.path.abspath("a.yaml"))
    assert boundary.is_foreign(os.path.abspath("a.yaml"))


@pytest.mark.parametrize("argument", [".", "*.json", "link/home.json"])
def test_a_link_in_an_input_folder_does_not_extend_the_boundary(
    project: Path, tmp_path: Path, argument: str
) -> None:
    """A folder has the files behind its links, but references do not lead further, and no line is quoted."""
    far = tmp_path / "far"
    far.mkdir()
    (far / "secret.yaml").write_text(SECRET)
    schema = {"title": "Home", "type": "object", "properties": {"a": {"$ref": "secret.yaml"}}}
    (far / "home.json").write_text(json.dumps(schema))
    if argument == "link/home.json":
        os.symlink(far, "link")
    else:
        os.symlink(far / "home.json", "home.json")
        Path("a.json").write_text('{"title": "A", "type": "object", "properties": {"b": {}}}')
    result = CliRunner().invoke(cli, ["generate", argument, "-o", "-"])
    assert result.exit_code == 0 and "class Home" in result.stdout
    # The user names a folder by its link.
    assert ("pass_phrase" in result.stdout) is (argument == "link/home.json")


def test_a_linked_folder_in_an_input_folder_does_not_extend_the_boundary(
    project: Path, tmp_path: Path
) -> None:
    far = tmp_path / "far"
    (far / ".hidden").mkdir(parents=True)
    (far / ".hidden" / "secret.yaml").write_text(SECRET)
    schema = {"type": "object", "properties": {"a": {"$ref": ".hidden/secret.yaml"}}}
    (far / "home.json").write_text(json.dumps({"title": "Home", **schema}))
    os.symlink(far, "link")
    result = CliRunner().invoke(cli, ["generate", ".", "-o", "-"])
    assert result.exit_code == 0 and "class Home" in result.stdout
    assert "pass_phrase" not in result.stdout


@pytest.mark.parametrize("name", ["link.yaml", "link.json", "link.md", "link.py"])
def test_no_line_behind_a_link_is_quoted(project: Path, name: str) -> None:
    os.symlink("../../broken.yaml", name)
    for argument in (".", name):
        result = CliRunner().invoke(cli, ["generate", argument, "-o", "-"])
        assert result.exit_code == 2
        assert "s3cr3t" not in result.output + result.stderr
