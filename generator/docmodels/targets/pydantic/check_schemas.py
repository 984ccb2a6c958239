"""Reduce the JSON Schemas of runtime checks to their assertions, for generated modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from msgspec.structs import replace

from docmodels.ir import Api, Definition, Json, Object, Type, is_list, is_object, nullable
from docmodels.ir.json_schema import Schema, SchemaStyle, type_schema
from docmodels.ir.jsonschema_document import pointer
from docmodels.ir.traverse import map_children
from docmodels.ir.vocabulary import (
    DEFINITION_LOCATIONS,
    JSON_VALUED,
    SCHEMA_MAPS,
    evaluated_by,
    with_shape,
)
from docmodels.targets.pydantic.constraints import compiles
from docmodels.targets.python.source import literal

__all__ = ["check_lines", "format_schema", "pointer", "referenced_definitions", "strip_annotations"]

FORMATS: dict[str, str] = {
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
RFC 3339 appendix A)."""

_ANNOTATIONS = frozenset(evaluated_by("annotation"))
_SCHEMA_MAPS = SCHEMA_MAPS.union(DEFINITION_LOCATIONS)
_PLAIN_VALUES = JSON_VALUED.union(with_shape("strings", "string lists", "types"))


def format_schema(format: str) -> Schema:
    """Return the schema that checks strings of `format`; empty if the format is not checked."""
    if pattern := FORMATS.get(format, ""):
        return {"pattern": pattern}
    return {"format": format} if format in FORMATS else {}


def strip_annotations(schema: Json) -> Json:
    """Remove annotations from a schema, and patterns that Python's `re` does not compile."""
    if is_list(schema):
        return [strip_annotations(part) for part in schema]
    return dict(_stripped_items(schema)) if is_object(schema) else schema


def _stripped_items(schema: Schema) -> Iterator[tuple[str, Json]]:
    for key, value in schema.items():
        if key in _ANNOTATIONS or key.startswith("x-"):
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
        if key in _PLAIN_VALUES:
            yield key, value
        elif key in _SCHEMA_MAPS:
            schemas = cast(Schema, value)
            stripped = {name: strip_annotations(part) for name, part in schemas.items()}
            if key == "patternProperties":
                stripped = {name: part for name, part in stripped.items() if compiles(name)}
            yield key, stripped
        else:
            yield key, strip_annotations(value)


def referenced_definitions(api: Api, schemas: Mapping[str, Schema]) -> dict[str, Json]:
    """Return the definitions that `schemas` refer to, directly or not, by name."""
    by_pointer = {pointer(definition.name): definition for definition in api.definitions}
    schemas_by_name: dict[str, Json] = {}
    stack = sorted({ref for schema in schemas.values() for ref in _refs_in(schema)}, reverse=True)
    while stack:
        definition = by_pointer.get(stack.pop())
        if definition is None or definition.name in schemas_by_name:
            continue
        schema = strip_annotations(type_schema(_schema_type(definition), SchemaStyle(pointer)))
        schemas_by_name[definition.name] = schema
        stack.extend(sorted(set(_refs_in(schema)), reverse=True))
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


def _refs_in(schema: Json) -> Iterator[str]:
    stack: list[Json] = [schema]
    while stack:
        part = stack.pop()
        if is_list(part):
            stack.extend(part)
        elif is_object(part):
            if isinstance(ref := part.get("$ref"), str):
                yield ref
            stack.extend(value for key, value in part.items() if key not in JSON_VALUED)
