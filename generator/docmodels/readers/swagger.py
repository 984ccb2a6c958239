"""Swagger 2.0: definitions under their own names, inline schemas by operation and place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docmodels.ir import is_object
from docmodels.readers.openapi import METHODS, Node, components, inline_entry, operation_name
from docmodels.readers.scope import Entry, Scope

_NOT_SCHEMA: Final = frozenset(
    "name in required description allowEmptyValue collectionFormat schema".split()
)


def schemas_of(scope: Scope) -> list[Entry]:
    """Give the definitions of a Swagger document."""
    return list(components(scope, ("definitions",)))


def inline(scope: Scope) -> Iterator[Entry]:
    """Yield every schema that stands inline in paths, parameters and responses."""
    root = Node(scope.file.tree.value, (), scope, "")
    for path, item in root.each("paths"):
        yield from _path_item(item.named(path), path)
    for name, node in root.each("parameters"):
        yield from _value(node.named(name, "parameter"))
    for name, node in root.each("responses"):
        yield from _response(node.named(name, "response"))


def _path_item(item: Node, path: str) -> Iterator[Entry]:
    yield from _parameters(item)
    for method in METHODS:
        if operation := item.get(method):
            named = operation.named(operation_name(operation.value, method, path))
            yield from _parameters(named)
            for code, response in named.each("responses"):
                yield from _response(response.named(named.name, "response", code))


def _parameters(owner: Node) -> Iterator[Entry]:
    for parameter in owner.items("parameters"):
        body = parameter.value.get("in") == "body"
        name = "request" if body else str(parameter.value.get("name") or "parameter")
        yield from _value(parameter.named(owner.name, name))


def _response(response: Node) -> Iterator[Entry]:
    yield from _value(response)
    for name, header in response.each("headers"):
        yield from _value(header.named(response.name, name))


def _value(node: Node) -> Iterator[Entry]:
    """A body or response has a schema; another parameter or a header is one, with words beside."""
    schema = node.value.get("schema")
    if is_object(schema):
        entry = inline_entry(node, schema, (*node.pointer, "schema"))
    elif "type" in node.value:
        schema = {key: part for key, part in node.value.items() if key not in _NOT_SCHEMA}
        entry = inline_entry(node, schema, node.pointer)
    else:
        return
    if entry is not None:
        yield entry
