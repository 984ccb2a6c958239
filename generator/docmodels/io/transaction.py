"""Replace several files together: all or none, also if the process is killed at any moment.

Each folder with changes gets a journal while they are applied. It lists names in that folder only, so
that a journal from elsewhere reaches no other folder. New texts are written to temporary files, and
the old files are kept under other names, until the last line of the first journal marks the steps as done.
The next run finds what a killed run left: it restores the old files, or deletes them if the steps were done.
While the files of a package are replaced, a copy with all new files is in its place (`io.exchange`).
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from msgspec import Struct

from docmodels.io.exchange import delete_copy, displaced, put_back, put_copy_in_place
from docmodels.io.journal import (
    DONE,
    JOURNAL,
    STAGED,
    Entry,
    Journal,
    StepError,
    discard,
    encode,
    locked,
    names_aside,
    read_journal,
    step_error,
    step_errors,
)
from docmodels.io.marks import INIT


class Step(Struct, frozen=True):
    """A change to a file in a folder: `content` is None for a deletion; the path has no symbolic links.

    `is_current` returns whether the file is still as it was when the change was planned.
    """

    folder: Path
    name: str
    content: bytes | None
    is_current: Callable[[], bool]

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.folder / self.name


def apply_steps(steps: Sequence[Step]) -> None:
    """Apply steps in their order: all, or none and raise `StepError`.

    Ctrl-C and SIGTERM wait until then.
    """
    if not steps:
        return
    with _deferred_signals():
        new_folders: list[Path] = []
        try:
            written = (step for step in reversed(steps) if step.content is not None)
            for step in {step.folder: step for step in written}.values():
                _make_folder(step, new_folders)
            recover(dict.fromkeys(step.folder for step in steps))
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
        folder = step.folder
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for here in reversed(missing):
            here.mkdir()
            new_folders.append(here)


def _apply_with_journals(steps: Sequence[Step]) -> None:
    by_folder: dict[Path, list[Step]] = {}
    for step in steps:
        by_folder.setdefault(step.folder, []).append(step)
    folders = list(by_folder)
    token = os.urandom(4).hex()
    journals = {
        folder: Journal(
            token,
            tuple(Entry(step.name, _sha256(step.content)) for step in by_folder[folder]),
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
        created = {folders[0]: journals[folders[0]]}
        is_staged = False
        try:
            primary.append(encode(journals[folders[0]]))
            for folder in folders[1:]:
                with step_errors(by_folder[folder][0].path), open(folder / JOURNAL, "xb") as file:
                    created[folder] = journals[folder]
                    file.write(encode(journals[folder]))
            for step, *paths in _with_paths(steps, journals):
                _stage(step, *paths)
            primary.append(STAGED)
            is_staged = True
            _replace_all(steps, journals)
            primary.append(DONE)
        except BaseException:
            primary.is_ended = _close(created, restore=is_staged)
            raise
        primary.is_ended = _close(created, restore=False)


def _relative(folder: Path, start: Path) -> str:
    try:
        return os.path.relpath(folder, start)
    except ValueError:  # on another drive
        return str(folder)


def _with_paths(
    steps: Sequence[Step], journals: dict[Path, Journal]
) -> Generator[tuple[Step, str, str, str]]:
    """Yield each step with the paths of its file, of the temporary file and of the backup.

    They are in the folder of the file, which is beside a copy while that is in its place.
    """
    places = {f: os.path.join(displaced(f, journal.token), "") for f, journal in journals.items()}
    numbers = {folder: count() for folder in journals}  # the entries are in the order of the steps
    for step in steps:
        place, token = places[step.folder], journals[step.folder].token
        temporary, backup = names_aside(token, next(numbers[step.folder]))
        yield step, place + step.name, place + temporary, place + backup


def _replace_all(steps: Sequence[Step], journals: dict[Path, Journal]) -> None:
    """Replace all files; a package of several ones changes at one moment, if the system can do that."""
    _put_copies_in_place(steps, journals)
    for step, *paths in _with_paths(steps, journals):
        _replace(step, *paths)
    for folder, step in {step.folder: step for step in reversed(steps)}.items():
        with step_errors(step.path):
            _put_back(folder, journals[folder])


def _put_copies_in_place(steps: Sequence[Step], journals: dict[Path, Journal]) -> None:
    """Put copies with the new files in the place of packages in which several files change."""
    changed: dict[Path, dict[str, str | None]] = {}
    for step, _, temporary, _ in _with_paths(steps, journals):
        contents = changed.setdefault(step.folder, {})
        contents[step.name] = None if step.content is None else temporary
    for folder, contents in changed.items():
        if len(contents) > 1 and (INIT in contents or (folder / INIT).exists()):
            put_copy_in_place(folder, journals[folder].token, contents)


def _put_back(folder: Path, journal: Journal) -> None:
    digests = {entry.name: entry.sha256 for entry in journal.entries}
    put_back(
        folder,
        journal.token,
        lambda path: (
            _is_regular(path) and _digest_of_file(path) == digests.get(os.path.basename(path))
        ),
    )


def _stage(step: Step, path: str, temporary: str, backup: str) -> None:
    """Write the new content beside a file, and keep the old one under another name."""
    try:
        if not step.is_current():
            raise StepError(step.path, "another program changed it; run docmodels again")
        mode = _mode_of(path)
        if step.content is not None:
            with open(temporary, "xb") as file:
                file.write(step.content)
            if mode is not None:
                os.chmod(temporary, mode)
                _copy(path, backup)
    except OSError as error:
        raise step_error(step.path, error) from error


def _copy(path: str, backup: str) -> None:
    try:
        os.link(path, backup)
    except OSError:  # not every file system has hard links
        import shutil

        shutil.copy2(path, backup)


def _replace(step: Step, path: str, temporary: str, backup: str) -> None:
    try:
        if step.content is not None:
            os.replace(temporary, path)
        elif _mode_of(path) is not None:
            os.replace(path, backup)
    except OSError as error:
        raise step_error(step.path, error) from error


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
        state = path.read_bytes().partition(b"\n")[2]
        if journal:
            journals[primary] = journal
            for name in journal.folders:
                folder = Path(os.path.normpath(primary / name))
                with suppress(OSError):
                    other = read_journal(folder)
                    if other and other.token == journal.token:
                        journals[folder] = other
        open_journal.is_ended = _close(journals, restore=state == STAGED)


def _close(journals: dict[Path, Journal], *, restore: bool) -> bool:
    """Delete what was kept aside, and all journals but the first; `restore` undoes the steps before.

    Return whether the first one, which marks the steps as done, may be deleted: False if a
    file could not be restored.
    """
    closed = [_close_folder(folder, journals[folder], restore) for folder in journals]
    is_ended = all(closed)
    for folder in list(journals)[1:] if is_ended else ():
        discard(folder / JOURNAL)
    return is_ended


def _close_folder(folder: Path, journal: Journal, restore: bool) -> bool:
    place, is_ended = os.path.join(displaced(folder, journal.token), ""), True
    names = _names(place)
    for number, entry in enumerate(journal.entries):
        aside = names_aside(journal.token, number)
        if restore and not _restore(place, entry, *aside):
            is_ended = False
            continue
        for name in aside:
            if names is None or name in names:
                discard(place + name)
                is_ended = is_ended and not os.path.lexists(place + name)
    try:
        if is_ended:
            _put_back(folder, journal)
    except OSError:
        return False
    return is_ended and delete_copy(folder, journal.token)


def _names(folder: str) -> Collection[str] | None:
    """Return the names in a folder; None if they cannot be listed."""
    try:
        return set(os.listdir(folder))
    except OSError:
        return None


def _restore(place: str, entry: Entry, temporary: str, backup: str) -> bool:
    """Put the old file back, unless somebody else has changed the file since; False if it fails."""
    path, temporary, backup = place + entry.name, place + temporary, place + backup
    try:
        if _digest_of_file(path) != entry.sha256:
            return True
        if _is_regular(backup) and not os.path.islink(backup):
            os.replace(backup, path)
        elif entry.sha256 and _mode_of(temporary) is None:
            os.unlink(path)
    except OSError:
        return False
    return True


def _digest_of_file(path: str) -> str:
    """Return the digest of a file, empty if there is none."""
    try:
        with open(path, "rb") as file:
            return _sha256(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _mode_of(path: str) -> int | None:
    """Return the mode of a file; None if there is none.

    `os.path.exists` takes a file for none if the disk fails, and a backup would be lost.
    """
    try:
        return os.stat(path).st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return None
        raise


def _is_regular(path: str) -> bool:
    mode = _mode_of(path)
    return mode is not None and stat.S_ISREG(mode)


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
