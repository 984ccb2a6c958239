"""Replace several files together: all or none, also if the process is killed at any moment.

Each folder with changes gets a journal while they are applied. It lists names in that folder only, so
that a journal from elsewhere reaches no other folder. New texts are written to temporary files, and
the old files are kept under other names, until all steps are done and the first journal says so. The
next run finds what a killed run left: it restores the old files, or deletes them if all steps were done.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

try:
    import fcntl
except ImportError:  # Windows: a second run at the same time is not noticed
    fcntl = None  # type: ignore[assignment]

JOURNAL: Final = ".docmodels-journal"
_DONE: Final = b"done\n"
_WAIT_SECONDS: Final = 30.0
"""How long a run waits for another one that writes to the same folder."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change to a file: `content` is None for a deletion; `path` has no symbolic links.

    `is_current` tells whether the file is still as it was when the change was planned.
    """

    path: Path
    content: bytes | None
    is_current: Callable[[], bool]


class StepError(Exception):
    """The operating system refuses a step; all other steps are undone."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason)
        self.path = path


@dataclass(slots=True)
class _OpenJournal:
    """A locked journal: `number` is that of the open file; `is_ended` if it may be deleted.

    An error is that of the step for `path`.
    """

    path: Path
    number: int
    is_ended: bool = False

    def append(self, line: bytes) -> None:
        with _step_errors(self.path):
            os.write(self.number, line)


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file in the folder of a journal; `sha256` is that of its new content, empty for none."""

    name: str
    sha256: str


class _Journal(msgspec.Struct, frozen=True):
    """The content of a journal. `primary` is the folder of the first journal, relative to this one,
    empty in the first one, which lists the others in `folders`."""

    token: str
    entries: tuple[_Entry, ...]
    primary: str = ""
    folders: tuple[str, ...] = ()


def apply_steps(steps: Sequence[Step]) -> None:
    """Apply steps in their order: all, or none and raise `StepError`.

    Ctrl-C and SIGTERM wait until then.
    """
    if not steps:
        return
    with _deferred_signals():
        made_folders: list[Path] = []
        try:
            for step in steps:
                if step.content is not None:
                    _make_folder(step, made_folders)
            recover(dict.fromkeys(step.path.parent for step in steps))
            _apply_with_journals(steps)
        except BaseException:
            for folder in reversed(made_folders):
                with suppress(OSError):
                    folder.rmdir()
            raise


@contextmanager
def _deferred_signals() -> Generator[None]:
    """Deliver signals that end the program only after the block, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, set())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # raises for a signal that is pending
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _make_folder(step: Step, made: list[Path]) -> None:
    with _step_errors(step.path):
        folder = step.path.parent
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for here in reversed(missing):
            here.mkdir()
            made.append(here)


@contextmanager
def _step_errors(path: Path) -> Generator[None]:
    """Convert an error of the operating system to that of the step for `path`."""
    try:
        yield
    except OSError as error:
        raise StepError(path, error.strerror or str(error)) from error


def _apply_with_journals(steps: Sequence[Step]) -> None:
    by_folder: dict[Path, list[Step]] = {}
    for step in steps:
        by_folder.setdefault(step.path.parent, []).append(step)
    folders = list(by_folder)
    token = secrets.token_hex(4)
    journals = {
        folder: _Journal(
            token,
            tuple(_Entry(step.path.name, _sha256(step.content)) for step in by_folder[folder]),
            "" if folder == folders[0] else _relative(folders[0], folder),
            (
                tuple(_relative(other, folders[0]) for other in folders[1:])
                if folder == folders[0]
                else ()
            ),
        )
        for folder in folders
    }
    with _locked(folders[0] / JOURNAL, steps[0].path, create=True) as primary:
        created = [folders[0]]
        try:
            primary.append(_encode(journals[folders[0]]))
            for folder in folders[1:]:
                with _step_errors(by_folder[folder][0].path), open(folder / JOURNAL, "xb") as file:
                    created.append(folder)
                    file.write(_encode(journals[folder]))
            files = _names(journals)
            for step in steps:
                _stage(step, *files[step.path])
            for step in steps:
                _replace(step, *files[step.path])
            primary.append(_DONE)
        except BaseException:
            primary.is_ended = _close(created, journals, is_done=False)
            raise
        primary.is_ended = _close(created, journals, is_done=True)


def _encode(journal: _Journal) -> bytes:
    return json.dumps(msgspec.to_builtins(journal)).encode() + b"\n"


def _relative(folder: Path, start: Path) -> str:
    try:
        return os.path.relpath(folder, start)
    except ValueError:  # on another drive
        return str(folder)


def _names(journals: dict[Path, _Journal]) -> dict[Path, tuple[Path, Path]]:
    """Return the temporary file and the backup of each file."""
    return {
        folder / entry.name: _aside(folder, journal.token, number)
        for folder, journal in journals.items()
        for number, entry in enumerate(journal.entries)
    }


def _aside(folder: Path, token: str, number: int) -> tuple[Path, Path]:
    """Return the paths of a temporary file and a backup: short, whatever the file is called."""
    name = f".docmodels-{token}-{number}"
    return folder / f"{name}.tmp", folder / f"{name}.old"


