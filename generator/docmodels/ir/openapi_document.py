"""An `Api` as an OpenAPI 3.1 document: schemas only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from docmodels.ir import Api, Json
from docmodels.ir.json_schema import Schema, SchemaStyle, definition_schema

_UNSAFE = re.compile(r"[^a-zA-Z0-9._-]+")


def to_openapi(api: Api) -> str:
    """Write an OpenAPI 3.1 document with every definition under `components.schemas`.

    A name that is no legal key (OpenAPI 3.1, section 4.8.7.1) is written as a safe one, with the
    name itself in `x-name`.
    """
    keys = safe_keys(definition.name for definition in api.definitions)

    def point(name: str) -> str:
        return "#/components/schemas/" + (keys.get(name) or safe_key(name))

    form = SchemaStyle(point, marked=True)
    schemas: dict[str, Schema] = {}
    for definition in api.definitions:
        key = keys[definition.name]
        written = definition_schema(definition, form)
        schemas[key] = written if key == definition.name else written | {"x-name": definition.name}
    info: Schema = {"title": api.title or "Models", "version": api.version or "0"}
    if api.doc:
        info["description"] = api.doc
    return pretty(
        {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
    )


def safe_keys(names: Iterable[str]) -> dict[str, str]:
    """Give each name a legal key: itself where it is one, else a safe one that no other has."""
    names = list(names)
    keys = {name: name for name in names if name and not _UNSAFE.search(name)}
    taken = set(keys)
    for name in names:
        if name in keys:
            continue
        key, number = safe_key(name), 2
        while key in taken:
            key, number = f"{safe_key(name)}_{number}", number + 1
        taken.add(key)
        keys[name] = key
    return keys


def safe_key(name: str) -> str:
    """Put an underscore for what a key cannot hold."""
    return _UNSAFE.sub("_", name).strip("_") or "Schema"


def pretty(value: Json) -> str:
    """Write JSON for people: indented, in the order given, every character itself."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
