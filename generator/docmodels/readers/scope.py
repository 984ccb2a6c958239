"""The state of a run, and the scope in which a schema is read and its references are resolved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import unquote, urldefrag, urljoin

from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Rule
from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import Inference, Json, Origin, Type, is_list, is_object
from docmodels.readers.data import read_data
from docmodels.readers.definition_names import NameRegistry, Pointer, parse_pointer
from docmodels.readers.detection import detect_kind
from docmodels.readers.resources import File, document_uri, has_ids, referable_resources
from docmodels.readers.versions import SchemaVersion, document_version, schema_version

Fetch: TypeAlias = Callable[[str], Document | None]
"""Returns the document at an absolute path or web address (`https:`, `http:`), or None."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A schema that becomes a definition; if `optional`, only if it needs a name."""

    name: str
    schema: Json
    scope: Scope
    origin: Origin | None = None
    inferred: tuple[Inference, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedSchema:
    """The target of a reference: its value, the scope to read it in, and its location.

    `location` is the URI of the file and the pointer in it; None if it is unknown.
    """

    value: Json
    scope: Scope
    location: tuple[str, Pointer] | None


class ReadState:
    """The state of one run: documents, assigned names, definitions that are still to be read."""

    def __init__(
        self, documents: Sequence[Document], notes: list[Note], fetch: Fetch | None
    ) -> None:
        self.notes = notes
        self.names = NameRegistry()
        self.queue: list[Entry] = []
        self.referenced_names: set[str] = set()
        self.reported_messages: set[tuple[str, str]] = set()
        self.resolved_refs: dict[tuple[str, str], ResolvedSchema | None] = {}
        self.definition_schemas: dict[str, ResolvedSchema] = {}
        self.extensible: dict[str, bool] = {}
        self.own_keywords: dict[str, Any] = {}
        self.declarations: dict[str, dict[str, Any]] = {}
        self._fetch = fetch
        self._files: dict[str, File | None] = {}
        self._unregistered: list[File] = []
        self._registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self.used_uris: set[str] = set()
        kinds = [detect_kind(document) for document in documents]
        self._api_version: SchemaVersion | None = None
        for kinds_first in (("openapi", "swagger"), ("jsonschema", None)):
            for document, kind in zip(documents, kinds, strict=True):
                if kind in kinds_first:
                    self._parse(document, kind)
        files = [self._files.get(document_uri(document)) for document in documents]
        self.inputs = [file for file in files if file is not None]

    @property
    def is_api(self) -> bool:
        """Whether an API description is among the inputs."""
        return self._api_version is not None

    def _parse(self, document: Document, kind: str | None) -> File:
        uri = document_uri(document)
        tree = read_data(document)
        version = document_version(tree.value, kind, self._api_version)
        if kind in ("openapi", "swagger"):
            self._api_version = self._api_version or version
        file = self._files[uri] = File(tree, kind, uri, version)
        self._unregistered.append(file)
        for key, origin in tree.duplicate_keys:
            message = f"`{key}` is defined twice; the last value counts"
            self.notes.append(INVALID_KEYWORD.at(origin, message, "remove one of them", len(key)))
        return file

    def get_file(self, uri: str) -> File | None:
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
        return self._fetch(unquote(uri.removeprefix("file://")) if uri.startswith("file:") else uri)

    @property
    def registry(self) -> Registry[Any]:
        """The registry of all documents, for references that are not JSON pointers."""
        while self._unregistered:
            file = self._unregistered.pop(0)
            with suppress(*_MALFORMED_ERRORS):
                self._registry = self._registry.with_resources(referable_resources(file)).crawl()
        return self._registry

    def _retrieve(self, uri: str) -> Resource[Any]:
        file = self.get_file(uri)
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


_MALFORMED_ERRORS = (AttributeError, LookupError, TypeError, ValueError)
"""Exceptions of `referencing` for documents with invalid values of keywords."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The context of a schema: its document, its version, and the base URI of its references.

    `resolver` is None for the base URI of the document, where `#/..` points into the document.
    `read_type` reads a schema into a type.
    """

    state: ReadState
    file: File
    version: SchemaVersion
    read_type: Callable[[Json, Scope], Type] = field(repr=False)
    resolver: Any = None

    def read(self, schema: Json) -> Type:
        """Read a schema into a type."""
        return self.read_type(schema, self)

    def origin(self, container: Json, key: str | None = None) -> Origin | None:
        """Return the position of `key` in `container`, or of `container` itself."""
        return self.file.tree.origin(container, key)

    def note(self, rule: Rule, at: tuple[Json, str | None], message: str, help: str = "") -> None:
        """Report a problem at a key of an object: `at` is the object and the key."""
        container, key = at
        width = len(key) if key else 1
        self.state.notes.append(rule.at(self.origin(container, key), message, help, width))

    def note_once(self, rule: Rule, at: tuple[Json, str], message: str, help: str = "") -> None:
        """Report a problem only at its first occurrence in a document."""
        if (self.file.path, message) not in self.state.reported_messages:
            self.state.reported_messages.add((self.file.path, message))
            self.note(rule, at, message, help)

    def document_scope(self) -> Scope:
        """Return the scope of the root of the document."""
        return Scope(self.state, self.file, self.file.version, self.read_type)

    def enter(self, schema: dict[str, Json]) -> Scope:
        """Return the scope inside `schema`: a new one if it has its own identifier or `$schema`."""
        if schema is self.file.tree.value:
            return self
        if "$schema" in schema:
            version = schema_version(schema, self.version)
            return replace(self, version=version)._enter_resource(schema)
        return self._enter_resource(schema)

    def _enter_resource(self, schema: dict[str, Json]) -> Scope:
        if not isinstance(schema.get(self.version.id_keyword), str) or self.file.kind is None:
            return self
        if "$ref" in schema and not self.version.allows_ref_siblings:
            return self
        resource = self.version.specification.create_resource(schema)
        if resource.id() is None:
            return self
        return replace(self, resolver=self._resolver().in_subresource(resource))

    def _resolver(self) -> Any:
        if self.resolver is not None:
            return self.resolver
        resolver = self.state.registry.resolver(base_uri=self.file.uri)
        root = self.file.version.specification.create_resource(self.file.tree.value)
        if self.file.kind == "jsonschema" and is_object(self.file.tree.value):
            return resolver.in_subresource(root)
        return resolver

    def resolve(self, ref: str) -> ResolvedSchema | None:
        """Resolve one reference; None if there is no target among the inputs and fetched files."""
        if self.resolver is not None:
            return self._resolve_in_registry(ref)
        resolved_refs = self.state.resolved_refs
        key = (self.file.uri, ref)
        if key not in resolved_refs:
            resolved_refs[key] = self._resolve_pointer(ref) or self._resolve_in_registry(ref)
        return resolved_refs[key]

    def _resolve_pointer(self, ref: str) -> ResolvedSchema | None:
        """Resolve the common case without the registry: a pointer into this document or a file."""
        try:
            url, fragment = urldefrag(ref)
            address = urljoin(self.file.uri, url)
        except ValueError:
            return None
        if fragment and not fragment.startswith("/"):
            return None
        if url and address.startswith(WEB_SCHEMES):
            return None  # An input may have that address as identifier.
        file = self.state.get_file(address) if url else self.file
        if file is None:
            return None
        pointer = parse_pointer(unquote(fragment))
        try:
            value = file.get(pointer)
        except (LookupError, ValueError):
            return None
        if self._inside_resource(file, pointer):
            return None
        return ResolvedSchema(value, self._scope_in(file), (file.uri, pointer))

    def _inside_resource(self, file: File, pointer: Pointer) -> bool:
        """Return whether the pointer passes through a schema with its own identifier."""
        if not has_ids(file):
            return False
        value, keyword = file.tree.value, file.version.id_keyword
        for part in pointer:
            value = value[int(part)] if is_list(value) else value[part]
            if is_object(value) and isinstance(value.get(keyword), str):
                return True
        return False

    def _scope_in(self, file: File) -> Scope:
        if file is self.file and self.resolver is None:
            return self
        return Scope(self.state, file, file.version, self.read_type)

    def _resolve_in_registry(self, ref: str) -> ResolvedSchema | None:
        try:
            resolved = self._resolver().lookup(ref)
        except (Unresolvable, *_MALFORMED_ERRORS) as error:
            if cause := _docmodels_cause(error):
                raise self._with_origin(cause, ref) from error
            return self._resolve_anchor(ref)
        return self._from_referencing(resolved.contents, resolved.resolver)

    def _with_origin(self, error: DocmodelsError, ref: str) -> DocmodelsError:
        """Add the position of the reference that caused the error."""
        document = self.file.tree.document
        before, match, _ = document.text.partition(ref)
        if error.note.origin is not None or not match:
            return error
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        origin = document.origin(line, column)
        return DocmodelsError(replace(error.note, origin=origin, width=len(ref)))

    def _from_referencing(self, value: Json, resolver: Any) -> ResolvedSchema:
        """Convert a result of `referencing`."""
        location = self.state.locate(value)
        if location is None:
            return ResolvedSchema(value, replace(self, resolver=resolver), None)
        file, pointer = location
        scope = self._scope_in(file)
        if self._inside_resource(file, pointer):
            scope = replace(scope, resolver=resolver)
        return ResolvedSchema(value, scope, (file.uri, pointer))

    def _resolve_anchor(self, ref: str) -> ResolvedSchema | None:
        """Resolve an anchor in a component; `referencing` does not crawl OpenAPI documents."""
        if not ref.startswith("#") or self.file.kind == "jsonschema":
            return None
        for identity, pointer in self.file.pointers.items():
            value = self.file.get(pointer)
            if id(value) == identity and ref[1:] in (
                value.get("$anchor"),
                value.get("$dynamicAnchor"),
            ):
                return ResolvedSchema(value, self._scope_in(self.file), (self.file.uri, pointer))
        return None


def _docmodels_cause(error: BaseException | None) -> DocmodelsError | None:
    """Return the `DocmodelsError` among the causes of an error, or None."""
    while error is not None and not isinstance(error, DocmodelsError):
        error = error.__cause__
    return error
