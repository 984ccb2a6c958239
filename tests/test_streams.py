"""Test standard output and standard error that are closed, or lead to a disk that is full."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


def run(command: str, folder: Path, redirection: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell with a redirection of its streams."""
    (folder / "pet.json").write_text(SCHEMA)
    line = f'"{sys.executable}" -m docmodels {command} {redirection}'
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [
        "generate pet.json -o -",
        "inspect pet.json",
        "export pet.json --to openapi",
        "report pet.json -o -",
        "check pet.json -o models.py",
        "check pet.json -o models.py --format sarif",
        "diff pet.json pet.json",
        "dialects",
        "--version",
        "--help",
        "generate --help",
    ],
)
def test_a_full_disk_behind_standard_output_is_an_error(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path, ">/dev/full")
    assert result.returncode == 2
    assert result.stderr.count("cannot write to standard output: No space left on device") == 1
    assert "Traceback" not in result.stderr
    assert "internal-error" not in result.stderr


@pytest.mark.parametrize("command", ["generate missing.json -o a.py", "check pet.json -o a.py"])
def test_standard_error_that_cannot_be_written_is_an_error(command: str, tmp_path: Path) -> None:
    assert run(command, tmp_path, "2>/dev/full").returncode == 2


def test_streams_that_are_both_full_are_an_error(tmp_path: Path) -> None:
    for command in ("--version", "--help", "generate pet.json -o -", "inspect pet.json"):
        assert run(command, tmp_path, ">/dev/full 2>&1").returncode == 2


@pytest.mark.parametrize("command", ["--version", "--help", "inspect pet.json", "dialects"])
def test_a_reader_that_stops_is_no_error(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path, "| true")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_take_everything(redirection: str, tmp_path: Path) -> None:
    result = run("generate pet.json -o a.py", tmp_path, redirection)
    assert (result.returncode, "Traceback" in result.stderr) == (0, False)
    assert (tmp_path / "a.py").exists()
    for command in ("inspect pet.json", "--version", "--help"):
        assert run(command, tmp_path, redirection).returncode == 0


def test_a_lock_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "docmodels.lock")
    result = run("generate pet.json -o a.py --allow-remote", tmp_path, "")
    assert result.returncode == 2
    assert "docmodels.lock: it is not a regular file" in result.stderr


def test_models_to_compare_that_are_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "models.py")
    result = run("diff pet.json --against models.py", tmp_path, "")
    assert result.returncode == 2
    assert "models.py is neither a file nor a folder" in result.stderr


@pytest.mark.parametrize("kind", ["pipe", "folder", "cycle"])
def test_a_path_of_the_models_that_is_no_file_is_left_alone(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "models.py"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("models.py")
    assert run("init", tmp_path, "").stderr.startswith("wrote settings to docmodels.toml")
    assert 'output = "api_models.py"' in (tmp_path / "docmodels.toml").read_text()
    assert run("report pet.json", tmp_path, "").returncode == 0
