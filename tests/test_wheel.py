"""Build the wheel, install it and generate: the only test that finds missing files."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_contains_only_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    schemas = {f"docmodels/schemas/{name}.schema.json" for name in ("diff", "ir", "settings")}
    needed = {"docmodels/py.typed", "docmodels/cli/__init__.py", *schemas}
    needed |= {"docmodels/pages/languages/languages.toml"}
    report = {"page.html.j2", "report.css", "report.js", "dagre.min.js"}
    needed |= {f"docmodels/html_report/{name}" for name in report}
    templates = {p.relative_to(ROOT).as_posix() for p in (ROOT / "templates").rglob("*.j2")}
    assert needed | {f"docmodels/{name}" for name in templates} <= names
    assert not [name for name in names if "/samples/" in name or name.startswith("tests")]
    assert all(name.startswith(("docmodels/", "docmodels-")) for name in names)


@pytest.mark.slow
@pytest.mark.parametrize("black", ["black==25.1.0", "black"], ids=["black 25", "newest black"])
def test_installed_wheel_generates_models(wheel: Path, tmp_path: Path, black: str) -> None:
    """The package installs beside a project's own black, and writes what that black writes."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", str(wheel), black]
    subprocess.run(install, check=True, timeout=1800)
    (tmp_path / "docs").mkdir()
    for page in (ROOT / "schemas" / "samples" / "tasks").iterdir():
        (tmp_path / "docs" / page.name).write_text(page.read_text("utf-8"), "utf-8")
    command = [tmp_path / "venv" / "bin" / "docmodels", "generate", "docs", "-o", "models.py"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=1800)
    check = [python, "-m", "black", "--check", "-q", "models.py"]
    subprocess.run(check, cwd=tmp_path, check=True, timeout=1800)
    code = "import models; assert models.TaskStatus.DONE == 'done'"
    subprocess.run([python, "-c", code], cwd=tmp_path, check=True, timeout=1800)
