"""Decide which definitions can be base classes, in linear time for `allOf` chains of any length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from msgspec import Struct, field

from docmodels.ir import Json, is_list, is_object
from docmodels.ir.vocabulary import ENUM_KEYWORDS, REFERENCES, UNION_KEYWORDS
from docmodels.readers.keywords import Schema, describes_all_names, has_assertions, is_nullable
from docmodels.readers.residual_keywords import is_assertion_only
from docmodels.readers.resolution import resolve
from docmodels.readers.scope import ResolvedSchema, Scope
from docmodels.readers.state import ReadState

_Result = TypeVar("_Result")


class OwnKeywords(Struct):
    """The keywords of a definition without those of its base classes.

    `extensible`: the own keywords allow subclasses. `bases`: the definitions that it extends.
    `properties`: the values of its `properties` keywords, each with its scope.
    """

    extensible: bool = True
    bases: list[str] = field(default_factory=list[str])
    properties: list[tuple[Scope, Schema]] = field(default_factory=list[tuple[Scope, Schema]])


def is_extensible(state: ReadState, name: str) -> bool:
    """Return whether a definition is an object that can be a base class."""

    def compute(name: str, own_keywords: OwnKeywords) -> bool:
        results = state.inheritance.extensible
        return own_keywords.extensible and all(
            results.get(base, True) for base in own_keywords.bases
        )

    return _memoised_dfs(state, name, state.inheritance.extensible, compute)


def find_property(state: ReadState, name: str, property_name: str) -> tuple[Scope, Schema] | None:
    """Find the `properties` that have `property_name`, in a definition or its base classes."""
    results: dict[str, tuple[Scope, Schema] | None] = state.inheritance.declarations.setdefault(
        property_name, {}
    )

    def compute(name: str, own_keywords: OwnKeywords) -> tuple[Scope, Schema] | None:
        declaration = next(
            (location for location in own_keywords.properties if property_name in location[1]), None
        )
        return declaration or next(
            (results[base] for base in own_keywords.bases if results.get(base)), None
        )

    return _memoised_dfs(state, name, results, compute)


def _memoised_dfs(
    state: ReadState,
    name: str,
    results: dict[str, _Result],
    compute: Callable[[str, OwnKeywords], _Result],
) -> _Result:
    """Compute the result for a definition after those of its base classes, each once.

    In a cycle of base classes, `compute` runs without the result of the edge that closes the cycle.
    """
    pending, visited = [name], set[str]()
    while pending:
        current = pending[-1]
        if current in results:
            pending.pop()
            continue
        own_keywords = _own_keywords(state, current)
        if current not in visited:
            visited.add(current)
            pending.extend(
                base for base in own_keywords.bases if base not in results and base not in visited
            )
            if pending[-1] != current:
                continue
        results[current] = compute(current, own_keywords)
        pending.pop()
    return results[name]


def _own_keywords(state: ReadState, name: str) -> OwnKeywords:
    own_keywords = state.inheritance.own_keywords.get(name)
    if own_keywords is None:
        definition: ResolvedSchema | None = state.definitions.schemas.get(name)
        own_keywords = OwnKeywords(extensible=definition is not None)
        state.inheritance.own_keywords[name] = own_keywords
        pending: list[tuple[Scope, Json]] = (
            [(definition.scope, definition.value)] if definition else []
        )
        while pending:
            scope, schema = pending.pop(0)
            if not _is_plain_object(scope, schema):
                own_keywords.extensible = False
            if is_object(schema):
                _add_keywords(own_keywords, scope, schema, pending)
        has_own_keywords = own_keywords.bases or own_keywords.properties
        if definition is not None and is_object(definition.value) and not has_own_keywords:
            own_keywords.extensible = own_keywords.extensible and _needs_class(definition.value)
    return own_keywords


def _add_keywords(
    own_keywords: OwnKeywords, scope: Scope, schema: Schema, pending: list[tuple[Scope, Json]]
) -> None:
    """Add the properties and base classes of a schema; append its inline members to `pending`."""
    if isinstance(ref := schema.get("$ref"), str):
        target = resolve(scope, ref)
        name = scope.state.definitions.name_of(target)
        if name is not None:
            own_keywords.bases.append(name)
        elif target is not None and len(own_keywords.properties) < 100:
            pending.append((target.scope, target.value))
        else:
            own_keywords.extensible = False
        if not scope.version.allows_ref_siblings:
            return
    if schema.get("properties") and is_object(schema["properties"]):
        own_keywords.properties.append((scope, schema["properties"]))
    if is_list(parts := schema.get("allOf")):
        pending.extend((scope, p) for p in parts if has_assertions(p) and not is_assertion_only(p))


def _is_plain_object(scope: Scope, schema: Json) -> bool:
    """Return whether a schema describes one object: not nullable and without alternatives."""
    if not is_object(schema) or schema.get("type", "object") != "object":
        return False
    if not _NOT_EXTENSIBLE.isdisjoint(schema) or is_nullable(scope, schema):
        return False
    return all(_are_assertion_only(schema[key]) for key in UNION_KEYWORDS if key in schema)


_NOT_EXTENSIBLE: Final = frozenset({*ENUM_KEYWORDS, "const", *REFERENCES} - {"$ref"})


def _are_assertion_only(parts: Json) -> bool:
    return is_list(parts) and all(map(is_assertion_only, parts))


def _needs_class(schema: Schema) -> bool:
    """Return whether an object without properties is a class, not a map."""
    additional = schema.get("additionalProperties")
    if describes_all_names(schema):
        (additional,) = schema["patternProperties"].values()
    elif "patternProperties" in schema:
        return True
    is_named = bool(schema.get("required")) or additional is False
    return is_named or (additional is None and schema.get("type") == "object")
