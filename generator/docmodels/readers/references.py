"""Resolve `$ref`, `$dynamicRef` and `$recursiveRef` to names of definitions."""

from __future__ import annotations

from typing import Final, TypeAlias

from docmodels.diagnostics.documents import WEB_SCHEMES
from docmodels.diagnostics.rules import APPROXIMATED_DYNAMIC_REF, DANGLING_REF, REMOTE_REF
from docmodels.ir import UNKNOWN, Json, Never, Ref, Type, inferences, is_object
from docmodels.ir.titles import is_name
from docmodels.ir.vocabulary import DEFINITION_LOCATIONS, REFERENCES
from docmodels.readers.definition_names import (
    Pointer,
    join_name,
    name_from_path,
    name_from_pointer,
    parse_pointer,
)
from docmodels.readers.dynamic_scope import (
    bind,
    has_anchor,
    name_with_extension,
    nearest,
    outermost,
)
from docmodels.readers.keywords import Schema
from docmodels.readers.resolution import resolve
from docmodels.readers.scope import Entry, ResolvedSchema, Scope

Reference: TypeAlias = str | bool | None
"""The name of a definition, the boolean schema that is referenced, or None without reference."""


def resolve_reference(scope: Scope, schema: Schema) -> Reference:
    """Resolve the reference of a schema; a dangling one is reported and counts as `true`."""
    for key in REFERENCES:
        ref = schema.get(key)
        if isinstance(ref, str):
            resolved = _resolve(scope, key, ref)
            if key != "$ref":
                _note_approximation(scope, schema, key, ref)
            return (
                _ensure_definition(bind(scope, resolved))
                if resolved is not None
                else _handle_missing(scope, schema, key, ref)
            )
    return None


def type_of_reference(target: Reference) -> Type:
    """Return the type for a resolved reference."""
    if isinstance(target, str):
        return Ref(name=target)
    return UNKNOWN if target is not False else Never()


def definition_name(scope: Scope, ref: str) -> str | None:
    """Return the name of the definition that `ref` resolves to, or None."""
    resolved = resolve(scope, ref)
    target = _ensure_definition(resolved) if resolved is not None else None
    return target if isinstance(target, str) else None


def _resolve(scope: Scope, key: str, ref: str) -> ResolvedSchema | None:
    if key == "$ref":
        return resolve(scope, ref)
    if key == "$recursiveRef":
        return _resolve_dynamic(scope, "#", "#")
    return _resolve_dynamic(scope, ref, ref.partition("#")[2])


def _resolve_dynamic(scope: Scope, ref: str, anchor: str) -> ResolvedSchema | None:
    """Resolve `$dynamicRef` (JSON Schema core 2020-12, section 8.2.3.2), or `$recursiveRef`.

    If the static target has that dynamic anchor, return the outermost schema with it: the one that
    the bindings of the scope have, else the one at the root of the document, as if evaluation
    started there.
    """
    static = resolve(scope, ref)
    if static is None or not has_anchor(static.value, anchor):
        return static
    bound = scope.bindings.get(anchor) or outermost(scope, anchor)
    return bound or nearest(scope, anchor, ref.partition("#")[0]) or static


def _note_approximation(scope: Scope, schema: Schema, key: str, ref: str) -> None:
    """Report a dynamic reference whose target depends on the evaluation path."""
    anchor = "#" if key == "$recursiveRef" else ref.partition("#")[2]
    static = resolve(scope, "#" if key == "$recursiveRef" else ref)
    if static is None or not has_anchor(static.value, anchor) or anchor in scope.bindings:
        return
    count = scope.state.documents.count_dynamic_anchors(anchor)
    root, inner = outermost(scope, anchor), nearest(scope, anchor, ref.partition("#")[0])
    if count > 1 and root is not None and (inner is None or root.location != inner.location):
        message = f"`{ref}` resolves to one of {count} schemas, depending on the evaluation path"
        help = "the reference is resolved as if evaluation started at the root of the document"
        scope.note_once(APPROXIMATED_DYNAMIC_REF, (schema, key), message, help)


def _ensure_definition(resolved: ResolvedSchema) -> Reference:
    """Return the name of a resolved schema; an unnamed schema becomes a definition."""
    if isinstance(resolved.value, bool):
        return resolved.value
    if not is_object(resolved.value) or resolved.location is None:
        return True
    definitions = resolved.scope.state.definitions
    name = definitions.name_of(resolved)
    if name is None:
        preferred = name_with_extension(
            resolved.scope, _preferred_name(resolved.scope, resolved.location[1])
        )
        name = definitions.add(preferred, resolved)
        origin = resolved.scope.origin(resolved.value)
        inferred = inferences("definition-names", "name")
        definitions.queue.append(Entry(name, resolved.value, resolved.scope, origin, inferred))
    definitions.referenced.add(name)
    definitions.schemas.setdefault(name, resolved)
    return name


def _preferred_name(scope: Scope, pointer: Pointer) -> str:
    """Derive a name from a location: in a fragment file the last part, else the whole pointer."""
    stem = scope.file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if not pointer:
        title = scope.file.tree.value.get("title")
        has_name = scope.file.kind and isinstance(title, str) and is_name(title)
        return title.strip() if has_name else join_name(name_from_path(scope.file.path)) or "Model"
    if scope.file.kind is None and len(pointer) == 1:
        return pointer[0]
    if is_definition_pointer(pointer):
        return pointer[-1]
    return name_from_pointer(pointer, stem)


def is_definition_pointer(pointer: Pointer) -> bool:
    """Return whether a location is one of `definitions`, `$defs` or `components/schemas`."""
    return pointer[:-1] in _DEFINITION_POINTERS


_DEFINITION_POINTERS: Final = frozenset(
    {*((key,) for key in DEFINITION_LOCATIONS), ("components", "schemas"), ("schemas",)}
)


def _handle_missing(scope: Scope, schema: Schema, key: str, ref: str) -> Reference:
    """Handle a reference that does not resolve.

    A pointer to a component keeps its name: `passes.link` reports or completes it. Any other
    reference is reported here and counts as `true`.
    """
    url, _, fragment = ref.partition("#")
    if url:
        message = f"`{ref}` refers to a document that is not an input; any value is accepted"
        help = "add that document to the inputs"
        if url.startswith(WEB_SCHEMES):
            help += ", or fetch it with --allow-remote"
        elif url.startswith(("..", "/", "file:")):
            help += "; outside their folder and repository that, or --allow-outside, is necessary"
        scope.note_once(REMOTE_REF, (schema, key), message, help)
        return True
    pointer = parse_pointer(fragment) if fragment.startswith("/") else ()
    if pointer and is_definition_pointer(pointer) and pointer[-1]:
        return pointer[-1]
    message = f"`{ref}` does not resolve; any value is accepted"
    scope.note_once(DANGLING_REF, (schema, key), message, "correct the reference")
    return True


__all__ = ["Json", "Reference", "definition_name", "resolve_reference", "type_of_reference"]
