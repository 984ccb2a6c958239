"""JSON Schema documents: the root's own type and the definitions beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docmodels.ir import Json, is_object
from docmodels.readers.definition_names import Pointer, word
from docmodels.readers.keywords import ASSERTING, asserts
from docmodels.readers.openapi import stated_name
from docmodels.readers.resources import File
from docmodels.readers.scope import Entry, Found, Scope

GROUPS: Final = ("definitions", "$defs")


def entries(scope: Scope, *, alone: bool) -> Iterator[Entry]:
    """Yield the root (named by its title, else `Model`, or by the file if it is not `alone`) and
    each definition under its own name. A root that only holds definitions is no type."""
    file = scope.file
    definitions = list(_definitions(file))
    stated = [(stated_name(scope, pointer, name), pointer) for name, pointer in definitions]
    root = _root(scope, alone)
    if root is not None and (asserts(root.schema) or not definitions):
        yield root
    for named, pointer in stated:
        if named is not None:
            container = file.get(pointer[:-1])
            yield Entry(named, file.get(pointer), scope, scope.origin(container, pointer[-1]))


def _root(scope: Scope, alone: bool) -> Entry | None:
    """Name the root; None if it only refers to the definition of that very name."""
    file, names = scope.file, scope.reading.names
    schema = file.tree.value
    title = schema.get("title") if is_object(schema) else None
    stated = isinstance(title, str) and bool(word(title))
    stem = file.path.rsplit("/", 1)[-1].partition(".")[0]
    wanted = str(title).strip() if stated else "Model" if alone else word(stem) or "Model"
    if is_object(schema) and isinstance(ref := schema.get("$ref"), str):
        found = scope.find(ref)
        target = names.at(*found.place) if found and found.place else None
        if target == wanted and ASSERTING.isdisjoint(schema.keys() - {"$ref"}):
            names.share(file.uri, (), wanted)
            return None
    name = names.at(file.uri, ()) or names.claim(file.uri, (), wanted)
    scope.reading.targets[name] = Found(schema, scope, (file.uri, ()))
    return Entry(name, schema, scope, scope.origin(schema), () if stated else ("name",))


def _definitions(file: File) -> Iterator[tuple[str, Pointer]]:
    value = file.tree.value
    for group in GROUPS:
        found = value.get(group) if is_object(value) else None
        for name, schema in found.items() if is_object(found) else ():
            if isinstance(schema, dict | bool) and not _is_group(schema):
                yield name, (group, name)


def _is_group(schema: Json) -> bool:
    """Whether an entry of `definitions` is no schema but holds further ones."""
    if not is_object(schema) or not schema or not ASSERTING.isdisjoint(schema):
        return False
    return all(is_object(part) and asserts(part) for part in schema.values())
