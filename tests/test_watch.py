"""Test `docmodels watch`: one line for each change, and a clean end."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from click.testing import CliRunner

from docmodels.cli import cli

SCHEMA = '{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}'


class Watcher:
    """A running `docmodels watch`, and the lines that it prints."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "docmodels", "watch", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def line(self) -> str:
        return self._lines.get(timeout=600)

    def has_lines(self) -> bool:
        return not self._lines.empty()


def write(path: str, text: str) -> None:
    """Replace a file at once, as editors do: no run sees a part of it."""
    Path("written").write_text(text, "utf-8")
    os.replace("written", path)


@pytest.fixture
def watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watcher]:
    pytest.importorskip("watchfiles")
    monkeypatch.chdir(tmp_path)
    Path("docs/more").mkdir(parents=True)
    Path("docs/pet.json").write_text(SCHEMA)
    Path("docmodels.toml").write_text('inputs = ["docs"]\noutput = "docs/models.py"\n')
    watcher = Watcher()
    yield watcher
    watcher.process.kill()
    watcher.process.wait()


def test_each_change_is_one_line(watcher: Watcher) -> None:
    assert watcher.line() == "wrote 1 file"
    write("docs/pet.json", SCHEMA.replace("name", "nick"))
    assert watcher.line() == "docs/pet.json: wrote 1 file"
    assert "nick" in Path("docs/models.py").read_text("utf-8")
    write("docs/more/crate.json", SCHEMA.replace("Pet", "Crate"))
    assert watcher.line() == "docs/more/crate.json: wrote 1 file"
    os.utime("docs/pet.json", (1, 1))
    assert watcher.line() == "docs/pet.json: all is up to date"
    write("docmodels.toml", 'inputs = ["docs"]\noutput = "docs/models.py"\nenums = 3\n')
    lines = [watcher.line() for _ in range(2)]
    assert lines[0].startswith("error[unreadable-input]")
    while not lines[-1].startswith("docmodels.toml: "):
        lines.append(watcher.line())
    assert lines[-1] == "docmodels.toml: failed; nothing was written"
    write("docmodels.toml", 'inputs = ["docs"]\noutput = "docs/models.py"\n')
    assert watcher.line() == "docmodels.toml: all is up to date"
    time.sleep(1.5)  # longer than the timeout: its own output is no change
    assert not watcher.has_lines()


def test_ctrl_c_ends_cleanly(watcher: Watcher) -> None:
    assert watcher.line() == "wrote 1 file"
    write("docs/pet.json", SCHEMA.replace("name", "nick"))
    assert watcher.line() == "docs/pet.json: wrote 1 file"  # it does watch
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(600) == 0
    assert not watcher.has_lines()


def test_a_first_run_that_fails_ends_the_command(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    result = CliRunner().invoke(cli, ["watch", str(tmp_path / "missing"), "-o", "a.py"])
    assert result.exit_code == 2
    assert result.stderr.startswith("error[unreadable-input]")


def test_the_package_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    importlib.invalidate_caches()
    result = CliRunner().invoke(cli, ["watch", "docs", "-o", "a.py"])
    assert result.exit_code == 2
    assert "pip install 'docmodels[watch]'" in result.stderr
