"""OpenAPI 3: components under their own names, inline schemas by operation and place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from docmodels.diagnostics.rules import NAME_CLASH
from docmodels.ir import Json, is_list, is_object
from docmodels.readers.definition_names import Pointer, joined, pascal, word
from docmodels.readers.scope import Entry, Found, Scope

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the document that is no schema: its value, where it stands, and what that is named."""

    value: Json
    pointer: Pointer
    scope: Scope
    name: str

    def get(self, *path: str, name: str = "") -> Node | None:
        """Go down by keys; None if something there is missing or no object."""
        value = self.value
        for key in path:
            value = value.get(key) if is_object(value) else None
        if not is_object(value):
            return None
        return self._at(value, path, name)

    def each(self, *path: str) -> Iterator[tuple[str, Node]]:
        """Yield the objects of an object, with their keys, references to other places followed."""
        inside = self.get(*path)
        for key in inside.value if inside else ():
            found = inside.get(key) if inside else None
            if found and (followed := found.followed()):
                yield key, followed

    def items(self, key: str) -> Iterator[Node]:
        """Yield the objects of a list."""
        values = self.value.get(key) if is_object(self.value) else None
        for index, value in enumerate(values if is_list(values) else ()):
            if is_object(value) and (node := self._at(value, (key, str(index)), "").followed()):
                yield node

    def named(self, *parts: str) -> Node:
        """Give the node another name."""
        return replace(self, name=joined(*parts))

    def followed(self) -> Node | None:
        """Follow `$ref`; None where it leads to a component, which is read by itself, or nowhere."""
        node, hops = self, 0
        while isinstance(ref := node.value.get("$ref"), str):
            found = node.scope.find(ref)
            hops += 1
            if found is None or hops > 50 or found.place is None or not is_object(found.value):
                return None
            pointer = found.place[1]
            if found.scope.file.kind is not None and pointer[:1] in (("components",), *_SWAGGER):
                return None
            node = replace(node, value=found.value, pointer=pointer, scope=found.scope)
        return node

    def _at(self, value: Json, path: Pointer, name: str) -> Node:
        return Node(value, (*self.pointer, *path), self.scope, name or self.name)


_SWAGGER: Final = (("parameters",), ("responses",))


def components(scope: Scope, group: Pointer) -> Iterator[Entry]:
    """Yield the named schemas of an OpenAPI or Swagger document; their names are reserved."""
    try:
        found = scope.file.get(group)
    except (LookupError, ValueError):
        return
    for name, schema in found.items() if is_object(found) else ():
        named = stated_name(scope, (*group, name), _own_name(schema, name))
        if named is None:
            continue
        yield Entry(named, schema, scope, scope.origin(found, name))


def stated_name(scope: Scope, pointer: Pointer, name: str) -> str | None:
    """Claim the name that a document gives a schema; None if an equal one of another has it."""
    reading, uri = scope.reading, scope.file.uri
    schema = scope.file.get(pointer)
    earlier = reading.targets.get(name)
    if earlier is not None and earlier.value == schema and '"$ref"' not in json.dumps(schema):
        reading.names.share(uri, pointer, name)
        return None
    named = reading.names.claim(uri, pointer, name)
    reading.targets[named] = Found(schema, scope, (uri, pointer))
    if named != name:
        message = f"`{name}` is defined elsewhere too, and otherwise; this one becomes `{named}`"
        origin = scope.origin(scope.file.get(pointer[:-1]), pointer[-1])
        reading.notes.append(NAME_CLASH.at(origin, message, "generate them apart", len(name)))
    return named


def _own_name(schema: Json, key: str) -> str:
    """Our own exports keep a name that is no legal key beside it."""
    stated = schema.get("x-name") if is_object(schema) else None
    return stated if isinstance(stated, str) and stated else key


def schemas_of(scope: Scope) -> list[Entry]:
    """Give the components of an OpenAPI document."""
    return list(components(scope, ("components", "schemas")))


def inline(scope: Scope) -> Iterator[Entry]:
    """Yield every schema that stands inline in paths, webhooks and components."""
    root = Node(scope.file.tree.value, (), scope, "")
    for path, item in root.each("paths"):
        yield from _path_item(item.named(path), path)
    for name, item in root.each("webhooks"):
        yield from _path_item(item.named(name), name)
    yield from _components(root)


def _components(root: Node) -> Iterator[Entry]:
    """Names say the kind, so that no schema added under the same name takes them away."""
    for name, node in root.each("components", "parameters"):
        yield from _value(node.named(name, "parameter"))
    for name, node in root.each("components", "headers"):
        yield from _value(node.named(name, "header"))
    for name, node in root.each("components", "requestBodies"):
        yield from _content(node.named(name, "request"))
    for name, node in root.each("components", "responses"):
        yield from _response(node.named(name, "response"))
    for name, node in root.each("components", "mediaTypes"):
        yield from _media(node.named(name, "content"))
    for name, node in root.each("components", "callbacks"):
        yield from _callback(node.named(name))
    for name, node in root.each("components", "pathItems"):
        yield from _path_item(node.named(name), name)


