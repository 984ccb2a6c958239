"""Stamps: records of successful runs, by which a run with nothing to do ends at once.

A stamp has everything that decides the result of a run: the content of the inputs, of the files behind
references, of settings, templates and outputs; the names in the searched folders; the files that do not
exist; the code that ran, and the installed packages. If all of that is the same, the result is the same.
Stamps are in the user's cache folder, or in the folder `DOCMODELS_CACHE_DIR`.

The command line imports this module before anything else of docmodels, so it imports little.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from docmodels.io.code_state import code_files, installed_packages, is_unchanged
from docmodels.io.file_digests import digest_of

VERSION = 1
MAX_AGE = 30 * 24 * 3600
"""Seconds after which an unused stamp is deleted."""
CLOCK_TICK = 10_000_000
"""Nanoseconds by which the time of a file may be too early: file systems use the clock of the kernel."""
SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__"})
PROBED = ("pyproject.toml", "docmodels.toml", ".git", ".hg", ".jj")
"""Names by which settings, those of black, and the root of a repository are searched."""


class Recorder:
    """The command of a run and its start: it finds the stamp of an earlier run, and records one.

    `arguments` are those of the command line, with the name of the command, which stamps do not have:
    `check` knows what `generate` has written.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.start = time.time_ns() - CLOCK_TICK
        self.command, *self._options = arguments

    def find(self) -> Mapping[str, Any] | None:
        """Return what was recorded if everything is as it was, else None."""
        try:
            path = self._path()
            with open(path, encoding="utf-8") as file:
                stamp = json.load(file)
            if stamp["key"] != self._key() or not self._is_fresh(stamp):
                return None
            os.utime(path)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None
        result: Mapping[str, Any] = stamp["result"]
        return result

    def record(self, run: RunState, result: Mapping[str, Any]) -> None:
        """Record a run and its result; do nothing if a file may have changed during the run."""
        with suppress(OSError, ValueError):
            packages = filter(os.path.isdir, run.outputs)
            names = {path: _names(path) for path in sorted({*run.folders, *packages})}
            files = dict(self._digests(run))
            code = code_files(run.modules)
            times = [*_times(run.folders), *(time for _, time in code.values())]
            if None in files.values() or max(times) > self.start:
                return
            stamp = {"key": self._key(), "files": files, "folders": names, "code": code}
            self._write(json.dumps({**stamp, "result": result}))

    def _is_fresh(self, stamp: Mapping[str, Any]) -> bool:
        return (
            all(_digest(path) == digest for path, digest in stamp["files"].items())
            and all(_names(path) == names for path, names in stamp["folders"].items())
            and is_unchanged(stamp["code"])
        )

    def _digests(self, run: RunState) -> Iterator[tuple[str, str | None]]:
        """Yield the digest of each file; None for one that is not what the run read or wrote."""
        for path in run.probed_files():
            yield path, _digest(path) if _time(path) <= self.start else None
        for path, digest in run.digests.items():
            is_old = _time(path) <= self.start
            yield path, digest if is_old or _digest(path) == digest else None
        yield from run.written.items()
        for path, is_text in run.texts.items():
            raw = _read(path)
            yield path, digest_of(raw) if raw is not None and is_text(raw) else None

    def _key(self) -> list[Any]:
        """Return what a stamp is for: the command, where it runs, and with which packages."""
        return [VERSION, self._options, os.getcwd(), sys.version, *installed_packages()]

    def _path(self) -> str:
        name = digest_of(repr((self._options, os.getcwd(), sys.prefix)).encode())
        return os.path.join(cache_folder(), f"{name}.json")

    def _write(self, text: str) -> None:
        path, folder = self._path(), cache_folder()
        os.makedirs(folder, exist_ok=True)
        for entry in os.scandir(folder):
            if entry.stat().st_mtime < time.time() - MAX_AGE:
                os.unlink(entry)
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)


class RunState:
    """The files and folders that decide the result of a run.

    * `files`: files that were read, or do not exist; the result is not recorded if one is newer than
      the run.
    * `digests`: files that were read, by their digests then.
    * `written`: outputs that were written, with their digests.
    * `texts`: files with a test of their content, which must be what the run read or wrote.
    * `folders`: folders whose names of files decide which files are read.
    * `outputs`: modules and folders of packages.
    * `modules`: files of the code that other processes have loaded.
    """

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.digests: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self.texts: dict[str, Callable[[bytes], bool]] = {}
        self.folders: set[str] = set()
        self.outputs: set[str] = set()
        self.modules: set[str] = set()

    def probed_files(self) -> Sequence[str]:
        """Return the files without a test, and what is searched beside outputs and settings."""
        outputs = {os.path.dirname(os.path.abspath(path)) for path in self.outputs}
        parents = {parent for folder in {os.getcwd(), *outputs} for parent in _parents(folder)}
        probed = {os.path.join(folder, name) for folder in parents for name in PROBED}
        modules = {path for output in self.outputs for path in output_files(output)}
        recorded = self.texts.keys() | self.digests.keys() | self.written.keys()
        return sorted((self.files | probed | modules) - recorded)


def searched_folder(path: str) -> str:
    """Return the folder that an input or a pattern makes a run search; empty for a file."""
    if not os.path.exists(path):
        head = path[: min((path.find(sign) for sign in "*?[" if sign in path), default=0)]
        path = os.path.dirname(head) or "."
    return path if os.path.isdir(path) else ""


def output_files(output: str) -> Sequence[str]:
    """Return the files of a package, or a module itself."""
    if not os.path.isdir(output):
        return [output]
    return [path for path, is_folder in list_folder(output) if not is_folder]


def cache_folder() -> str:
    """Return the folder of the stamps."""
    if folder := os.environ.get("DOCMODELS_CACHE_DIR"):
        return folder
    from platformdirs import user_cache_dir

    return user_cache_dir("docmodels", appauthor=False)


def _parents(folder: str) -> Iterator[str]:
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        yield (folder := parent)


def list_folder(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the path of everything below a folder, and whether it is a folder.

    Hidden files and folders of packages are left out; every folder is visited once.
    """
    seen: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        current = pending.pop()
        state = os.stat(current)
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        yield current, True
        for entry in sorted(os.scandir(current), key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.name in SKIPPED:
                continue
            if entry.is_dir():
                pending.append(entry.path)
            else:
                yield entry.path, False


def _names(folder: str) -> str:
    return digest_of("\n".join(path for path, _ in list_folder(folder)).encode())


def _times(folders: Iterable[str]) -> Iterator[int]:
    """Yield when a name was last added to, or removed from, each folder and those inside it."""
    for folder in folders:
        yield from (_time(path) for path, is_folder in list_folder(folder) if is_folder)


def _time(path: str) -> int:
    """Return when a path last changed; 0 if there is nothing."""
    try:
        return os.stat(path).st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _digest(path: str) -> str:
    """Return a digest of a file; empty if there is none, `/` for a folder."""
    try:
        with open(path, "rb") as file:
            return digest_of(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except IsADirectoryError:
        return "/"
