"""Test that a run replaces all its files or none: errors, signals, kills, several runs at once."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.io import exchange, transaction
from docmodels.io.journal import JOURNAL
from docmodels.io.marks import MARK, sign
from docmodels.io.output_files import Change, recover_outputs, write

needs_exchange = pytest.mark.parametrize("folders", ["exchange"], indirect=True)


def text(content: str) -> str:
    return sign(f"{MARK}\n{content}\n")


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    """Changes to three folders: new, changed and deleted files."""
    monkeypatch.chdir(tmp_path)
    for path in ("pkg/__init__.py", "pkg/old.py", "pkg/same.py", "far/lock.py"):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text(f"old {path}"))
    changed = {
        "pkg/__init__.py": "new",
        "pkg/new.py": "new",
        "far/lock.py": "new",
        "x/y/z.py": "new",
    }
    changes = [
        Change(Path(path), Path(path).read_text() if Path(path).exists() else None, text(content))
        for path, content in changed.items()
    ]
    return [*changes, Change(Path("pkg/old.py"), Path("pkg/old.py").read_text(), None)]


def files() -> dict[str, str]:
    return {str(path): path.read_text() for path in sorted(Path().rglob("*")) if path.is_file()}


def after(planned: list[Change]) -> dict[str, str]:
    """Return the files after the changes."""
    expected = files()
    for change in planned:
        if change.after is None:
            del expected[str(change.path)]
        else:
            expected[str(change.path)] = change.after
    return dict(sorted(expected.items()))


def test_changes_to_several_folders_leave_nothing_else(planned: list[Change]) -> None:
    expected = after(planned)
    write(planned)
    assert files() == expected


@pytest.fixture(params=["exchange", "no exchange"], autouse=True)
def folders(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test on a system that can exchange folders, and on one that cannot."""
    if request.param == "no exchange":
        monkeypatch.setattr(exchange, "_system_call", lambda: None)


