"""Find the properties of named schemas by a walk of the raw document, without docmodels' readers.

A property is reachable if `properties` of the schema, of a member of its `allOf`, or of the target
of its `$ref` declare it, at any depth of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

GROUPS = (("components", "schemas"), ("definitions",), ("$defs",))
IGNORES_SIBLINGS = ("2.", "3.0")
"""Versions of OpenAPI in which a `$ref` replaces what is beside it."""


def reachable_properties(path: Path) -> dict[str, set[str]]:
    """Return the reachable properties of every named schema of a document."""
    text = path.read_text("utf-8-sig")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, loader)
    return {
        name: _properties(document, schema, _ignores_siblings(document), set())
        for name, schema in _named_schemas(document)
    }


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


def _properties(document: Any, schema: Any, ignores_siblings: bool, seen: set[str]) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    names: set[str] = set()
    ref = schema.get("$ref")
    if isinstance(ref, str):
        if ref.startswith("#") and ref not in seen:
            target = _resolve(document, ref)
            names |= _properties(document, target, ignores_siblings, {*seen, ref})
        if ignores_siblings:
            return names
    if isinstance(schema.get("properties"), dict):
        names |= {name for name, part in schema["properties"].items() if part is not False}
    for part in schema.get("allOf") or ():
        names |= _properties(document, part, ignores_siblings, seen)
    return names


def _resolve(document: Any, ref: str) -> Any:
    value = document
    for part in unquote(ref[1:]).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def missing_fields(
    expected: Mapping[str, Sequence[str]], classes: Mapping[str, Sequence[Sequence[str]]]
) -> list[str]:
    """Return a sentence for each class that lacks fields.

    `classes` has the wire names of the classes by name; an alias has those of each class in it.
    """
    missing = [
        (name, sorted(set(properties) - set(wire_names)))
        for name, properties in expected.items()
        for wire_names in classes.get(name, ())
    ]
    return [f"{name} lacks {', '.join(names)}" for name, names in missing if names]
