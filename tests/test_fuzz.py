"""Run a share of each program in `fuzz/`, and test that the programs notice what they look for."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import docmodels
from docmodels.io import exchange, transaction
from fuzz import __main__ as fuzz_main
from fuzz import commands, kill, outside, programs, record, trial
from fuzz.findings import BrokenPromiseError, Findings
from fuzz.generated import check_code, import_code
from fuzz.payloads import NUMBER
from fuzz.programs import PROGRAMS, run_programs, try_chunk
from fuzz.seeds import FOLDER, seeds

INPUTS = {
    "injection": 100,
    "commands": 60,
    "remote": 40,
    "mutation": 100,
    "outside": 50,
    "determinism": 3,
    "disk": 100,
    "kill": 8,
}
"""A few seconds for each program."""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_input_breaks_a_promise(name: str) -> None:
    findings = try_chunk(name, 1, range(INPUTS[name]))
    assert findings.inputs == INPUTS[name]
    successes = {"written", "all new", "new files", "generate ends with 0"}
    assert findings.outcomes.keys() & successes
    assert not findings.failures


def test_a_run_that_is_stopped_has_tried_a_part_of_each_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop_after_two_rounds(
        name: str, seed: int, numbers: range, jobs: int
    ) -> Iterator[Findings]:
        if numbers.start >= 20:
            raise KeyboardInterrupt
        yield Findings(inputs=len(numbers), outcomes=Counter({"written": len(numbers)}))

    monkeypatch.setattr(programs, "_run_chunks", stop_after_two_rounds)
    monkeypatch.setattr(sys, "argv", ["fuzz", "--inputs", "100", "--write"])
    figures: dict[str, int] = {}
    monkeypatch.setattr(
        fuzz_main, "write_record", lambda r: figures.update((n, f.inputs) for n, f in r.items())
    )
    assert fuzz_main.main() == 0
    assert figures == dict.fromkeys(PROGRAMS, 20)
    assert "stopped\ninjection: 20 inputs" in capsys.readouterr().out


def test_the_other_process_has_the_findings_of_this_one() -> None:
    record: dict[str, Findings] = {}
    run_programs({"disk": range(12)}, 1, 1, record)
    expected = try_chunk("disk", 1, range(12))
    assert (record["disk"].inputs, record["disk"].outcomes) == (12, expected.outcomes)


def test_every_kind_of_input_has_models() -> None:
    for kind in seeds():
        assert docmodels.load(FOLDER / kind, notes=[]).definitions, kind


def test_the_security_page_has_the_figures_of_all_programs() -> None:
    assert sum(program.share for program in PROGRAMS.values()) == pytest.approx(1)
    text = record.PAGE.read_text("utf-8")
    figures = record.read_figures(text)
    assert figures.keys() == PROGRAMS.keys()
    assert record.table(figures).rpartition("\n\n")[0] in text
    assert not any(failures for _, failures in figures.values())


# --- what the programs notice ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"CANARY({NUMBER})\n",
        f"class A:\n    x = CANARY({NUMBER})\n",
        f"class A:\n    if True:\n        x = f({NUMBER})\n",
        "import os\n",
        "from os import path\n",
        "class A:\n    print()\n",
        "x = eval('1')\n",
        '"""\u202e"""\n',
        '"""a\x0cb"""\n',
        '"""\\d"""\n',
        "x = (\n",
    ],
)
def test_code_of_an_input_is_noticed(text: str) -> None:
    with pytest.raises(BrokenPromiseError):
        check_code(text)


@pytest.mark.parametrize("text", ["x = CANARY()\n", "raise SystemExit\n", "x: int = y\n"])
def test_code_that_runs_on_import_is_noticed(text: str, tmp_path: Path) -> None:
    for files in ([("a.py", text)], [("__init__.py", ""), ("a.py", text)]):
        (tmp_path / "fuzzed" / "a.py").unlink(missing_ok=True)
        (tmp_path / "fuzzed" / "__init__.py").unlink(missing_ok=True)
        (tmp_path / "fuzzed").rmdir() if (tmp_path / "fuzzed").exists() else None
        with pytest.raises(BrokenPromiseError):
            import_code(files, tmp_path)


def test_endless_work_is_noticed() -> None:
    with pytest.raises(BrokenPromiseError), trial.time_limit(0.05):
        while True:
            pass


def test_waiting_is_noticed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BrokenPromiseError, match="waits"), trial.waiting_limit(1):
        (tmp_path / "pipe").read_text()


@pytest.mark.parametrize(
    "command", ["lambda: 1 / 0", "lambda: sys.exit(3)", "lambda: print('error[internal-error]')"]
)
def test_a_command_that_ends_otherwise_is_noticed(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "cli", click.command()(eval(command, {"sys": sys})))
    with pytest.raises(BrokenPromiseError):
        commands.run([], random.Random(0))


def test_an_element_in_the_report_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = docmodels.report(FOLDER / "openapi")
    Path("report.html").write_text(text)
    commands.check_outputs()
    Path("report.html").write_text(text.replace("</body>", "<img src=x></body>"))
    with pytest.raises(BrokenPromiseError, match="img"):
        commands.check_outputs()


def test_files_elsewhere_are_noticed() -> None:
    outside.world()
    outside._state.input, outside._state.output = str(outside.world() / "in"), "/nowhere"
    with pytest.raises(BrokenPromiseError, match="reads"), outside.watching():
        (outside.world() / "secret.yaml").read_text()
    with pytest.raises(BrokenPromiseError, match="open"), outside.watching():
        (outside.world() / "other.py").write_text("x")
    with pytest.raises(BrokenPromiseError, match="remove"), outside.watching():
        (outside.world() / "other.py").unlink()


def test_a_mixture_of_files_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_system_call", lambda: None)
    replace, main = transaction._replace, os.getpid()

    def replace_slowly(*arguments: object) -> None:
        if os.getpid() != main:
            kill.wait(0.05)
        replace(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(transaction, "_replace", replace_slowly)
    with pytest.raises(BrokenPromiseError, match="mixed"):
        kill.trial(signal.SIGKILL, 1.0)


def test_a_program_that_has_not_run_keeps_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "SECURITY.md"
    page.write_text(record.PAGE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(record, "PAGE", page)
    before = record.read_figures(page.read_text("utf-8"))
    record.write_record({"kill": Findings(), "disk": Findings(inputs=7)})
    assert record.read_figures(page.read_text("utf-8")) == {**before, "disk": (7, 0)}
