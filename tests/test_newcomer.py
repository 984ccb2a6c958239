"""The path of a newcomer: the three commands of README, from an empty folder to a checked model."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAYLOAD = (
    '{"id": "0b0e3c6e-5a7f-4f5b-8d51-8a3f5c1f7f10", "title": "Water", "status": "open",'
    ' "created_at": "2026-04-01T09:00:00Z"}'
)
USE = f"import models; print(models.Task.model_validate_json({PAYLOAD!r}).priority)"


def three_commands() -> list[str]:
    """Return the commands of the first fence of README."""
    fence = re.search(r"^```shell\n(.*?)^```$", README, re.M | re.S)
    assert fence
    return [line.partition("  #")[0].strip() for line in fence[1].splitlines()]


def start(folder: Path) -> Path:
    """Create a folder with nothing but the documentation of an SDK."""
    shutil.copytree(ROOT / "schemas" / "samples" / "tasks", folder / "docs" / "models")
    return folder


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a folder."""
    return subprocess.run(
        shlex.split(command),
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=1800,
    )


def test_readme_is_one_screen_with_three_commands() -> None:
    assert len(README.splitlines()) <= 80
    assert [command.split()[0] for command in three_commands()] == ["pip", "docmodels", "docmodels"]


def test_commands_lead_to_a_checked_model(tmp_path: Path) -> None:
    folder = start(tmp_path)
    for command in three_commands()[1:]:
        result = run(f"{shlex.quote(sys.executable)} -m {command}", folder)
        assert result.returncode == 0, result.stderr
    used = run(f"{shlex.quote(sys.executable)} -W error -c {shlex.quote(USE)}", folder)
    assert used.stdout == "3\n", used.stderr
    with (folder / "models.py").open("a") as module:
        module.write("x = 1\n")
    assert run(f"{shlex.quote(sys.executable)} -m {three_commands()[2]}", folder).returncode == 1


@pytest.mark.slow
def test_commands_run_in_a_new_environment(tmp_path: Path) -> None:
    """`pip install docmodels` gets the wheel of this checkout; its dependencies are from the index."""
    wheels = tmp_path / "wheels"
    build = f"{shlex.quote(sys.executable)} -m build -nw --outdir {wheels} {ROOT}"
    assert run(build, ROOT).returncode == 0
    venv.create(tmp_path / "venv", with_pip=True)
    folder = start(tmp_path / "project")
    path = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    clean = {"PATH": path, "PIP_FIND_LINKS": str(wheels), "PYTHONPATH": ""}
    for command in three_commands():
        words = shutil.which(command.split()[0], path=path), *command.split()[1:]
        result = run(shlex.join(map(str, words)), folder, **clean)
        assert result.returncode == 0, result.stdout + result.stderr
    python = tmp_path / "venv" / "bin" / "python"
    assert run(f"{python} -m pip install -q pydantic>=2.12", folder, **clean).returncode == 0
    assert run(f"{python} -W error -c {shlex.quote(USE)}", folder, **clean).stdout == "3\n"
