"""Kill a process at random moments while it writes, and look at what it leaves: `python fuzz/kill.py`.

Each trial starts from the output of an older specification: a package, a module beside it and the lock
of remote documents. A child process replaces them by those of a newer specification and gets a signal
after a random time. Then the next run writes. The figures are those of `SECURITY.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import docmodels
from docmodels.io.output_files import Change, File, list_changes, recover_outputs, write
from docmodels.io.remote import lock_text

MODELS = 40
PACKAGE, MODULE, LOCK = Path("shop"), Path("types.py"), Path("other/docmodels.lock")
Files = dict[Path, str]


def specification(version: int) -> str:
    """Return a JSON Schema: newer versions have other names, other fields, and other modules."""
    definitions = {
        f"Item{number * version}": {
            "type": "object",
            "properties": {
                f"field{version}": {"type": "string"},
                "next": {"$ref": f"#/$defs/Item{(number + 1) % MODELS * version}"},
            },
        }
        for number in range(MODELS)
    }
    return json.dumps({"title": f"Shop {version}", "$defs": definitions})


def outputs(version: int, folder: Path) -> Files:
    """Return the files of a version: a package, a module and a lock."""
    source = folder / f"shop{version}.json"
    source.write_text(specification(version))
    api = docmodels.load(source, notes=[])
    files = {
        PACKAGE / file.path: file.text
        for file in docmodels.render(api, target="typeddict", output=PACKAGE)
    }
    (module,) = docmodels.render(api, target="typeddict", output=MODULE)
    return {**files, MODULE: module.text, LOCK: lock_of(version)}


def lock_of(version: int) -> str:
    """Return a lock of remote documents."""
    return lock_text({f"https://example.com/{version}.json": f"{version:064x}"})


def changes_to(version: Files, root: Path) -> list[Change]:
    """List what turns the files below `root` into those of a version, as a run does."""
    package = [
        File(path.relative_to(PACKAGE), text)
        for path, text in version.items()
        if PACKAGE in path.parents
    ]
    others = [File(path, text) for path, text in version.items() if PACKAGE not in path.parents]
    return [*list_changes(package, root / PACKAGE, prune=True), *list_changes(others, root)]


def contents(root: Path) -> Files:
    """Return all files below a folder, leftovers too."""
    return {path.relative_to(root): path.read_text() for path in root.rglob("*") if path.is_file()}


def classify(files: Files, old: Files, new: Files) -> str:
    """Return what a folder has: the old files, the new ones, or a mixture; leftovers do not count."""
    visible = {
        path: text
        for path, text in files.items()
        if not any(part.startswith(".") for part in path.parts)
    }
    if any(text not in (old.get(path), new.get(path)) for path, text in visible.items()):
        return "torn"
    package = {path: text for path, text in visible.items() if path.parts[0] == PACKAGE.name}
    for name, version in (("old", old), ("new", new)):
        if visible == version:
            return name
        if package == {path: text for path, text in version.items() if PACKAGE in path.parents}:
            return f"whole package, {name}"
    return "mixed package"


def fork(task: Callable[[], None]) -> int:
    """Run a task in a child process, which takes no signal outside of it; return its number."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            task()
        finally:
            os._exit(0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return child


def trial(root: Path, old: Files, new: Files, seconds: float, number: signal.Signals) -> list[str]:
    """Send a signal to a process that writes, after some time; return what is left then, and after
    the next run."""
    shutil.rmtree(root, ignore_errors=True)
    for path, text in old.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    planned = changes_to(new, root)
    child = fork(lambda: write(planned))
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        pass
    os.kill(child, number)
    os.waitpid(child, 0)
    after_signal = contents(root)
    left = [f"after the signal: {classify(after_signal, old, new)}"]
    if any(path.name.startswith(".") for path in after_signal):
        left.append("after the signal: leftovers")
    recover_outputs([root / PACKAGE, root / MODULE, root / LOCK])
    recovered = contents(root)
    left.append(f"after recovery: {'old or new' if recovered in (old, new) else 'MIXED'}")
    write(changes_to(new, root))
    left.append(f"after the next run: {'new' if contents(root) == new else 'NOT NEW'}")
    return left


def measure(old: Files, new: Files, root: Path) -> float:
    """Return the seconds that one undisturbed write takes."""
    times: list[float] = []
    for version in (old, new, old):
        planned = changes_to(version, root)
        start = time.perf_counter()
        write(planned, force=True)
        times.append(time.perf_counter() - start)
    return times[-1]


def run(kills: int, seed: int, signals: Iterable[signal.Signals]) -> Counter[str]:
    """Make trials at random moments; return how often each thing was left, by signal."""
    generator, figures = random.Random(seed), Counter[str]()  # noqa: S311  no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = outputs(1, folder), outputs(3, folder)
        seconds = measure(old, new, folder / "measured")
        for number in signals:
            for _ in range(kills):
                # The child needs some time to start.
                delay = generator.uniform(0, 1.5 * seconds + 0.005)
                for left in trial(folder / "work", old, new, delay, number):
                    figures[f"{number.name}, {left}"] += 1
    return figures


def main() -> int:
    """Run the trials and print the figures; the exit code is 1 if the next run did not undo or end one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="trials for each signal")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    signals = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
    figures = run(arguments.kills, arguments.seed, signals)
    for left, count in sorted(figures.items()):
        print(f"{count:6} {left}")
    return int(is_failure(figures))


def is_failure(figures: Counter[str]) -> bool:
    """Whether a trial left something that the next run did not undo or end, or that a signal must not leave."""
    return any(
        "MIXED" in left
        or "NOT NEW" in left
        or "torn" in left
        or ("SIGKILL" not in left and ("mixed" in left or "leftovers" in left))
        for left in figures
    )


if __name__ == "__main__":
    sys.exit(main())
