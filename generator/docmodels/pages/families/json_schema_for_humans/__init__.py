"""json-schema-for-humans (PyPI `json-schema-for-humans`) with `template_name: md` or `md_nested`.

Source: the templates `md` and `md_nested` and `md_template.py` of versions 0.41 to 1.5.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.json_schema_for_humans.sections import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.json_schema_for_humans.reader import read

    return read(pages, notes)


JSON_SCHEMA_FOR_HUMANS = Dialect(
    name="json-schema-for-humans",
    title="json-schema-for-humans (Markdown)",
    recognises=recognises,
    read=_read,
)

__all__ = ["JSON_SCHEMA_FOR_HUMANS"]
