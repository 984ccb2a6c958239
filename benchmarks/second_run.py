"""Print how long a run takes that has nothing to do.

`python benchmarks/second_run.py` generates a package from 400 made pages, then runs `generate` and
`check` again and again, in turns with `python -c "import click"`, each as a whole process. The table has
the median processor time, and the ratio to that import. `--write` puts it into `docs/speed.md`.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from report import ROOT, write_table

sys.path.insert(0, str(ROOT / "tests"))
from test_growth import write_pages

PAGES, TURNS, FULL_TURNS = 400, 21, 3
MODULE = ("-m", "docmodels")
COMMANDS = {
    '`python -c "import click"`': ("-c", "import click"),
    "`generate`, nothing to do": (*MODULE, "generate", "--quiet"),
    "`check`, nothing to do": (*MODULE, "check", "--quiet"),
}


def seconds(*arguments: str) -> float:
    """Return the processor time of a Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True)  # noqa: S603 (commands of this module)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_run(command: Sequence[str]) -> float:
    """Return the time of a run without stamps and models."""
    for folder in ("cache", "models"):
        shutil.rmtree(folder, ignore_errors=True)
    return seconds(*command)


def measure() -> dict[str, float]:
    """Return the median time of each kind of run, in the current folder."""
    write_pages(Path("docs"), PAGES)
    Path("docmodels.toml").write_text('inputs = ["docs"]\noutput = "models"\n')
    generate = (*MODULE, "generate", "--quiet")
    first = statistics.median(first_run(generate) for _ in range(FULL_TURNS))
    seconds(*generate)  # the stamp of a first run needs files that are older than the run
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(TURNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(*command))
    return {
        **{name: statistics.median(values) for name, values in times.items()},
        "`generate`, first run": first,
    }


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["DOCMODELS_CACHE_DIR"] = f"{folder}/cache"
        Path("docs").mkdir()
        rows = measure()
        os.chdir(ROOT)
    base = next(iter(rows.values()))
    head = ["| | s | ratio |", "| --- | --- | --- |"]
    lines = [f"| {name} | {value:.3f} | {value / base:.2f} |" for name, value in rows.items()]
    write_table("second_run", [*head, *lines])


if __name__ == "__main__":
    main()
