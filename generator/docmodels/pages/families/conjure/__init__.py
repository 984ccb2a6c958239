"""Palantir Conjure: the pages of Palantir's Python SDKs, made from Conjure definitions.

Source: the pages of palantir/foundry-platform-python, and Conjure's wire format
(palantir/conjure, docs/spec/wire.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.conjure.sections import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.conjure.reader import read

    return read(pages, notes)


CONJURE = Dialect(name="conjure", title="Palantir Conjure", recognises=recognises, read=_read)

__all__ = ["CONJURE"]
