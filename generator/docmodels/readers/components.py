"""Collect named schemas: components of API descriptions, and definitions of JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from docmodels.diagnostics.rules import NAME_CLASH
from docmodels.ir import Json, equality_key, is_object
from docmodels.ir.drafts import normalize_name
from docmodels.ir.vocabulary import LABELS
from docmodels.readers.definition_names import Pointer
from docmodels.readers.references import is_definition_pointer
from docmodels.readers.resolution import follow_sole_refs, is_sole_ref
from docmodels.readers.scope import Entry, ResolvedSchema, Scope


def component_entries(scope: Scope, group: Pointer) -> Iterator[Entry]:
    """Yield the named schemas of an OpenAPI or Swagger document, and assign their names."""
    try:
        schemas = scope.file.get(group)
    except (LookupError, ValueError):
        return
    schemas = schemas if is_object(schemas) else {}
    names = {(*group, key): _exported_name(schema, key) for key, schema in schemas.items()}
    yield from definition_entries(scope, names)


def definition_entries(scope: Scope, names: Mapping[Pointer, str]) -> Iterator[Entry]:
    """Yield the definitions of a document, given their names by location; assign the names.

    A definition that is only a reference to a schema without a name gives that schema its name; a
    title, a description and a deprecation may be beside the reference.
    """
    targets = _named_targets(scope, names)
    for pointer, name in names.items():
        if (target := targets.get(pointer)) is not None:
            unique_name = assign_name(target.scope, _pointer(target), name)
            scope.state.definitions.names.share(scope.file.uri, pointer, unique_name or name)
            schema, inner_scope = target.value, target.scope
            origin = inner_scope.origin(schema)
            labels = ResolvedSchema(scope.file.get(pointer), scope, (scope.file.uri, pointer))
        else:
            labels = None
            unique_name = assign_name(scope, pointer, name)
            schema, inner_scope = scope.file.get(pointer), scope
            origin = scope.origin(scope.file.get(pointer[:-1]), pointer[-1])
        if unique_name is not None:
            yield Entry(unique_name, schema, inner_scope, origin, labelled_by=labels)


def _named_targets(scope: Scope, names: Mapping[Pointer, str]) -> dict[Pointer, ResolvedSchema]:
    """Find the schemas to which definitions that are only a reference give their names.

    Of several definitions that refer to one schema, it is the one with the name of the schema's
    location, else the first. No schema loses a name that its own document gives it.
    """
    candidates: dict[tuple[str, Pointer], list[Pointer]] = {}
    targets: dict[Pointer, ResolvedSchema] = {}
    for pointer, name in names.items():
        target = _follow_labelled_ref(scope, scope.file.get(pointer))
        if target is None or target.location is None or not is_object(target.value):
            continue
        is_own = target.scope.file is scope.file and target.location[1] in (*names, ())
        stated_name = scope.state.definitions.name_of(target) or _stated_name(target)
        if not is_own and stated_name in (None, name):
            candidates.setdefault(target.location, []).append(pointer)
            targets[pointer] = target
    chosen = {_choose(location, pointers) for location, pointers in candidates.items()}
    return {pointer: target for pointer, target in targets.items() if pointer in chosen}


def _follow_labelled_ref(scope: Scope, schema: Json) -> ResolvedSchema | None:
    """Resolve a reference with nothing but labels beside it, and the targets that are only one."""
    if not is_object(schema):
        return None
    match schema.get("allOf"):
        case [part] if is_object(part) and is_sole_ref(part):
            own_key, ref = "allOf", part
        case _ if isinstance(schema.get("$ref"), str):
            own_key, ref = "$ref", {"$ref": schema["$ref"]}
        case _:
            return None
    has_only_labels = all(key in (own_key, *LABELS) or key.startswith("x-") for key in schema)
    return follow_sole_refs(scope, ref) if has_only_labels else None


def _stated_name(target: ResolvedSchema) -> str | None:
    """Return the name that the target's own document gives it as a definition, or None."""
    file, pointer = target.scope.file, _pointer(target)
    is_definition = file.kind is not None and is_definition_pointer(pointer)
    is_input = file in target.scope.state.documents.inputs
    return pointer[-1] if is_definition and is_input else None


def _choose(location: tuple[str, Pointer], pointers: list[Pointer]) -> Pointer:
    """Return the definition with the name that a schema's location shows, else the first."""
    stem = location[0].rsplit("/", 1)[-1].partition(".")[0]
    shown = normalize_name(location[1][-1] if location[1] else stem)
    return next((p for p in pointers if normalize_name(p[-1]) == shown), pointers[0])


def _pointer(target: ResolvedSchema) -> Pointer:
    return target.location[1] if target.location else ()


def assign_name(scope: Scope, pointer: Pointer, name: str) -> str | None:
    """Assign the name that a document gives a schema.

    Return None if the schema has a name already, or if another document has an equal schema of that
    name: both become one definition.
    """
    definitions, uri = scope.state.definitions, scope.file.uri
    if definitions.names.get(uri, pointer) is not None:
        return None
    schema = scope.file.get(pointer)
    existing = definitions.schemas.get(name)
    if existing is not None and _are_same_schema(existing.value, schema):
        definitions.names.share(uri, pointer, name)
        return None
    unique_name = definitions.add(name, ResolvedSchema(schema, scope, (uri, pointer)))
    if unique_name != name:
        message = f"`{name}` has a different definition already; this one becomes `{unique_name}`"
        origin = scope.origin(scope.file.get(pointer[:-1]), pointer[-1]) if pointer else None
        scope.state.notes.append(
            NAME_CLASH.at(origin, message, "generate these documents separately", len(name))
        )
    return unique_name


def _are_same_schema(first: Json, second: Json) -> bool:
    """Return whether two schemas of different documents are equal: they contain no reference."""
    return equality_key(first) == equality_key(second) and '"$ref"' not in json.dumps(second)


def _exported_name(schema: Json, key: str) -> str:
    """Return `x-name`, which `docmodels export` writes for invalid keys, else the key."""
    exported_name = schema.get("x-name") if is_object(schema) else None
    return exported_name if isinstance(exported_name, str) and exported_name else key
