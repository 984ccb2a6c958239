"""Model pages in Markdown: detect the dialect of each page, and read the pages into drafts.

`DIALECTS` is ordered, the most specific test first: a page belongs to the first dialect that
recognises it. Other packages add dialects as entry points `docmodels.dialects`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import AMBIGUOUS_TABLE
from docmodels.ir.drafts import Draft
from docmodels.ir.page_roots import page_root
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.apimatic import APIMATIC
from docmodels.pages.families.conjure import CONJURE
from docmodels.pages.families.crd_ref_docs import (
    CRD_REF_DOCS,
    GEN_CRD_API_REFERENCE_DOCS,
)
from docmodels.pages.families.crdoc import CRDOC
from docmodels.pages.families.frozendict import FROZENDICT
from docmodels.pages.families.go_swagger import GO_SWAGGER
from docmodels.pages.families.json_schema_for_humans import JSON_SCHEMA_FOR_HUMANS
from docmodels.pages.families.jsonschema2md import JSONSCHEMA2MD
from docmodels.pages.families.jsonschema2md_python import JSONSCHEMA2MD_PYTHON
from docmodels.pages.families.jsonschema_markdown import JSONSCHEMA_MARKDOWN
from docmodels.pages.families.liblab import LIBLAB
from docmodels.pages.families.md_models import MD_MODELS
from docmodels.pages.families.msgraph import MSGRAPH
from docmodels.pages.families.properties import PROPERTIES
from docmodels.pages.families.protoc_gen_doc import PROTOC_GEN_DOC
from docmodels.pages.families.slate import SLATE
from docmodels.pages.families.speakeasy import SPEAKEASY
from docmodels.pages.families.swagger2markup import SWAGGER2MARKUP
from docmodels.pages.families.swagger_markdown import SWAGGER_MARKDOWN
from docmodels.pages.families.tables import TABLES
from docmodels.pages.html_tables import find_merged
from docmodels.pages.markdown import Page
from docmodels.plugins import DIALECT_GROUP, find_plugin, offer, plugins

DIALECTS: tuple[Dialect, ...] = (
    MSGRAPH,
    CONJURE,
    LIBLAB,
    SPEAKEASY,
    FROZENDICT,
    APIMATIC,
    JSONSCHEMA2MD,
    JSONSCHEMA2MD_PYTHON,
    JSONSCHEMA_MARKDOWN,
    JSON_SCHEMA_FOR_HUMANS,
    PROPERTIES,
    SLATE,
    GO_SWAGGER,
    SWAGGER2MARKUP,
    SWAGGER_MARKDOWN,
    CRD_REF_DOCS,
    CRDOC,
    GEN_CRD_API_REFERENCE_DOCS,
    PROTOC_GEN_DOC,
    MD_MODELS,
    TABLES,
)

_BUILTIN_NAMES = [dialect.name for dialect in DIALECTS]

__all__ = [
    "DIALECTS",
    "Dialect",
    "Page",
    "classify",
    "classify_fallback",
    "detect",
    "dialect_names",
    "read_pages",
    "table_headers",
]


def classify(
    documents: Iterable[Document], dialect: str | None, notes: list[Note]
) -> tuple[list[tuple[Page, Dialect]], list[Page]]:
    """Return the model pages, each with its dialect, and the other pages.

    With `dialect`, every page is a model page of the dialect with that name. Dialects of other
    packages are asked only about pages that no built-in dialect recognises. Raises
    `DocmodelsError` (`broken-plugin`) if the package with that dialect does not work.
    """
    requested = by_name(dialect) if dialect else None
    model_pages: list[tuple[Page, Dialect]] = []
    other_pages: list[Page] = []
    for page in map(Page, documents):
        if detected := requested or detect(page):
            model_pages.append((page, detected))
        else:
            other_pages.append(page)
    assigned, other_pages = offer(DIALECT_GROUP, Dialect, _BUILTIN_NAMES, other_pages, notes)
    return model_pages + assigned, other_pages


def detect(page: Page) -> Dialect | None:
    """Return the first built-in dialect that recognises a page; None if it is no model page.

    A fallback is not asked: it decides on all pages, in `classify_fallback`.
    """
    for dialect in DIALECTS:
        if not dialect.is_fallback and dialect.recognises(page):
            return dialect
    return None


def classify_fallback(pages: Sequence[Page]) -> list[tuple[Page, Dialect]]:
    """Return pages that belong to no dialect with the fallback that recognises one of them."""
    for dialect in DIALECTS:
        if dialect.is_fallback and any(map(dialect.recognises, pages)):
            return [(page, dialect) for page in pages]
    return []


def table_headers(pages: Iterable[Page]) -> list[tuple[str, int, str]]:
    """Return path, line and header of the tables of names and types on pages without models."""
    from docmodels.pages.families.tables.reader import headers

    return [(page.path, line, header) for page in pages for line, header in headers(page)]


def read_pages(pages: Iterable[tuple[Page, Dialect]], notes: list[Note]) -> list[Draft]:
    """Read pages, each with its dialect, and return drafts by dialect and then in page order.

    Append what is wrong with the pages to `notes`.
    """
    pages = list(pages)
    for page, _ in pages:
        if page.has_html_tables:
            notes.extend(_note_merged_tables(page))
    groups: dict[tuple[str, str], list[Page]] = {}
    dialects: dict[str, Dialect] = {}
    for page, dialect in pages:
        dialects.setdefault(dialect.name, dialect)
        root = page_root(page.path) if dialect.is_read_by_root else ""
        groups.setdefault((dialect.name, root), []).append(page)
    order = {name: number for number, name in enumerate(dialects)}
    drafts: list[Draft] = []
    for (name, _), group in sorted(groups.items(), key=lambda item: order[item[0][0]]):
        dialect = dialects[name]
        drafts.extend(_with_source(draft, dialect) for draft in dialect.read(group, notes))
    return drafts


def _note_merged_tables(page: Page) -> Iterator[Note]:
    """Yield a note for each table in HTML that cannot be read because of its cells."""
    for index in find_merged(page.plain.lines):
        message = "this table has merged cells or other tables inside and is not read"
        yield AMBIGUOUS_TABLE.at(page.origin(index + 1), message)


def _with_source(draft: Draft, dialect: Dialect) -> Draft:
    definition = replace(draft.definition, source="documentation")
    return replace(
        draft,
        definition=definition,
        dialect=dialect.name,
        recases_names=dialect.recases_names,
    )


def by_name(name: str) -> Dialect | None:
    """Return the dialect with that name, built in or of another package; None if there is none.

    Raises `DocmodelsError` (`broken-plugin`) if the package does not work.
    """
    if dialect := next((dialect for dialect in DIALECTS if dialect.name == name), None):
        return dialect
    plugin = find_plugin(DIALECT_GROUP, name)
    return plugin.load(Dialect) if plugin else None


def dialect_names() -> list[str]:
    """Return the names of all dialects; those of other packages are last."""
    names = [
        *(dialect.name for dialect in DIALECTS),
        *(plugin.name for plugin in plugins(DIALECT_GROUP)),
    ]
    return list(dict.fromkeys(names))
