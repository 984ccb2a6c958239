"""The table of page dialects, and the functions that detect and read pages with it.

`DIALECTS` is ordered, the most specific test first: a page belongs to the first dialect that
recognises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec.structs import replace as evolve

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
    """Return the first dialect that recognises the text of a page; None if it is no model page."""
    return next((dialect for dialect in DIALECTS if dialect.recognises(page)), None)


def read_pages(pages: Iterable[tuple[Page, Dialect]], notes: list[Note]) -> list[Draft]:
    """Read pages, each with its dialect, and return drafts by dialect and then in page order.

    Append what is wrong with the pages to `notes`.
    """
    pages_by_dialect: dict[str, list[Page]] = {}
    dialects: dict[str, Dialect] = {}
    for page, dialect in pages:
        dialects[dialect.name] = dialect
        pages_by_dialect.setdefault(dialect.name, []).append(page)
    drafts: list[Draft] = []
    for name, group in pages_by_dialect.items():
        drafts.extend(map(_with_source, dialects[name].read(group, notes)))
    return drafts


def _with_source(draft: Draft) -> Draft:
    definition = evolve(draft.definition, source="documentation")
    return replace(draft, definition=definition)


def by_name(name: str, dialects: Sequence[Dialect] = DIALECTS) -> Dialect | None:
    """Return the dialect with that name; None if there is none."""
    return next((dialect for dialect in dialects if dialect.name == name), None)
