"""Measure work without measuring time: tests that count calls do not depend on the machine's load."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self


class CallCounter:
    """Counts the calls of Python and C functions while it is a context manager."""

    def __init__(self) -> None:
        self.calls = 0

    def __enter__(self) -> Self:
        gc.disable()  # hypothesis registers functions that garbage collection calls
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        gc.enable()

    def _count(self, frame: FrameType, event: str, arg: object) -> None:
        self.calls += event in ("call", "c_call")


def count_calls(function: Callable[[], object]) -> int:
    """Return the number of calls that a function makes."""
    with CallCounter() as counter:
        function()
    return counter.calls


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` when the process has used much more processor time than it needs.

    It is for work inside one C function (a regular expression), which calls do not show. Linear
    work must need less than a hundredth of the limit, quadratic work much more than the limit.
    """

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds of processor time")

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
