"""A reader of made-up descriptions of tables in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Definition,
    Field,
    Nullable,
    Object,
    Ref,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.readers import Reader, Schemas

PRIMITIVES = {
    "boolean": BOOLEAN,
    "int": INTEGER,
    "long": INTEGER,
    "float": NUMBER,
    "double": NUMBER,
    "string": STRING,
}


def recognises(document: Document) -> bool:
    """Whether the document is a table."""
    try:
        schema = json.loads(document.text)
    except ValueError:
        return False
    return isinstance(schema, dict) and schema.get("type") == "table"


def read(documents: Sequence[Document], notes: list[Note]) -> Schemas:
    """Read one definition from each document."""
    schemas = [(document, json.loads(document.text)) for document in documents]
    drafts = [Draft(read_definition(document, schema)) for document, schema in schemas]
    return Schemas(tuple(drafts), title=schemas[0][1].get("namespace", ""))


def read_definition(document: Document, schema: dict[str, Any]) -> Definition:
    """Read a table: its fields are required unless they have a default."""
    fields = tuple(
        Field(
            name=field["name"],
            type=read_type(field["type"]),
            presence="optional" if "default" in field else "required",
        )
        for field in schema["fields"]
    )
    return Definition(
        name=schema["name"],
        type=Object(fields=fields),
        doc=schema.get("doc", ""),
        origin=document.origin(1),
    )


def read_type(type: Any) -> Type:
    """Read a primitive type, an array, a union with null, or the name of a table."""
    match type:
        case str():
            return PRIMITIVES.get(type) or Ref(name=type)
        case {"type": "array", "items": items}:
            return Array(items=read_type(items))
        case ["null", member] | [member, "null"]:
            return Nullable(type=read_type(member))
        case _:
            return UNKNOWN


TABLES = Reader("tables", "Tables", recognises, read)
