"""Print how the time of a run grows when an input doubles.

`python benchmarks/growth.py` reads and renders made inputs of each kind (`growth_inputs.py`) at three
sizes in turns, each time in a process of its own, and shows the processor time of the largest one and
the larger of both ratios of doubling, without what an input of size 2 takes. The time of a size is the
shortest of its turns: other work on the machine only adds to it. `--only chain enum` takes the kinds
whose names contain one of the words; `--write` puts the table into `docs/speed.md`.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "generator"))
from growth_inputs import PAGES, SCHEMAS, Kind
from report import write_table

TURNS = 5
SECONDS = 120
"""Processor time after which a process is stopped."""


def seconds(path: Path) -> float:
    """Return the processor time of a run in a forked process; infinite if it fails or is stopped."""
    source, target = os.pipe()
    if (child := os.fork()) == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            start = time.process_time()
            run(path)
            os.write(target, str(time.process_time() - start).encode())
        finally:
            os._exit(0)
    os.close(target)
    with os.fdopen(source, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return float(text) if text else float("inf")


def run(path: Path) -> None:
    """Read an input and render pydantic models, with the garbage collection of the program."""
    import docmodels
    from docmodels.__main__ import GARBAGE_THRESHOLD

    gc.set_threshold(GARBAGE_THRESHOLD)
    docmodels.render(docmodels.load(path))


def measure(kind: Kind, folder: Path) -> tuple[float, float]:
    """Return the time of the largest input, and the larger ratio of doubling."""
    paths: list[Path] = []
    for size in (2, kind.size // 4, kind.size // 2, kind.size):
        paths.append(folder / f"input_{size}{kind.suffix}")
        paths[-1].write_text(kind.document(size), "utf-8")
    turns = [[seconds(path) for path in paths] for _ in range(TURNS)]
    base, *others = (min(times) for times in zip(*turns, strict=True))
    small, middle, large = (max(value - base, 0.01) for value in others)
    return others[-1], max(middle / small, large / middle)


def main() -> None:
    """Measure the kinds of the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="words in the names of kinds")
    parser.add_argument("--write", action="store_true", help="write the table into the page")
    options = parser.parse_args()
    lines = ["| input | size | s | ratio of doubling |", "| --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        (Path(folder) / ".git").mkdir()
        warm_up = Path(folder) / "warm.json"
        warm_up.write_text(SCHEMAS[0].document(2))
        run(warm_up)  # imports
        for kind in (*SCHEMAS, *PAGES):
            if options.only and not any(word in kind.name for word in options.only):
                continue
            time, ratio = measure(kind, Path(folder))
            lines.append(f"| {kind.name} | {kind.size:,} | {time:.2f} | {ratio:.1f} |")
            print(lines[-1], file=sys.stderr)
    write_table("growth", lines)


if __name__ == "__main__":
    main()
