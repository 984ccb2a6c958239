"""Terminal output of the command line: coloured notes and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, TypeVar

from docmodels.pipeline import Progress, no_progress

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar

T = TypeVar("T")


def print_notes(lines: Sequence[str], format: str) -> None:
    """Print lines of notes to standard error, in colour if it is a terminal."""
    if format != "text" or not sys.stderr.isatty():
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        return
    _print_coloured(lines, _STYLES, is_error=True)


def print_models(lines: Sequence[str]) -> None:
    """Print lines about models to standard output, in colour if it is a terminal."""
    if not sys.stdout.isatty():
        from docmodels.cli.streams import write_output

        write_output("".join(f"{line}\n" for line in lines))
        return
    _print_coloured(lines, _MODEL_STYLES, is_error=False)


def _print_coloured(
    lines: Sequence[str], styles: Sequence[tuple[str, str]], *, is_error: bool
) -> None:
    """Print lines; `styles` are pairs of a pattern and the style of its matches."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=is_error, highlight=False, soft_wrap=True)
    for line in lines:
        text = Text(line)
        for pattern, style in styles:
            text.highlight_regex(pattern, style)
        console.print(text)


_MODEL_STYLES = (
    (r"^  [^ :]+(?=:)", "bold cyan"),
    (r"(?<=  )required(?=  |$)", "green"),
    (r"(?<=  )nullable(?=  |$)", "magenta"),
    (r"(?<=  )default .*?(?=  |$)", "blue"),
    (r"<- inferred.*|^ *= .*", "yellow"),
    (r"^ *\S+:\d+:\d+", "dim"),
)
_STYLES = (
    (r"^error\[.*?\]", "bold red"),
    (r"^warning\[.*?\]", "bold yellow"),
    (r"^info\[.*?\]", "bold cyan"),
    (r"^ *(-->|=|\||\d+ \|)", "blue"),
    (r"\^+$", "bold red"),
)
DELAY = 0.7
"""Seconds of work before a progress bar is shown."""


class _Bar:
    """A progress bar that a timer shows: short runs do not import rich."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._activity, self._completed, self._total = "", 0, 0
        self._bar: ProgressBar | None = None
        self._stopped = False

    def track(self, items: Sequence[T], activity: str) -> Iterator[T]:
        """Yield `items` one by one and count them; a single item shows no percentage."""
        for number, item in enumerate(items):
            with self._lock:
                self._activity, self._completed, self._total = activity, number, len(items)
                self._draw()
            yield item

    def show(self) -> None:
        """Show the bar on the terminal."""
        from rich.console import Console
        from rich.progress import Progress as ProgressBar

        with self._lock:
            if not self._stopped:
                self._bar = ProgressBar(console=Console(stderr=True), transient=True)
                self._bar.start()
                self._draw()

    def stop(self) -> None:
        """Remove the bar from the terminal."""
        with self._lock:
            self._stopped = True
            if self._bar:
                self._bar.stop()

    def _draw(self) -> None:
        if self._bar and self._activity:
            tasks = self._bar.tasks
            if not tasks or tasks[-1].description != self._activity:
                for task in tasks:
                    self._bar.remove_task(task.id)
                self._bar.add_task(self._activity, total=None)
            total = self._total if self._total > 1 else None
            self._bar.update(self._bar.task_ids[-1], completed=self._completed, total=total)


@contextmanager
def progress_bar(is_shown: bool = True) -> Generator[Progress, None, None]:
    """Yield a `Progress` that shows a bar on a terminal after `DELAY` seconds of work."""
    if not (is_shown and sys.stderr.isatty()):
        yield no_progress
        return
    bar = _Bar()
    timer = Timer(DELAY, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.track
    finally:
        timer.cancel()
        bar.stop()
