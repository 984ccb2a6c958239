"""Export an `Api` as a JSON Schema 2020-12 document."""

from __future__ import annotations

from docmodels.ir import Api
from docmodels.ir.json_schema import Schema, SchemaStyle, definition_schema
from docmodels.ir.openapi_document import format_json


def to_jsonschema(api: Api) -> str:
    """Return a JSON Schema with all definitions under `$defs`, and a `$ref` to the root, if any."""
    style = SchemaStyle(pointer)
    document: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    # The reader names the root by the title, or else `Model`.
    if title := api.title or ("" if api.root == "Model" else api.root):
        document["title"] = title
    if api.doc:
        document["description"] = api.doc
    if api.root:
        document["$ref"] = pointer(api.root)
    document["$defs"] = {d.name: definition_schema(d, style) for d in api.definitions}
    return format_json(document)


def pointer(name: str) -> str:
    """Return the `$ref` of a definition: a JSON Pointer as URI fragment (RFC 6901, section 6)."""
    escaped = name.replace("~", "~0").replace("/", "~1")
    return "#/$defs/" + "".join(c if c in _UNRESERVED else _percent_encode(c) for c in escaped)


_UNRESERVED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?"
)


def _percent_encode(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
