"""Kinds of Markdown pages, as values in a table.

`DIALECTS` stands in a stated order, the safest sign first: a page belongs to the first dialect
that recognises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.apimatic import APIMATIC
from docmodels.pages.families.frozendict import FROZENDICT
from docmodels.pages.families.go_swagger import GO_SWAGGER
from docmodels.pages.families.liblab import LIBLAB
from docmodels.pages.families.properties import PROPERTIES
from docmodels.pages.families.slate import SLATE
from docmodels.pages.families.speakeasy import SPEAKEASY
from docmodels.pages.families.swagger_markdown import SWAGGER_MARKDOWN
from docmodels.pages.markdown import Page

DIALECTS: tuple[Dialect, ...] = (
    LIBLAB,
    SPEAKEASY,
    FROZENDICT,
    APIMATIC,
    PROPERTIES,
    SLATE,
    GO_SWAGGER,
    SWAGGER_MARKDOWN,
)

__all__ = ["DIALECTS", "Dialect", "Page", "detect", "read_pages"]


def detect(page: Page) -> Dialect | None:
    """Give the dialect of a page from its text alone, or None: no model page of any known kind."""
    return next((dialect for dialect in DIALECTS if dialect.recognises(page)), None)


def read_pages(pages: Iterable[tuple[Page, Dialect]], notes: list[Note]) -> list[Draft]:
    """Read pages, each with its dialect, as drafts: dialect by dialect, in page order."""
    found: dict[str, list[Page]] = {}
    dialects: dict[str, Dialect] = {}
    for page, dialect in pages:
        dialects[dialect.name] = dialect
        found.setdefault(dialect.name, []).append(page)
    drafts: list[Draft] = []
    for name, members in found.items():
        drafts.extend(map(_documented, dialects[name].read(members, notes)))
    return drafts


def _documented(draft: Draft) -> Draft:
    definition = changed(draft.definition, source="documentation")
    return replace(draft, definition=definition)


def by_name(name: str, dialects: Sequence[Dialect] = DIALECTS) -> Dialect | None:
    """Find a dialect by its name."""
    return next((dialect for dialect in dialects if dialect.name == name), None)
