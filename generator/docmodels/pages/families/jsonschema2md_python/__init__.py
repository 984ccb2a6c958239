"""jsonschema2md of PyPI (the program of Adobe with that name has a dialect of its own): nested lists.

Source: `jsonschema2md/__init__.py` of versions 0.4 to 1.7.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.jsonschema2md_python.outline import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.jsonschema2md_python.reader import read

    return read(pages, notes)


JSONSCHEMA2MD_PYTHON = Dialect(
    name="jsonschema2md-python",
    title="jsonschema2md (Python)",
    recognises=recognises,
    read=_read,
)

__all__ = ["JSONSCHEMA2MD_PYTHON"]
