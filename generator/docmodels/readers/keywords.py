"""Classify the keywords of JSON Schema and OpenAPI, and read their values with validation."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import ConstraintValues, Json, JsonNumber, is_list, is_object
from docmodels.readers.scope import Scope

Schema: TypeAlias = dict[str, Json]

TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")

# JSON Schema validation 2020-12, section 6: the instance type that each assertion applies to.
INSTANCE_TYPE: Final[dict[str, str]] = {
    **dict.fromkeys(("minLength", "maxLength", "pattern"), "string"),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"
    ),
    **dict.fromkeys(
        (
            *("items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems"),
            *("contains", "unevaluatedItems"),
        ),
        "array",
    ),
    **dict.fromkeys(
        (
            *("properties", "required", "additionalProperties", "patternProperties"),
            *("propertyNames", "minProperties", "maxProperties", "dependencies"),
            *("dependentRequired", "dependentSchemas", "unevaluatedProperties"),
        ),
        "object",
    ),
}

ASSERTIONS: Final = frozenset(
    {*INSTANCE_TYPE, "type", "enum", "const", "x-extensible-enum", "format"}
    | {"$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "not", "if"}
)
"""Keywords that restrict values; a schema without any of them has annotations only."""

ANNOTATIONS: Final = frozenset(
    "title description default examples example deprecated readOnly writeOnly discriminator"
    " deprecationMessage nullable then else minContains maxContains"
    " $schema $id id $anchor $dynamicAnchor $recursiveAnchor $comment $defs definitions $vocabulary"
    " contentMediaType contentEncoding contentSchema xml externalDocs"
    # Keywords of Swagger parameters, headers and collections beside those of the schema.
    " name in collectionFormat allowEmptyValue style explode allowReserved".split()
)

_CONSTRAINT_FIELDS: Final[dict[str, str]] = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minItems": "min_items",
    "maxItems": "max_items",
    "uniqueItems": "unique_items",
    "minProperties": "min_properties",
    "maxProperties": "max_properties",
}
CONSTRAINT_KEYWORDS: Final = {
    kind: tuple(word for word in _CONSTRAINT_FIELDS if INSTANCE_TYPE[word] == kind)
    for kind in ("string", "number", "array", "object")
}


def note_invalid(scope: Scope, schema: Schema, key: str, expected: str) -> None:
    """Report that the value of a keyword is invalid (`invalid-keyword`)."""
    message = f"`{key}` is not {expected}; it is left out"
    help = f"make `{key}` {expected}"
    note = INVALID_KEYWORD.at(scope.origin(schema, key), message, help, len(key))
    if note not in scope.state.notes[-50:]:  # annotations are read repeatedly
        scope.state.notes.append(note)


def read_constraints(scope: Scope, schema: Schema, kind: str) -> ConstraintValues:
    """Read the assertions that apply to one kind of value, by attribute; report invalid ones."""
    values: dict[str, Any] = {}
    for key in CONSTRAINT_KEYWORDS["number" if kind == "integer" else kind]:
        if key in schema:
            value = _constraint_value(scope, schema, key)
            if value is not None and value is not False:
                values[_CONSTRAINT_FIELDS[key]] = value
    for limit in ("minimum", "maximum"):
        # Draft 4 and OpenAPI 3.0: `exclusiveMinimum: true` makes `minimum` exclusive.
        if values.get(f"exclusive_{limit}") is True:
            del values[f"exclusive_{limit}"]
            if limit in values:
                values[f"exclusive_{limit}"] = values.pop(limit)
    return values


def _constraint_value(scope: Scope, schema: Schema, key: str) -> Json:
    value = schema[key]
    if key == "pattern":
        return text(scope, schema, key) or None
    if key == "uniqueItems":
        return flag(scope, schema, key)
    if isinstance(value, bool):
        if key.startswith("exclusive"):
            return value
        note_invalid(scope, schema, key, "a number")
        return None
    if key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        return _number(scope, schema, key)
    is_integral = isinstance(value, float) and value.is_integer()
    if (isinstance(value, int) or is_integral) and value >= 0:
        return int(value)
    note_invalid(scope, schema, key, "a whole number of at least 0")
    return None


def _number(scope: Scope, schema: Schema, key: str) -> JsonNumber | None:
    value = schema[key]
    if isinstance(value, int | float) and (key != "multipleOf" or value > 0):
        return value
    note_invalid(scope, schema, key, "a number" if key != "multipleOf" else "a number above 0")
    return None


def text(scope: Scope, schema: Schema, key: str) -> str:
    """Read a keyword whose value is a string; empty if it is missing or invalid."""
    value = schema.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        note_invalid(scope, schema, key, "a string")
    return ""


def flag(scope: Scope, schema: Schema, key: str) -> bool:
    """Read a keyword whose value is a boolean; false if it is missing or invalid."""
    value = schema.get(key)
    if value is not None and not isinstance(value, bool):
        note_invalid(scope, schema, key, "true or false")
    return value is True


def strings(scope: Scope, schema: Schema, key: str) -> tuple[str, ...]:
    """Read a list of strings, such as `required`; report and skip other items."""
    value = schema.get(key)
    if value is None:
        return ()
    if not is_list(value):
        note_invalid(scope, schema, key, "a list of strings")
        return ()
    items = tuple(item for item in value if isinstance(item, str))
    if len(items) != len(value):
        note_invalid(scope, schema, key, "a list of strings")
    return tuple(dict.fromkeys(items))


def mapping(scope: Scope, schema: Schema, key: str) -> dict[str, Json]:
    """Read a keyword whose value is an object; empty if it is missing or invalid."""
    value = schema.get(key)
    if is_object(value):
        return value
    if value is not None:
        note_invalid(scope, schema, key, "an object")
    return {}


def schemas(scope: Scope, schema: Schema, key: str) -> list[Json]:
    """Read a list of schemas, such as `allOf`; report and skip other items."""
    value = schema.get(key)
    if value is None:
        return []
    items = value if is_list(value) else []
    members = [item for item in items if is_schema(item)]
    if len(members) != len(items) or not is_list(value):
        note_invalid(scope, schema, key, "a list of schemas")
    return members


def is_schema(value: Json) -> bool:
    """Return whether `value` is an object or a boolean, as schemas are."""
    return isinstance(value, dict | bool)


def has_assertions(schema: Json) -> bool:
    """Return whether a schema restricts values."""
    if is_object(schema):
        return not ASSERTIONS.isdisjoint(schema)
    return isinstance(schema, bool)


def is_nullable(scope: Scope, schema: Schema) -> bool:
    """Return whether a keyword such as `nullable` adds null to the type of the schema."""
    return any(schema.get(key) is True for key in scope.version.nullable_keywords)
