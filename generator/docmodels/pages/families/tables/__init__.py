"""tables: any hand-written table of the fields of a JSON object, in several languages.

The grammar is in `words.toml` and the modules beside it. It is the last dialect: it reads only if
no other dialect, and no schema, has a model, or if it is asked for.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.tables.reader import headers, read, recognises

TABLES = Dialect(
    name="tables",
    title="hand-written tables of fields (the last resort)",
    recognises=recognises,
    read=read,
    is_fallback=True,
)

__all__ = ["TABLES", "headers"]
