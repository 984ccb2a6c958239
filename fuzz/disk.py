"""Disk faults: when a system call that writes fails, all files are the old or the new ones.

A fault is one error at one call, or at all calls from one on, as of a disk that is full or gone. When it
is over, the next run writes the new files and leaves no others.
"""

from __future__ import annotations

import builtins
import errno
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNWRITABLE_OUTPUT
from docmodels.io.output_files import recover_outputs, write
from fuzz.findings import BrokenPromiseError
from fuzz.kill import (
    LOCK,
    MODULE,
    PACKAGE,
    Texts,
    changes_to,
    contents,
    is_visible,
    outputs,
    reset,
    scratch,
)

ERRORS = (
    errno.ENOSPC,
    errno.EACCES,
    errno.EIO,
    errno.EROFS,
    errno.EDQUOT,
    errno.EPERM,
    errno.EXDEV,
)
CALLS = (
    "open",
    "write",
    "replace",
    "link",
    "mkdir",
    "unlink",
    "rmdir",
    "chmod",
    "scandir",
    "listdir",
    "stat",
)
MODELS = 3


def try_input(rng: random.Random) -> str:
    """Let one call fail while the files of a package, a module and a lock are replaced."""
    old, new = ({} if rng.random() < 0.2 else outputs(1, MODELS)), outputs(3, MODELS)
    root = scratch() / "disk"
    reset(root, old)
    root.mkdir(exist_ok=True)
    planned = changes_to(new, root)
    call, first = rng.choice((*CALLS, "builtins.open", "file.write")), rng.randrange(25)
    is_lasting = rng.random() < 0.3
    fault = f"{call} number {first}{' and later ones' if is_lasting else ''}"
    error = None
    with failing(
        call, range(first, 10**9 if is_lasting else first + 1), rng.choice(ERRORS)
    ) as count:
        try:
            write(planned)
        except DocmodelsError as raised:
            error = raised
    check_error(error, fault)
    visible = {path: text for path, text in contents(root).items() if is_visible(path)}
    if not is_lasting and visible != (old if error else new):
        raise BrokenPromiseError(f"{fault}: {'error' if error else 'success'}, but other files")
    outcome = "all old" if error else "all new"
    check_next_run(root, new, fault)
    return outcome if count[0] > first else "no such call"


def check_error(error: DocmodelsError | None, fault: str) -> None:
    """Raise `BrokenPromiseError` if an error is not that of an output."""
    if error and error.note.rule is not UNWRITABLE_OUTPUT:
        raise BrokenPromiseError(f"{fault}: {error}")


def check_next_run(root: Any, new: Texts, fault: str) -> None:
    """Raise `BrokenPromiseError` if the next run does not write the new files and no others."""
    recover_outputs([root / PACKAGE, root / MODULE, root / LOCK])
    write(changes_to(new, root))
    if contents(root) != new:
        left = sorted(map(str, contents(root).keys() ^ new.keys()))
        raise BrokenPromiseError(f"{fault}: the next run differs: {left}")


class _FullFile:
    """A file whose first write fails after one byte."""

    def __init__(self, file: Any, error: OSError) -> None:
        self._file, self._error = file, error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        self._file.write(content[:1])
        raise self._error


@contextmanager
def failing(call: str, numbers: range, code: int) -> Iterator[list[int]]:
    """Let a function fail at the calls with these numbers; yield the count of calls."""
    is_file = call in ("builtins.open", "file.write")
    module, name = (builtins, "open") if is_file else (os, call)
    original: Callable[..., Any] = getattr(module, name)
    count = [0]

    def fail(*arguments: Any, **options: Any) -> Any:
        if is_file and not set("wxa+") & set(str((*arguments, "r", "r")[1])):
            return original(*arguments, **options)
        count[0] += 1
        if count[0] - 1 not in numbers:
            return original(*arguments, **options)
        error = OSError(code, os.strerror(code))
        if call == "file.write":
            return _FullFile(original(*arguments, **options), error)
        raise error

    setattr(module, name, fail)
    try:
        yield count
    finally:
        setattr(module, name, original)
