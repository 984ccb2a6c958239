"""jsonschema2md (npm `@adobe/jsonschema2md`), versions 1 to 8.

Source: the templates of versions 1.1, 2.1 and 3.3, and `markdownBuilder.js` of 4.2, 6.1 and 8.0.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.jsonschema2md.detect import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.jsonschema2md.reader import read

    return read(pages, notes)


JSONSCHEMA2MD = Dialect(
    name="jsonschema2md", title="jsonschema2md", recognises=recognises, read=_read
)

__all__ = ["JSONSCHEMA2MD"]
