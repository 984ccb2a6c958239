"""Resolve one reference to a schema, and enter schemas that have an identifier of their own."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from msgspec.structs import replace

from docmodels.diagnostics.documents import WEB_SCHEMES
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, is_list, is_object
from docmodels.readers.definition_names import Pointer, parse_pointer
from docmodels.readers.document_store import MALFORMED_ERRORS
from docmodels.readers.limits import MAX_REFERENCE_HOPS
from docmodels.readers.resources import File, has_ids
from docmodels.readers.scope import ResolvedSchema, Scope
from docmodels.readers.versions import schema_version


def enter(scope: Scope, schema: dict[str, Json]) -> Scope:
    """Return the scope inside `schema`: a new one if it has its own identifier or `$schema`."""
    if schema is scope.file.tree.value:
        return scope
    if "$schema" in schema:
        scope = replace(scope, version=schema_version(schema, scope.version))
    return _enter_resource(scope, schema)


def _enter_resource(scope: Scope, schema: dict[str, Json]) -> Scope:
    if not isinstance(schema.get(scope.version.id_keyword), str) or scope.file.kind is None:
        return scope
    if "$ref" in schema and not scope.version.allows_ref_siblings:
        return scope
    resource = scope.version.specification.create_resource(schema)
    if resource.id() is None:
        return scope
    return replace(scope, resolver=_resolver(scope).in_subresource(resource))


def _resolver(scope: Scope) -> Any:
    if scope.resolver is not None:
        return scope.resolver
    file = scope.file
    resolver = scope.state.documents.registry.resolver(base_uri=file.uri)
    root = file.version.specification.create_resource(file.tree.value)
    if file.kind == "jsonschema" and is_object(file.tree.value):
        return resolver.in_subresource(root)
    return resolver


def resolve(scope: Scope, ref: str) -> ResolvedSchema | None:
    """Resolve one reference; None if there is no target among the inputs and fetched files.

    The scope of the target has no `bindings`.
    """
    if scope.bindings:
        scope = replace(scope, bindings={})
    if scope.file.uri.startswith(WEB_SCHEMES) and ref[:5].lower() == "file:":
        return None  # a document on the web does not read files here
    if scope.resolver is not None:
        return _resolve_in_registry(scope, ref)
    resolved_refs = scope.state.resolved_refs
    key = (scope.file.uri, ref)
    if key not in resolved_refs:
        resolved_refs[key] = _resolve_pointer(scope, ref) or _resolve_in_registry(scope, ref)
    return resolved_refs[key]


def follow_sole_refs(scope: Scope, schema: Json) -> ResolvedSchema | None:
    """Resolve a schema that is only a `$ref`, and the targets that are; None for another schema.

    None also if a reference does not resolve.
    """
    target: ResolvedSchema | None = None
    hops = 0
    while is_object(schema) and is_sole_ref(schema) and hops < MAX_REFERENCE_HOPS:
        target = resolve(scope, schema["$ref"])
        if target is None:
            return None
        scope, schema, hops = target.scope, target.value, hops + 1
    return target


def is_sole_ref(schema: dict[str, Json]) -> bool:
    """Return whether a schema is a `$ref` with nothing but extensions beside it."""
    is_ref = isinstance(schema.get("$ref"), str)
    return is_ref and all(key == "$ref" or key.startswith("x-") for key in schema)


def _resolve_pointer(scope: Scope, ref: str) -> ResolvedSchema | None:
    """Resolve the common case without the registry: a pointer into this document or a file."""
    try:
        url, fragment = urldefrag(ref)
        address = urljoin(scope.file.uri, url)
    except ValueError:
        return None
    if fragment and not fragment.startswith("/"):
        return None
    if url and address.startswith(WEB_SCHEMES):
        return None  # An input may have that address as identifier.
    file = scope.state.documents.get(address) if url else scope.file
    if file is None:
        return None
    pointer = parse_pointer(unquote(fragment))
    try:
        value = file.get(pointer)
    except (LookupError, ValueError):
        return None
    if _inside_resource(file, pointer):
        return None
    return ResolvedSchema(value, _scope_in(scope, file), (file.uri, pointer))


def _inside_resource(file: File, pointer: Pointer) -> bool:
    """Return whether the pointer passes through a schema with its own identifier."""
    if not has_ids(file):
        return False
    value, keyword = file.tree.value, file.version.id_keyword
    for part in pointer:
        value = value[int(part)] if is_list(value) else value[part]
        if is_object(value) and isinstance(value.get(keyword), str):
            return True
    return False


def _scope_in(scope: Scope, file: File) -> Scope:
    return scope if file is scope.file and scope.resolver is None else scope.at_root(file)


def _resolve_in_registry(scope: Scope, ref: str) -> ResolvedSchema | None:
    from referencing.exceptions import Unresolvable

    try:
        resolved = _resolver(scope).lookup(ref)
    except (Unresolvable, *MALFORMED_ERRORS) as error:
        if cause := _docmodels_cause(error):
            raise _with_origin(scope, cause, ref) from error
        return _resolve_anchor(scope, ref)
    return _from_referencing(scope, resolved.contents, resolved.resolver)


def _docmodels_cause(error: BaseException | None) -> DocmodelsError | None:
    """Return the `DocmodelsError` among the causes of an error, or None."""
    while error is not None and not isinstance(error, DocmodelsError):
        error = error.__cause__
    return error


def _with_origin(scope: Scope, error: DocmodelsError, ref: str) -> DocmodelsError:
    """Add the position of the reference that caused the error."""
    document = scope.file.tree.document
    before, match, _ = document.text.partition(ref)
    if error.note.origin is not None or not match:
        return error
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    origin = document.origin(line, column)
    return DocmodelsError(replace(error.note, origin=origin, width=len(ref)))


def _from_referencing(scope: Scope, value: Json, resolver: Any) -> ResolvedSchema:
    """Convert a result of `referencing`."""
    location = scope.state.documents.locate(value)
    if location is None:
        return ResolvedSchema(value, replace(scope, resolver=resolver), None)
    file, pointer = location
    inner = _scope_in(scope, file)
    if _inside_resource(file, pointer):
        inner = replace(inner, resolver=resolver)
    return ResolvedSchema(value, inner, (file.uri, pointer))


def _resolve_anchor(scope: Scope, ref: str) -> ResolvedSchema | None:
    """Resolve an anchor in a component; `referencing` does not crawl OpenAPI documents."""
    file = scope.file
    if not ref.startswith("#") or file.kind == "jsonschema":
        return None
    for identity, pointer in file.pointers.items():
        value = file.get(pointer)
        if id(value) == identity and ref[1:] in (
            value.get("$anchor"),
            value.get("$dynamicAnchor"),
        ):
            return ResolvedSchema(value, _scope_in(scope, file), (file.uri, pointer))
    return None
