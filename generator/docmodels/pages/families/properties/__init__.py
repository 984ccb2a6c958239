"""The dialect of OpenAPI Generator and swagger-codegen: pages with a `## Properties` table.

Source: the templates `model_doc.mustache` (and their partials) of OpenAPI Generator 4 to 7 and of
swagger-codegen 2 and 3. All languages share the grammar of rows and notes cells. The meaning of
type names depends on the language, which the whole set of pages determines.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.properties.detect import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.properties.reader import read

    return read(pages, notes)


PROPERTIES = Dialect(
    name="properties",
    title="OpenAPI Generator and swagger-codegen (Properties tables)",
    recognises=recognises,
    read=_read,
    recases_names=True,
)

__all__ = ["PROPERTIES"]
