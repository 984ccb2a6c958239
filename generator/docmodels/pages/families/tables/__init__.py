"""tables: any hand-written table of the fields of a JSON object, in several languages.

The grammar is in `words.toml` and the modules beside it. It is the last dialect: it reads only if
no other dialect, and no schema, has a model, or if it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.markdown import Page


def _recognises(page: Page) -> bool:
    from docmodels.pages.families.tables.reader import recognises

    return recognises(page)


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.tables.reader import read

    return read(pages, notes)


TABLES = Dialect(
    name="tables",
    title="hand-written tables of fields (the last resort)",
    recognises=_recognises,
    read=_read,
    is_fallback=True,
)

__all__ = ["TABLES"]
