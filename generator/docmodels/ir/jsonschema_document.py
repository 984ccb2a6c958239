"""An `Api` as a JSON Schema 2020-12 document."""

from __future__ import annotations

from docmodels.ir import Api
from docmodels.ir.json_schema import Schema, SchemaStyle, definition_schema
from docmodels.ir.openapi_document import pretty


def to_jsonschema(api: Api) -> str:
    """Write every definition under `$defs`; the root, if there is one, is referred to."""
    form = SchemaStyle(pointer)
    found: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    # A reader names the root by the title, else `Model`.
    if title := api.title or ("" if api.root == "Model" else api.root):
        found["title"] = title
    if api.doc:
        found["description"] = api.doc
    if api.root:
        found["$ref"] = pointer(api.root)
    found["$defs"] = {d.name: definition_schema(d, form) for d in api.definitions}
    return pretty(found)


def pointer(name: str) -> str:
    """Write a reference: a JSON pointer in a URI fragment (RFC 6901, section 6)."""
    escaped = name.replace("~", "~0").replace("/", "~1")
    return "#/$defs/" + "".join(c if c in _PLAIN else _percent(c) for c in escaped)


_PLAIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?"
)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
