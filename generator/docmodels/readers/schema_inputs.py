"""The JSON and YAML among the inputs: schemas, representations that were saved, files referred to."""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec

from docmodels.diagnostics.documents import WEB, Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.io.input_files import SCHEMAS, Input
from docmodels.io.input_files import read as read_inputs
from docmodels.io.remote import RemoteFetcher
from docmodels.ir import Api, loads
from docmodels.ir.drafts import Draft
from docmodels.readers import Schemas
from docmodels.readers.detection import recognise
from docmodels.readers.documents import read


def load_schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    documents: dict[str, Document],
    visits: RemoteFetcher | None = None,
) -> Schemas:
    """Read JSON and YAML: what was named, and what was found in folders and is a schema.

    Files that references lead to are taken from the inputs, from the disk, or with `visits` from the
    web; they are added to `documents`.
    """
    kinds = {given.document.path: recognise(given.document) for given in inputs}
    saved = [given.document for given in inputs if kinds[given.document.path] == "ir"]
    others = [
        given.document
        for given in inputs
        if kinds[given.document.path] != "ir" and (given.named or kinds[given.document.path])
    ]
    schemas = (
        read(others, notes, lambda path: _fetched(path, documents, visits))
        if others
        else Schemas(())
    )
    if not saved:
        return schemas
    apis = [(document.path, _saved(document)) for document in saved]
    drafts = [Draft(made, "ir", folder=path) for path, api in apis for made in api.definitions]
    whole = schemas if schemas.drafts else apis[0][1]
    return Schemas(
        (*schemas.drafts, *drafts), whole.title, whole.version, whole.doc, root=whole.root
    )


def _saved(document: Document) -> Api:
    """Read a representation that was exported."""
    try:
        return loads(document.text)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        message = f"{document.path} is no representation of this version: {error}"
        help = "export it again with `docmodels export --to ir`"
        raise DocmodelsError(UNREADABLE_INPUT.at(document.origin(1), message, help)) from error


def _fetched(
    path: str, documents: dict[str, Document], visits: RemoteFetcher | None
) -> Document | None:
    """Give what a reference leads to: an input, a schema file on the disk, a remote document."""
    if path.startswith(WEB):
        found = visits.fetch(path) if visits else None
        return None if found is None else documents.setdefault(found.path, found)
    for document in documents.values():
        if os.path.abspath(document.path) == path:
            return document
    if os.path.splitext(path)[1].lower() not in SCHEMAS or not os.path.isfile(path):
        return None
    (given,) = read_inputs([path])
    return documents.setdefault(path, given.document)
