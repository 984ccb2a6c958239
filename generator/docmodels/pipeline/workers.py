"""Worker processes that call a function with several values at the same time.

The results are those of calls one after the other, in the same order. Workers end with the block that
starts them, and with the process: they do not see Ctrl-C, and notice if the process is killed.

Each worker has a pipe of its own. The executor of `concurrent.futures` has one for all results, and
waits forever if a worker is killed while it writes to it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def can_fork() -> bool:
    """Whether workers can be copies of this process: a copy has one thread only, and some libraries
    of other systems than Linux fail in it. Other workers import the main module again."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def parallel(
    function: Callable[[T], R], values: Sequence[T], processes: int
) -> Generator[Iterator[R | None]]:
    """Call a function, which raises nothing, with each value in worker processes.

    Yields the results in the order of the values; one is None if its worker was killed. Raises
    `OSError` or `ImportError` if the system has no processes.
    """
    with ExitStack() as stack:
        with _interrupts_blocked():
            workers = [stack.enter_context(_worker(function)) for _ in range(processes)]
        yield _results(workers, values)


def _results(workers: Sequence[Connection], values: Sequence[T]) -> Iterator[Any]:
    """Send the values to the workers, and yield the results in the order of the values."""
    waiting = deque(enumerate(values))
    idle, busy = list(workers), dict[Connection, int]()
    results: dict[int, Any] = {}
    for number in range(len(values)):
        while number not in results:
            while idle and waiting:
                worker = idle.pop()
                busy[worker], value = waiting.popleft()
                with suppress(OSError):  # it was killed: the next lines read the end of its pipe
                    worker.send(value)
            if not busy:  # all workers were killed
                results[number] = None
                break
            ready = wait(list(busy))
            for worker in [worker for worker in busy if worker in ready]:
                index = busy.pop(worker)
                try:
                    results[index] = worker.recv()
                    idle.append(worker)
                except (EOFError, OSError):
                    results[index] = None
        yield results.pop(number)


@contextmanager
def _worker(function: Callable[[Any], Any]) -> Generator[Connection]:
    """Start a worker, and yield the pipe to it; it ends with the block."""
    context = get_context("fork") if can_fork() else get_context("spawn")
    here, there = context.Pipe()
    with here:
        with there:
            arguments = (function, there, gc.get_threshold())
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
        try:
            yield here
        finally:
            process.kill()
            process.join()


def _work(
    function: Callable[[Any], Any], values: Connection, garbage_thresholds: tuple[int, int, int]
) -> None:
    """Call the function with each value from a pipe, and send the results back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*garbage_thresholds)
    with suppress(Exception):  # after the end of the pipe, or a result that cannot be sent
        while True:
            values.send(function(values.recv()))


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_blocked() -> Generator[None]:
    """Block Ctrl-C; a worker that starts in the block never gets it, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)
