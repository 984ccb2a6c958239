"""Test docmodels end to end in a Hatch build, a pre-commit hook and a custom generator."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from identify.identify import tags_from_filename

from docmodels.hooks.hatch import DocmodelsBuildHook
from plugin_packages import EXAMPLES, install

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


def run(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=1800
    )


def create_project(folder: Path, settings: str) -> Path:
    """Write a project with documentation pages; its .gitignore matches the generated models."""
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


def open_wheel(folder: Path) -> zipfile.ZipFile:
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
def test_wheel_contains_fresh_models(tmp_path: Path, settings: str, member: str) -> None:
    project = create_project(tmp_path / "project", settings)
    result = build(project, "--wheel")
    assert result.returncode == 0, result.stdout + result.stderr
    with open_wheel(project) as archive:
        assert b"class Task(GeneratedModel):" in archive.read(member)


def test_wheel_from_sdist_without_documentation_contains_models(tmp_path: Path) -> None:
    settings = HOOK + '[tool.hatch.build.targets.sdist]\nexclude = ["docs"]\n'
    project = create_project(tmp_path / "project", settings)
    result = build(project)
    assert result.returncode == 0, result.stdout + result.stderr
    with open_wheel(project) as archive:
        assert b"class Task(GeneratedModel):" in archive.read("shop/models.py")


def test_failed_build_reports_the_error(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", HOOK.replace('["docs"]', '["missing"]'))
    result = build(project, "--wheel")
    assert result.returncode != 0
    assert "error[unreadable-input]: cannot read missing" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_pre_commit_hooks_run_commands() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    generate = "docmodels generate --exit-non-zero-on-change"
    assert [hook["entry"] for hook in hooks] == ["docmodels check", generate]
    for hook in hooks:
        assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
        for name in ("a.md", "a.markdown", "a.mdx", "a.json", "a.yml", "pyproject.toml", "a.py"):
            assert tags_from_filename(name) & {*hook["types_or"]}
        assert tags_from_filename("pydantic/model.py.j2") & {*hook["types_or"]}
        assert not tags_from_filename("logo.png") & {*hook["types_or"]}


@pytest.mark.slow
def test_pre_commit_reports_stale_models_and_the_fix(tmp_path: Path) -> None:
    project = create_project(
        tmp_path / "project", '[tool.docmodels]\ninputs = ["docs"]\noutput = "src/shop/models.py"\n'
    )
    (project / ".gitignore").unlink()
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    git = ("git", "-c", "user.name=n", "-c", "user.email=n@example.org")
    run(*git, "init", "-q", cwd=project)
    generated = run("docmodels", "generate", cwd=project)
    assert generated.returncode == 0, generated.stderr
    run(*git, "add", "-A", cwd=project)
    hook = (sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "docmodels-check", "-a")
    fresh = run(*hook, cwd=project, **env)
    assert fresh.returncode == 0, fresh.stdout + fresh.stderr
    page = project / "docs" / "Task.md"
    page.write_text(page.read_text("utf-8").replace("**priority**", "**urgency**"), "utf-8")
    stale = run(*hook, cwd=project, **env)
    assert stale.returncode == 1
    assert "+    urgency: int" in stale.stdout
    assert "docmodels generate docs -o src/shop/models.py" in stale.stdout


def test_pre_commit_fails_if_models_change_or_are_new(tmp_path: Path) -> None:
    """The hook of .pre-commit-hooks.yaml, with the docmodels that is installed here."""
    project = create_project(
        tmp_path / "project", '[tool.docmodels]\ninputs = ["docs"]\noutput = "src/shop/models.py"\n'
    )
    (project / ".gitignore").unlink()
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (hook,) = [hook for hook in hooks if hook["id"] == "docmodels-generate"]
    arguments = hook["entry"].partition(" ")[2]
    hook |= {"language": "system", "entry": f'"{sys.executable}" -m docmodels {arguments}'}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git = ("git", "-c", "user.name=n", "-c", "user.email=n@example.org")
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    commit = (sys.executable, "-m", "pre_commit", "run")
    run(*git, "init", "-q", cwd=project)
    run(*git, "add", "-A", cwd=project)
    result = run(*commit, cwd=project, **env)  # the module is new, and git does not know it
    assert result.returncode == 1, result.stdout + result.stderr
    assert "wrote src/shop/models.py" in result.stdout
    run(*git, "add", "-A", cwd=project)
    result = run(*commit, cwd=project, **env)
    assert result.returncode == 0, result.stdout + result.stderr
    page = project / "docs" / "Task.md"
    page.write_text(page.read_text("utf-8").replace("**priority**", "**urgency**"), "utf-8")
    run(*git, "add", "-A", cwd=project)
    assert run(*commit, cwd=project, **env).returncode == 1
    run(*git, "add", "-A", cwd=project)
    assert run(*commit, cwd=project, **env).returncode == 0


def test_custom_generator_walks_the_ir() -> None:
    script = ROOT / "tests" / "consumer_generator" / "protocol.py"
    result = run(sys.executable, str(script), str(SAMPLE), cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert "class Task(Protocol):\n    id: 'str'\n" in result.stdout
    assert "    steps: 'list[Step] | None'\n" in result.stdout
    exec(compile(result.stdout, "stubs.py", "exec"), {})


class App:
    """A stand-in for hatchling's terminal: it collects warnings, and raises what aborts a build."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, line: str) -> None:
        self.warnings.append(line)

    def abort(self, message: str) -> None:
        raise RuntimeError(message)


