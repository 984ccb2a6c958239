"""The documents that references of the inputs lead to: inputs, files, git revisions, the web."""

from __future__ import annotations

import os

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.io.boundary import Boundary
from docmodels.io.git_inputs import is_git_path
from docmodels.io.input_files import SCHEMAS, read_inputs
from docmodels.io.remote import RemoteFetcher


class ReferencedFiles(Struct, frozen=True):
    """Where referenced documents come from.

    `documents` are those that are read already, by path; `fetch` adds to them. Files are read inside
    the `boundary`, documents of the web only with a `fetcher`. `missing` collects the paths of files
    that do not exist.
    """

    documents: dict[str, Document]
    boundary: Boundary
    fetcher: RemoteFetcher | None = None
    missing: set[str] = field(default_factory=set[str])

    def fetch(self, path: str) -> Document | None:
        """Return a document by its absolute path or address.

        None if there is none, or if the file is outside the boundary, whether it exists or not.
        """
        if path.startswith(WEB_SCHEMES):
            fetched = self.fetcher.fetch(path) if self.fetcher else None
            return None if fetched is None else self.documents.setdefault(fetched.path, fetched)
        document = self._read(path)
        if document is None:
            self.missing.add(path)
        return document

    def _read(self, path: str) -> Document | None:
        for document in self.documents.values():
            if os.path.abspath(document.path) == path:
                return document
        if os.path.splitext(path)[1].lower() not in SCHEMAS:
            return None
        if is_git_path(revision_path := os.path.relpath(path)):
            return self._read_revision(revision_path)
        if not self.boundary.allows(path) or not os.path.isfile(path):
            return None
        (source,) = read_inputs([path])
        document = replace(source.document, is_foreign=self.boundary.is_foreign(path))
        return self.documents.setdefault(path, document)

    def _read_revision(self, path: str) -> Document | None:
        """Return a document of the revision of the one that refers to it, None if it has none."""
        try:
            (source,) = read_inputs([path])
        except DocmodelsError:
            return None
        return self.documents.setdefault(source.document.path, source.document)
