"""JSON Schemas inside generated modules: what checks need of them, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from msgspec.structs import replace

from docmodels.ir import Api, Definition, Json, Nullable, Object, Type, is_list, is_object
from docmodels.ir.json_schema import Schema, SchemaStyle, type_schema
from docmodels.ir.jsonschema_document import pointer
from docmodels.ir.traverse import map_children
from docmodels.targets.pydantic.constraints import compiles
from docmodels.targets.python.source import literal

__all__ = ["bare", "check_lines", "definitions", "of_format", "pointer"]

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
"""Formats of text that exact models check: by the `jsonschema` library, or by a pattern where it
would need further packages (RFC 3986 section 3, RFC 1123 section 2.1, RFC 3339 appendix A)."""

_ANNOTATIONS = frozenset("title description default examples deprecated readOnly writeOnly".split())
_NAMED = frozenset("properties patternProperties dependentSchemas $defs".split())
_VALUES = frozenset("const enum required dependentRequired type".split())


def of_format(format: str) -> Schema:
    """Give the schema that holds text to `format`; an empty one where nothing does."""
    if pattern := FORMATS.get(format, ""):
        return {"pattern": pattern}
    return {"format": format} if format in FORMATS else {}


def bare(schema: Json) -> Json:
    """Leave out of a schema what checks nothing, and patterns that Python's `re` does not take."""
    if is_list(schema):
        return [bare(part) for part in schema]
    return dict(_bare_parts(schema)) if is_object(schema) else schema


def _bare_parts(schema: Schema) -> Iterator[tuple[str, Json]]:
    for key, value in schema.items():
        if key in _ANNOTATIONS or key.startswith("x-") or key == "discriminator":
            continue
        if key == "format":
            yield from (
                each for each in of_format(value).items() if each[0] not in schema or each[0] == key
            )
            continue
        if key == "pattern" and not compiles(value):
            continue
        if key in _VALUES:
            yield key, value
        elif key in _NAMED:
            named = cast(Schema, value)
            kept = {name: bare(part) for name, part in named.items()}
            if key == "patternProperties":
                kept = {name: part for name, part in kept.items() if compiles(name)}
            yield key, kept
        else:
            yield key, bare(value)


def definitions(api: Api, schemas: Mapping[str, Schema]) -> dict[str, Json]:
    """Give the definitions that `schemas` lead to, by the names that references use."""
    by_pointer = {pointer(definition.name): definition for definition in api.definitions}
    found: dict[str, Json] = {}
    stack = sorted({ref for schema in schemas.values() for ref in _refs(schema)}, reverse=True)
    while stack:
        definition = by_pointer.get(stack.pop())
        if definition is None or definition.name in found:
            continue
        schema = bare(type_schema(_stated(definition), SchemaStyle(pointer)))
        found[definition.name] = schema
        stack.extend(sorted(set(_refs(schema)), reverse=True))
    return {d.name: found[d.name] for d in api.definitions if d.name in found}


def check_lines(api: Api, checks: Mapping[str, Schema]) -> tuple[str, ...]:
    """Write the schemas of checks, and the definitions that they refer to, as two constants."""
    if not checks:
        return ()
    found = definitions(api, checks)
    return (
        "# What annotations cannot say, as JSON Schema 2020-12.",
        f"CHECKS: dict[str, dict[str, object]] = {literal(dict(checks))}",
        f"DEFINITIONS: dict[str, object] = {literal(found)}",
    )


def _stated(definition: Definition) -> Type:
    """The type of a definition; what documentation leaves out, null is, may be."""
    if definition.source == "schema":
        return definition.type
    return _with_nulls(definition.type)


def _with_nulls(type: Type) -> Type:
    found = map_children(type, _with_nulls)
    if not isinstance(found, Object):
        return found
    fields = (
        field if field.required else replace(field, type=Nullable(type=field.type))
        for field in found.fields
    )
    return replace(found, fields=tuple(fields))


def _refs(schema: Json) -> Iterator[str]:
    stack: list[Json] = [schema]
    while stack:
        part = stack.pop()
        if is_list(part):
            stack.extend(part)
        elif is_object(part):
            if isinstance(ref := part.get("$ref"), str):
                yield ref
            stack.extend(value for key, value in part.items() if key not in ("const", "enum"))