def _path_item(item: Node, path: str) -> Iterator[Entry]:
    yield from _parameters(item)
    named = [(method, item.get(method)) for method in METHODS]
    named += list(item.each("additionalOperations"))
    for method, operation in named:
        if operation is not None:
            yield from _operation(operation.named(operation_name(operation.value, method, path)))


def operation_name(operation: Json, method: str, path: str) -> str:
    """Name an operation: its `operationId`, or its method and path, or what it is called from."""
    stated = operation.get("operationId")
    if isinstance(stated, str) and word(stated):
        return pascal(stated) if word(stated)[0].isupper() else word(stated)
    parts = (method.lower(), path) if path.startswith("/") else (path, method.lower())
    return joined(*parts)


def _operation(operation: Node) -> Iterator[Entry]:
    yield from _parameters(operation)
    body = operation.get("requestBody")
    if body and (body := body.followed()):
        yield from _content(body.named(operation.name, "request"))
    for code, response in operation.each("responses"):
        yield from _response(response.named(operation.name, "response", code))
    for name, callback in operation.each("callbacks"):
        yield from _callback(callback.named(operation.name, name))


def _parameters(owner: Node) -> Iterator[Entry]:
    for parameter in owner.items("parameters"):
        name = parameter.value.get("name")
        yield from _value(parameter.named(owner.name, str(name or "parameter")))


def _response(response: Node) -> Iterator[Entry]:
    yield from _content(response)
    for name, header in response.each("headers"):
        yield from _value(header.named(response.name, name))


def _callback(callback: Node) -> Iterator[Entry]:
    for expression in callback.value:
        item = callback.get(expression)
        if item and (item := item.followed()):
            yield from _path_item(item.named(callback.name), callback.name)


def _value(node: Node) -> Iterator[Entry]:
    """A parameter or header: a schema, or a content with one."""
    yield from _schema(node)
    yield from _content(node)


def _content(node: Node) -> Iterator[Entry]:
    """One media type needs no word for it; JSON never does."""
    earlier: list[tuple[Json, str]] = []
    for kind, media in node.each("content"):
        subtype = kind.partition(";")[0].partition("/")[2]
        said = "" if subtype in ("json", "*", "") else subtype
        schema = media.value.get("schema")
        same = next((name for known, name in earlier if known == schema), None)
        named = media.named(node.name, said)
        if same is not None and schema is not None:
            _share(media, same)
            continue
        earlier.append((schema, named.name))
        yield from _media(named)


def _share(media: Node, wanted: str) -> None:
    """The same schema under another media type is the same definition."""
    names = media.scope.reading.names
    if names.taken(wanted):
        names.share(media.scope.file.uri, (*media.pointer, "schema"), wanted)


def _media(media: Node) -> Iterator[Entry]:
    yield from _schema(media)
    yield from _schema(media, "itemSchema", "item")
    for name, encoding in media.each("encoding"):
        for header, node in encoding.each("headers"):
            yield from _value(node.named(media.name, name, header))


def _schema(node: Node, key: str = "schema", word: str = "") -> Iterator[Entry]:
    schema = node.value.get(key) if is_object(node.value) else None
    if is_object(schema):
        entry = inline_entry(node.named(node.name, word), schema, (*node.pointer, key))
        if entry is not None:
            yield entry


def inline_entry(node: Node, schema: Json, pointer: Pointer) -> Entry | None:
    """Make an inline schema a definition, unless it stands for a reference or was read before."""
    reading, scope = node.scope.reading, node.scope
    if _is_plain(schema) or reading.names.at(scope.file.uri, pointer) is not None:
        return None
    name = reading.names.claim(scope.file.uri, pointer, node.name or "Model")
    reading.targets[name] = Found(schema, scope, (scope.file.uri, pointer))
    return Entry(name, schema, scope, scope.origin(schema), ("name",), optional=True)


def _is_plain(schema: Json) -> bool:
    """Whether a schema is a reference, or a scalar or list that wants no name."""
    while is_object(schema) and schema.get("type") == "array" and _CHOICES.isdisjoint(schema):
        schema = schema.get("items")
    if not is_object(schema) or "$ref" in schema:
        return True
    return schema.get("type") in _SCALARS and _CHOICES.isdisjoint(schema)


_SCALARS: Final = ("string", "integer", "number", "boolean", "file")
_CHOICES: Final = frozenset({"enum", "x-extensible-enum", "oneOf", "anyOf", "allOf", "prefixItems"})
