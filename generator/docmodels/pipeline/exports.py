"""Export an `Api` as the text of a document or of a diagram."""

from __future__ import annotations

from docmodels.diagnostics.notes import UnknownName
from docmodels.ir import Api
from docmodels.ir.documents import DIAGRAMS, EXPORTS
from docmodels.ir.neighbourhood import neighbourhood


def export_text(api: Api, to: str, around: str | None, depth: int) -> str:
    """Return the text of a document or diagram; with `around`, only what is near that definition.

    Raises `UnknownName` for a kind or a definition that does not exist, and for `around` with a
    document.
    """
    if to not in EXPORTS:
        raise UnknownName("kind of document", to, list(EXPORTS))
    if around is not None:
        if to not in DIAGRAMS:
            raise UnknownName("kind of diagram", to, list(DIAGRAMS))
        if around not in (names := list(api.by_name())):
            raise UnknownName("model", around, names)
        api = neighbourhood(api, around, depth)
    return EXPORTS[to](api)
