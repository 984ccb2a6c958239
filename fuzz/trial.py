"""Generate models from an input in this process, and check what comes out."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from types import FrameType
from typing import Any

import pydantic

import docmodels
from docmodels.diagnostics.rules import BAD_TEMPLATE
from docmodels.pipeline import rendering
from docmodels.targets.python import formatting
from fuzz.findings import BrokenPromiseError
from fuzz.generated import check_code, import_code
from fuzz.seeds import Files

MAX_SECONDS = 10.0
"""The processor time that a small input may take: hundreds of times what it needs."""
MAX_WAITING = 60
"""The time that may pass for a small input on a machine with much other work."""
TARGETS = ("pydantic", "msgspec", "typeddict") * 19 + ("dataclass",) * 9 + ("pydantic-dataclass",)
UNFORMATTED, WITHOUT_BLACK = 0.8, 0.97
"""The shares of inputs that are not formatted, and not by black: that needs most of the time."""


def temporary_folder(parent: str | None = None) -> Path:
    """Return a new folder that is deleted when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{os.getpid()}-", dir=parent))
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=0)  # also in a process of a pool
    return folder


@cache
def scratch() -> Path:
    """Return a folder of this process, in memory if possible; it has `in` and `out`."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    folder = temporary_folder(parent)
    sys.dont_write_bytecode = True
    return folder


def emptied(name: str) -> Path:
    """Return an empty folder of this process."""
    folder = scratch() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def write_files(files: Files, folder: Path) -> None:
    """Write the files of an input; a surrogate makes a file that is not UTF-8."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))


@contextmanager
def little_formatting(rng: random.Random) -> Iterator[None]:
    """Leave the text of most inputs as it is, or where only black knows its form."""
    share = rng.random()
    originals = rendering._format, formatting._format_remaining
    if share < UNFORMATTED:
        rendering._format = lambda module, style: module.text
    elif share < WITHOUT_BLACK:
        formatting._format_remaining = lambda text, settings: text
    try:
        yield
    finally:
        rendering._format, formatting._format_remaining = originals


@contextmanager
def time_limit(seconds: float = MAX_SECONDS) -> Iterator[None]:
    """Raise `BrokenPromiseError` if the process needs more processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise BrokenPromiseError(f"it takes more than {seconds:.0f} seconds")

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@contextmanager
def waiting_limit(seconds: int = MAX_WAITING) -> Iterator[None]:
    """Raise `BrokenPromiseError` if the process waits: for a pipe that no other process writes to."""

    def stop(number: int, frame: FrameType | None) -> None:
        place = f" in {frame.f_code.co_filename}:{frame.f_lineno}" if frame else ""
        raise BrokenPromiseError(f"it waits for more than {seconds} seconds{place}")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Make a folder the current one."""
    previous = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(previous)


def render_options(rng: random.Random) -> dict[str, Any]:
    """Return random options of `render`."""
    target = rng.choice(TARGETS)
    options: dict[str, Any] = {"target": target}
    if rng.random() < 1 / 4:
        options["output"] = "fuzzed"
    if target == "pydantic":
        options["validation"] = rng.choice(("natural", "natural", "strict", "exact"))
        options["descriptions"] = rng.choice(("docstrings", "schema"))
    options["enums"] = rng.choice(("auto", "auto", "class", "literal"))
    return options


def generate(
    files: Files, load: Mapping[str, Any], render: Mapping[str, Any], rng: random.Random
) -> str:
    """Generate and import models; return `written` or `refused`.

    Raises `BrokenPromiseError`, and any exception that a user would see as a bug.
    """
    folder = emptied("in")
    write_files(files, folder)
    try:
        with time_limit(), little_formatting(rng):
            api = docmodels.load(folder, notes=[], **load)
            modules = docmodels.render(api, notes=[], **render)
    except docmodels.UnknownName:
        return "refused"
    except docmodels.DocmodelsError as error:
        if error.note.rule is BAD_TEMPLATE:
            raise BrokenPromiseError(f"no Python: {error}") from error
        return "refused"
    texts = [(file.path.as_posix(), file.text) for file in modules]
    named = [render.get("base_class", ""), *render.get("formats", {}).values()]
    for _, text in texts:
        check_code(text, frozenset(name.partition(":")[0].partition(".")[0] for name in named))
    # There are no classes that options name, and older versions of pydantic lack `MISSING`.
    is_importable = render.get("target") != "pydantic-dataclass" or hasattr(pydantic, "MISSING")
    if is_importable and not any(named):
        import_code(texts, emptied("out"))
    return "written"
