"""Bind dynamic references where the schema that extends another one is known.

A resource that defines `$dynamicAnchor: T` and refers to another resource with `$dynamicRef: "#T"`
decides what the reference means there (JSON Schema core 2020-12, section 8.2.3.2): the outermost
resource of the evaluation wins. The target becomes a definition of its own for each such meaning,
as a generic class does for each argument. `#` stands for `$recursiveAnchor` (core 2019-09).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from docmodels.ir import Json, is_list, is_object
from docmodels.ir.graph import names_that_reach
from docmodels.readers.definition_names import Pointer, format_pointer, join_name
from docmodels.readers.resolution import enter, resolve
from docmodels.readers.scope import ResolvedSchema, Scope

Bindings = Mapping[str, ResolvedSchema]


def bind(scope: Scope, target: ResolvedSchema) -> ResolvedSchema:
    """Return the target of a reference in `scope` with the meaning of its dynamic references.

    The target itself is returned if it has none, or if they mean the same without the reference.
    """
    if target.location is None or not (scope.bindings or scope.file.has_dynamic_anchors):
        return target
    anchors = _used_anchors(target)
    if not anchors:
        return target
    available = {**_own_bindings(scope, target), **scope.bindings}
    bindings = {
        anchor: available[anchor]
        for anchor in sorted(anchors & available.keys())
        if available[anchor].location != _default_location(target, anchor)
    }
    if not bindings:
        return target
    uri, pointer = target.location
    key = "&".join(f"{anchor}={_address(bound)}" for anchor, bound in bindings.items())
    return replace(
        target,
        scope=replace(target.scope, bindings=bindings),
        location=(f"{uri}?{key}", pointer),
    )


def name_with_extension(scope: Scope, name: str) -> str:
    """Return the name of a definition in `scope`: after the schema that decides its meaning."""
    if not scope.bindings:
        return name
    bound = next(iter(scope.bindings.values()))
    root = resolve(bound.scope, "#")
    extension = scope.state.definitions.name_of(root)
    if extension is None and root is not None and root.location is not None:
        extension = next(reversed(root.location[1]), "")
    return join_name(extension or "", name)


def outermost(scope: Scope, anchor: str) -> ResolvedSchema | None:
    """Return the schema with a dynamic anchor in the resource of the document, if there is one."""
    return nearest(scope.at_root(scope.file), anchor)


def nearest(scope: Scope, anchor: str, uri: str = "") -> ResolvedSchema | None:
    """Return the schema with a dynamic anchor in the resource of `scope`, or in that of a URI."""
    root = resolve(scope, uri or "#")
    if root is None or root.location is None:
        return None
    file, (address, pointer) = root.scope.file, root.location
    pointer = file.dynamic_anchors_by_resource.get(file.resource_of(pointer), {}).get(anchor, ())
    value = file.get(pointer)
    if not has_anchor(value, anchor):
        return None
    return replace(root, value=value, location=(address, pointer))


def has_anchor(schema: Json, anchor: str) -> bool:
    """Return whether a schema has that dynamic anchor."""
    if not is_object(schema):
        return False
    if anchor == "#":
        return schema.get("$recursiveAnchor") is True
    return bool(schema.get("$dynamicAnchor") == anchor)


def _address(schema: ResolvedSchema) -> str:
    uri, pointer = schema.location or ("", ())
    return f"{uri}#{format_pointer(pointer)}"


def _own_bindings(scope: Scope, target: ResolvedSchema) -> Bindings:
    """Return the dynamic anchors of the resource of `scope`, if the target is in another one."""
    root, other = resolve(scope, "#"), resolve(target.scope, "#")
    if root is None or root.location is None or other is None or root.location == other.location:
        return {}
    anchors = scope.file.dynamic_anchors_by_resource.get(root.location[1], ())
    schemas = {anchor: outermost(scope, anchor) or nearest(scope, anchor) for anchor in anchors}
    return {anchor: schema for anchor, schema in schemas.items() if schema is not None}


def _default_location(target: ResolvedSchema, anchor: str) -> tuple[str, tuple[str, ...]] | None:
    """Return where a dynamic reference in the target leads if nothing extends the target."""
    default = outermost(target.scope, anchor) or nearest(target.scope, anchor)
    return default.location if default is not None else None


_Location: TypeAlias = tuple[str, Pointer]


def _used_anchors(target: ResolvedSchema) -> frozenset[str]:
    """Return the anchors of the dynamic references that a schema leads to.

    All schemas that it leads to are searched together, each once.
    """
    assert target.location is not None
    used_anchors = target.scope.state.used_anchors
    if target.location not in used_anchors:
        anchors: dict[str, set[_Location]] = {}
        edges = dict(_search(target, used_anchors, anchors))
        reaching = {a: names_that_reach(edges, ends) for a, ends in sorted(anchors.items())}
        for location in edges:
            used_anchors[location] = frozenset(
                a for a, names in reaching.items() if location in names
            )
    return used_anchors[target.location]


def _search(
    target: ResolvedSchema,
    complete: Mapping[_Location, Collection[str]],
    anchors: dict[str, set[_Location]],
) -> Iterator[tuple[_Location, list[_Location]]]:
    """Yield each location that a schema leads to, with those that it refers to itself.

    Add the locations that use an anchor to `anchors`; those in `complete` are not searched again.
    """
    seen: set[_Location] = set()
    pending = [target]
    while pending:
        target = pending.pop()
        location = target.location
        if location is None or location in seen or location in complete:
            continue
        seen.add(location)
        names, targets = _scan(target.scope, target.value)
        locations = [inner.location for inner in targets if inner.location is not None]
        for name in names:
            anchors.setdefault(name, set()).add(location)
        for inner in locations:
            for name in complete.get(inner, ()):
                anchors.setdefault(name, set()).add(inner)
        pending.extend(targets)
        yield location, locations


def _scan(scope: Scope, value: Json) -> tuple[set[str], list[ResolvedSchema]]:
    """Return the anchors of the dynamic references inside a schema, and the targets of the others."""
    names: set[str] = set()
    targets: list[ResolvedSchema] = []
    pending: list[tuple[Scope, Json]] = [(scope, value)]
    seen: set[int] = set()
    while pending:
        scope, value = pending.pop()
        if is_list(value):
            pending.extend((scope, part) for part in value if is_object(part) or is_list(part))
        if not is_object(value) or id(value) in seen:
            continue
        seen.add(id(value))
        scope = enter(scope, value)
        if isinstance(ref := value.get("$dynamicRef"), str):
            names.add(ref.partition("#")[2])
        if isinstance(value.get("$recursiveRef"), str):
            names.add("#")
        if isinstance(ref := value.get("$ref"), str) and (target := resolve(scope, ref)):
            if target.location is not None:
                targets.append(target)
            else:
                pending.append((target.scope, target.value))
        pending.extend((scope, part) for part in value.values() if is_object(part) or is_list(part))
    return names, targets
