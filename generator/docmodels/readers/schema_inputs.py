"""Load the JSON and YAML inputs: schemas, exported representations and referenced files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import Note
from docmodels.io.input_files import SCHEMAS, Input, read_inputs
from docmodels.io.remote import RemoteFetcher
from docmodels.ir.drafts import Draft
from docmodels.readers import Schemas
from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import read_documents
from docmodels.readers.representation import read_representation


def load_schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    documents: dict[str, Document],
    fetcher: RemoteFetcher | None = None,
) -> Schemas:
    """Load JSON and YAML inputs: named files, and files of folders that are schemas.

    Referenced files come from the inputs, from the disk, or from the web if there is a `fetcher`;
    they are added to `documents`.
    """
    kinds = {source.document.path: detect_kind(source.document) for source in inputs}
    representations = [source.document for source in inputs if kinds[source.document.path] == "ir"]
    others = [
        source.document
        for source in inputs
        if kinds[source.document.path] != "ir"
        and (source.is_explicit or kinds[source.document.path])
    ]
    schemas = (
        read_documents(others, notes, lambda path: _fetch_document(path, documents, fetcher))
        if others
        else Schemas(())
    )
    if not representations:
        return schemas
    apis = [(document.path, read_representation(document, notes)) for document in representations]
    drafts = [
        Draft(definition, "ir", folder=path) for path, api in apis for definition in api.definitions
    ]
    primary = schemas if schemas.drafts else apis[0][1]
    return Schemas(
        (*schemas.drafts, *drafts), primary.title, primary.version, primary.doc, root=primary.root
    )


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
