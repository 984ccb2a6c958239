"""A parsed document, and what a reference may lead into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from os.path import abspath
from typing import Any
from urllib.parse import quote, urljoin

from referencing import Resource

from docmodels.diagnostics.documents import WEB, Document
from docmodels.ir import Json, is_list, is_object
from docmodels.readers.data import Tree
from docmodels.readers.definition_names import Pointer
from docmodels.readers.versions import SchemaVersion


@dataclass(frozen=True, eq=False)
class File:
    """A parsed document: `kind` as `recognise` tells it, `uri` its absolute address.

    A part of an API description that is kept in a file of its own is of that one's `flavour`.
    """

    tree: Tree
    kind: str | None
    uri: str
    flavour: SchemaVersion

    @property
    def path(self) -> str:
        """The path as the caller named it."""
        return self.tree.document.path

    @cached_property
    def pointers(self) -> dict[int, Pointer]:
        """Where each object of the document stands, by identity."""
        found: dict[int, Pointer] = {}
        pending: list[tuple[Json, Pointer]] = [(self.tree.value, ())]
        while pending:
            value, pointer = pending.pop()
            if is_object(value):
                found.setdefault(id(value), pointer)
            pending.extend((inner, (*pointer, key)) for key, inner in _inside(value))
        return found

    @cached_property
    def dynamic(self) -> Counter[str]:
        """How many schemas have each dynamic anchor; `#` stands for `$recursiveAnchor`."""
        found: Counter[str] = Counter()
        for pointer in self.pointers.values():
            schema = self.get(pointer)
            if isinstance(anchor := schema.get("$dynamicAnchor"), str):
                found[anchor] += 1
            found["#"] += schema.get("$recursiveAnchor") is True
        return found

    def get(self, pointer: Pointer) -> Json:
        """Give the value at `pointer`; raises `LookupError` if there is none."""
        value = self.tree.value
        for part in pointer:
            value = value[int(part)] if is_list(value) else _object(value)[part]
        return value


def _object(value: Json) -> dict[str, Json]:
    if not is_object(value):
        raise KeyError
    return value


def _inside(value: Json) -> Iterator[tuple[str, Json]]:
    if is_object(value):
        yield from ((key, inner) for key, inner in value.items() if isinstance(inner, dict | list))
    elif is_list(value):
        yield from ((str(i), v) for i, v in enumerate(value) if isinstance(v, dict | list))


def address_of(document: Document) -> str:
    """Give the absolute address of a document: a file's, or that on the web."""
    path = document.path
    return path if path.startswith(WEB) else "file://" + quote(abspath(path))


def resources(file: File) -> Iterator[tuple[str, Resource[Any]]]:
    """Yield what references may lead into, by its address: the document, and schemas with an `$id`."""
    specification, value = file.flavour.specification, file.tree.value
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
    """Whether `$id` means something in a document."""
    return file.kind == "jsonschema" or (file.kind == "openapi" and file.flavour.siblings)
