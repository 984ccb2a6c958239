"""Collect the schemas of OpenAPI 3: components by name, inline schemas by operation and use."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.rules import DANGLING_REF, REMOTE_REF
from docmodels.ir import Json, equality_key, inferences, is_list, is_object
from docmodels.ir.vocabulary import ENUM_KEYWORDS, SCHEMA_LISTS
from docmodels.readers.components import component_entries
from docmodels.readers.definition_names import Pointer, join_name, to_name_part, to_pascal_case
from docmodels.readers.limits import MAX_REFERENCE_HOPS
from docmodels.readers.resolution import resolve
from docmodels.readers.scope import Entry, ResolvedSchema, Scope

HTTP_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Node(Struct, frozen=True):
    """An object of the document that is not a schema: its value, location, scope and name."""

    value: Json
    pointer: Pointer
    scope: Scope
    name: str

    def get(self, *path: str, name: str = "") -> Node | None:
        """Return the object at a path of keys; None if it is missing or not an object."""
        value = self.value
        for key in path:
            value = value.get(key) if is_object(value) else None
        if not is_object(value):
            return None
        return self._child(value, path, name)

    def children(self, *path: str) -> Iterator[tuple[str, Node]]:
        """Yield the keys and objects of the object at `path`; references are resolved."""
        parent = self.get(*path)
        for key in parent.value if parent else ():
            child = parent.get(key) if parent else None
            if child and (target := child.follow_ref()):
                yield key, target

    def items(self, key: str) -> Iterator[Node]:
        """Yield the objects of a list; references are resolved."""
        values = self.value.get(key) if is_object(self.value) else None
        for index, value in enumerate(values if is_list(values) else ()):
            if is_object(value) and (
                node := self._child(value, (key, str(index)), "").follow_ref()
            ):
                yield node

    def with_name(self, *parts: str) -> Node:
        """Return the node with another name."""
        return replace(self, name=join_name(*parts))

    def follow_ref(self) -> Node | None:
        """Resolve `$ref`; None if it is dangling or refers to a component."""
        node, hops = self, 0
        while isinstance(ref := node.value.get("$ref"), str):
            resolved = resolve(node.scope, ref)
            hops += 1
            if resolved is None:
                _note_missing(node, ref)
                return None
            if (
                hops > MAX_REFERENCE_HOPS
                or resolved.location is None
                or not is_object(resolved.value)
            ):
                return None
            pointer = resolved.location[1]
            if resolved.scope.file.kind is not None and pointer[:1] in (
                ("components",),
                *_SWAGGER_COMPONENTS,
            ):
                return None
            node = replace(node, value=resolved.value, pointer=pointer, scope=resolved.scope)
        return node

    def _child(self, value: Json, path: Pointer, name: str) -> Node:
        return Node(value, (*self.pointer, *path), self.scope, name or self.name)


_SWAGGER_COMPONENTS: Final = (("parameters",), ("responses",))


def _note_missing(node: Node, ref: str) -> None:
    """Report a reference of an operation, a response, .. that does not resolve."""
    rule, help = DANGLING_REF, "correct the reference"
    if not ref.startswith("#"):
        rule, help = REMOTE_REF, "add that document to the inputs"
    message = f"`{ref}` does not resolve; the inline models behind it are left out"
    node.scope.note_once(rule, (node.value, "$ref"), message, help)


def definition_entries(scope: Scope) -> list[Entry]:
    """Return the component schemas of an OpenAPI document."""
    return list(component_entries(scope, ("components", "schemas")))


def inline_entries(scope: Scope) -> Iterator[Entry]:
    """Yield the inline schemas of paths, webhooks and components."""
    root = Node(scope.file.tree.value, (), scope, "")
    for path, item in root.children("paths"):
        yield from _path_item_entries(item.with_name(path), path)
    for name, item in root.children("webhooks"):
        yield from _path_item_entries(item.with_name(name), name)
    yield from _inline_component_entries(root)


def _inline_component_entries(root: Node) -> Iterator[Entry]:
    """Yield inline schemas of components; a suffix for the kind keeps names stable.

    Without it, a new schema with the name of a response would change the name of the response.
    """
    for name, node in root.children("components", "parameters"):
        yield from _parameter_or_header_entries(node.with_name(name, "parameter"))
    for name, node in root.children("components", "headers"):
        yield from _parameter_or_header_entries(node.with_name(name, "header"))
    for name, node in root.children("components", "requestBodies"):
        yield from _content_entries(node.with_name(name, "request"))
    for name, node in root.children("components", "responses"):
        yield from _response_entries(node.with_name(name, "response"))
    for name, node in root.children("components", "mediaTypes"):
        yield from _media_type_entries(node.with_name(name, "content"))
    for name, node in root.children("components", "callbacks"):
        yield from _callback_entries(node.with_name(name))
    for name, node in root.children("components", "pathItems"):
        yield from _path_item_entries(node.with_name(name), name)


def _path_item_entries(item: Node, path: str) -> Iterator[Entry]:
    yield from _parameter_entries(item)
    operations = [(method, item.get(method)) for method in HTTP_METHODS]
    operations += list(item.children("additionalOperations"))
    for method, operation in operations:
        operation = operation and operation.follow_ref()
        if operation is not None:
            yield from _operation_entries(
                operation.with_name(operation_name(operation.value, method, path))
            )


def operation_name(operation: Json, method: str, path: str) -> str:
    """Name an operation by its `operationId`, or by its method and path (or webhook)."""
    operation_id = operation.get("operationId")
    if isinstance(operation_id, str) and to_name_part(operation_id):
        return (
            to_pascal_case(operation_id)
            if to_name_part(operation_id)[0].isupper()
            else to_name_part(operation_id)
        )
    parts = (method.lower(), path) if path.startswith("/") else (path, method.lower())
    return join_name(*parts)


def _operation_entries(operation: Node) -> Iterator[Entry]:
    yield from _parameter_entries(operation)
    body = operation.get("requestBody")
    if body and (body := body.follow_ref()):
        yield from _content_entries(body.with_name(operation.name, "request"))
    for code, response in operation.children("responses"):
        yield from _response_entries(response.with_name(operation.name, "response", code))
    for name, callback in operation.children("callbacks"):
        yield from _callback_entries(callback.with_name(operation.name, name))


def _parameter_entries(owner: Node) -> Iterator[Entry]:
    for parameter in owner.items("parameters"):
        name = parameter.value.get("name")
        yield from _parameter_or_header_entries(
            parameter.with_name(owner.name, str(name or "parameter"))
        )


def _response_entries(response: Node) -> Iterator[Entry]:
    yield from _content_entries(response)
    for name, header in response.children("headers"):
        yield from _parameter_or_header_entries(header.with_name(response.name, name))


def _callback_entries(callback: Node) -> Iterator[Entry]:
    for expression in callback.value:
        item = callback.get(expression)
        if item and (item := item.follow_ref()):
            yield from _path_item_entries(item.with_name(callback.name), callback.name)


def _parameter_or_header_entries(node: Node) -> Iterator[Entry]:
    """Yield the schema of a parameter or header, from `schema` or `content`."""
    yield from _schema_entries(node)
    yield from _content_entries(node)


def _content_entries(node: Node) -> Iterator[Entry]:
    """Yield the schemas of `content`.

    Where there are several, names of media types other than JSON include the subtype.
    """
    name_by_schema: dict[Hashable, str] = {}
    content = list(node.children("content"))
    for kind, media in content:
        subtype = kind.partition(";")[0].partition("/")[2]
        label = "" if subtype in ("json", "*", "") or len(content) == 1 else subtype
        schema = media.value.get("schema")
        schema_key = equality_key(schema)
        shared_name = name_by_schema.get(schema_key)
        named_media = media.with_name(node.name, label)
        if shared_name is not None and schema is not None:
            _share_name(media, shared_name)
            continue
        name_by_schema.setdefault(schema_key, named_media.name)
        yield from _media_type_entries(named_media)


def _share_name(media: Node, name: str) -> None:
    """Give the schema of a media type the name of the equal schema of an earlier media type."""
    names = media.scope.state.definitions.names
    if names.is_taken(name):
        names.share(media.scope.file.uri, (*media.pointer, "schema"), name)


def _media_type_entries(media: Node) -> Iterator[Entry]:
    yield from _schema_entries(media)
    yield from _schema_entries(media, "itemSchema", "item")
    for name, encoding in media.children("encoding"):
        for header, node in encoding.children("headers"):
            yield from _parameter_or_header_entries(node.with_name(media.name, name, header))


def _schema_entries(node: Node, key: str = "schema", word: str = "") -> Iterator[Entry]:
    schema = node.value.get(key) if is_object(node.value) else None
    if is_object(schema):
        entry = inline_entry(node.with_name(node.name, word), schema, (*node.pointer, key))
        if entry is not None:
            yield entry


def inline_entry(node: Node, schema: Json, pointer: Pointer) -> Entry | None:
    """Return the entry of an inline schema; None if it needs no name or already has one."""
    scope, definitions = node.scope, node.scope.state.definitions
    resolved = ResolvedSchema(schema, scope, (scope.file.uri, pointer))
    if _needs_no_name(schema) or definitions.name_of(resolved) is not None:
        return None
    name = definitions.add(node.name or "Model", resolved)
    inferred = inferences("definition-names", "name")
    return Entry(name, schema, scope, scope.origin(schema), inferred, optional=True)


def _needs_no_name(schema: Json) -> bool:
    """Return whether a schema is a reference, a scalar or a list of these."""
    while is_object(schema) and schema.get("type") == "array" and _CHOICES.isdisjoint(schema):
        schema = schema.get("items")
    if not is_object(schema) or "$ref" in schema:
        return True
    return schema.get("type") in _SCALARS and _CHOICES.isdisjoint(schema)


_SCALARS: Final = ("string", "integer", "number", "boolean", "file")
_CHOICES: Final = SCHEMA_LISTS.union(ENUM_KEYWORDS)
