"""Standard output and standard error, which may be closed, or lead to a disk that is full."""

from __future__ import annotations

import os
import sys
from typing import NoReturn, TextIO

import click


def open_closed_streams() -> None:
    """Let a stream that the parent process has closed take what is written, and keep nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def write_output(text: str) -> None:
    """Write a text to standard output; a surrogate of it becomes `?`.

    Raises `DocmodelsError` if the text cannot be written, and `BrokenPipeError` if the reader of a pipe has
    closed it, which is no failure.
    """
    try:
        click.echo(text.encode(errors="replace"), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        from docmodels.diagnostics.notes import DocmodelsError
        from docmodels.diagnostics.rules import UNWRITABLE_OUTPUT

        discard(sys.stdout)
        message = f"cannot write to standard output: {error.strerror}"
        help = "-o FILE writes to a file on another disk"
        raise DocmodelsError(UNWRITABLE_OUTPUT.at(None, message, help)) from error


def discard(stream: TextIO) -> None:
    """Discard what is left in a stream that cannot be written: Python would report it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_after(error: Exception) -> NoReturn:
    """End the program after an error of standard output or of standard error; raise any other error again."""
    from docmodels.cli.run import FAILED
    from docmodels.diagnostics.notes import DocmodelsError

    match error:
        case DocmodelsError(note=note):
            sys.stderr.write(f"error[{note.rule.name}]: {error}\n")
        case OSError():
            discard(sys.stderr)
        case _:
            raise error
    sys.exit(FAILED)
