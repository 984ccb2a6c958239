"""Convert assertions that no IR type expresses to JSON Schema 2020-12."""

from __future__ import annotations

from typing import Final

from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import UNKNOWN, Json, Type, Unknown, WithAssertions, is_list, is_object
from docmodels.ir.keyword_table import BOOLEAN_LIMITS
from docmodels.ir.pointers import definition_ref
from docmodels.ir.schema_algebra import all_of
from docmodels.ir.vocabulary import (
    ASSERTIONS,
    ASSERTIONS_2020_12,
    EVALUATING,
    IN_PLACE_APPLICATORS,
    INSTANCE_TYPE,
    KEYWORD_BY_NAME,
    OBJECT_ASSERTIONS,
    REFERENCES,
    RESIDUAL,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    SCHEMA_VALUED,
    UNEVALUATED,
    dependents,
)
from docmodels.readers.conditions import unconditional_schemas
from docmodels.readers.keywords import (
    Schema,
    accepts_all_values,
    check_value,
    has_assertions,
    is_nullable,
    is_schema,
    note_invalid,
)
from docmodels.readers.references import Reference, resolve_reference
from docmodels.readers.resolution import enter
from docmodels.readers.scope import Scope


def residual_keywords(scope: Scope, schema: Schema) -> Schema:
    """Return the keywords of `schema` that no IR type expresses, in their 2020-12 form."""
    keywords = [key for key in RESIDUAL if key in schema and _has_effect(schema, key)]
    keywords += [key for name in keywords for key in dependents(name) if key in schema]
    selected: Schema = {key: schema[key] for key in keywords}
    residual = _convert_keywords(scope, selected, schema)
    for key in UNEVALUATED:
        if key in schema and not is_schema(schema[key]):
            note_invalid(scope, schema, key, "a schema")
        elif key in schema and not is_same_as_additional(schema, key):
            # `unevaluated..` depends on all keywords beside it that evaluate properties or items.
            residual |= {k: v for k, v in to_2020_12(scope, schema).items() if k in EVALUATING}
            residual[key] = to_2020_12(scope, schema[key])
    return residual


def _has_effect(schema: Schema, key: str) -> bool:
    """Return whether a keyword is not an `if` without a branch or a condition."""
    is_used = key != "if" or any(branch in schema for branch in dependents(key))
    return is_used and not (key == "if" and unconditional_schemas(schema))


def is_same_as_additional(schema: Schema, key: str) -> bool:
    """Return whether `unevaluated..` is equivalent to `additional..` here, or has no effect."""
    return accepts_all_values(schema[key]) or _BESIDE_UNEVALUATED.isdisjoint(schema)


_BESIDE_UNEVALUATED: Final = IN_PLACE_APPLICATORS | {*REFERENCES, "contains"}
"""Keywords that evaluate properties or items and that no type of the representation expresses."""


def untyped_assertions(scope: Scope, schema: Schema) -> Schema:
    """Return the 2020-12 form of assertions for several types, in a schema without `type`."""
    keys = {name for key in INSTANCE_TYPE for name in (key, *dependents(key))}
    keys.update(key for key in UNEVALUATED if key in schema and is_same_as_additional(schema, key))
    selected = {key: value for key, value in schema.items() if key in keys}
    converted = _convert_keywords(scope, selected, schema)
    for key in UNEVALUATED:
        if key in converted:
            converted.setdefault(_EQUIVALENT[INSTANCE_TYPE[key]], converted.pop(key))
    return converted


_EQUIVALENT: Final = {"object": "additionalProperties", "array": "items"}
"""What `unevaluated..` is equivalent to where nothing else evaluates values, by instance type."""


def to_2020_12(scope: Scope, schema: Json) -> Json:
    """Convert a whole schema to its 2020-12 form, without annotations."""
    if not is_object(schema):
        return schema if isinstance(schema, bool) else True
    scope = enter(scope, schema)
    converted: Schema = {}
    target = resolve_reference(scope, schema)
    if target is not None:
        converted = reference_schema(target)
        if not scope.version.allows_ref_siblings:
            return converted
    converted |= _convert_keywords(scope, schema, schema)
    if is_nullable(scope, schema) and isinstance(converted.get("type"), str):
        converted["type"] = [converted["type"], "null"]
    return converted


