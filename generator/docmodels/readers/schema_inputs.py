"""Load the inputs that are no model pages: schemas, exported representations, referenced files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.io.git_inputs import is_git_path
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
    missing: set[str] | None = None,
    *,
    may_be_samples: bool = False,
) -> Schemas:
    """Load the inputs that are no pages: named files, and files of folders that are schemas.

    Readers of other packages are asked about the inputs of which no built-in reader knows the kind,
    and about pages, which may be among `inputs` for this purpose only. Referenced files come from
    the inputs, from the disk, or from the web if there is a `fetcher`; they are added to
    `documents`, those that do not exist to `missing`. With `may_be_samples`, named files of which
    no reader knows the kind are samples of values if they are the only inputs.
    """

    def fetch(path: str) -> Document | None:
        document = _fetch_document(path, documents, fetcher)
        if document is None and missing is not None and not path.startswith(WEB_SCHEMES):
            missing.add(path)
        return document

    kinds = {
        source.document.path: None if source.is_page else detect_kind(source.document)
        for source in inputs
    }
    unknown = [source.document for source in inputs if not kinds[source.document.path]]
    converted, unknown = _read_converted(unknown, notes)
    plugin_schemas, unknown = read_with_plugins(unknown, notes)
    if may_be_samples and not any(kinds.values()) and not converted and not plugin_schemas:
        samples, unknown = _read_samples([s for s in inputs if s.document in unknown], notes)
        converted += samples
    unread = {document.path for document in unknown}
    others = [
        source.document
        for source in inputs
        if kinds[source.document.path] not in (None, "ir", "python")
        or (source.document.path in unread and source.is_explicit and not source.is_page)
    ]
    schemas = read_documents(others, notes, fetch) if others else Schemas(())
    representations = [
        _load_representation(source.document, notes)
        for source in inputs
        if kinds[source.document.path] == "ir"
    ]
    python = [source.document for source in inputs if kinds[source.document.path] == "python"]
    parts = [schemas, *representations, *converted, *plugin_schemas]
    if python:
        from docmodels.readers.python_models.reader import read_python_models

        parts.append(read_python_models(python, notes))
    return _combine(parts)


def _read_converted(
    documents: Sequence[Document], notes: list[Note]
) -> tuple[list[Schemas], list[Document]]:
    """Read the documents that datamodel-code-generator reads, and return the remaining ones."""
    from docmodels.readers.converted.formats import FORMATS, format_of

    formats = {document.path: format_of(document) for document in documents}
    remaining = [document for document in documents if formats[document.path] is None]
    schemas: list[Schemas] = []
    for format in FORMATS:
        group = [document for document in documents if formats[document.path] is format]
        if group:
            from docmodels.readers.converted.reader import read_converted

            schemas.append(read_converted(group, format, notes))
    return schemas, remaining


def _read_samples(
    sources: Sequence[Input], notes: list[Note]
) -> tuple[list[Schemas], list[Document]]:
    """Read named files of values, and return the remaining documents."""
    from docmodels.readers.converted.formats import SAMPLE, is_sample

    group = [s.document for s in sources if s.is_explicit and is_sample(s.document)]
    remaining = [source.document for source in sources if source.document not in group]
    if not group:
        return [], remaining
    from docmodels.readers.converted.reader import read_converted

    return [read_converted(group, SAMPLE, notes)], remaining


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
    if os.path.splitext(path)[1].lower() not in SCHEMAS:
        return None
    if is_git_path(revision_path := os.path.relpath(path)):
        return _read_revision(revision_path, documents)
    if not os.path.isfile(path):
        return None
    (source,) = read_inputs([path])
    return documents.setdefault(path, source.document)


def _read_revision(path: str, documents: dict[str, Document]) -> Document | None:
    """Return a document of the same revision as the one that refers to it, None if it has none."""
    try:
        (source,) = read_inputs([path])
    except DocmodelsError:
        return None
    return documents.setdefault(source.document.path, source.document)
