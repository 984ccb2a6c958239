"""Test that several outputs are the same from one process and from several, and how processes end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from docmodels.cli import cli
from docmodels.config.options import Job, create_job
from docmodels.hooks.build import generate_models
from docmodels.io.output_files import Change
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline import no_progress, outputs, workers
from docmodels.pipeline.outputs import running

PAGE = """# {name}

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**{field}** | {type} |  |

[[Back to Model list]](../README.md#documentation-for-models)
"""
SETTINGS = """
[[modules]]
inputs = ["shop"]
output = "src/shop"

[[modules]]
inputs = ["tour"]
output = "src/tour.py"
target = "msgspec"
accept = ["dangling-ref"]

[[modules]]
inputs = ["pet.json"]
output = "src/pet.py"
target = "dataclass"
"""
WORKER = """
import multiprocessing, os, sys, time

class Stop:
    def find_spec(self, name, path, target=None):
        if name == "docmodels.targets.python.modules" and multiprocessing.parent_process():
            with open(f"worker-{os.getpid()}", "w"):
                pass
            ACTION

sys.meta_path.insert(0, Stop())
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with three outputs, of which two have warnings."""
    project = tmp_path / "project"
    for folder in ("shop", "tour", "src"):
        (project / folder).mkdir(parents=True)
    monkeypatch.chdir(project)
    monkeypatch.setenv("DOCMODELS_CACHE_DIR", str(tmp_path / "cache"))
    write_page("shop/Crate.md", "size", "**strng**")
    write_page("shop/Shelf.md", "crate", "[**Crate**](Crate.md)")
    write_page("tour/Stop.md", "place", "[**Place**](Place.md)")
    Path("pet.json").write_text('{"title": "Pet", "type": "object", "minItems": "x"}')
    Path("docmodels.toml").write_text(SETTINGS)


def write_page(path: str, field: str, type: str) -> None:
    Path(path).write_text(PAGE.format(name=Path(path).stem, field=field, type=type))


def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, arguments, env=environment)
    return result.exit_code, result.stdout, result.stderr


def files() -> dict[str, str]:
    return {str(path): path.read_text() for path in Path("src").rglob("*.py")}


# --- the same results -----------------------------------------------------------------------------


def replace(old: str, new: str) -> Callable[[], object]:
    return lambda: Path("docmodels.toml").write_text(SETTINGS.replace(old, new))


SITUATIONS: dict[str, Callable[[], object]] = {
    "warnings": lambda: None,
    "strict": replace('output = "src/shop"', 'output = "src/shop"\nstrict = true'),
    "missing input": replace('inputs = ["tour"]', 'inputs = ["missing"]'),
    "two missing inputs": replace("inputs = [", 'inputs = ["missing", '),
    "unknown model": replace('target = "msgspec"', 'rename = { Nothing = "Name" }'),
    "deep input": lambda: Path("pet.json").write_text('{"items": ' * 2000 + "{}" + "}" * 2000),
    "standard output": replace("src/pet.py", "-"),
    "one output twice": replace('"src/shop"', '"src/pet.py/../shop.py"'),
}


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_one_process_and_several_give_the_same(situation: Callable[[], object]) -> None:
    situation()
    results: list[object] = []
    for processes in ("1", "3"):
        for path in files():
            os.unlink(path)
        results += [
            [
                run(command, "--jobs", processes, "--format", format)
                for command in ("generate", "check")
                for format in ("text", "json")
            ],
            files(),
        ]
    assert results[:2] == results[2:]


def test_outputs_are_written_together_or_not_at_all() -> None:
    SITUATIONS["missing input"]()
    code, _, messages = run("generate", "--jobs", "3")
    assert (code, files()) == (2, {})
    assert "dangling-ref" in messages, "the notes of the output before"
    assert "invalid-keyword" not in messages, "no notes of the output after it"


def test_dependencies_are_those_of_one_process() -> None:
    assert [run("generate", "--jobs", n, "--depfile", f"{n}.d")[0] for n in "12"] == [0, 0]
    rules = Path("1.d").read_text()
    assert "tour/Stop.md" in rules
    assert Path("2.d").read_text() == rules


def test_the_number_of_processes_may_be_in_the_environment() -> None:
    code, _, messages = run("generate", DOCMODELS_JOBS="none")
    assert (code, "DOCMODELS_JOBS" in messages) == (2, True)
    assert run("generate", DOCMODELS_JOBS="2")[0] == 0


def outcomes(jobs: list[Job], processes: int) -> list[list[Change]]:
    with running(jobs, RemotePolicy(), processes) as pending:
        return [list(run(no_progress).changes) for run in pending]


@pytest.fixture
def jobs() -> list[Job]:
    return [create_job({"inputs": (name,), "output": f"{name}.py"}) for name in ("shop", "tour")]


def test_workers_that_import_the_code_again_give_the_same(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = outcomes(jobs, 1)
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    assert outcomes(jobs, 2) == expected
    assert all(expected)


@pytest.mark.parametrize("error", [OSError, ImportError])
def test_a_system_without_processes_uses_one(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(workers, "get_context", refuse)
    assert outcomes(jobs, 2) == outcomes(jobs, 1)


def test_processes_are_used_where_they_gain_time(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "count_processors", lambda: 8)
    size = sum(os.stat(path).st_size for path in Path().rglob("*.md"))
    for limit, requested, number in [(size, None, 2), (size + 1, None, 1), (size + 1, 5, 2)]:
        monkeypatch.setattr(outputs, "MIN_BYTES", limit)
        assert outputs._count_processes(jobs, requested) == number
    assert outputs._count_processes(jobs[:1], 4) == 1
    from_input = create_job({"inputs": ("-",), "output": "a.py"})
    assert outputs._count_processes([*jobs, from_input], 3) == 1, "a worker has no standard input"


def test_a_build_uses_processes(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []
    parallel = workers.parallel

    def record(function: object, values: object, processes: int) -> object:
        numbers.append(processes)
        return parallel(function, values, processes)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "parallel", record)
    monkeypatch.setattr("docmodels.hooks.build.can_fork", lambda: True)
    monkeypatch.setenv("DOCMODELS_JOBS", "2")
    result = generate_models(Path(), lambda documents: jobs)
    assert (result.failure, numbers) == ("", [2])
    assert any("dangling-ref" in line for line in result.lines)
    assert "class Crate" in Path("shop.py").read_text()
    monkeypatch.setenv("DOCMODELS_JOBS", "many")
    assert generate_models(Path(), lambda documents: jobs).failure
    monkeypatch.setattr("docmodels.hooks.build.can_fork", lambda: False)
    monkeypatch.delenv("DOCMODELS_JOBS")
    assert not generate_models(Path(), lambda documents: jobs).failure
    assert numbers == [2], "the main module may be a setup.py, which must not run again"


def test_a_stamp_has_the_code_that_workers_load(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docmodels", "generate", "--jobs", "3"]
    subprocess.run(command, check=True, capture_output=True)
    (stamp,) = (tmp_path / "cache").iterdir()
    code = json.loads(stamp.read_text())["code"]
    for name in ("pydantic", "msgspec", "dataclass"):
        assert any(path.endswith(f"targets/{name}/target.py") for path in code)


# --- how processes end ----------------------------------------------------------------------------


@contextmanager
def started(tmp_path: Path, action: str) -> Generator[tuple[subprocess.Popen[str], list[int]]]:
    """Start a run of which each worker does something when it writes; yield their process ids."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(WORKER.replace("ACTION", action))
    path = os.pathsep.join([str(tmp_path / "path"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "docmodels", "generate", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    try:
        wait_until(lambda: len(worker_ids()) == 2)
        yield process, worker_ids()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def worker_ids() -> list[int]:
    return [int(path.name.removeprefix("worker-")) for path in Path().glob("worker-*")]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(number: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")


@needs_proc
@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["the process", "the terminal"])
def test_an_interrupt_ends_all_processes_with_one_line(
    tmp_path: Path, send: Callable[[int, int], None]
) -> None:
    with started(tmp_path, "time.sleep(600)") as (process, numbers):
        send(process.pid, signal.SIGINT)
        _, messages = process.communicate(timeout=300)
        assert not any(map(is_running, numbers))
    assert (process.returncode, messages) == (130, "interrupted; nothing was written\n")
    assert files() == {}


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_a_killed_run(tmp_path: Path, number: int) -> None:
    with started(tmp_path, "time.sleep(600)") as (process, numbers):
        process.send_signal(number)
        process.wait(timeout=300)
        wait_until(lambda: not any(map(is_running, numbers)))


def test_the_work_of_a_killed_worker_is_done_again(tmp_path: Path) -> None:
    with started(tmp_path, "os._exit(9)") as (process, _):
        _, messages = process.communicate(timeout=300)
    assert process.returncode == 0
    assert "wrote src/tour.py" in messages
    assert run("check", "--jobs", "1")[0] == 0
