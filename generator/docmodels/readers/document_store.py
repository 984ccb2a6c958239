"""The documents of a run: inputs and fetched files by URI, and the registry of their resources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import unquote, urljoin

from msgspec.structs import replace

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import Json
from docmodels.readers.data import Tree, read_data
from docmodels.readers.definition_names import Pointer
from docmodels.readers.detection import detect_kind
from docmodels.readers.resources import File, document_uri, referable_resources
from docmodels.readers.versions import SchemaVersion, document_version

if TYPE_CHECKING:  # `referencing` is imported for references that are not JSON pointers
    from referencing import Registry, Resource

Fetch: TypeAlias = Callable[[str], Document | None]
"""Returns the document at an absolute path or web address (`https:`, `http:`), or None."""

MALFORMED_ERRORS: Final = (AttributeError, LookupError, TypeError, ValueError)
"""Exceptions of `referencing` for documents with invalid values of keywords."""


def _read_foreign(document: Document) -> Tree:
    """Parse a document of which nothing may be quoted, not even by the message of an error."""
    try:
        return read_data(document)
    except DocmodelsError as error:
        message = f"{document.path}, which is outside the inputs' folder, is not valid JSON or YAML"
        raise DocmodelsError(replace(error.note, message=message)) from None


class DocumentStore:
    """Parse the inputs, and on request the files that `fetch` returns, each once.

    API descriptions are parsed first: fragment files have the version of the first one. One with
    `$self` is at that URI, too (OpenAPI 3.2, section 4.1). Duplicate keys are reported in `notes`. `inputs` are the files of the input documents; `used_uris` are the
    URIs that were requested.
    """

    def __init__(
        self, documents: Sequence[Document], notes: list[Note], fetch: Fetch | None
    ) -> None:
        self._notes = notes
        self._fetch = fetch
        self._files: dict[str, File | None] = {}
        self._unregistered: list[File] = []
        self._registry: Registry[Any] | None = None
        self._api_version: SchemaVersion | None = None
        self.used_uris: set[str] = set()
        kinds = [detect_kind(document) for document in documents]
        for kinds_first in (("openapi", "swagger"), ("jsonschema", None)):
            for document, kind in zip(documents, kinds, strict=True):
                if kind in kinds_first:
                    self._parse(document, kind)
        files = [self._files.get(document_uri(document)) for document in documents]
        self.inputs = [file for file in files if file is not None]

    def _parse(self, document: Document, kind: str | None) -> File:
        uri = document_uri(document)
        tree = _read_foreign(document) if document.is_foreign else read_data(document)
        version = document_version(tree.value, kind, self._api_version)
        if kind in ("openapi", "swagger"):
            self._api_version = self._api_version or version
        file = self._files[uri] = File(tree, kind, uri, version)
        self._unregistered.append(file)
        if kind == "openapi" and isinstance(own_uri := tree.value.get("$self"), str):
            with suppress(ValueError):  # no URI
                self._files.setdefault(urljoin(uri, own_uri), file)
        for key, origin in tree.duplicate_keys:
            message = f"`{key}` is defined twice; the last value counts"
            self._notes.append(INVALID_KEYWORD.at(origin, message, "remove one of them", len(key)))
        return file

    def get(self, uri: str) -> File | None:
        """Return the input or fetched document at an absolute URI, or None."""
        self.used_uris.add(uri)
        if uri not in self._files:
            self._files[uri] = None
            document = self._fetch_document(uri)
            if document is not None:
                existing = self._files.get(document_uri(document))
                self._files[uri] = existing or self._parse(document, detect_kind(document))
        return self._files[uri]

    def _fetch_document(self, uri: str) -> Document | None:
        if self._fetch is None or not uri.startswith(("file://", *WEB_SCHEMES)):
            return None
        if not uri.startswith("file:"):
            return self._fetch(uri)
        return self._fetch(unquote(uri.removeprefix("file://"), errors="surrogateescape"))

    @property
    def registry(self) -> Registry[Any]:
        """The registry of all documents, for references that are not JSON pointers."""
        from referencing import Registry

        registry: Registry[Any] = self._registry or Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        while self._unregistered:
            file = self._unregistered.pop(0)
            with suppress(*MALFORMED_ERRORS):
                registry = registry.with_resources(referable_resources(file)).crawl()
        self._registry = registry
        return registry

    def _retrieve(self, uri: str) -> Resource[Any]:
        from referencing.exceptions import NoSuchResource

        file = self.get(uri)
        if file is None:
            raise NoSuchResource(ref=uri)  # type: ignore[call-arg]
        return file.version.specification.create_resource(file.tree.value)

    def count_dynamic_anchors(self, anchor: str) -> int:
        """Count the schemas with the dynamic anchor in all documents."""
        return sum(
            file.dynamic_anchors[anchor] for file in {*self._files.values()} if file is not None
        )

    def locate(self, value: Json) -> tuple[File, Pointer] | None:
        """Return the file and the pointer of the object `value`, or None."""
        for file in self._files.values():
            if file is not None and (pointer := file.pointers.get(id(value))) is not None:
                return file, pointer
        return None
