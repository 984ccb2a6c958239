"""Collect the schemas of Swagger 2.0: definitions by name, inline schemas by operation and use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docmodels.ir import is_object
from docmodels.ir.vocabulary import evaluated_by
from docmodels.readers.components import component_entries
from docmodels.readers.openapi import (
    HTTP_METHODS,
    Node,
    inline_entry,
    operation_name,
)
from docmodels.readers.scope import Entry, Scope

_PARAMETER_KEYWORDS: Final = frozenset(
    {*evaluated_by("parameter"), "schema", "required", "description"}
)
"""Fields of a parameter that do not belong to its schema."""


def definition_entries(scope: Scope) -> list[Entry]:
    """Return the definitions of a Swagger document."""
    return list(component_entries(scope, ("definitions",)))


def inline_entries(scope: Scope) -> Iterator[Entry]:
    """Yield the inline schemas of paths, parameters and responses."""
    root = Node(scope.file.tree.value, (), scope, "")
    for path, item in root.children("paths"):
        yield from _path_item_entries(item.with_name(path), path)
    for name, node in root.children("parameters"):
        yield from _schema_entries(node.with_name(name, "parameter"))
    for name, node in root.children("responses"):
        yield from _response_entries(node.with_name(name, "response"))


def _path_item_entries(item: Node, path: str) -> Iterator[Entry]:
    yield from _parameter_entries(item)
    for method in HTTP_METHODS:
        operation = item.get(method)
        operation = operation and operation.follow_ref()
        if operation is not None:
            operation_node = operation.with_name(operation_name(operation.value, method, path))
            yield from _parameter_entries(operation_node)
            for code, response in operation_node.children("responses"):
                yield from _response_entries(
                    response.with_name(operation_node.name, "response", code)
                )


def _parameter_entries(owner: Node) -> Iterator[Entry]:
    for parameter in owner.items("parameters"):
        body = parameter.value.get("in") == "body"
        name = "request" if body else str(parameter.value.get("name") or "parameter")
        yield from _schema_entries(parameter.with_name(owner.name, name))


def _response_entries(response: Node) -> Iterator[Entry]:
    yield from _schema_entries(response)
    for name, header in response.children("headers"):
        yield from _schema_entries(header.with_name(response.name, name))


def _schema_entries(node: Node) -> Iterator[Entry]:
    """Yield `schema` of a body or response; another parameter or a header is itself the schema."""
    schema = node.value.get("schema")
    if is_object(schema):
        entry = inline_entry(node, schema, (*node.pointer, "schema"))
    elif "type" in node.value:
        schema = {key: part for key, part in node.value.items() if key not in _PARAMETER_KEYWORDS}
        entry = inline_entry(node, schema, node.pointer)
    else:
        return
    if entry is not None:
        yield entry
