"""MD-Models: Markdown that is written to be a model.

Source: the documentation of MD-Models (chapters objects, property options, enumerations, preambles)
and the behaviour of its package `mdmodels` 0.4.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.md_models.outline import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.md_models.reader import read

    return read(pages, notes)


MD_MODELS = Dialect(name="md-models", title="MD-Models", recognises=recognises, read=_read)

__all__ = ["MD_MODELS"]
