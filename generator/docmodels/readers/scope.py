"""Where a schema stands and what a reference means there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import unquote, urldefrag, urljoin

from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable

from docmodels.diagnostics.documents import WEB, Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Rule
from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import Json, Origin, Type, is_list, is_object
from docmodels.readers.data import read_data
from docmodels.readers.definition_names import Names, Pointer, pointer_of
from docmodels.readers.detection import recognise
from docmodels.readers.resources import File, address_of, has_ids, resources
from docmodels.readers.versions import SchemaVersion, document_flavour, schema_flavour

Fetch: TypeAlias = Callable[[str], Document | None]
"""Gives the document at an absolute path or at an address on the web (`https:`, `http:`), or None if
there is none to be had."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A schema that becomes a definition. `optional`: only if it holds something to be named."""

    name: str
    schema: Json
    scope: Scope
    origin: Origin | None = None
    inferred: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference leads to: the value, the scope it is read in, and where it stands."""

    value: Json
    scope: Scope
    place: tuple[str, Pointer] | None


class Reading:
    """The state of one run: documents, names given, definitions still to be read."""

    def __init__(
        self, documents: Sequence[Document], notes: list[Note], fetch: Fetch | None
    ) -> None:
        self.notes = notes
        self.names = Names()
        self.queue: list[Entry] = []
        self.wanted: set[str] = set()
        self.said: set[tuple[str, str]] = set()
        self.refs: dict[tuple[str, str], Found | None] = {}
        self.targets: dict[str, Found] = {}
        self.heritable: dict[str, bool] = {}
        self.layers: dict[str, Any] = {}
        self.described: dict[str, dict[str, Any]] = {}
        self._fetch = fetch
        self._files: dict[str, File | None] = {}
        self._unregistered: list[File] = []
        self._registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self.used: set[str] = set()
        kinds = [recognise(document) for document in documents]
        self._home: SchemaVersion | None = None
        for kinds_first in (("openapi", "swagger"), ("jsonschema", None)):
            for document, kind in zip(documents, kinds, strict=True):
                if kind in kinds_first:
                    self._parsed(document, kind)
        found = [self._files.get(address_of(document)) for document in documents]
        self.inputs = [file for file in found if file is not None]

    @property
    def is_api(self) -> bool:
        """Whether an API description is among the inputs, which other files may be parts of."""
        return self._home is not None

    def _parsed(self, document: Document, kind: str | None) -> File:
        uri = address_of(document)
        tree = read_data(document)
        flavour = document_flavour(tree.value, kind, self._home)
        if kind in ("openapi", "swagger"):
            self._home = self._home or flavour
        file = self._files[uri] = File(tree, kind, uri, flavour)
        self._unregistered.append(file)
        for key, origin in tree.repeated:
            message = f"`{key}` is given twice; the later one counts"
            self.notes.append(
                INVALID_KEYWORD.at(origin, message, "leave one of them out", len(key))
            )
        return file

    def file(self, uri: str) -> File | None:
        """Give the document at an absolute address: an input, or one that can be fetched."""
        self.used.add(uri)
        if uri not in self._files:
            self._files[uri] = None
            document = self._fetched(uri)
            if document is not None:
                known = self._files.get(address_of(document))
                self._files[uri] = known or self._parsed(document, recognise(document))
        return self._files[uri]

    def _fetched(self, uri: str) -> Document | None:
        if self._fetch is None or not uri.startswith(("file://", *WEB)):
            return None
        return self._fetch(unquote(uri.removeprefix("file://")) if uri.startswith("file:") else uri)

    @property
    def registry(self) -> Registry[Any]:
        """All documents with their identifiers, for references that are more than local pointers."""
        while self._unregistered:
            file = self._unregistered.pop(0)
            with suppress(*_MALFORMED):
                self._registry = self._registry.with_resources(resources(file)).crawl()
        return self._registry

    def _retrieve(self, uri: str) -> Resource[Any]:
        file = self.file(uri)
        if file is None:
            raise NoSuchResource(ref=uri)  # type: ignore[call-arg]
        return file.flavour.specification.create_resource(file.tree.value)

    def dynamic(self, anchor: str) -> int:
        """Count the schemas of all documents that have a dynamic anchor."""
        return sum(file.dynamic[anchor] for file in {*self._files.values()} if file is not None)

    def located(self, value: Json) -> tuple[File, Pointer] | None:
        """Say which document holds the object `value`, and where."""
        for file in self._files.values():
            if file is not None and (pointer := file.pointers.get(id(value))) is not None:
                return file, pointer
        return None


_MALFORMED = (AttributeError, LookupError, TypeError, ValueError)
"""What `referencing` raises on documents whose keywords do not hold what they should."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where a schema stands: its document, its version, and the base of its references.

    `resolver` is None at the document's own base, where `#/..` is a pointer into the document.
    `read` turns a schema into a type.
    """

    reading: Reading
    file: File
    flavour: SchemaVersion
    read_with: Callable[[Json, Scope], Type] = field(repr=False)
    resolver: Any = None

    def read(self, schema: Json) -> Type:
        """Turn a schema into a type."""
        return self.read_with(schema, self)

    def origin(self, container: Json, key: str | None = None) -> Origin | None:
        """Say where `key` of `container` stands, or `container` itself."""
        return self.file.tree.origin(container, key)

    def note(self, rule: Rule, at: tuple[Json, str | None], message: str, help: str = "") -> None:
        """Say a doubt about a key of an object."""
        container, key = at
        width = len(key) if key else 1
        self.reading.notes.append(rule.at(self.origin(container, key), message, help, width))

    def note_once(self, rule: Rule, at: tuple[Json, str], message: str, help: str = "") -> None:
        """Say a doubt at its first place in a document only."""
        if (self.file.path, message) not in self.reading.said:
            self.reading.said.add((self.file.path, message))
            self.note(rule, at, message, help)

    def outermost(self) -> Scope:
        """Give the scope of the whole document."""
        return Scope(self.reading, self.file, self.file.flavour, self.read_with)

    def entered(self, schema: dict[str, Json]) -> Scope:
        """Give the scope inside `schema`: another one if it has an identifier of its own."""
        if schema is self.file.tree.value:
            return self
        if "$schema" in schema:
            flavour = schema_flavour(schema, self.flavour)
            return replace(self, flavour=flavour)._identified(schema)
        return self._identified(schema)

    def _identified(self, schema: dict[str, Json]) -> Scope:
        if not isinstance(schema.get(self.flavour.id_keyword), str) or self.file.kind is None:
            return self
        if "$ref" in schema and not self.flavour.siblings:
            return self
        resource = self.flavour.specification.create_resource(schema)
        if resource.id() is None:
            return self
        return replace(self, resolver=self._resolver().in_subresource(resource))

    def _resolver(self) -> Any:
        if self.resolver is not None:
            return self.resolver
        resolver = self.reading.registry.resolver(base_uri=self.file.uri)
        root = self.file.flavour.specification.create_resource(self.file.tree.value)
        if self.file.kind == "jsonschema" and is_object(self.file.tree.value):
            return resolver.in_subresource(root)
        return resolver

    def find(self, ref: str) -> Found | None:
        """Follow one reference; None if it leads nowhere or out of the inputs."""
        if self.resolver is not None:
            return self._look_up(ref)
        known = self.reading.refs
        key = (self.file.uri, ref)
        if key not in known:
            known[key] = self._local(ref) or self._look_up(ref)
        return known[key]

    def _local(self, ref: str) -> Found | None:
        """The common case, at no cost: a pointer into this document or another file."""
        try:
            url, fragment = urldefrag(ref)
            address = urljoin(self.file.uri, url)
        except ValueError:
            return None
        if fragment and not fragment.startswith("/"):
            return None
        if url and address.startswith(WEB):
            return None  # A document of the inputs may have that identifier.
        file = self.reading.file(address) if url else self.file
        if file is None:
            return None
        pointer = pointer_of(unquote(fragment))
        try:
            value = file.get(pointer)
        except (LookupError, ValueError):
            return None
        if self._inside_resource(file, pointer):
            return None
        return Found(value, self._at(file), (file.uri, pointer))

    def _inside_resource(self, file: File, pointer: Pointer) -> bool:
        """Whether the pointer passes through a schema with an identifier of its own."""
        if not has_ids(file):
            return False
        value, keyword = file.tree.value, file.flavour.id_keyword
        for part in pointer:
            value = value[int(part)] if is_list(value) else value[part]
            if is_object(value) and isinstance(value.get(keyword), str):
                return True
        return False

    def _at(self, file: File) -> Scope:
        if file is self.file and self.resolver is None:
            return self
        return Scope(self.reading, file, file.flavour, self.read_with)

    def _look_up(self, ref: str) -> Found | None:
        try:
            resolved = self._resolver().lookup(ref)
        except (Unresolvable, *_MALFORMED) as error:
            if failed := _failure(error):
                raise self._placed(failed, ref) from error
            return self._anchored(ref)
        return self.found(resolved.contents, resolved.resolver)

    def _placed(self, failed: DocmodelsError, ref: str) -> DocmodelsError:
        """Say where the reference stands that could not be followed."""
        document = self.file.tree.document
        before, found, _ = document.text.partition(ref)
        if failed.note.origin is not None or not found:
            return failed
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        origin = document.origin(line, column)
        return DocmodelsError(replace(failed.note, origin=origin, width=len(ref)))

    def found(self, value: Json, resolver: Any) -> Found:
        """Describe what `referencing` found."""
        at = self.reading.located(value)
        if at is None:
            return Found(value, replace(self, resolver=resolver), None)
        file, pointer = at
        scope = self._at(file)
        if self._inside_resource(file, pointer):
            scope = replace(scope, resolver=resolver)
        return Found(value, scope, (file.uri, pointer))

    def _anchored(self, ref: str) -> Found | None:
        """An anchor in a component: an OpenAPI document is no schema that could be crawled."""
        if not ref.startswith("#") or self.file.kind == "jsonschema":
            return None
        for identity, pointer in self.file.pointers.items():
            value = self.file.get(pointer)
            if id(value) == identity and ref[1:] in (
                value.get("$anchor"),
                value.get("$dynamicAnchor"),
            ):
                return Found(value, self._at(self.file), (self.file.uri, pointer))
        return None


def _failure(error: BaseException | None) -> DocmodelsError | None:
    """Find what ended the run among the causes of an error."""
    while error is not None and not isinstance(error, DocmodelsError):
        error = error.__cause__
    return error