def reference_schema(target: Reference) -> Schema:
    """Return the schema for a resolved reference."""
    if isinstance(target, bool):
        return {} if target else {"not": {}}
    return {"$ref": definition_ref(target)} if target is not None else {}


def _convert_keywords(scope: Scope, selected: Schema, schema: Schema) -> Schema:
    converted: Schema = {}
    for key, value in selected.items():
        if key in SCHEMA_VALUED or (key == "items" and not is_list(value)):
            _convert_schema(scope, schema, key, converted)
        elif key in SCHEMA_LISTS or key == "items":
            _convert_list(scope, schema, key, converted)
        elif key in SCHEMA_MAPS:
            _convert_map(scope, schema, key, converted)
        elif key == "dependencies":
            _convert_dependencies(scope, schema, converted)
        elif key in ASSERTIONS_2020_12 and check_value(scope, schema, key):
            converted[key] = value
    _convert_exclusive_limits(converted)
    return converted


def _convert_schema(scope: Scope, schema: Schema, key: str, converted: Schema) -> None:
    if not is_schema(schema[key]):
        note_invalid(scope, schema, key, "a schema")
    elif key != "additionalItems":
        converted[key] = to_2020_12(scope, schema[key])
    elif is_list(schema.get("items")):
        converted["items"] = to_2020_12(scope, schema[key])


def _convert_list(scope: Scope, schema: Schema, key: str, converted: Schema) -> None:
    if not is_list(schema[key]):
        note_invalid(scope, schema, key, "a list of schemas")
    elif parts := [to_2020_12(scope, part) for part in schema[key]]:
        converted["prefixItems" if key == "items" else key] = parts


def _convert_map(scope: Scope, schema: Schema, key: str, converted: Schema) -> None:
    if is_object(schema[key]):
        parts = {name: to_2020_12(scope, part) for name, part in schema[key].items()}
        converted[key] = {**converted.get(key, {}), **parts}
    else:
        note_invalid(scope, schema, key, "an object of schemas")


def _convert_dependencies(scope: Scope, schema: Schema, converted: Schema) -> None:
    """Split `dependencies` (up to draft 7) into `dependentRequired` and `dependentSchemas`."""
    value = schema["dependencies"]
    if not is_object(value):
        note_invalid(scope, schema, "dependencies", "an object")
        return
    for name, part in value.items():
        if isinstance(part, list | str):
            needed: list[Json] = part if is_list(part) else [part]
            converted.setdefault("dependentRequired", {})[name] = needed
        elif is_schema(part):
            converted.setdefault("dependentSchemas", {})[name] = to_2020_12(scope, part)


def _convert_exclusive_limits(converted: Schema) -> None:
    """Convert the boolean `exclusiveMinimum` and `exclusiveMaximum` of draft 4 and OpenAPI 3.0."""
    for strict, limit in BOOLEAN_LIMITS.items():
        if isinstance(converted.get(strict), bool) and converted.pop(strict) and limit in converted:
            converted[strict] = converted.pop(limit)


def note_unknown_keywords(scope: Scope, schema: Schema) -> None:
    """Report each unknown keyword once per document: it may be misspelt."""
    for key in schema:
        if key not in KEYWORD_BY_NAME and not key.startswith(("x-", "$", "_")):
            message = f"`{key}` is not a keyword of {scope.version.name}; it is left out"
            scope.note_once(UNENFORCED_KEYWORD, (schema, key), message)


def is_assertion_only(part: Json) -> bool:
    """Return whether a union member only restricts an object and describes no type itself."""
    return (
        is_object(part)
        and has_assertions(part)
        and _OBJECT_RESTRICTIONS.issuperset(key for key in part if key in ASSERTIONS)
    )


_OBJECT_RESTRICTIONS: Final = OBJECT_ASSERTIONS | {"not"}


def with_assertions(type: Type, schema: Schema) -> Type:
    """Return `type` with the assertions of `schema`; `type` itself if there are none."""
    if schema and isinstance(type, WithAssertions) and isinstance(type.type, Unknown):
        return WithAssertions(type=UNKNOWN, schema=all_of([type.schema, schema]))
    return WithAssertions(type=type, schema=schema) if schema else type
