"""What the command line shows on a terminal: notes in colour, and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, TypeVar

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rendering import FORMATS, Documents
from docmodels.pipeline import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar

T = TypeVar("T")


def print_notes(notes: Sequence[Note], documents: Documents, form: str) -> None:
    """Print notes to standard error, in colours where it is a terminal."""
    lines = FORMATS[form](notes, documents)
    if form != "text" or not sys.stderr.isatty():
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in lines:
        text = Text(line)
        for pattern, style in _STYLES:
            text.highlight_regex(pattern, style)
        console.print(text)


_STYLES = (
    (r"^error\[.*?\]", "bold red"),
    (r"^warning\[.*?\]", "bold yellow"),
    (r"^info\[.*?\]", "bold cyan"),
    (r"^ *(-->|=|\||\d+ \|)", "blue"),
    (r"\^+$", "bold red"),
)
LONG = 0.7
"""Seconds of work before a progress bar is shown."""


class _Bar:
    """A progress bar that a timer shows: short runs neither see it nor wait for rich's import."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._doing, self._done, self._total = "", 0, 0
        self._shown: ProgressBar | None = None
        self._over = False

    def watch(self, items: Sequence[T], doing: str) -> Iterator[T]:
        """Give `items` back one by one; a single one has no measurable progress."""
        for number, item in enumerate(items):
            with self._lock:
                self._doing, self._done, self._total = doing, number, len(items)
                self._draw()
            yield item

    def show(self) -> None:
        """Put the bar on the terminal."""
        from rich.console import Console
        from rich.progress import Progress as ProgressBar

        with self._lock:
            if not self._over:
                self._shown = ProgressBar(console=Console(stderr=True), transient=True)
                self._shown.start()
                self._draw()

    def stop(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._over = True
            if self._shown:
                self._shown.stop()

    def _draw(self) -> None:
        if self._shown and self._doing:
            tasks = self._shown.tasks
            if not tasks or tasks[-1].description != self._doing:
                for task in tasks:
                    self._shown.remove_task(task.id)
                self._shown.add_task(self._doing, total=None)
            total = self._total if self._total > 1 else None
            self._shown.update(self._shown.task_ids[-1], completed=self._done, total=total)


@contextmanager
def watched() -> Generator[Progress, None, None]:
    """Give a `Watch` that shows a progress bar on a terminal once the work has become long."""
    if not sys.stderr.isatty():
        yield lambda items, doing: items
        return
    bar = _Bar()
    timer = Timer(LONG, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.watch
    finally:
        timer.cancel()
        bar.stop()
