"""Parsed documents, and the resources in them that references can address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from os.path import abspath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from msgspec import Struct

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.ir import Json, is_list, is_object
from docmodels.readers.data import Tree
from docmodels.readers.definition_names import Pointer
from docmodels.readers.versions import SchemaVersion

if TYPE_CHECKING:
    from referencing import Resource


class File(Struct, frozen=True, eq=False, dict=True):
    """A parsed document: `kind` as `detect_kind` returns it, `uri` its absolute address.

    A fragment file of an API description has the `version` of that description.
    """

    tree: Tree
    kind: str | None
    uri: str
    version: SchemaVersion

    @property
    def path(self) -> str:
        """The path as the caller gave it."""
        return self.tree.document.path

    @cached_property
    def pointers(self) -> dict[int, Pointer]:
        """The pointer of each object of the document, by the identity of the object."""
        pointers: dict[int, Pointer] = {}
        pending: list[tuple[Json, Pointer]] = [(self.tree.value, ())]
        while pending:
            value, pointer = pending.pop()
            if is_object(value):
                pointers.setdefault(id(value), pointer)
            pending.extend((inner, (*pointer, key)) for key, inner in _children(value))
        return pointers

    @cached_property
    def dynamic_anchors(self) -> Counter[str]:
        """The number of schemas with each dynamic anchor; `#` stands for `$recursiveAnchor`."""
        counts: Counter[str] = Counter()
        for pointer in self.pointers.values():
            schema = self.get(pointer)
            if isinstance(anchor := schema.get("$dynamicAnchor"), str):
                counts[anchor] += 1
            counts["#"] += schema.get("$recursiveAnchor") is True
        return counts

    @cached_property
    def has_dynamic_anchors(self) -> bool:
        """Whether a schema of the document may have a dynamic anchor."""
        text = self.tree.document.text
        return "$dynamicAnchor" in text or "$recursiveAnchor" in text

    @cached_property
    def dynamic_anchors_by_resource(self) -> dict[Pointer, dict[str, Pointer]]:
        """The schemas with dynamic anchors, by the pointer of their resource and by anchor."""
        anchors: dict[Pointer, dict[str, Pointer]] = {}
        for pointer in self.pointers.values():
            schema = self.get(pointer)
            resource = anchors.setdefault(self.resource_of(pointer), {})
            if isinstance(anchor := schema.get("$dynamicAnchor"), str):
                resource.setdefault(anchor, pointer)
            if schema.get("$recursiveAnchor") is True:
                resource.setdefault("#", pointer)
        return anchors

    def resource_of(self, pointer: Pointer) -> Pointer:
        """Return the pointer of the schema with an identifier that contains a schema, or the root."""
        lengths = range(len(pointer), 0, -1)
        resources = (pointer[:length] for length in lengths)
        keyword = self.version.id_keyword
        return next((r for r in resources if isinstance(_id(self.get(r), keyword), str)), ())

    def get(self, pointer: Pointer) -> Json:
        """Return the value at `pointer`. Raises `LookupError` or `ValueError` if there is none."""
        value = self.tree.value
        for part in pointer:
            value = value[int(part)] if is_list(value) else _object(value)[part]
        return value


def _id(schema: Json, keyword: str) -> Json:
    return schema.get(keyword) if is_object(schema) else None


def _object(value: Json) -> dict[str, Json]:
    if not is_object(value):
        raise KeyError
    return value


def _children(value: Json) -> Iterator[tuple[str, Json]]:
    if is_object(value):
        yield from ((key, inner) for key, inner in value.items() if isinstance(inner, dict | list))
    elif is_list(value):
        yield from ((str(i), v) for i, v in enumerate(value) if isinstance(v, dict | list))


def document_uri(document: Document) -> str:
    """Return the absolute URI of a document: `file:`, `http:` or `https:`."""
    path = document.path
    if path.startswith(WEB_SCHEMES):
        return path
    return "file://" + quote(abspath(path), errors="surrogateescape")  # a name may be no UTF-8


def referable_resources(file: File) -> Iterator[tuple[str, Resource[Any]]]:
    """Yield the URI and the resource of the document and of its schemas with an `$id`."""
    specification, value = file.version.specification, file.tree.value
    yield file.uri, specification.create_resource(value)
    identifier = specification.create_resource(value).id() if file.kind == "jsonschema" else None
    if identifier:
        yield urljoin(file.uri, identifier), specification.create_resource(value)
    if file.kind == "openapi" and "$id" in file.tree.document.text:
        schemas = value.get("components", {}).get("schemas", {})
        for schema in schemas.values() if is_object(schemas) else ():
            if is_object(schema) and isinstance(schema.get("$id"), str):
                resource = specification.create_resource(schema)
                yield urljoin(file.uri, schema["$id"]), resource


def has_ids(file: File) -> bool:
    """Return whether schemas of the document can have an `$id`."""
    return file.kind == "jsonschema" or (
        file.kind == "openapi" and file.version.allows_ref_siblings
    )
