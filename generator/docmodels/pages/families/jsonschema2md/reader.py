"""Read pages of jsonschema2md as drafts."""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.families.jsonschema2md.detect import describes_file, translated
from docmodels.pages.families.jsonschema2md.file_reader import read_pages_of_files
from docmodels.pages.families.jsonschema2md.schema_reader import read_pages_of_schemas
from docmodels.pages.markdown import Page


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages of all versions as drafts; those of versions 1 to 3 are first."""
    pages = [translated(page) for page in pages]
    of_files = [page for page in pages if describes_file(page)]
    of_schemas = [page for page in pages if not describes_file(page)]
    return [*read_pages_of_files(of_files, notes), *read_pages_of_schemas(of_schemas, notes)]
