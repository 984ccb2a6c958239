"""Determinism: the same inputs give the same bytes.

Processes with other hash seeds, locales, time zones, current folders, orders of arguments and versions of
Python generate from the same files. `FUZZ_PYTHONS` names interpreters that have docmodels and its
dependencies, separated like the folders of `PATH`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import docmodels
from fuzz.findings import BrokenPromiseError
from fuzz.payloads import payload
from fuzz.seeds import place, seeds
from fuzz.trial import emptied, render_options, scratch, write_files

ENVIRONMENTS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kolkata", "PYTHONUTF8": "1"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "HOME": "/"},
)
"""The environments of processes; each has a current folder and an order of arguments of its own."""


def try_input(rng: random.Random) -> str:
    """Generate from the same files in all processes, and compare the digests."""
    kinds = rng.sample(list(seeds()), rng.choice((1, 2, 3)))
    files = {f"{kind}-{name}": text for kind in kinds for name, text in seeds()[kind].items()}
    for _ in range(rng.choice((0, 0, 1, 3))):
        name = rng.choice(list(files))
        files[name] = place(files[name], payload(rng), rng)
    folder = emptied("in")
    write_files(files, folder)
    options = render_options(rng)
    options.pop("output", None)
    names = sorted(files)
    digests: dict[str, list[str]] = {}
    for number, process in enumerate(processes()):
        rng.shuffle(names)
        paths = [path_of(folder, name, number) for name in names]
        digests.setdefault(ask(process, paths, options), []).append(str(number))
    if len(digests) > 1:
        texts = {name: text[:300] for name, text in files.items()}
        raise BrokenPromiseError(f"processes {sorted(digests.values())} differ: {options}, {texts}")
    return "refused" if "refused" in digests else "written"


def path_of(folder: Path, name: str, number: int) -> str:
    """Return the path of a file: absolute, or relative to the current folder of a process."""
    return str(folder / name) if number % 2 else os.path.relpath(folder / name, folder_of(number))


def folder_of(number: int) -> Path:
    """Return the current folder of a process."""
    folder = scratch() / "cwd" / f"{number}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def processes() -> Sequence[subprocess.Popen[str]]:
    """Start a process for each environment, and for each other Python."""
    pythons = [path for path in os.environ.get("FUZZ_PYTHONS", "").split(os.pathsep) if path]
    started: list[subprocess.Popen[str]] = []
    for number in range(len(ENVIRONMENTS) + len(pythons)):
        is_other = number >= len(ENVIRONMENTS)
        python = pythons[number - len(ENVIRONMENTS)] if is_other else sys.executable
        environment = {**os.environ, **ENVIRONMENTS[number % len(ENVIRONMENTS)]}
        root = str(Path(__file__).parents[1])
        paths = [root, os.path.join(root, "generator")]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        process = subprocess.Popen(
            [python, "-m", "fuzz.determinism"],
            env=environment,
            cwd=folder_of(number),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        Finalize(None, end, (process,), exitpriority=1)
        started.append(process)
    return started


def end(process: subprocess.Popen[str]) -> None:
    """End a process: there are no more requests."""
    process.communicate()


def ask(process: subprocess.Popen[str], paths: Sequence[str], options: Mapping[str, Any]) -> str:
    """Let a process generate; return the digest of what it writes, or `refused`."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([paths, options]) + "\n")
    process.stdin.flush()
    if answer := process.stdout.readline().strip():
        return answer
    raise BrokenPromiseError(f"a process ends at {list(paths)}")


def answer() -> None:
    """Answer the requests of `ask` until there are no more."""
    for line in sys.stdin:
        paths, options = json.loads(line)
        text = "refused"
        with suppress(docmodels.DocmodelsError, docmodels.UnknownName):
            files = docmodels.render(docmodels.load(paths, notes=[]), notes=[], **options)
            content = "".join(f"{file.path}\n{file.text}" for file in files)
            text = hashlib.sha256(content.encode()).hexdigest()
        print(text, flush=True)


if __name__ == "__main__":
    answer()