def run_hook(
    folder: Path, config: dict[str, object], artifacts: list[str] | None = None
) -> list[str]:
    """Run the build hook with its settings in the project of `folder`; return its warnings."""
    app = App()
    hook = DocmodelsBuildHook(str(folder), config, None, None, "dist", "wheel", app)  # type: ignore[arg-type]
    hook.initialize("standard", {"artifacts": [] if artifacts is None else artifacts})
    return app.warnings


def test_strict_output_fails_on_its_own_warnings_only(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "")
    schema = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "nothing"}}}'
    Path(project, "pet.json").write_text(schema)
    Path(project, "crate.json").write_text(schema.replace("nothing", "number"))
    warned: dict[str, object] = {"inputs": ["pet.json"], "output": "pet.py"}
    strict: dict[str, object] = {"inputs": ["crate.json"], "output": "crate.py", "strict": True}
    warnings = run_hook(project, {"modules": [warned, strict], "dependencies": []})
    assert any(line.startswith("warning[invalid-keyword]") for line in warnings)
    assert (project / "pet.py").exists()
    assert (project / "crate.py").exists()
    with pytest.raises(RuntimeError, match="invalid-keyword"):
        run_hook(project, {**warned, "strict": True, "output": "strict.py"})
    assert not (project / "strict.py").exists()


def test_samples_of_the_hook_are_relative_to_the_project(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "")
    Path(project, "pet.json").write_text('{"title": "Pet", "type": "object"}')
    Path(project, "captured.json").write_text("{}")
    settings: dict[str, object] = {"inputs": ["pet.json"], "output": "pet.py"}
    samples = ["captured.json", "Pet=captured.json"]
    run_hook(project, {**settings, "samples": samples})
    assert (project / "pet.py").exists()
    with pytest.raises(RuntimeError, match="cannot read"):
        run_hook(project, {**settings, "samples": ["Pet=other.json"]})


def test_hook_adds_modules_of_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(EXAMPLES / "graphql_target", tmp_path, monkeypatch)
    project = create_project(tmp_path / "project", "")
    artifacts: list[str] = []
    for output in ("shop.graphql", "shop"):
        settings = {"inputs": ["docs"], "output": output, "target": "graphql"}
        run_hook(project, settings, artifacts)
    assert artifacts == ["/shop.graphql", "/shop/**/*.graphql"]
    (project / "PKG-INFO").write_text("")
    (project / "docs").rename(project / "moved")
    before = (project / "shop" / "Task.graphql").read_text("utf-8")
    run_hook(project, settings)
    assert (project / "shop" / "Task.graphql").read_text("utf-8") == before
    (project / "shop" / "Task.graphql").unlink()
    (project / "shop.graphql").unlink()
    with pytest.raises(RuntimeError, match="unreadable-input"):
        run_hook(project, {**settings, "output": "shop.graphql"})


def test_hook_refuses_unknown_settings_but_not_those_of_hatchling(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "")
    settings: dict[str, object] = {"inputs": ["docs"], "output": "task.py"}
    with pytest.raises(RuntimeError, match="did you mean `strict`"):
        run_hook(project, {**settings, "strct": True})
    run_hook(project, {**settings, "enable-by-default": False})
    assert (project / "task.py").exists()


def test_hook_without_settings_stops_the_build(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "")
    with pytest.raises(RuntimeError, match="has no settings, and the project has none") as caught:
        run_hook(project, {})
    assert "add `inputs = [..]` and `output = ..`" in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('strct = "x"', "did you mean `strict`"),
        ("strict = 1", "`strict`: Expected `bool`, got `int`"),
        ('target = "pydntic"', "did you mean `pydantic`"),
        ('accept = ["rename"]', "did you mean `renamed`"),
    ],
)
@pytest.mark.parametrize("outer", ["build", "build.targets.wheel"])
def test_hook_reports_the_place_of_a_wrong_setting(
    tmp_path: Path, setting: str, message: str, outer: str
) -> None:
    table = f"[tool.hatch.{outer}.hooks.docmodels]"
    project = create_project(
        tmp_path / "project", f"{table}\n{HOOK.partition(chr(10))[2]}{setting}\n"
    )
    text = (project / "pyproject.toml").read_text()
    config = tomllib.loads(text)["tool"]["hatch"]["build"]
    config = config["targets"]["wheel"] if "wheel" in outer else config
    with pytest.raises(RuntimeError) as caught:
        run_hook(project, config["hooks"]["docmodels"])
    line = text.splitlines().index(setting) + 1
    assert f"{table} in pyproject.toml: " in str(caught.value)
    assert f"pyproject.toml:{line}:1\n" in str(caught.value)
    assert message in str(caught.value)


def test_hook_writes_all_modules_or_none_and_explains_why(tmp_path: Path) -> None:
    project = create_project(tmp_path / "project", "")
    (project / "mine.py").write_text("MINE = 1\n")
    modules = [{"output": "task.py"}, {"output": "mine.py"}]
    with pytest.raises(RuntimeError, match="was not written by docmodels") as caught:
        run_hook(project, {"inputs": ["docs"], "modules": modules})
    assert "--force" not in str(caught.value)
    assert "delete the file" in str(caught.value)
    assert not (project / "task.py").exists()
    schema = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "nothing"}}}'
    (project / "pet.json").write_text(schema)
    strict = {"inputs": ["pet.json"], "output": "task.py", "strict": True}
    with pytest.raises(RuntimeError, match="its setting `strict` is true") as caught:
        run_hook(project, strict)
    assert "warning[invalid-keyword]" in str(caught.value)
    run_hook(project, {**strict, "accept": ["invalid-keyword"]})
    assert (project / "task.py").exists()
