"""The notes that all families report about a cell."""

from __future__ import annotations

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.ir import Origin

_MAX_SHOWN = 80


def unknown_type_note(text: str, origin: Origin, owner: str = "") -> Note:
    """Return the note about a type cell that is not in the grammar; `owner` is the field of the type."""
    shown = f"`{text[:_MAX_SHOWN]}` of `{owner}`" if owner else f"`{text[:_MAX_SHOWN]}`"
    message = f"cannot read the type {shown}" if text else "the type cell is empty"
    return UNKNOWN_TYPE.at(origin, message, width=max(len(text), 1))
