"""Read object schemas: fields, pattern and additional properties, discriminators."""

from __future__ import annotations

import re
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
    inferences,
    is_object,
    object_constraints,
    presence_of,
)
from docmodels.ir.instance_check import matches_pattern
from docmodels.readers.annotations import Annotations, read_annotations
from docmodels.readers.keywords import (
    Schema,
    describes_all_names,
    is_schema,
    mapping,
    note_invalid,
    read_constraints,
    strings,
    text,
)
from docmodels.readers.references import definition_name
from docmodels.readers.residual_keywords import is_same_as_additional, to_2020_12, with_assertions
from docmodels.readers.scope import Scope


def read_object(scope: Scope, schema: Schema) -> Type:
    """Read the keywords of an object; an object without fields and patterns is a map."""
    properties = mapping(scope, schema, "properties")
    patterns = _read_pattern_properties(scope, schema)
    additional = _read_additional(scope, schema)
    if describes_all_names(schema) and patterns:
        (additional,), patterns = patterns.values(), {}
    required = strings(scope, schema, "required")
    limits = object_constraints(read_constraints(scope, schema, "object"))
    if not (properties or patterns or required) and not isinstance(additional, Never):
        keys = scope.read(schema["propertyNames"]) if "propertyNames" in schema else None
        return Map(values=additional or UNKNOWN, keys=keys, constraints=limits)
    required_names = frozenset(required)
    fields = [read_field(scope, properties, name, name in required_names) for name in properties]
    undeclared = (name for name in required if name not in properties)
    fields.extend(_required_only_field(name, patterns, additional) for name in undeclared)
    object_type = Object(
        fields=tuple(fields),
        additional_properties=additional,
        pattern_properties=patterns,
        discriminator=None if _has_union(schema) else read_discriminator(scope, schema),
        constraints=limits,
    )
    if "propertyNames" in schema:
        return with_assertions(
            object_type, {"propertyNames": to_2020_12(scope, schema["propertyNames"])}
        )
    return object_type


def _has_union(schema: Schema) -> bool:
    return "oneOf" in schema or "anyOf" in schema


def read_field(scope: Scope, container: Schema, name: str, required: bool) -> Field:
    """Read the property `name` of a `properties` keyword, with its annotations."""
    schema = container[name]
    origin = scope.origin(container, name)
    if not is_schema(schema):
        message = f"the property `{name}` is not a schema; any value is accepted"
        scope.note(
            INVALID_KEYWORD, (container, name), message, "describe the property by a schema object"
        )
        return Field(name=name, type=UNKNOWN, presence=presence_of(required), origin=origin)
    annotations = read_annotations(scope, schema)
    type = scope.read(schema)
    if not annotations.title and (title := title_of_type(type)):
        annotations = replace(annotations, title=title)
    return with_annotations(
        Field(name=name, type=type, presence=presence_of(required), origin=origin), annotations
    )


def title_of_type(type: Type) -> str:
    """Return the title of an object, enum, union or `AllOf`; empty for other types."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type.title if isinstance(type, Object | Enum | Union | AllOf) else ""


def with_annotations(field: Field, annotations: Annotations) -> Field:
    """Return `field` with the annotations."""
    if annotations == _NO_ANNOTATIONS:
        return field
    return replace(
        field,
        default=annotations.default,
        title=annotations.title,
        doc=annotations.doc,
        access=annotations.access,
        deprecation=annotations.deprecation,
        examples=annotations.examples,
    )


_NO_ANNOTATIONS: Final = Annotations()


def _required_only_field(name: str, patterns: dict[str, Type], additional: Type | None) -> Field:
    """Make the field of a name that only `required` lists; patterns or the rest give its type.

    It has any type if one of the patterns may match, but is not tried: it may take long.
    """
    matches = {pattern: matches_pattern(pattern, name) for pattern in patterns}
    matching = [type for pattern, type in patterns.items() if matches[pattern]]
    is_open = None in matches.values()
    type = matching[0] if matching else UNKNOWN if is_open else additional or UNKNOWN
    return Field(
        name=name, type=type, presence="required", inferred=inferences("required-names", "type")
    )


def _read_pattern_properties(scope: Scope, schema: Schema) -> dict[str, Type]:
    patterns = mapping(scope, schema, "patternProperties")
    return {key: scope.read(part) for key, part in patterns.items() if is_schema(part)}


def _read_additional(scope: Scope, schema: Schema) -> Type | None:
    """Read `additionalProperties`, or `unevaluatedProperties` where it is equivalent."""
    key = "additionalProperties"
    if key not in schema:
        key = "unevaluatedProperties"
        if key not in schema or not is_same_as_additional(schema, key):
            return None
    if not is_schema(schema[key]):
        note_invalid(scope, schema, key, "a schema")
        return None
    return scope.read(schema[key])


def read_discriminator(scope: Scope, schema: Schema) -> Discriminator | None:
    """Read `discriminator`: an object in OpenAPI 3, the name of the property in Swagger 2."""
    value = schema.get("discriminator")
    if value is None:
        return None
    if isinstance(value, str):
        return Discriminator(property=value)
    if not is_object(value) or not isinstance(value.get("propertyName"), str):
        note_invalid(scope, schema, "discriminator", "an object with `propertyName`")
        return None
    mapping_value = mapping(scope, value, "mapping")
    definitions = {
        tag: _mapping_target(scope, ref)
        for tag, ref in mapping_value.items()
        if isinstance(ref, str)
    }
    if len(definitions) != len(mapping_value):
        note_invalid(scope, value, "mapping", "an object of references")
    return Discriminator(property=text(scope, value, "propertyName"), mapping=definitions)


def _mapping_target(scope: Scope, ref: str) -> str:
    """Resolve a value of `mapping`: reference or component name (OpenAPI 3.1, section 4.8.25)."""
    if re.search(r"[#/]|\.(json|ya?ml)$", ref):
        return definition_name(scope, ref) or ref.rsplit("/", 1)[-1]
    name = scope.state.definitions.names.get(scope.file.uri, ("components", "schemas", ref))
    return name or definition_name(scope, f"#/components/schemas/{ref}") or ref
