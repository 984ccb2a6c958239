"""`python -m docmodels`, and the program `docmodels`: the command line.

Ctrl-C ends the program with one line, from the first moment: nothing is imported before that.

`python -m` puts the working folder first on the path of modules, so that a file `click.py` in a folder
of documents would run. As pip does, the program takes it off again, unless it is imported from there.
"""

import os
import sys

if (
    __name__ == "__main__"
    and __spec__ is not None
    and not sys.flags.safe_path
    and __file__ != os.path.join(sys.path[0], "docmodels", "__main__.py")
):
    sys.path.pop(0)

import gc
import signal
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import Any

from docmodels.config.version import __version__

INTERRUPTED = 130
"""The exit code of a shell for SIGINT."""

GARBAGE_THRESHOLD = 50_000
"""The number of new objects after which cyclic garbage is collected (CPython: 700).

A run builds large trees, which each collection looks at in vain. The library leaves the threshold
of the process alone.
"""


def main() -> None:
    """Run the command line.

    At its end, garbage collection skips all objects: CPython would look for cycles among them
    before it exits, which is a fifth of the time of a small run.
    """
    gc.set_threshold(GARBAGE_THRESHOLD)
    try:
        _run()
    except MemoryError:  # while modules are imported; the command line reports one of a run
        sys.exit("error[resource-limit]: there is not enough memory to start")
    finally:
        gc.freeze()


def _run() -> None:
    if sys.argv[1:] == ["--version"]:  # asked by scripts: answered without the command line
        with suppress(OSError):  # the command line reports it
            print(f"docmodels, version {__version__}", flush=True)
            return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _exit)
    recorder = None
    is_recorded = sys.argv[1:2] in (["generate"], ["check"]) and "--help" not in sys.argv
    if is_recorded and "_DOCMODELS_COMPLETE" not in os.environ:
        from docmodels.io.stamps import Recorder

        recorder = Recorder(sys.argv[1:])
        if (result := recorder.find()) and _print_again(recorder.command, result):
            return
    from docmodels.cli import main as run

    run(recorder)


def _print_again(command: str, result: Mapping[str, Any]) -> bool:
    """Print what an earlier run printed, and give the stamp for build tools the time of now.

    Return False if that is not possible.
    """
    try:
        if result["stamp"]:
            os.utime(result["stamp"])
    except OSError:
        return False
    lines: list[str] = result["lines"]
    if lines and sys.stderr.isatty():
        from docmodels.cli.console import print_notes

        print_notes(lines, result["format"])
        lines = []
    messages: list[str] = result["messages"].get(command, [])
    for line in [*lines, *messages]:
        sys.stderr.write(f"{line}\n")
    return True


def _exit(number: int, frame: FrameType | None) -> None:
    """End the program at once: it has written nothing yet."""
    sys.stderr.write("interrupted; nothing was written\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