CALLS = ("open", "write", "replace", "link", "mkdir")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", range(12))
def test_every_failing_call_leaves_the_old_files_or_all_new_ones(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    before, expected, original = files(), after(planned), getattr(os, call)
    count, has_failed = [0], False

    def fail(*arguments: Any, **options: Any) -> Any:
        count[0] += 1
        if count[0] == number + 1:
            raise OSError(28, "No space left on device")
        return original(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        try:
            write(planned)
        except DocmodelsError as error:
            has_failed = True
            assert "No space left on device" in error.note.message
    assert files() == (before if has_failed else expected)
    assert Path("x").exists() is not has_failed
    assert not has_failed or call != "link"


@pytest.mark.parametrize("number", range(6))
def test_a_backup_that_cannot_be_examined_is_restored_by_the_next_run(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, replace, stat, count = files(), os.replace, os.stat, [0]

    def fail_to_replace(*arguments: Any, **options: Any) -> None:
        count[0] += 1
        if count[0] == number + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(*arguments, **options)

    def fail_for_backups(path: Any, **options: Any) -> os.stat_result:
        if count[0] > number and str(path).endswith(".old"):
            raise OSError(errno.EIO, "Input/output error")
        return stat(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_to_replace)
        patch.setattr(os, "stat", fail_for_backups)
        with suppress(DocmodelsError):
            write(planned)
    if count[0] > number:
        recover_outputs([Path("pkg"), Path("far/lock.py"), Path("x/y/z.py")])
        assert files() == before


def test_a_journal_that_cannot_be_examined_is_an_error_at_once(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.stat

    def fail(path: Any, **options: Any) -> os.stat_result:
        if str(path).endswith(JOURNAL):
            raise OSError(errno.EIO, "Input/output error")
        return original(path, **options)

    monkeypatch.setattr(os, "stat", fail)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waits"))
    with pytest.raises(DocmodelsError, match="Input/output error"):
        write(planned)


@pytest.mark.parametrize("number", range(12))
def test_an_interrupted_run_is_undone_by_the_next_one(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The process ends at a call, without any clean-up: no function that undoes has an effect."""
    before, expected, count = files(), after(planned), [0]

    class Killed(BaseException):
        pass

    def kill(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            count[0] += 1
            if count[0] > number:
                raise Killed
            return original(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        for name in ("_stage", "_replace"):
            patch.setattr(transaction, name, kill(getattr(transaction, name)))
        patch.setattr(transaction, "_close", lambda *_, **__: False)
        try:
            write(planned)
        except Killed:
            assert any(name.endswith(JOURNAL) for name in files())
    recover_outputs([Path("pkg"), Path("far/lock.py")])
    assert files() == (before if number < 10 else expected)
    write([change for change in planned if number < 10])
    assert files() == expected


class Killed(BaseException):
    """The process ends."""


def kill_at_replacement(
    number: int, planned: list[Change], monkeypatch: pytest.MonkeyPatch, observe: Callable[[], Any]
) -> list[Any]:
    """Write until a file is to be replaced, and undo nothing; return what is observed at each one."""
    observed: list[Any] = []
    replace = transaction._replace

    def observing(*arguments: Any) -> None:
        observed.append(observe())
        if len(observed) > number:
            raise Killed
        replace(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(transaction, "_replace", observing)
        patch.setattr(transaction, "_close", lambda *_, **__: False)
        with suppress(Killed):
            write(planned)
    return observed


def package() -> dict[str, str]:
    return {
        path.name: path.read_text()
        for path in Path("pkg").iterdir()
        if not path.name.startswith(".")
    }


def test_a_folder_is_put_back_once_for_all_its_files(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digests of all files of a folder are compared for that: once for each takes long."""
    put_back, folders = transaction._put_back, list[str]()

    def count(folder: Path, *arguments: Any) -> None:
        folders.append(folder.name)
        put_back(folder, *arguments)

    monkeypatch.setattr(transaction, "_put_back", count)
    write(planned)
    assert sorted(folders) == [*["far"] * 2, *["pkg"] * 2, *["y"] * 2]  # and when the run is closed


@needs_exchange
def test_the_files_of_a_package_are_replaced_at_one_moment(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    inode = Path("pkg").stat().st_ino
    observed = kill_at_replacement(99, planned, monkeypatch, package)
    assert len(observed) == len(planned)
    recover_outputs([Path("pkg"), Path("far/lock.py")])
    assert all(files == package() for files in observed)
    assert Path("pkg").stat().st_ino == inode, "shells and watchers keep their folder"


@needs_exchange
@pytest.mark.parametrize("number", range(5))
def test_recovery_puts_the_folder_of_a_package_back(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, inode = files(), Path("pkg").stat().st_ino
    kill_at_replacement(number, planned, monkeypatch, lambda: None)
    assert Path("pkg").stat().st_ino != inode
    recover_outputs([Path("pkg")])
    assert Path("pkg").stat().st_ino == inode
    assert files() == before


def test_files_changed_after_a_kill_are_kept(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    kill_at_replacement(2, planned, monkeypatch, lambda: None)
    changed = {"pkg/new.py": "MINE = 1\n", "pkg/same.py": "MINE = 2\n", "pkg/own.py": "MINE = 3\n"}
    for path, content in changed.items():
        Path(path).unlink(missing_ok=True)
        Path(path).write_text(content)
    Path("pkg/__pycache__").mkdir(exist_ok=True)
    Path("pkg/__pycache__/own.pyc").write_text("x")
    recover_outputs([Path("pkg")])
    shutil.rmtree("pkg/__pycache__", ignore_errors=True)
    assert files() == before | changed


def test_a_package_with_other_folders_is_replaced_in_place(planned: list[Change]) -> None:
    Path("pkg/inner").mkdir()
    Path("pkg/inner/own.py").write_text("MINE = 1\n")
    os.symlink("same.py", "pkg/link.py")
    expected = after(planned)
    write(planned)
    assert files() == expected
    assert Path("pkg/link.py").is_symlink()


def test_a_run_keeps_the_files_that_another_run_has_written(planned: list[Change]) -> None:
    expected = after(planned)
    write(planned)
    write(planned)
    assert files() == expected


def test_a_file_changed_after_a_kill_keeps_the_change(planned: list[Change]) -> None:
    journal = {"token": "ab", "entries": [["new.py", "0" * 64]], "primary": "", "folders": []}
    Path("pkg", JOURNAL).write_text(json.dumps(journal) + "\n")
    Path("pkg/new.py").write_text("MINE = 1\n")
    recover_outputs([Path("pkg")])
    assert Path("pkg/new.py").read_text() == "MINE = 1\n"
    assert not Path("pkg", JOURNAL).exists()


def test_a_file_changed_while_docmodels_runs_is_not_overwritten(planned: list[Change]) -> None:
    before = files()
    Path("far/lock.py").write_text("other\n")
    with pytest.raises(DocmodelsError, match=r"far/lock\.py: another program changed it"):
        write(planned)
    assert files() == {**before, "far/lock.py": "other\n"}


@pytest.mark.parametrize("name", ["../victim.py", "/victim.py", "a/../../victim.py", "..", "C:x"])
def test_a_journal_from_elsewhere_reaches_no_other_folder(planned: list[Change], name: str) -> None:
    Path("victim.py").write_text("x\n")
    digest = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"
    for entries in ([[name, digest]], [["__init__.py", digest], [name, ""]]):
        journal = {"token": "ab", "entries": entries, "primary": "..", "folders": ["..", "../far"]}
        before = files()
        Path("pkg", JOURNAL).write_text(json.dumps(journal) + "\n")
        recover_outputs([Path("pkg")])
        assert files() == before


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_journal_can_be_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("journal")
    (folder / JOURNAL).write_bytes(content)
    recover_outputs([folder])
    assert list(folder.iterdir()) == []


def test_runs_at_the_same_time_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = transaction._stage
    monkeypatch.setattr(transaction, "_stage", lambda *a: time.sleep(0.01) or stage(*a))
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            recover_outputs([tmp_path / f"{number}.py"])
            write([Change(tmp_path / f"{number}{n}.py", None, "x\n") for n in range(3)])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(list(tmp_path.iterdir())) == 18


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs signal masks")
def test_ctrl_c_waits_until_all_files_are_written(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, stage = after(planned), transaction._stage
    monkeypatch.setattr(
        transaction,
        "_stage",
        lambda *a: signal.pthread_kill(threading.get_ident(), signal.SIGINT) or stage(*a),
    )
    with pytest.raises(KeyboardInterrupt):
        write(planned)
    assert files() == expected


def test_generate_undoes_what_a_killed_run_left(planned: list[Change]) -> None:
    Path("a.json").write_text('{"title": "A", "type": "object", "properties": {"b": {}}}')
    Path("pkg", JOURNAL).write_text("{")
    assert CliRunner().invoke(cli, ["generate", "a.json", "-o", "pkg", "--force"]).exit_code == 0
    assert not list(Path().rglob(".*"))


def test_a_temporary_file_that_cannot_be_deleted_is_deleted_by_the_next_run(
    planned: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = after(planned)
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", lambda *_: (_ for _ in ()).throw(PermissionError()))
        write(planned)
    assert files().items() > expected.items()
    recover_outputs([Path("pkg"), Path("far/lock.py"), Path("x/y/z.py")])
    assert files() == expected
