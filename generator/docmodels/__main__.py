"""`python -m docmodels`, and the program `docmodels`: the command line.

Ctrl-C ends the program with one line, from the first moment: nothing is imported before that.
"""

import gc
import os
import signal
import sys
from types import FrameType

from docmodels.config.version import __version__

INTERRUPTED = 130
"""The exit code of a shell for SIGINT."""

GARBAGE_THRESHOLD = 50_000
"""The number of new objects after which cyclic garbage is collected (CPython: 700).

A run builds large trees, which each collection looks at in vain. The library leaves the threshold
of the process alone.
"""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    if sys.argv[1:] == ["--version"]:  # asked by scripts: answered without the command line
        sys.stdout.write(f"docmodels, version {__version__}\n")
        return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _exit)
    from docmodels.cli import main as run

    run()


def _exit(number: int, frame: FrameType | None) -> None:
    """End the program at once: it has written nothing yet."""
    sys.stderr.write("interrupted; nothing was written\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
