"""The journal of a folder whose files are being replaced: its content, and who has it open.

It lists names in its own folder only, so that a journal from elsewhere reaches no other folder.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

try:
    import fcntl
except ImportError:  # Windows: a second run at the same time is not noticed
    fcntl = None  # type: ignore[assignment]

JOURNAL: Final = ".docmodels-journal"
STAGED: Final = b"staged\n"
"""The line after that of the journal: all new texts are beside their files, and no file is replaced."""
DONE: Final = b"done\n"
"""The last line: all files are replaced."""
_WAIT_SECONDS: Final = 30.0
"""How long a run waits for another one that writes to the same folder."""


class StepError(Exception):
    """The operating system refuses a step; all other steps are undone."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason)
        self.path = path


class OpenJournal(Struct):
    """A locked journal: `number` is that of the open file; `is_ended` if it may be deleted.

    An error is that of the step for `path`.
    """

    path: Path
    number: int
    is_ended: bool = False

    def append(self, line: bytes) -> None:
        """Write a line at the end; raise `StepError` if that fails."""
        with step_errors(self.path):
            while line:
                line = line[os.write(self.number, line) :]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file in the folder of a journal; `sha256` is that of its new content, empty for none."""

    name: str
    sha256: str


class Journal(msgspec.Struct, frozen=True):
    """The content of a journal. `primary` is the folder of the first journal, relative to this one,
    empty in the first one, which lists the others in `folders`."""

    token: str
    entries: tuple[Entry, ...]
    primary: str = ""
    folders: tuple[str, ...] = ()


def encode(journal: Journal) -> bytes:
    """Return a journal as a line of JSON."""
    return json.dumps(msgspec.to_builtins(journal)).encode() + b"\n"


def read_journal(folder: Path) -> Journal | None:
    """Return the journal in a folder; None if it is incomplete: nothing else was written then."""
    first_line = (folder / JOURNAL).read_bytes().partition(b"\n")[0]
    try:
        journal = msgspec.convert(json.loads(first_line), Journal)
    except (ValueError, RecursionError):
        return None
    names = (journal.token, *(entry.name for entry in journal.entries))
    return journal if all(map(_is_plain_name, names)) else None


def _is_plain_name(name: str) -> bool:
    return name not in ("", ".", "..") and not any(character in name for character in "/\\:\0")


def names_aside(token: str, number: int) -> tuple[str, str]:
    """Return the names of a temporary file and a backup: short, whatever the file is called."""
    name = f".docmodels-{token}-{number}"
    return f"{name}.tmp", f"{name}.old"


@contextmanager
def locked(path: Path, blamed: Path, *, create: bool = False) -> Generator[OpenJournal]:
    """Open a journal that no other run has open, or create one; waits for the other run.

    Deletes it afterwards if it has ended. Windows deletes no open file, other systems must delete it
    before another run can lock it.
    Raises `FileNotFoundError` if there is none to open, `StepError` for all other errors.
    """
    number = _open_locked(path, blamed, create)
    journal = OpenJournal(blamed, number)
    try:
        yield journal
    finally:
        if fcntl is None:
            os.close(number)
        if journal.is_ended:
            discard(path)
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
        try:
            is_locked = _try_lock(number, path)
        except OSError as error:
            os.close(number)
            raise StepError(blamed, error.strerror or str(error)) from error
        if is_locked:
            return number
        os.close(number)
        time.sleep(0.02)
    raise StepError(blamed, "another run of docmodels is writing there")


def _try_lock(number: int, path: Path) -> bool:
    """Lock an open file; False if another run has it, or it is not the one at `path` any more.

    Raises `OSError` if the file at `path` cannot be examined.
    """
    if fcntl is None:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    try:
        return os.path.samestat(os.fstat(number), os.stat(path))
    except FileNotFoundError:
        return False


@contextmanager
def step_errors(path: Path) -> Generator[None]:
    """Convert an error of the operating system to that of the step for `path`."""
    try:
        yield
    except OSError as error:
        raise step_error(path, error) from error


def step_error(path: Path, error: OSError) -> StepError:
    """Return the error of the step for `path` of an error of the operating system."""
    return StepError(path, error.strerror or str(error))


def discard(path: str | Path) -> None:
    """Delete a file if that is possible."""
    with suppress(OSError):
        os.unlink(path)
