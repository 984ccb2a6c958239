"""Replace several files of a package at one moment, where the system can exchange two folders.

A copy of the package with its new files takes the place of the folder by one system call. The files of
the folder itself are replaced while it is beside the copy, then it is put back by a second call. So the
path always leads to all the old or all the new files, and the folder stays the same one for the shells,
watchers and mounts that have it open.

Linux (`renameat2`) and macOS (`renamex_np`) can exchange folders on most file systems. Everywhere else,
and for a package that has links or other folders in it, the files are replaced where they are.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, cast

_AT_FDCWD: Final = -100 if sys.platform.startswith("linux") else -2
_EXCHANGE: Final = 2
"""`RENAME_EXCHANGE` of Linux and `RENAME_SWAP` of macOS."""
_CACHE: Final = "__pycache__"


def put_copy_in_place(folder: Path, token: str, contents: Mapping[str, str | None]) -> bool:
    """Put a copy with new files in the place of a folder; False if that is not possible.

    `contents` are the files that differ: where the new content is, None for a deletion. Hard links
    make the copy, so that its other files are those of the folder.
    """
    aside, marker = _paths(folder, token)
    with suppress(OSError):
        kept_aside = f".docmodels-{token}-"
        entries = [
            entry
            for entry in os.scandir(folder)
            if entry.name != _CACHE and not entry.name.startswith(kept_aside)
        ]
        if not all(entry.is_file(follow_symlinks=False) for entry in entries):
            return False
        aside.mkdir()
        try:
            _fill(aside, {**{entry.name: entry.path for entry in entries}, **contents})
            with open(aside / marker, "xb"):
                pass
            aside.chmod(stat.S_IMODE(folder.stat().st_mode))
            _exchange(folder, aside)
        except OSError:
            _delete_copy(aside)
        else:
            return True
    return False


def _fill(copy: Path, contents: Mapping[str, str | None]) -> None:
    for name, path in contents.items():
        if path is not None:
            os.link(path, os.path.join(copy, name))


def displaced(folder: Path, token: str) -> Path:
    """Return where the folder itself is: beside its copy while that is in its place."""
    aside, marker = _paths(folder, token)
    is_displaced = os.path.lexists(folder / marker) and _is_folder(aside)
    return aside if is_displaced else folder


def put_back(folder: Path, token: str, is_expected: Callable[[str], bool]) -> None:
    """Put a folder back in the place that its copy has, if it has.

    What somebody else has changed in the copy, which is not expected, is moved to the folder. Raises `OSError`.
    """
    aside, marker = _paths(folder, token)
    if displaced(folder, token) == aside:
        _keep_foreign(folder, aside, {marker, _CACHE}, is_expected)
        _exchange(folder, aside)


def delete_copy(folder: Path, token: str) -> bool:
    """Delete the copy of a folder, which is not in its place; return whether there is none left."""
    aside, _ = _paths(folder, token)
    if displaced(folder, token) == folder and _is_folder(aside):
        _delete_copy(aside)
    return not _is_folder(aside)


def _keep_foreign(
    copy: Path, folder: Path, ours: Collection[str], is_expected: Callable[[str], bool]
) -> None:
    originals = {entry.name: entry for entry in os.scandir(folder)}
    for entry in list(os.scandir(copy)):
        original = originals.get(entry.name)
        is_link = original is not None and _is_same_file(entry, original)
        if entry.name not in ours and not is_link and not is_expected(entry.path):
            os.replace(entry.path, os.path.join(folder, entry.name))


def _is_same_file(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    """Whether two entries of folders on one device are the same file."""
    return one.inode() == other.inode() or os.path.samestat(os.lstat(one), os.lstat(other))


def _paths(folder: Path, token: str) -> tuple[Path, str]:
    """Return the path beside a folder, and the name of the file that marks its copy."""
    return folder.with_name(f".docmodels-{token}-{folder.name}"), f".docmodels-{token}.copy"


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _delete_copy(copy: Path) -> None:
    """Delete a copy: its files, which are links, and the cache that Python has written in it."""
    import shutil

    with suppress(OSError):
        shutil.rmtree(copy / _CACHE, ignore_errors=True)
        for entry in list(os.scandir(copy)):
            os.unlink(entry.path)
        copy.rmdir()


def _exchange(first: Path, second: Path) -> None:
    """Exchange two folders by one system call. Raises `OSError` if that is not possible."""
    import ctypes

    call = _system_call()
    arguments = (_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _EXCHANGE)
    if call is None or call(*arguments) != 0:
        code = ctypes.get_errno() if call else errno.ENOSYS
        raise OSError(code, os.strerror(code), str(first))


@cache
def _system_call() -> Callable[..., int] | None:
    """Return the function of the C library that exchanges two files; None if there is none."""
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        call = getattr(library, "renameatx_np" if sys.platform == "darwin" else "renameat2")
    except (OSError, TypeError, AttributeError):  # Windows, and older C libraries
        return None
    text = ctypes.c_char_p
    call.argtypes = [ctypes.c_int, text, ctypes.c_int, text, ctypes.c_uint]
    return cast(Callable[..., int], call)
