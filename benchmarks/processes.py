"""Measure the processor time and the memory of whole processes."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from report import ROOT

Run = tuple[float, float]
"""Seconds of processor time and megabytes of memory of one process."""


def run_python(arguments: Sequence[str], folder: Path) -> Run | None:
    """Run Python with our modules and a new cache in `folder`; None if it fails."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "generator"),
        "DOCMODELS_CACHE_DIR": str(
            folder / f"cache-{time.time_ns()}"
        ),  # no run knows an earlier one
    }
    silent = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    command = [sys.executable, *arguments]
    process = os.posix_spawn(sys.executable, command, environment, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    return (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024) if status == 0 else None


def median(runs: Sequence[Run], column: int) -> float:
    """Return the median of the seconds (0) or the megabytes (1)."""
    return statistics.median(run[column] for run in runs)
