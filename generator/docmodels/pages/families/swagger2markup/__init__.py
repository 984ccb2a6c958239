"""swagger2markup: definitions of a Swagger 2 document, in one file or in one file each.

Source: Swagger2Markup/swagger2markup 0.9 to 1.4 (`DefinitionComponent`, `PropertiesTableComponent`,
`internal/adapter/PropertyAdapter`, `labels.properties`).
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.swagger2markup.reader import read
from docmodels.pages.families.swagger2markup.sections import recognises

SWAGGER2MARKUP = Dialect(
    name="swagger2markup", title="swagger2markup (Markdown)", recognises=recognises, read=read
)

__all__ = ["SWAGGER2MARKUP"]
