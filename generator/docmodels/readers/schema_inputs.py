"""Load the inputs that are no model pages: schemas, exported representations, referenced files."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.io.input_files import Input
from docmodels.ir.drafts import Draft
from docmodels.readers import Schemas
from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import read_documents
from docmodels.readers.plugin import read_with_plugins
from docmodels.readers.referenced_files import ReferencedFiles
from docmodels.readers.representation import read_representation


def load_schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    files: ReferencedFiles,
    *,
    may_be_samples: bool = False,
) -> Schemas:
    """Load the inputs that are no pages: named files, and files of folders that are schemas.

    Readers of other packages are asked about the inputs of which no built-in reader knows the kind,
    and about pages, which may be among `inputs` for this purpose only. Referenced files come from
    `files`. With `may_be_samples`, named files of which no reader knows the kind are samples of
    values if they are the only inputs.
    """
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
    schemas = read_documents(others, notes, files.fetch) if others else Schemas(())
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
