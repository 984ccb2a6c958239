"""Test the program as a shell runs it: Ctrl-C at any moment, completion of values, odd outputs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from docmodels.cli import cli

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'
INTERRUPT = """
import importlib.abc, os, signal, sys

class Interrupt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
"""


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(SCHEMA)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docmodels", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=600,
    )


@pytest.mark.parametrize(
    "module",
    [
        "docmodels.cli",
        "click",
        "docmodels.cli.run",
        "docmodels.config.options",
        "docmodels.diagnostics.acceptance",
        "docmodels.io.remote",
        "docmodels.pipeline",
        "docmodels.readers.schema_inputs",
        "docmodels.targets",
        "black",
        "docmodels.targets.pydantic.target",
    ],
)
def test_interrupt_during_any_import_is_one_line(tmp_path: Path, module: str) -> None:
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(INTERRUPT)
    path = os.pathsep.join([str(tmp_path / "path"), os.environ.get("PYTHONPATH", "")])
    result = run("generate", "pet.json", "-o", "a.py", PYTHONPATH=path, INTERRUPT_AT=module)
    assert (result.returncode, result.stderr) == (130, "interrupted; nothing was written\n")
    assert not Path("a.py").exists()


@pytest.mark.parametrize(
    ("words", "word", "completions"),
    [
        ("generate --dialect l", "3", {"liblab"}),
        ("generate --target t", "3", {"typeddict"}),
        ("check --accept missing-e", "3", {"missing-enum-values"}),
        ("inspect --accept no-m", "3", set()),
        ("generate --enums l", "3", {"literal"}),
        ("generate --format g", "3", {"github"}),
        ("export --to o", "3", {"openapi"}),
        ("gen", "1", {"generate"}),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_values(shell: str, words: str, word: str, completions: set[str]) -> None:
    current = words.rsplit(maxsplit=1)[-1] if shell == "fish" else word  # as click's scripts do
    environment = {"COMP_WORDS": f"docmodels {words}", "COMP_CWORD": current}
    result = run(_DOCMODELS_COMPLETE=f"{shell}_complete", **environment)
    separators = result.stdout.replace(",", "\n").replace("\t", "\n").split("\n")
    assert completions == {word for word in separators if word in {*completions, "no-models"}}
    assert result.stderr == ""


def test_paths_are_completed_by_the_shell() -> None:
    for words, word in (("generate pet", "2"), ("generate -o pet", "3"), ("export -o pet", "3")):
        environment = {"COMP_WORDS": f"docmodels {words}", "COMP_CWORD": word}
        assert run(_DOCMODELS_COMPLETE="bash_complete", **environment).stdout == "file,pet\n"


def test_completion_scripts_are_those_of_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text("utf-8")
    for shell in ("bash", "zsh", "fish"):
        assert f"_DOCMODELS_COMPLETE={shell}_source docmodels" in page
        if shell != "bash":  # click asks the version of bash first
            result = run(_DOCMODELS_COMPLETE=f"{shell}_source")
            assert "_DOCMODELS_COMPLETE" in result.stdout, result.stderr


# --- outputs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "message", "help"),
    [
        ("x.pyi", "`x.pyi` is no name of a module", "use x.py"),
        ("class.py", "`class` is no name of a module", "use class_.py"),
        ("src/my-models", "`my-models` is no name of a module", "use src/my_models"),
        ("my-models.py", "`my-models` is no name of a module", "use my_models.py"),
        ("1", "`1` is no name of a module", "use models"),
        ("pipe.py", "cannot write pipe.py: it is not a regular file", "-o - writes"),
        ("/dev/null", "cannot write /dev/null: it is not a regular file", "-o - writes"),
        ("loop.py", "cannot write loop.py: Too many levels of symbolic links", ""),
        ("loop.py/models", "cannot write loop.py/models: Too many levels", ""),
    ],
)
def test_useless_outputs_are_refused(output: str, message: str, help: str) -> None:
    os.mkfifo("pipe.py")
    Path("loop.py").symlink_to("pool.py")
    Path("pool.py").symlink_to("loop.py")
    before = sorted(os.listdir())
    for command in ("generate", "check"):
        result = run(command, "pet.json", "-o", output)
        assert (result.returncode, result.stdout) == (2, "")
        assert message in result.stderr
        assert help in result.stderr
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize("output", ["match.py", "_models", "models/__init__.py", "größe.py"])
def test_importable_outputs_are_written(output: str) -> None:
    assert run("generate", "pet.json", "-o", output).returncode == 0


def test_an_address_needs_allow_remote() -> None:
    result = run("generate", "https://example.org/pet.json", "-o", "a.py")
    assert result.returncode == 2
    assert "this run opens no connection" in result.stderr
    assert "fetch the document first, or add --allow-remote" in result.stderr


def test_objects_are_not_collected_at_exit() -> None:
    code = (
        "import atexit, gc, sys; sys.argv = ['docmodels', 'generate', 'pet.json', '-o', 'a.py']; "
    )
    code += "atexit.register(lambda: print(gc.get_freeze_count() > 10_000)); "
    code += "from docmodels.__main__ import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "True\n"


def test_version_is_that_of_the_command_line_and_imports_no_click() -> None:
    result = run("--version")
    assert result.stdout == CliRunner().invoke(cli, ["--version"], prog_name="docmodels").stdout
    code = (
        "import sys; sys.argv = ['docmodels', '--version']; import docmodels.__main__ as program; "
    )
    code += "program.main(); assert 'click' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
