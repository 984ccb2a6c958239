"""Export an `Api` as a JSON Schema 2020-12 document."""

from __future__ import annotations

from docmodels.ir import Api
from docmodels.ir.json_schema import SchemaStyle, definition_schema
from docmodels.ir.openapi_document import format_json
from docmodels.ir.pointers import pointer
from docmodels.ir.schema_algebra import Schema


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
