"""Load the inputs that are no model pages: schemas, exported representations, referenced files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import Note
from docmodels.io.input_files import SCHEMAS, Input, read_inputs
from docmodels.io.remote import RemoteFetcher
from docmodels.ir.drafts import Draft
from docmodels.readers import Schemas
from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import read_documents
from docmodels.readers.plugin import read_with_plugins
from docmodels.readers.representation import read_representation


def load_schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    documents: dict[str, Document],
    fetcher: RemoteFetcher | None = None,
) -> Schemas:
    """Load JSON and YAML inputs: named files, and files of folders that are schemas.

    Readers of other packages are asked about the inputs of which no built-in reader knows the kind,
    and about pages, which may be among `inputs` for this purpose only. Referenced files come from
    the inputs, from the disk, or from the web if there is a `fetcher`; they are added to
    `documents`.
    """
    kinds = {
        source.document.path: None if source.is_page else detect_kind(source.document)
        for source in inputs
    }
    unknown = [source.document for source in inputs if not kinds[source.document.path]]
    plugin_schemas, unknown = read_with_plugins(unknown, notes)
    unread = {document.path for document in unknown}
    others = [
        source.document
        for source in inputs
        if kinds[source.document.path] not in (None, "ir")
        or (source.document.path in unread and source.is_explicit and not source.is_page)
    ]
    schemas = (
        read_documents(others, notes, lambda path: _fetch_document(path, documents, fetcher))
        if others
        else Schemas(())
    )
    representations = [
        _load_representation(source.document, notes)
        for source in inputs
        if kinds[source.document.path] == "ir"
    ]
    return _combine([schemas, *representations, *plugin_schemas])


def _combine(parts: Sequence[Schemas]) -> Schemas:
    """Combine drafts; title, version and root are those of the first part with a definition."""
    primary = next((part for part in parts if part.drafts), parts[0])
    return replace(primary, drafts=tuple(draft for part in parts for draft in part.drafts))


def _load_representation(document: Document, notes: list[Note]) -> Schemas:
    """Load an exported representation. Raises as `read_representation` does."""
    api, path = read_representation(document, notes), document.path
    drafts = [
        Draft(definition, "ir", folder=path, input_file=path) for definition in api.definitions
    ]
    return Schemas(tuple(drafts), api.title, api.version, api.doc, api.root)


def _fetch_document(
    path: str, documents: dict[str, Document], fetcher: RemoteFetcher | None
) -> Document | None:
    """Return a referenced document: an input, a schema file on the disk or a remote document."""
    if path.startswith(WEB_SCHEMES):
        fetched = fetcher.fetch(path) if fetcher else None
        return None if fetched is None else documents.setdefault(fetched.path, fetched)
    for document in documents.values():
        if os.path.abspath(document.path) == path:
            return document
    if os.path.splitext(path)[1].lower() not in SCHEMAS or not os.path.isfile(path):
        return None
    (source,) = read_inputs([path])
    return documents.setdefault(path, source.document)
