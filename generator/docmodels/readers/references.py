"""`$ref` and its relatives become names of definitions."""

from __future__ import annotations

from typing import Final, TypeAlias

from docmodels.diagnostics.documents import WEB
from docmodels.diagnostics.rules import APPROXIMATED_DYNAMIC_REF, DANGLING_REF, REMOTE_REF
from docmodels.ir import UNKNOWN, Json, Never, Ref, Type, is_object
from docmodels.readers.definition_names import Pointer, joined, name_of_place, pointer_of
from docmodels.readers.keywords import Schema
from docmodels.readers.scope import Entry, Found, Scope

Reference: TypeAlias = str | bool | None
"""A definition's name; a boolean where a schema `true` or `false` is meant; None for no reference."""

_KEYS: Final = ("$ref", "$dynamicRef", "$recursiveRef")


def reference(scope: Scope, schema: Schema) -> Reference:
    """Resolve the reference of a schema, if it has one; what cannot be found is noted and `true`."""
    for key in _KEYS:
        ref = schema.get(key)
        if isinstance(ref, str):
            found = _found(scope, key, ref)
            if key != "$ref":
                _tell_static(scope, schema, key, ref)
            return _named(found) if found is not None else _missing(scope, schema, key, ref)
    return None


def type_of(target: Reference) -> Type:
    """Give the type that a resolved reference stands for."""
    if isinstance(target, str):
        return Ref(name=target)
    return UNKNOWN if target is not False else Never()


def name_of(scope: Scope, ref: str) -> str | None:
    """Give the definition that a reference in a discriminator's mapping means, if any."""
    found = scope.find(ref)
    target = _named(found) if found is not None else None
    return target if isinstance(target, str) else None


def _found(scope: Scope, key: str, ref: str) -> Found | None:
    if key == "$ref":
        return scope.find(ref)
    anchor = ref.partition("#")[2]
    if key == "$recursiveRef":
        root = scope.file.tree.value
        found = scope.find("#")
        if found is not None and is_object(found.value):
            if found.value.get("$recursiveAnchor") is True and root.get("$recursiveAnchor") is True:
                return Found(root, scope.outermost(), (scope.file.uri, ()))
        return found
    return _dynamic(scope, ref, anchor)


def _dynamic(scope: Scope, ref: str, anchor: str) -> Found | None:
    """The outermost schema of that dynamic anchor, if the nearest one is dynamic at all.

    JSON Schema core 2020-12, section 8.2.3.2; the entry of evaluation is taken to be the document.
    """
    nearest = scope.find(ref)
    if nearest is None or not is_object(nearest.value):
        return nearest
    if nearest.value.get("$dynamicAnchor") != anchor:
        return nearest
    outer = scope.outermost().find(f"#{anchor}")
    dynamic = outer and is_object(outer.value) and outer.value.get("$dynamicAnchor") == anchor
    return outer if dynamic else nearest


def _tell_static(scope: Scope, schema: Schema, key: str, ref: str) -> None:
    """Say so where a dynamic reference leads to another schema by the way that it is reached."""
    nearest = scope.find("#" if key == "$recursiveRef" else ref)
    if nearest is None or not is_object(nearest.value):
        return
    if key == "$recursiveRef":
        anchor, is_dynamic = "#", nearest.value.get("$recursiveAnchor") is True
    else:
        anchor = ref.partition("#")[2]
        is_dynamic = nearest.value.get("$dynamicAnchor") == anchor
    if is_dynamic and (many := scope.reading.dynamic(anchor)) > 1:
        message = f"`{ref}` leads to one of {many} schemas, by the way that it is reached"
        help = "it is read as it is reached from the root of the document, everywhere"
        scope.note_once(APPROXIMATED_DYNAMIC_REF, (schema, key), message, help)


def _named(found: Found) -> Reference:
    """Name what a reference leads to; an unnamed place becomes a definition now."""
    if isinstance(found.value, bool):
        return found.value
    if not is_object(found.value) or found.place is None:
        return True
    reading, (uri, pointer) = found.scope.reading, found.place
    name = reading.names.at(uri, pointer)
    if name is None:
        wanted = _wanted(found.scope, pointer)
        name = reading.names.claim(uri, pointer, wanted)
        origin = found.scope.origin(found.value)
        reading.queue.append(Entry(name, found.value, found.scope, origin, ("name",)))
    reading.wanted.add(name)
    reading.targets.setdefault(name, found)
    return name


def _wanted(scope: Scope, pointer: Pointer) -> str:
    """Name a place: a schema of a fragment file by its last word, others by their whole path."""
    stem = scope.file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if not pointer:
        title = scope.file.tree.value.get("title")
        stated = scope.file.kind and isinstance(title, str) and title
        return title if stated else joined(stem) or "Model"
    if scope.file.kind is None and len(pointer) == 1:
        return pointer[0]
    if pointer[:-1] in _GROUPS:
        return pointer[-1]
    return name_of_place(pointer, stem)


_GROUPS: Final = frozenset({("definitions",), ("$defs",), ("components", "schemas"), ("schemas",)})


def _missing(scope: Scope, schema: Schema, key: str, ref: str) -> Reference:
    """A name of our own kind dangles and is completed later; anything else is accepted."""
    url, _, fragment = ref.partition("#")
    if url:
        message = f"`{ref}` leads out of the inputs; it is accepted as anything"
        help = "add that document to the inputs"
        if url.startswith(WEB):
            help += ", or fetch it with --allow-remote"
        scope.note_once(REMOTE_REF, (schema, key), message, help)
        return True
    pointer = pointer_of(fragment) if fragment.startswith("/") else ()
    if pointer and pointer[:-1] in _GROUPS and pointer[-1]:
        return pointer[-1]
    message = f"`{ref}` leads to nothing; it is accepted as anything"
    scope.note_once(DANGLING_REF, (schema, key), message, "correct the reference")
    return True


__all__ = ["Json", "Reference", "name_of", "reference", "type_of"]
