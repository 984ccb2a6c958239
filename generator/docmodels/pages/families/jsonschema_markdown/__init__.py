"""jsonschema-markdown (PyPI): a table of properties for a schema and for each definition.

Source: `jsonschema_markdown/converter/markdown.py` of versions 0.3 to 2026.8.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.jsonschema_markdown.outline import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.jsonschema_markdown.reader import read

    return read(pages, notes)


JSONSCHEMA_MARKDOWN = Dialect(
    name="jsonschema-markdown",
    title="jsonschema-markdown",
    recognises=recognises,
    read=_read,
)

__all__ = ["JSONSCHEMA_MARKDOWN"]
