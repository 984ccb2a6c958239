"""json-schema-for-humans (PyPI `json-schema-for-humans`) with `template_name: md` or `md_nested`.

Source: the templates `md` and `md_nested` and `md_template.py` of versions 0.41 to 1.5.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.json_schema_for_humans.reader import read
from docmodels.pages.families.json_schema_for_humans.sections import recognises

JSON_SCHEMA_FOR_HUMANS = Dialect(
    name="json-schema-for-humans",
    title="json-schema-for-humans (Markdown)",
    recognises=recognises,
    read=read,
)

__all__ = ["JSON_SCHEMA_FOR_HUMANS"]
