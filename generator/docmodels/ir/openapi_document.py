"""Export an `Api` as an OpenAPI 3.1 document that has schemas and no paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from docmodels.ir import Api, Json
from docmodels.ir.json_schema import SchemaStyle, definition_schema
from docmodels.ir.schema_algebra import Schema

_ILLEGAL_CHARACTERS = re.compile(r"[^\w.-]+")
"""What no key contains. OpenAPI 3.1 allows ASCII only (section 4.8.7.1), but letters of other scripts
are kept: without them, a name in Chinese or Russian is lost, and references to it are meaningless."""


def to_openapi(api: Api) -> str:
    """Return an OpenAPI 3.1 document with every definition under `components.schemas`.

    A name with other characters than letters, digits, `.`, `-` and `_` is replaced by a key without
    them; its schema keeps the original name in `x-name`.
    """
    keys = safe_keys(definition.name for definition in api.definitions)

    def make_ref(name: str) -> str:
        return "#/components/schemas/" + (keys.get(name) or safe_key(name))

    style = SchemaStyle(make_ref, marks_open_enums=True)
    schemas: dict[str, Schema] = {}
    for definition in api.definitions:
        key = keys[definition.name]
        schema = definition_schema(definition, style)
        schemas[key] = schema if key == definition.name else schema | {"x-name": definition.name}
    info: Schema = {"title": api.title or "Models", "version": api.version or "0"}
    if api.doc:
        info["description"] = api.doc
    return format_json(
        {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
    )


def safe_keys(names: Iterable[str]) -> dict[str, str]:
    """Map each name to a legal key: the name itself if it is legal, else a unique replacement."""
    names = list(names)
    keys = {name: name for name in names if name and not _ILLEGAL_CHARACTERS.search(name)}
    used_keys = set(keys)
    for name in names:
        if name in keys:
            continue
        key, number = safe_key(name), 2
        while key in used_keys:
            key, number = f"{safe_key(name)}_{number}", number + 1
        used_keys.add(key)
        keys[name] = key
    return keys


def safe_key(name: str) -> str:
    """Replace the characters that are illegal in a key by underscores."""
    return _ILLEGAL_CHARACTERS.sub("_", name).strip("_") or "Schema"


def format_json(value: Json) -> str:
    """Return indented JSON: keys keep their order, and no character is escaped needlessly."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
