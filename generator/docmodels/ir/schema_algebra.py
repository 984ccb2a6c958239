"""Operations on assertion schemas, which are JSON Schema 2020-12: subschemas, references, allOf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from docmodels.ir.nodes import Json, is_list, is_object
from docmodels.ir.pointers import referenced_name
from docmodels.ir.vocabulary import (
    CHILD_APPLICATORS,
    DEFINITION_LOCATIONS,
    INSTANCE_TYPE,
    JSON_VALUED,
    SCHEMA_MAPS,
    UNEVALUATED,
    dependents,
    evaluated_by,
    with_shape,
)

Schema: TypeAlias = dict[str, Json]

NULL_SCHEMA: Final[Schema] = {"type": "null"}

_MAPS_OF_SCHEMAS: Final = SCHEMA_MAPS.union(DEFINITION_LOCATIONS)
_ANNOTATIONS: Final = frozenset(evaluated_by("annotation"))
_PLAIN_VALUES: Final = JSON_VALUED.union(with_shape("strings", "string lists", "types"))
"""Keywords whose values contain no schemas."""
_CHILDREN_OF_OBJECTS, _CHILDREN_OF_ARRAYS = (
    frozenset(name for name in CHILD_APPLICATORS if INSTANCE_TYPE[name] == instance)
    for instance in ("object", "array")
)
_EVALUATED_TOGETHER: Final = (
    _CHILDREN_OF_OBJECTS,
    _CHILDREN_OF_ARRAYS - {"contains"},
    frozenset({"contains", *dependents("contains")}),
    frozenset({"if", *dependents("if")}),
)
"""Keywords whose results depend on each other in one schema object (core 10.2.2.1, 10.3)."""
_NOT_FOR_NULL: Final = frozenset({*INSTANCE_TYPE, *dependents("contains"), "format"})
"""Keywords that apply to values of other types, so that a schema of them accepts null."""


def is_annotation(keyword: str) -> bool:
    """Whether a keyword restricts no values; `discriminator` of OpenAPI is one."""
    return keyword in _ANNOTATIONS or keyword.startswith("x-")


def without_annotations(schema: Json) -> Json:
    """Remove the annotations from a schema, at any depth."""
    if not is_object(schema):
        return schema
    assertions = {key: value for key, value in schema.items() if not is_annotation(key)}
    return map_subschemas(assertions, without_annotations)


def map_subschemas(schema: Schema, transform: Callable[[Json], Json]) -> Schema:
    """Return `schema` with `transform` applied to each schema directly inside.

    `transform` also gets the booleans in lists and maps of schemas.
    """
    return {key: _map_keyword(key, value, transform) for key, value in schema.items()}


def _map_keyword(key: str, value: Json, transform: Callable[[Json], Json]) -> Json:
    if key in _PLAIN_VALUES:
        return value
    if key in _MAPS_OF_SCHEMAS and is_object(value):
        return {name: transform(part) for name, part in value.items()}
    if is_list(value):
        return [transform(part) for part in value]
    return transform(value) if is_object(value) else value


def map_refs(schema: Schema, make_ref: Callable[[str], str]) -> Schema:
    """Replace each `#/$defs/NAME` in `schema`, at any depth, by `make_ref(NAME)`."""
    mapped = map_subschemas(
        schema, lambda part: map_refs(part, make_ref) if is_object(part) else part
    )
    name = referenced_name(schema.get("$ref"))
    return mapped if name is None else mapped | {"$ref": make_ref(name)}


def schema_refs(schema: Schema) -> Iterator[str]:
    """Yield the value of each `$ref` in `schema`, at any depth."""
    refs: list[str] = []

    def visit(part: Json) -> Json:
        if is_object(part):
            if isinstance(ref := part.get("$ref"), str):
                refs.append(ref)
            map_subschemas(part, visit)
        return part

    visit(schema)
    yield from refs


def all_of(schemas: Iterable[Schema]) -> Schema:
    """Return a schema that accepts the values that all of `schemas` accept.

    The keywords of all schemas stand side by side if they do not affect each other there.
    """
    members = [schema for schema in schemas if schema]
    merged: Schema = {}
    for member in members:
        if merged and not _are_independent(merged, member):
            return {"allOf": members}
        merged = merged | member
    return merged


def _are_independent(one: Schema, other: Schema) -> bool:
    keywords = one.keys() | other.keys()
    return (
        one.keys().isdisjoint(other)
        and keywords.isdisjoint(UNEVALUATED)
        and all(
            one.keys().isdisjoint(group) or other.keys().isdisjoint(group)
            for group in _EVALUATED_TOGETHER
        )
    )


def or_null(schema: Schema) -> Schema:
    """Return a schema that accepts what `schema` accepts, and null."""
    if schema.keys() <= _NOT_FOR_NULL:
        return schema
    return {"anyOf": [schema, NULL_SCHEMA]}
