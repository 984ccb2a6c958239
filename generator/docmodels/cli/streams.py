"""Standard output and standard error, which may be closed, or lead to a disk that is full."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final, NoReturn, TextIO

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
        raise DocmodelsError(UNWRITABLE_OUTPUT.at(None, message, _HELP)) from error


_HELP: Final = "redirect it to a file on another disk"


def discard(stream: TextIO) -> None:
    """Discard what is left in a stream that cannot be written: Python would report it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_after(error: Exception) -> NoReturn:
    """End the program after an error of standard output or of standard error; raise any other error again."""
    from docmodels.cli.run import FAILED
    from docmodels.diagnostics.notes import DocmodelsError
    from docmodels.diagnostics.rules import UNWRITABLE_OUTPUT

    match error:
        case DocmodelsError(note=note):
            pass
        case OSError():  # of standard output: a message about standard error reaches no one
            message = f"cannot write to standard output: {error.strerror}"
            note = UNWRITABLE_OUTPUT.at(None, message, _HELP)
        case _:
            raise error
    with suppress(OSError):
        print(f"error[{note.rule.name}]: {note.message}\n  = help: {note.help}", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            discard(stream)
    sys.exit(FAILED)
