"""The note about an exception that ends a run."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import TracebackType

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import (
    INTERNAL_ERROR,
    NESTING_LIMIT,
    RESOURCE_LIMIT,
    UNREADABLE_INPUT,
)


def failure_note(error: Exception) -> Note:
    """Return the note of an error; one that is not ours has the place in the code."""
    match error:
        case DocmodelsError(note=note):
            return note
        case RecursionError():
            message = "an input is nested too deeply"
            return NESTING_LIMIT.at(None, message, "reduce the nesting of the input")
        case MemoryError():
            message = "there is not enough memory for the inputs"
            help = "allow the process more memory, or read fewer inputs in one run"
            return RESOURCE_LIMIT.at(None, message, help)
        case FileNotFoundError() if not _has_working_folder():
            help = "change to a folder that exists"
            return UNREADABLE_INPUT.at(None, "the working folder does not exist any more", help)
        case OSError(errno=errno.EMFILE | errno.ENFILE, strerror=reason):
            help = "allow the process more open files, such as with `ulimit -n 256`"
            return RESOURCE_LIMIT.at(None, f"the system opens no more files: {reason}", help)
        case _:
            message = f"{type(error).__name__}: {error}{_code_location(error.__traceback__)}"
            help = "this is a bug in docmodels: please report it, with the input if you can"
            return INTERNAL_ERROR.at(None, message, help)


def _has_working_folder() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def _code_location(trace: TracebackType | None) -> str:
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
