"""Readers of other packages, for documents that no built-in reader recognises.

A package declares a `Reader` as entry point in the group `docmodels.readers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.plugins import READER_GROUP, offer
from docmodels.readers.documents import Schemas


class Reader(Struct, frozen=True):
    """A kind of documents: how to recognise and how to read them.

    `recognises` decides from one document. `read` takes *all* documents of the kind, returns their
    definitions and the metadata of the API, and appends notes to the list. It does not resolve
    references: a name is `Ref("Pet")`.
    """

    name: str
    title: str
    recognises: Callable[[Document], bool]
    read: Callable[[Sequence[Document], list[Note]], Schemas]


def read_with_plugins(
    documents: Sequence[Document], notes: list[Note]
) -> tuple[list[Schemas], list[Document]]:
    """Read what the readers of other packages recognise, and return the remaining documents."""
    pairs, remaining = offer(READER_GROUP, Reader, (), documents, notes)
    documents_by_reader: dict[str, list[Document]] = {}
    readers: dict[str, Reader] = {}
    for document, reader in pairs:
        readers[reader.name] = reader
        documents_by_reader.setdefault(reader.name, []).append(document)
    contents = [
        (name, readers[name].read(group, notes)) for name, group in documents_by_reader.items()
    ]
    return [_with_name(schemas, name) for name, schemas in contents], remaining


def _with_name(schemas: Schemas, name: str) -> Schemas:
    drafts: tuple[Draft, ...] = tuple(replace(draft, dialect=name) for draft in schemas.drafts)
    return replace(schemas, drafts=drafts)
