"""Reduce the JSON Schemas of runtime checks to their assertions, for generated modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from msgspec.structs import replace

from docmodels.ir import Api, Definition, Json, Object, Type, is_object
from docmodels.ir.algebra import nullable
from docmodels.ir.json_schema import SchemaStyle, type_schema
from docmodels.ir.pointers import pointer
from docmodels.ir.schema_algebra import Schema, is_annotation, map_subschemas, schema_refs
from docmodels.ir.traverse import map_children
from docmodels.targets.python.patterns import compiles
from docmodels.targets.python.source import literal

_TIME = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"

FORMATS: dict[str, str] = {
    "date": f"^{_DATE}$",
    "time": f"^{_TIME}$",
    "date-time": f"^{_DATE}[Tt]{_TIME}$",
    "email": "",
    "ipv4": "",
    "ipv6": "",
    "uri": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*$",
    "hostname": (
        r"^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
        r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
    ),
    "duration": (r"^P(?!$)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$"),
}
"""String formats that exact models check: with the `jsonschema` library (an empty pattern), or by
a pattern where the library needs further packages (RFC 3986 section 3, RFC 1123 section 2.1,
RFC 3339 section 5.6 and appendix A)."""


def format_schema(format: str) -> Schema:
    """Return the schema that checks strings of `format`; empty if the format is not checked."""
    if pattern := FORMATS.get(format, ""):
        return {"pattern": pattern}
    return {"format": format} if format in FORMATS else {}


def strip_annotations(schema: Json) -> Json:
    """Remove annotations from a schema, and patterns that Python's `re` does not compile."""
    if not is_object(schema):
        return schema
    return map_subschemas(dict(_assertion_items(schema)), strip_annotations)


def is_trivial(schema: Json) -> bool:
    """Whether a schema surely accepts every value: all that is left of it is empty."""
    if not is_object(schema):
        return schema is True
    return all(_is_trivial_keyword(key, value) for key, value in schema.items())


def _is_trivial_keyword(key: str, value: Json) -> bool:
    match key:
        case "items" | "additionalProperties" | "propertyNames":
            return is_trivial(value)
        case "prefixItems" | "allOf" | "anyOf":
            return all(map(is_trivial, value))
        case "properties" | "patternProperties":
            return all(map(is_trivial, value.values()))
        case _:
            return False


def _assertion_items(schema: Schema) -> Iterator[tuple[str, Json]]:
    for key, value in schema.items():
        if is_annotation(key):
            continue
        if key == "format":
            yield from (
                item
                for item in format_schema(value).items()
                if item[0] not in schema or item[0] == key
            )
            continue
        if key == "pattern" and not compiles(value):
            continue
        if key == "patternProperties":
            value = {name: part for name, part in value.items() if compiles(name)}
        yield key, value


def referenced_definitions(api: Api, schemas: Mapping[str, Schema]) -> dict[str, Json]:
    """Return the definitions that `schemas` refer to, directly or not, by name."""
    by_pointer = {pointer(definition.name): definition for definition in api.definitions}
    schemas_by_name: dict[str, Json] = {}
    stack = sorted(
        {ref for schema in schemas.values() for ref in schema_refs(schema)}, reverse=True
    )
    while stack:
        definition = by_pointer.get(stack.pop())
        if definition is None or definition.name in schemas_by_name:
            continue
        full_schema = type_schema(_schema_type(definition), SchemaStyle(pointer))
        schema = cast(Schema, strip_annotations(full_schema))
        schemas_by_name[definition.name] = schema
        stack.extend(sorted(set(schema_refs(schema)), reverse=True))
    return {d.name: schemas_by_name[d.name] for d in api.definitions if d.name in schemas_by_name}


def check_lines(api: Api, checks: Mapping[str, Schema]) -> tuple[str, ...]:
    """Write the schemas of checks and the definitions that they refer to as two constants."""
    if not checks:
        return ()
    definitions = referenced_definitions(api, checks)
    return (
        "# Constraints that annotations cannot express, as JSON Schema 2020-12.",
        f"CHECKS: dict[str, dict[str, object]] = {literal(dict(checks))}",
        f"DEFINITIONS: dict[str, object] = {literal(definitions)}",
    )


def _schema_type(definition: Definition) -> Type:
    """Return the type of a definition; optional fields from documentation may be null."""
    if definition.source == "schema":
        return definition.type
    return _with_nullable_fields(definition.type)


def _with_nullable_fields(type: Type) -> Type:
    mapped = map_children(type, _with_nullable_fields)
    if not isinstance(mapped, Object):
        return mapped
    fields = (
        field if field.required else replace(field, type=nullable(field.type))
        for field in mapped.fields
    )
    return replace(mapped, fields=tuple(fields))
