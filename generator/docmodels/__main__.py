"""`python -m docmodels`, and the program `docmodels`: the command line.

Ctrl-C ends the program with one line, from the first moment: nothing is imported before that.
"""

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130
"""The exit code of a shell for SIGINT."""


def main() -> None:
    """Run the command line."""
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
