"""OpenAPI Generator `python` 6.0 to 6.6 and `python-experimental` 5.x: pages with two type columns.

Source: the handlebars templates `model_templates/schema_doc` of those versions. A page describes
one schema: a `## Model Type Info` row, `### Dictionary Keys`, `### Tuple Items` and composed
schemas. Inline schemas follow under separate headings, named after the key or item they describe.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.frozendict.reader import read, recognises

FROZENDICT = Dialect(
    name="frozendict",
    title="OpenAPI Generator python 6 (frozendict)",
    recognises=recognises,
    read=read,
)

__all__ = ["FROZENDICT"]
