"""OpenAPI Generator and swagger-codegen in every language: pages with a `## Properties` table.

Source: the templates `model_doc.mustache` (and their parts) of OpenAPI Generator 4 to 7 and of
swagger-codegen 2 and 3. The grammar of rows and notes is one for all languages; what type words
mean is a matter of the language, which the whole set of pages decides.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.properties.detect import recognises
from docmodels.pages.families.properties.reader import read

PROPERTIES = Dialect(
    name="properties",
    title="OpenAPI Generator and swagger-codegen (Properties tables)",
    recognises=recognises,
    read=read,
)

__all__ = ["PROPERTIES"]
