"""Definitions that others extend: told from their own keywords, in linear time on chains of any length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from docmodels.ir import Json, is_list, is_object
from docmodels.readers.keywords import Schema, asserts, nullable
from docmodels.readers.residual_keywords import holds_only_checks
from docmodels.readers.scope import Found, Reading, Scope

_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class Layer:
    """What a definition says itself: whether it is an object that can be extended, as far as that
    goes, the definitions it extends, and the properties it describes."""

    extensible: bool = True
    bases: list[str] = field(default_factory=list[str])
    properties: list[tuple[Scope, Schema]] = field(default_factory=list[tuple[Scope, Schema]])


def heritable(reading: Reading, name: str) -> bool:
    """Whether a definition is an object that others can extend."""

    def answer(name: str, layer: Layer) -> bool:
        known = reading.heritable
        return layer.extensible and all(known.get(base, True) for base in layer.bases)

    return _asked(reading, name, reading.heritable, answer)


def described_in(reading: Reading, name: str, prop: str) -> tuple[Scope, Schema] | None:
    """Give the `properties` that describe `prop` in a definition or in what it extends."""
    known: dict[str, tuple[Scope, Schema] | None] = reading.described.setdefault(prop, {})

    def answer(name: str, layer: Layer) -> tuple[Scope, Schema] | None:
        own = next((place for place in layer.properties if prop in place[1]), None)
        return own or next((known[base] for base in layer.bases if known.get(base)), None)

    return _asked(reading, name, known, answer)


def _asked(
    reading: Reading,
    name: str,
    known: dict[str, _Answer],
    answer: Callable[[str, Layer], _Answer],
) -> _Answer:
    """Answer for a definition after all that it extends, each once; circles are left open."""
    pending, begun = [name], set[str]()
    while pending:
        current = pending[-1]
        if current in known:
            pending.pop()
            continue
        layer = _layer(reading, current)
        if current not in begun:
            begun.add(current)
            pending.extend(base for base in layer.bases if base not in known and base not in begun)
            if pending[-1] != current:
                continue
        known[current] = answer(current, layer)
        pending.pop()
    return known[name]


def _layer(reading: Reading, name: str) -> Layer:
    found = reading.layers.get(name)
    if found is None:
        target: Found | None = reading.targets.get(name)
        found = reading.layers[name] = Layer(extensible=target is not None)
        pending: list[tuple[Scope, Json]] = [(target.scope, target.value)] if target else []
        while pending:
            scope, schema = pending.pop(0)
            if not _is_object(scope, schema):
                found.extensible = False
            if is_object(schema):
                _take(found, scope, schema, pending)
        plain = found.bases or found.properties
        if target is not None and is_object(target.value) and not plain:
            found.extensible = found.extensible and _is_named_object(target.value)
    return found


def _take(layer: Layer, scope: Scope, schema: Schema, pending: list[tuple[Scope, Json]]) -> None:
    """Take in the properties and bases of a schema; its inline parts are still to come."""
    if isinstance(ref := schema.get("$ref"), str):
        target = scope.find(ref)
        name = scope.reading.names.at(*target.place) if target and target.place else None
        if name is not None:
            layer.bases.append(name)
        elif target is not None and len(layer.properties) < 100:
            pending.append((target.scope, target.value))
        else:
            layer.extensible = False
        if not scope.flavour.siblings:
            return
    if schema.get("properties") and is_object(schema["properties"]):
        layer.properties.append((scope, schema["properties"]))
    if is_list(parts := schema.get("allOf")):
        pending.extend((scope, p) for p in parts if asserts(p) and not holds_only_checks(p))


def _is_object(scope: Scope, schema: Json) -> bool:
    """Whether the keywords of a schema, leaving its parts aside, are those of one kind of object."""
    if not is_object(schema) or schema.get("type", "object") != "object":
        return False
    if not _CHOICES.isdisjoint(schema) or nullable(scope, schema):
        return False
    return all(_all_checks(schema[key]) for key in ("anyOf", "oneOf") if key in schema)


_CHOICES: Final = frozenset({"enum", "const", "$dynamicRef", "$recursiveRef", "x-extensible-enum"})


def _all_checks(parts: Json) -> bool:
    return is_list(parts) and all(map(holds_only_checks, parts))


def _is_named_object(schema: Schema) -> bool:
    """Whether an object without properties is one to be named, and no map."""
    if "patternProperties" in schema or schema.get("required"):
        return True
    open_ = schema.get("additionalProperties")
    return open_ is False or (open_ is None and schema.get("type") == "object")
