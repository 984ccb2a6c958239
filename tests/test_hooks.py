"""The three users of docmodels, each for real: a build, a pre-commit hook, another generator."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "schemas" / "samples" / "tasks"
PROJECT = """
[build-system]
requires = ["hatchling", "docmodels"]
build-backend = "hatchling.build"

[project]
name = "shop"
version = "1"

[tool.hatch.build.targets.wheel]
packages = ["src/shop"]
"""
HOOK = '[tool.hatch.build.hooks.docmodels]\ninputs = ["docs"]\noutput = "src/shop/models.py"\n'


def run(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=500
    )


def lay(folder: Path, settings: str) -> Path:
    """A project with documentation, whose models git ignores."""
    (folder / "src" / "shop").mkdir(parents=True)
    (folder / "src" / "shop" / "__init__.py").write_text("")
    (folder / "docs").mkdir()
    for page in SAMPLE.iterdir():
        (folder / "docs" / page.name).write_text(page.read_text("utf-8"), "utf-8")
    (folder / ".gitignore").write_text("models*\n")
    (folder / "pyproject.toml").write_text(PROJECT + settings)
    return folder


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "build", "--no-isolation", *options, cwd=folder)


def wheel(folder: Path) -> zipfile.ZipFile:
    (path,) = (folder / "dist").glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.parametrize(
    ("settings", "member"),
    [
        (HOOK, "shop/models.py"),
        (HOOK.replace("models.py", "models"), "shop/models/task.py"),
        (
            "[tool.hatch.build.hooks.docmodels]\n" + HOOK.replace("hatch.build.hooks.", ""),
            "shop/models.py",
        ),
    ],
    ids=["module", "package", "settings of the project"],
)
def test_a_wheel_holds_fresh_models(tmp_path: Path, settings: str, member: str) -> None:
    project = lay(tmp_path / "project", settings)
    result = build(project, "--wheel")
    assert result.returncode == 0, result.stdout + result.stderr
    with wheel(project) as found:
        assert b"class Task(BaseModel):" in found.read(member)


def test_a_wheel_made_of_a_source_distribution_without_documentation(tmp_path: Path) -> None:
    settings = HOOK + '[tool.hatch.build.targets.sdist]\nexclude = ["docs"]\n'
    project = lay(tmp_path / "project", settings)
    result = build(project)
    assert result.returncode == 0, result.stdout + result.stderr
    with wheel(project) as found:
        assert b"class Task(BaseModel):" in found.read("shop/models.py")


def test_a_build_that_cannot_generate_says_why(tmp_path: Path) -> None:
    project = lay(tmp_path / "project", HOOK.replace('["docs"]', '["missing"]'))
    result = build(project, "--wheel")
    assert result.returncode != 0
    assert "error[unreadable-input]: cannot read missing" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_the_hooks_on_offer_are_commands() -> None:
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["entry"] for hook in offered] == ["docmodels check", "docmodels generate"]
    assert not any(hook["pass_filenames"] for hook in offered)


@pytest.mark.slow
def test_pre_commit_finds_stale_models_and_says_how_to_mend_them(tmp_path: Path) -> None:
    project = lay(
        tmp_path / "project", '[tool.docmodels]\ninputs = ["docs"]\noutput = "src/shop/models.py"\n'
    )
    (project / ".gitignore").unlink()
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    git = ("git", "-c", "user.name=n", "-c", "user.email=n@example.org")
    run(*git, "init", "-q", cwd=project)
    made = run("docmodels", "generate", cwd=project)
    assert made.returncode == 0, made.stderr
    run(*git, "add", "-A", cwd=project)
    hook = (sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "docmodels-check", "-a")
    fresh = run(*hook, cwd=project, **env)
    assert fresh.returncode == 0, fresh.stdout + fresh.stderr
    page = project / "docs" / "Task.md"
    page.write_text(page.read_text("utf-8").replace("**priority**", "**urgency**"), "utf-8")
    stale = run(*hook, cwd=project, **env)
    assert stale.returncode == 1
    assert "+    urgency: Integer" in stale.stdout
    assert "docmodels generate docs -o src/shop/models.py" in stale.stdout


def test_another_generator_walks_the_representation() -> None:
    script = ROOT / "tests" / "consumer_generator" / "protocol.py"
    result = run(sys.executable, str(script), str(SAMPLE), cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert "class Task(Protocol):\n    id: 'str'\n" in result.stdout
    assert "    steps: 'list[Step] | None'\n" in result.stdout
    exec(compile(result.stdout, "stubs.py", "exec"), {})
