"""Test runs in a place that lacks something: a folder, memory, open files, an encoding, standard input.

None of them ends with a traceback, and none imports code that lies in the working folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import docmodels
from docmodels.diagnostics.failures import failure_note

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'
GENERATE = ("generate", "pet.json", "-o", "models.py")
resource = pytest.importorskip("resource", reason="limits of a process in Unix")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices of Linux")


def run(
    *arguments: str | bytes,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder with an input; `before` is called in the new process."""
    if folder.exists():
        (folder / "pet.json").write_text(SCHEMA)
    return subprocess.run(
        [sys.executable, "-m", "docmodels", *arguments],
        cwd=folder if folder.exists() else None,
        env={**os.environ, **environment} if environment is not None else None,
        preexec_fn=before,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "name", ["msgspec.py", "click.py", "jinja2.py", "json.py", "signal.py", "black/__init__.py"]
)
def test_modules_in_the_working_folder_are_not_imported(name: str, tmp_path: Path) -> None:
    foreign = tmp_path / name
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_text("raise SystemExit('foreign code runs')")
    result = run(*GENERATE, folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "wrote models.py\n")


@pytest.mark.parametrize("name", ["types.py", "typing.py", "docmodels.py"])
def test_the_safe_path_of_python_hides_every_module_of_the_folder(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text("raise SystemExit('foreign code runs')")
    result = run(*GENERATE, folder=tmp_path, environment={"PYTHONSAFEPATH": "1"})
    assert (result.returncode, result.stderr) == (0, "wrote models.py\n")


def test_a_checkout_is_run_from_its_own_folder(tmp_path: Path) -> None:
    import docmodels

    shutil.copytree(Path(docmodels.__file__).parent, tmp_path / "docmodels")
    result = run("--version", folder=tmp_path, environment={"PYTHONPATH": ""})
    assert result.stdout.startswith("docmodels, version ")


@pytest.mark.parametrize(
    "arguments",
    [("generate",), ("inspect", "pet.json"), ("init",), ("generate", "/etc/hostname", "-o", "-")],
)
def test_a_working_folder_that_was_deleted_is_an_error(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "deleted"
    folder.mkdir()
    result = run(*arguments, folder=folder, before=lambda: shutil.rmtree(folder))
    assert result.returncode == 2
    assert result.stderr.startswith("error[")
    assert "internal-error" not in result.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/proc", "XDG_CACHE_HOME": "/proc"},
        {"HOME": ""},
        {"HOME": "/missing"},
        {"TMPDIR": "/missing"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_a_run_needs_no_home_no_temporary_folder_and_no_locale(
    environment: dict[str, str], tmp_path: Path
) -> None:
    result = run(*GENERATE, folder=tmp_path, environment=environment)
    assert (result.returncode, result.stderr) == (0, "wrote models.py\n")


def limit(kind: int, value: int) -> Callable[[], None]:
    """Return a function that limits what a process may take."""
    return lambda: resource.setrlimit(kind, (value, value))


@pytest.mark.parametrize("arguments", [GENERATE, ("generate",)])
def test_few_open_files_suffice(arguments: tuple[str, ...], tmp_path: Path) -> None:
    tables = (f'[[modules]]\ninputs = ["pet.json"]\noutput = "{n}.py"\n' for n in "abc")
    (tmp_path / "docmodels.toml").write_text("".join(tables))
    result = run(*arguments, folder=tmp_path, before=limit(resource.RLIMIT_NOFILE, 20))
    assert result.returncode == 0, result.stderr


def test_too_few_open_files_are_an_error() -> None:
    note = failure_note(OSError(24, "Too many open files", "pet.json"))
    assert note.rule.name == "resource-limit"
    assert note.help == "allow the process more open files, such as with `ulimit -n 256`"


def test_too_little_memory_is_an_error() -> None:
    note = failure_note(MemoryError())
    assert note.rule.name == "resource-limit"
    assert note.message == "there is not enough memory for the inputs"


def test_a_small_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "pet.json"
    path.write_text(SCHEMA)
    docmodels.load(path)
    tracemalloc.start()
    try:
        docmodels.load(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_a_path_that_is_no_utf_8_is_read(format: str, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xff"
    os.mkdir(folder)
    for name, target in ((b"a\xff.json", "b%FE.json"), (b"b\xfe.json", "missing.json")):
        schema = f'{{"type": "object", "properties": {{"next": {{"$ref": "{target}"}}}}}}'
        Path(os.fsdecode(folder + b"/" + name)).write_text(schema)
    command = ("generate", b"\xff/a\xff.json", "-o", "models.py", "--format", format)
    result = run(*command, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "class B" in (tmp_path / "models.py").read_text()


@pytest.mark.parametrize("command", [("generate", "-", "-o", "-"), ("inspect", "-")])
def test_standard_input_that_is_closed_cannot_be_read(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    result = run(*command, folder=tmp_path, before=lambda: os.close(0))
    assert result.returncode == 2
    assert result.stderr.startswith("error[unreadable-input]: cannot read -: it is closed\n")


@pytest.mark.parametrize(
    "command",
    [
        ("{}",),
        ("generate", "{}", "-o", "models.py"),
        ("generate", "pet.json", "-o", "{}.py"),
        ("generate", "pet.json", "-o", "models.py", "--target", "{}"),
        ("generate", "pet.json", "-o", "models.py", "--templates", "{}"),
        ("generate", "pet.json", "-o", "models.py", "--rename", "{}"),
        ("generate", "pet.json", "-o", "models.py", "--base-class", "{}:{}"),
        ("generate", "pet.json", "-o", "models.py", "--samples", "{}"),
        ("inspect", "{}"),
        ("export", "pet.json", "--to", "{}"),
        ("diff", "pet.json", "{}"),
        ("report", "pet.json", "-o", "{}"),
    ],
)
@pytest.mark.parametrize("argument", ["x" * 5_000, "x/" * 3_000, "\x1b\u202e\udcff"])
def test_odd_arguments_are_errors(command: tuple[str, ...], argument: str, tmp_path: Path) -> None:
    result = run(*(part.replace("{}", argument) for part in command), folder=tmp_path)
    assert result.returncode in (0, 2)
    assert "Traceback" not in result.stderr
    assert "internal-error" not in result.stderr
