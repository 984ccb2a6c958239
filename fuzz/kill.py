"""Kill: a package has all the old or all the new files at every moment.

Each trial starts from the output of an older specification: a package, a module beside it and the lock
of remote documents. A child process replaces them by those of a newer specification and gets a signal at
a random moment. Then the next run undoes or ends what is left, and writes.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import docmodels
from docmodels.io.output_files import Change, File, list_changes, recover_outputs, write
from docmodels.io.remote import lock_text
from fuzz.findings import BrokenPromiseError
from fuzz.trial import temporary_folder

PACKAGE, MODULE, LOCK = Path("shop"), Path("types.py"), Path("other/docmodels.lock")
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
Texts: TypeAlias = Mapping[Path, str]


def try_input(rng: random.Random) -> str:
    """Make a trial with a random signal at a random moment."""
    return trial(rng.choice(SIGNALS), rng.uniform(-0.1, 1.3) * duration())


def trial(number: signal.Signals, seconds: float) -> str:
    """Send a signal to a process so long after it starts to write; return what it leaves.

    Raises `BrokenPromiseError` for a mixture of old and new files in the package, for leftovers of a
    process that could end, and for files that are not mended by the next run.
    """
    old, new = (outputs(version) for version in (1, 3))
    root = scratch() / "work"
    reset(root, old)
    planned = changes_to(new, root)
    reading, writing = os.pipe()

    def task() -> None:
        os.close(writing)
        write(planned)

    child = fork(task)
    os.close(writing)
    os.read(reading, 1)  # the end of the file: the child starts to write
    os.close(reading)
    wait(seconds)
    os.kill(child, number)
    os.waitpid(child, 0)
    left = classify(root, old, new)
    has_leftovers = any(path.name.startswith(".") for path in root.rglob("*"))
    if "mixed" in left or (number != signal.SIGKILL and has_leftovers):
        raise BrokenPromiseError(f"{number.name} after {seconds:.6f} s leaves {left} files")
    check_import(root / PACKAGE)
    recover_outputs([root / PACKAGE, root / MODULE, root / LOCK])
    if contents(root) not in (old, new):
        raise BrokenPromiseError(f"{number.name} after {seconds:.6f} s: recovery leaves a mixture")
    write(changes_to(new, root))
    if contents(root) != new:
        raise BrokenPromiseError(f"{number.name} after {seconds:.6f} s: the next run differs")
    return f"{left} files" + (", leftovers" if has_leftovers else "")


def wait(seconds: float) -> None:
    """Wait exactly: `time.sleep` takes too long for moments of microseconds."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        pass


def classify(root: Path, old: Texts, new: Texts) -> str:
    """Return which files a folder has, without leftovers: `old`, `new`, or `mixed` in the package."""
    files = {path: text for path, text in contents(root).items() if is_visible(path)}
    if any(text not in (old.get(path), new.get(path)) for path, text in files.items()):
        return "torn and mixed"
    for name, version in (("old", old), ("new", new)):
        if in_package(files) == in_package(version):
            return name
    return "mixed"


def in_package(files: Texts) -> Texts:
    """Return the files of the package."""
    return {path: text for path, text in files.items() if PACKAGE in path.parents}


def is_visible(path: Path) -> bool:
    """Whether a path is none of a temporary file or folder."""
    return not any(part.startswith(".") for part in path.parts)


def check_import(package: Path) -> None:
    """Import all modules of a package in a child process; raise `BrokenPromiseError` if one fails."""

    def task() -> None:
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(package.parent))
        for path in sorted(package.glob("*.py")):
            importlib.import_module(f"{package.name}.{path.stem}".removesuffix(".__init__"))
        os._exit(7)

    _, status = os.waitpid(fork(task), 0)
    if os.waitstatus_to_exitcode(status) != 7:
        raise BrokenPromiseError("the package cannot be imported")


def fork(task: Callable[[], object]) -> int:
    """Run a task in a child process, which takes no signal outside of it; return its number."""
    blocked = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
            task()
        finally:
            os._exit(0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
    return child


# --- the files -------------------------------------------------------------------------------------


@cache
def scratch() -> Path:
    """Return a folder of this process, on a disk."""
    return temporary_folder()


@cache
def outputs(version: int, models: int = 40) -> Texts:
    """Return the files of a version: a package, a module and a lock."""
    source = scratch() / f"shop{version}.json"
    source.write_text(specification(version, models))
    api = docmodels.load(source, notes=[])
    files = {
        PACKAGE / file.path: file.text
        for file in docmodels.render(api, target="typeddict", output=PACKAGE)
    }
    (module,) = docmodels.render(api, target="typeddict", output=MODULE)
    lock = lock_text({f"https://example.com/{version}.json": f"{version:064x}"})
    return {**files, MODULE: module.text, LOCK: lock}


def specification(version: int, models: int) -> str:
    """Return a JSON Schema: newer versions have other names, other fields, and other modules."""
    definitions = {
        f"Item{number * version}": {
            "type": "object",
            "properties": {
                f"field{version}": {"type": "string"},
                "next": {"$ref": f"#/$defs/Item{(number + 1) % models * version}"},
            },
        }
        for number in range(models)
    }
    return json.dumps({"title": f"Shop {version}", "$defs": definitions})


def reset(root: Path, files: Texts) -> None:
    """Make a folder with these files only."""
    shutil.rmtree(root, ignore_errors=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def changes_to(version: Texts, root: Path) -> list[Change]:
    """List what turns the files below `root` into those of a version, as a run does."""
    package = [File(path.relative_to(PACKAGE), text) for path, text in in_package(version).items()]
    others = [File(path, text) for path, text in version.items() if PACKAGE not in path.parents]
    return [*list_changes(package, root / PACKAGE, prune=True), *list_changes(others, root)]


def contents(root: Path) -> Texts:
    """Return all files below a folder, leftovers too."""
    return {path.relative_to(root): path.read_text() for path in root.rglob("*") if path.is_file()}


@cache
def duration() -> float:
    """Return the seconds that one undisturbed write takes."""
    times: list[float] = []
    for version in (1, 3, 1, 3):
        planned = changes_to(outputs(version), scratch() / "measured")
        start = time.perf_counter()
        write(planned, force=True)
        times.append(time.perf_counter() - start)
    return sorted(times[1:])[1]