def _stage(step: Step, temporary: Path, backup: Path) -> None:
    """Write the new content beside a file, and keep the old one under another name."""
    with _step_errors(step.path):
        if not step.is_current():
            raise StepError(step.path, "another program changed it; run docmodels again")
        exists = step.path.exists()
        if step.content is not None:
            with open(temporary, "xb") as file:
                file.write(step.content)
            if exists:
                temporary.chmod(step.path.stat().st_mode)
                _copy(step.path, backup)


def _copy(path: Path, backup: Path) -> None:
    try:
        os.link(path, backup)
    except OSError:  # not every file system has hard links
        shutil.copy2(path, backup)


def _replace(step: Step, temporary: Path, backup: Path) -> None:
    with _step_errors(step.path):
        if step.content is None:
            os.replace(step.path, backup)
        else:
            os.replace(temporary, step.path)


def recover(folders: Iterable[Path]) -> None:
    """End what killed runs left in folders; waits for a run that still writes there.

    Raises `StepError` if the operating system refuses, or if the other run takes too long.
    """
    for folder in folders:
        try:
            journal = _read_journal(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StepError(folder, error.strerror or str(error)) from error
        primary = folder
        if journal and journal.primary and os.path.isfile(folder / journal.primary / JOURNAL):
            primary = Path(os.path.normpath(folder / journal.primary))
        _recover_from(primary)
        if primary != folder and os.path.exists(folder / JOURNAL):
            _recover_from(folder)  # the journal of the other folder is of another run


def _recover_from(primary: Path) -> None:
    path = primary / JOURNAL
    with suppress(FileNotFoundError), _locked(path, path) as open_journal:
        journals: dict[Path, _Journal] = {}
        journal = _read_journal(primary)
        is_done = path.read_bytes().endswith(b"\n" + _DONE)
        if journal:
            journals[primary] = journal
            for name in journal.folders:
                folder = Path(os.path.normpath(primary / name))
                with suppress(OSError):
                    other = _read_journal(folder)
                    if other and other.token == journal.token:
                        journals[folder] = other
        folders = [primary, *(folder for folder in journals if folder != primary)]
        open_journal.is_ended = _close(folders, journals, is_done)


def _read_journal(folder: Path) -> _Journal | None:
    """Return the journal in a folder; None if it is incomplete: nothing else was written then."""
    first_line = (folder / JOURNAL).read_bytes().partition(b"\n")[0]
    try:
        journal = msgspec.convert(json.loads(first_line), _Journal)
    except (ValueError, RecursionError):
        return None
    names = (journal.token, *(entry.name for entry in journal.entries))
    return journal if all(map(_is_plain_name, names)) else None


def _is_plain_name(name: str) -> bool:
    return name not in ("", ".", "..") and not any(character in name for character in "/\\:\0")


def _close(folders: Sequence[Path], journals: dict[Path, _Journal], is_done: bool) -> bool:
    """Undo the steps unless all are done, delete what was kept aside, and all journals but the first.

    Return whether the first one, which says whether the steps are done, may be deleted: False if a
    file could not be restored.
    """
    is_ended = True
    for folder in folders:
        journal = journals.get(folder)
        for number, entry in enumerate(journal.entries if journal else ()):
            temporary, backup = _aside(folder, journal.token if journal else "", number)
            if is_done or _restore(folder / entry.name, entry.sha256, temporary, backup):
                _discard(temporary)
                _discard(backup)
            else:
                is_ended = False
    for folder in folders[1:] if is_ended else ():
        _discard(folder / JOURNAL)
    return is_ended


def _restore(path: Path, sha256: str, temporary: Path, backup: Path) -> bool:
    """Put the old file back, unless somebody else has changed the file since; False if it fails."""
    try:
        if _sha256(path.read_bytes() if path.exists() else None) != sha256:
            return True
        if backup.is_file() and not backup.is_symlink():
            os.replace(backup, path)
        elif sha256 and not temporary.exists():
            path.unlink()
    except OSError:
        return False
    return True


def _discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


@contextmanager
def _locked(path: Path, blamed: Path, *, create: bool = False) -> Generator[_OpenJournal]:
    """Open a journal that no other run has open, or create one; waits for the other run.

    Deletes it afterwards if it has ended. Windows deletes no open file, other systems must delete it
    before another run can lock it.
    Raises `FileNotFoundError` if there is none to open, `StepError` for all other errors.
    """
    number = _open_locked(path, blamed, create)
    journal = _OpenJournal(blamed, number)
    try:
        yield journal
    finally:
        if fcntl is None:
            os.close(number)
        if journal.is_ended:
            _discard(path)
        if fcntl is not None:
            os.close(number)


def _open_locked(path: Path, blamed: Path, create: bool) -> int:
    flags = os.O_RDWR | os.O_APPEND | (os.O_CREAT | os.O_EXCL if create else 0)
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            number = os.open(path, flags, 0o666)
        except FileExistsError:
            time.sleep(0.02)
            continue
        except FileNotFoundError:
            if not create:
                raise
            raise StepError(blamed, os.strerror(errno.ENOENT)) from None
        except OSError as error:
            raise StepError(blamed, error.strerror or str(error)) from error
        if _try_lock(number, path):
            return number
        os.close(number)
        time.sleep(0.02)
    raise StepError(blamed, "another run of docmodels is writing there")


def _try_lock(number: int, path: Path) -> bool:
    """Lock an open file; False if another run has it, or it is not the one at `path` any more."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(number), os.stat(path))
    except OSError:
        return False
