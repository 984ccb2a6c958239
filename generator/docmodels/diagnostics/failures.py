"""The note about an exception that ends a run."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INTERNAL_ERROR, NESTING_LIMIT


def failure_note(error: Exception) -> Note:
    """Return the note of an error; one that is not ours has the place in the code."""
    match error:
        case DocmodelsError(note=note):
            return note
        case RecursionError():
            message = "an input is nested too deeply"
            return NESTING_LIMIT.at(None, message, "reduce the nesting of the input")
        case _:
            message = f"{type(error).__name__}: {error}{_code_location(error.__traceback__)}"
            help = "this is a bug in docmodels: please report it, with the input if you can"
            return INTERNAL_ERROR.at(None, message, help)


def _code_location(trace: TracebackType | None) -> str:
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
