"""Find the properties of schemas by a walk of the raw document, without docmodels' readers.

A property is reachable if `properties` of the schema, of a member of its `allOf`, or of the target
of its `$ref` declare it, at any depth of these. Schemas without a name, which are inside others, are
found where their values are: as a property, an item, an additional property or a union member.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import yaml

GROUPS = (("components", "schemas"), ("definitions",), ("$defs",))
IGNORES_SIBLINGS = ("2.", "3.0")
"""Versions of OpenAPI in which a `$ref` replaces what is beside it."""
ELEMENTS = ("items", "additionalProperties")
UNIONS = ("oneOf", "anyOf", "prefixItems")

Properties: TypeAlias = "dict[str, list[Properties]]"
"""The properties of an object by name, each with those of the objects without a name inside it."""


def reachable_properties(path: Path) -> dict[str, Properties]:
    """Return the reachable properties of every named schema of a document."""
    text = path.read_text("utf-8-sig")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, loader)
    walk = _Walk(document, _ignores_siblings(document))
    return {name: walk.properties(schema) for name, schema in _named_schemas(document)}


def _named_schemas(document: Any) -> Iterator[tuple[str, Any]]:
    for group in GROUPS:
        schemas = document
        for key in group:
            schemas = schemas.get(key, {}) if isinstance(schemas, dict) else {}
        yield from schemas.items() if isinstance(schemas, dict) else ()


def _ignores_siblings(document: dict[str, Any]) -> bool:
    version = str(document.get("openapi") or document.get("swagger") or "")
    dialect = str(document.get("$schema", ""))
    return version.startswith(IGNORES_SIBLINGS) or "draft-0" in dialect


@dataclass(frozen=True, slots=True)
class _Walk:
    document: Any
    ignores_siblings: bool

    def properties(self, schema: Any, seen: frozenset[str] = frozenset()) -> Properties:
        """Return the properties of an object by `properties`, `allOf` and `$ref`."""
        reachable: Properties = {}
        if not isinstance(schema, dict):
            return reachable
        ref = schema.get("$ref")
        if not (isinstance(ref, str) and self.ignores_siblings):
            declared = schema.get("properties")
            for name, value in declared.items() if isinstance(declared, dict) else ():
                if value is not False:
                    reachable.setdefault(name, []).extend(self.nameless(value))
            for member in schema.get("allOf") or ():
                _add(reachable, self.properties(member, seen))
        if isinstance(ref, str) and ref.startswith("#") and ref not in seen:
            _add(reachable, self.properties(_resolve(self.document, ref), seen | {ref}))
        return reachable

    def nameless(self, schema: Any) -> Iterator[Properties]:
        """Yield the properties of each object without a name in a value of `schema`."""
        if not isinstance(schema, dict) or isinstance(schema.get("$ref"), str):
            return
        properties = self.properties(schema)
        if properties and schema.get("type", "object") == "object":
            yield properties
        for key in ELEMENTS:
            yield from self.nameless(schema.get(key))
        for key in UNIONS:
            for member in schema.get(key) or ():
                yield from self.nameless(member)


def _add(properties: Properties, more: Properties) -> None:
    for name, objects in more.items():
        properties.setdefault(name, []).extend(objects)


def _resolve(document: Any, ref: str) -> Any:
    value = document
    for part in unquote(ref[1:]).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


# --- comparing ------------------------------------------------------------------------------------

Classes: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""The fields of each class by wire name, each with the classes in its annotation."""


def missing_fields(
    expected: Mapping[str, Properties], names: Mapping[str, Sequence[str]], classes: Classes
) -> list[str]:
    """Return a sentence for each definition without a class, and for each class that lacks fields.

    `expected` has the properties by Python name, and `names` the classes that a name stands for.
    Every class of a union has to have the fields.
    """
    faults: list[str] = []
    for name, properties in expected.items():
        if not names.get(name):
            faults.append(f"{name} is no class")
        for cls in names.get(name, ()):
            faults += _missing(name, properties, cls, classes)
    return faults


def _missing(place: str, properties: Properties, cls: str, classes: Classes) -> Iterator[str]:
    if missing := sorted(properties.keys() - classes[cls].keys()):
        yield f"{place} lacks {', '.join(missing)}"
    for name in properties.keys() & classes[cls].keys():
        for nameless in properties[name]:
            attempts = [
                list(_missing(f"{place}.{name}", nameless, inner, classes))
                for inner in classes[cls][name]
            ]
            if all(attempts):
                yield from min(attempts, key=len, default=[f"{place}.{name} has no class"])
