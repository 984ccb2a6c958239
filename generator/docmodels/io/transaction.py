"""Replace several files together: all or none, also if the process is killed at any moment.

Each folder with changes gets a journal while they are applied. It lists names in that folder only, so
that a journal from elsewhere reaches no other folder. New texts are written to temporary files, and
the old files are kept under other names, until the last line of the first journal marks the steps as done.
The next run finds what a killed run left: it restores the old files, or deletes them if the steps were done.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from docmodels.io.journal import (
    DONE,
    JOURNAL,
    Entry,
    Journal,
    StepError,
    discard,
    encode,
    locked,
    paths_aside,
    read_journal,
    step_errors,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A change to a file: `content` is None for a deletion; `path` has no symbolic links.

    `is_current` returns whether the file is still as it was when the change was planned.
    """

    path: Path
    content: bytes | None
    is_current: Callable[[], bool]


def apply_steps(steps: Sequence[Step]) -> None:
    """Apply steps in their order: all, or none and raise `StepError`.

    Ctrl-C and SIGTERM wait until then.
    """
    if not steps:
        return
    with _deferred_signals():
        new_folders: list[Path] = []
        try:
            for step in steps:
                if step.content is not None:
                    _make_folder(step, new_folders)
            recover(dict.fromkeys(step.path.parent for step in steps))
            _apply_with_journals(steps)
        except BaseException:
            for folder in reversed(new_folders):
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


def _make_folder(step: Step, new_folders: list[Path]) -> None:
    with step_errors(step.path):
        folder = step.path.parent
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for here in reversed(missing):
            here.mkdir()
            new_folders.append(here)


def _apply_with_journals(steps: Sequence[Step]) -> None:
    by_folder: dict[Path, list[Step]] = {}
    for step in steps:
        by_folder.setdefault(step.path.parent, []).append(step)
    folders = list(by_folder)
    token = os.urandom(4).hex()
    journals = {
        folder: Journal(
            token,
            tuple(Entry(step.path.name, _sha256(step.content)) for step in by_folder[folder]),
            "" if folder == folders[0] else _relative(folders[0], folder),
            (
                tuple(_relative(other, folders[0]) for other in folders[1:])
                if folder == folders[0]
                else ()
            ),
        )
        for folder in folders
    }
    with locked(folders[0] / JOURNAL, steps[0].path, create=True) as primary:
        created = [folders[0]]
        try:
            primary.append(encode(journals[folders[0]]))
            for folder in folders[1:]:
                with step_errors(by_folder[folder][0].path), open(folder / JOURNAL, "xb") as file:
                    created.append(folder)
                    file.write(encode(journals[folder]))
            files = _names(journals)
            for step in steps:
                _stage(step, *files[step.path])
            for step in steps:
                _replace(step, *files[step.path])
            primary.append(DONE)
        except BaseException:
            primary.is_ended = _close(created, journals, is_done=False)
            raise
        primary.is_ended = _close(created, journals, is_done=True)


def _relative(folder: Path, start: Path) -> str:
    try:
        return os.path.relpath(folder, start)
    except ValueError:  # on another drive
        return str(folder)


def _names(journals: dict[Path, Journal]) -> dict[Path, tuple[Path, Path]]:
    """Return the temporary file and the backup of each file."""
    return {
        folder / entry.name: paths_aside(folder, journal.token, number)
        for folder, journal in journals.items()
        for number, entry in enumerate(journal.entries)
    }


def _stage(step: Step, temporary: Path, backup: Path) -> None:
    """Write the new content beside a file, and keep the old one under another name."""
    with step_errors(step.path):
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
        import shutil

        shutil.copy2(path, backup)


def _replace(step: Step, temporary: Path, backup: Path) -> None:
    with step_errors(step.path):
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
            journal = read_journal(folder)
        except PermissionError as error:
            raise StepError(folder, error.strerror or str(error)) from error
        except OSError:  # no journal, or no folder
            continue
        primary = folder
        if journal and journal.primary and os.path.isfile(folder / journal.primary / JOURNAL):
            primary = Path(os.path.normpath(folder / journal.primary))
        _recover_from(primary)
        if primary != folder and os.path.exists(folder / JOURNAL):
            _recover_from(folder)  # the journal of the other folder is of another run


def _recover_from(primary: Path) -> None:
    path = primary / JOURNAL
    with suppress(FileNotFoundError), locked(path, path) as open_journal:
        journals: dict[Path, Journal] = {}
        journal = read_journal(primary)
        is_done = path.read_bytes().endswith(b"\n" + DONE)
        if journal:
            journals[primary] = journal
            for name in journal.folders:
                folder = Path(os.path.normpath(primary / name))
                with suppress(OSError):
                    other = read_journal(folder)
                    if other and other.token == journal.token:
                        journals[folder] = other
        folders = [primary, *(folder for folder in journals if folder != primary)]
        open_journal.is_ended = _close(folders, journals, is_done)


def _close(folders: Sequence[Path], journals: dict[Path, Journal], is_done: bool) -> bool:
    """Undo the steps unless all are done, delete what was kept aside, and all journals but the first.

    Return whether the first one, which marks the steps as done, may be deleted: False if a
    file could not be restored.
    """
    is_ended = True
    for folder in folders:
        journal = journals.get(folder)
        for number, entry in enumerate(journal.entries if journal else ()):
            temporary, backup = paths_aside(folder, journal.token if journal else "", number)
            if is_done or _restore(folder / entry.name, entry.sha256, temporary, backup):
                discard(temporary)
                discard(backup)
            else:
                is_ended = False
    for folder in folders[1:] if is_ended else ():
        discard(folder / JOURNAL)
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


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
