"""Objects: fields, further properties, and what `allOf` brings together."""

from __future__ import annotations

import re
from dataclasses import replace as replace_said
from typing import Final

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Discriminator,
    Enum,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Type,
    Union,
    WithAssertions,
    is_object,
)
from docmodels.readers.annotations import Annotations, annotations_of
from docmodels.readers.keywords import (
    Schema,
    constraints,
    is_schema,
    mapping,
    strings,
    text,
    unread,
)
from docmodels.readers.references import name_of
from docmodels.readers.residual_keywords import checked, rewritten, standalone
from docmodels.readers.scope import Scope


def object_type(scope: Scope, schema: Schema) -> Type:
    """Read the keywords about objects; without any named field it is a map."""
    stated = mapping(scope, schema, "properties")
    patterns = _patterns(scope, schema)
    additional = _additional(scope, schema)
    required = strings(scope, schema, "required")
    limits = constraints(scope, schema, "object")
    if not (stated or patterns or required) and not isinstance(additional, Never):
        keys = scope.read(schema["propertyNames"]) if "propertyNames" in schema else None
        return Map(values=additional or UNKNOWN, keys=keys, constraints=limits)
    needed = frozenset(required)
    fields = [read_field(scope, stated, name, name in needed) for name in stated]
    unsaid = (name for name in required if name not in stated)
    fields.extend(_undeclared(name, patterns, additional) for name in unsaid)
    found = Object(
        fields=tuple(fields),
        additional_properties=additional,
        pattern_properties=patterns,
        discriminator=None if _has_union(schema) else discriminator(scope, schema),
        constraints=limits,
    )
    if "propertyNames" in schema:
        return checked(found, {"propertyNames": rewritten(scope, schema["propertyNames"])})
    return found


def _has_union(schema: Schema) -> bool:
    return "oneOf" in schema or "anyOf" in schema


def read_field(scope: Scope, container: Schema, name: str, required: bool) -> Field:
    """Read the property `name` of `properties`, with all that is said about it."""
    schema = container[name]
    origin = scope.origin(container, name)
    if not is_schema(schema):
        message = f"the property `{name}` is no schema; it is accepted as anything"
        scope.note(INVALID_KEYWORD, (container, name), message, "describe it by an object")
        return Field(name=name, type=UNKNOWN, required=required, origin=origin)
    said = annotations_of(scope, schema)
    type = scope.read(schema)
    if not said.title and (title := title_of(type)):
        said = replace_said(said, title=title)
    return annotated(Field(name=name, type=type, required=required, origin=origin), said)


def title_of(type: Type) -> str:
    """Give the title that a type carries itself."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type.title if isinstance(type, Object | Enum | Union | AllOf) else ""


def annotated(field: Field, said: Annotations) -> Field:
    """Give `field` with its annotations."""
    if said == _SILENT:
        return field
    return replace(
        field,
        default=said.default,
        title=said.title,
        doc=said.doc,
        read_only=said.read_only,
        write_only=said.write_only,
        deprecated=said.deprecated,
        deprecation=said.deprecation,
        examples=said.examples,
    )


_SILENT: Final = Annotations()


def _undeclared(name: str, patterns: dict[str, Type], additional: Type | None) -> Field:
    """A field that is only required: its type is that of the properties it falls under."""
    falling = [type for pattern, type in patterns.items() if _matches(pattern, name)]
    type = falling[0] if falling else additional or UNKNOWN
    return Field(name=name, type=type, required=True, inferred=("type",))


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def is_placeholder(field: Field) -> bool:
    """Whether `required` named the field and nothing described it."""
    return field.inferred == ("type",) and field.type == UNKNOWN


def _patterns(scope: Scope, schema: Schema) -> dict[str, Type]:
    stated = mapping(scope, schema, "patternProperties")
    return {key: scope.read(part) for key, part in stated.items() if is_schema(part)}


def _additional(scope: Scope, schema: Schema) -> Type | None:
    """Read `additionalProperties`; `unevaluatedProperties` where that says the same."""
    key = "additionalProperties"
    if key not in schema:
        key = "unevaluatedProperties"
        if key not in schema or not standalone(schema, key):
            return None
    if not is_schema(schema[key]):
        unread(scope, schema, key, "a schema")
        return None
    return scope.read(schema[key])


def discriminator(scope: Scope, schema: Schema) -> Discriminator | None:
    """Read `discriminator`: an object in OpenAPI 3, the property's name in Swagger 2."""
    value = schema.get("discriminator")
    if value is None:
        return None
    if isinstance(value, str):
        return Discriminator(property=value)
    if not is_object(value) or not isinstance(value.get("propertyName"), str):
        unread(scope, schema, "discriminator", "an object with `propertyName`")
        return None
    stated = mapping(scope, value, "mapping")
    named = {tag: _mapped(scope, ref) for tag, ref in stated.items() if isinstance(ref, str)}
    if len(named) != len(stated):
        unread(scope, value, "mapping", "an object of references")
    return Discriminator(property=text(scope, value, "propertyName"), mapping=named)


def _mapped(scope: Scope, ref: str) -> str:
    """A mapping holds references or bare names of components (OpenAPI 3.1, section 4.8.25)."""
    if re.search(r"[#/]|\.(json|ya?ml)$", ref):
        return name_of(scope, ref) or ref.rsplit("/", 1)[-1]
    name = scope.reading.names.at(scope.file.uri, ("components", "schemas", ref))
    return name or name_of(scope, f"#/components/schemas/{ref}") or ref
