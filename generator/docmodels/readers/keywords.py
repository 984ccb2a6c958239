"""The keywords of JSON Schema and OpenAPI: what each is for, and reading their values safely."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import Constraints, Json, Number, is_list, is_object
from docmodels.readers.scope import Scope

Schema: TypeAlias = dict[str, Json]

TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")

# JSON Schema validation 2020-12, section 6: which type of instance each assertion concerns.
CONCERNS: Final[dict[str, str]] = {
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

ASSERTING: Final = frozenset(
    {*CONCERNS, "type", "enum", "const", "x-extensible-enum", "format"}
    | {"$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "not", "if"}
)
"""Keywords that say what a value may be; a schema without any of them is only annotated."""

ANNOTATIONS: Final = frozenset(
    "title description default examples example deprecated readOnly writeOnly discriminator"
    " deprecationMessage nullable then else minContains maxContains"
    " $schema $id id $anchor $dynamicAnchor $recursiveAnchor $comment $defs definitions $vocabulary"
    " contentMediaType contentEncoding contentSchema xml externalDocs"
    # A Swagger parameter, header or collection is a schema with these beside.
    " name in collectionFormat allowEmptyValue style explode allowReserved".split()
)

_NAMES: Final[dict[str, str]] = {
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
CONSTRAINTS: Final = {
    kind: tuple(word for word in _NAMES if CONCERNS[word] == kind)
    for kind in ("string", "number", "array", "object")
}


def unread(scope: Scope, schema: Schema, key: str, wanted: str) -> None:
    """Note that the value of a keyword cannot be read."""
    message = f"`{key}` is not {wanted}; it is left out"
    help = f"make `{key}` {wanted}"
    note = INVALID_KEYWORD.at(scope.origin(schema, key), message, help, len(key))
    if note not in scope.reading.notes[-50:]:  # annotations are read more than once
        scope.reading.notes.append(note)


def constraints(scope: Scope, schema: Schema, kind: str) -> Constraints:
    """Read the assertions about values of one kind; a bad one costs a note."""
    found: dict[str, Any] = {}
    for key in CONSTRAINTS["number" if kind == "integer" else kind]:
        if key in schema:
            value = _value(scope, schema, key)
            if value is not None and value is not False:
                found[_NAMES[key]] = value
    for limit in ("minimum", "maximum"):
        # Draft 4 and OpenAPI 3.0: `exclusiveMinimum: true` turns `minimum` into a strict limit.
        if found.get(f"exclusive_{limit}") is True:
            del found[f"exclusive_{limit}"]
            if limit in found:
                found[f"exclusive_{limit}"] = found.pop(limit)
    return Constraints(**found) if found else Constraints()


def _value(scope: Scope, schema: Schema, key: str) -> Json:
    value = schema[key]
    if key == "pattern":
        return text(scope, schema, key) or None
    if key == "uniqueItems":
        return flag(scope, schema, key)
    if isinstance(value, bool):
        if key.startswith("exclusive"):
            return value
        unread(scope, schema, key, "a number")
        return None
    if key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        return _number(scope, schema, key)
    whole = isinstance(value, float) and value.is_integer()
    if (isinstance(value, int) or whole) and value >= 0:
        return int(value)
    unread(scope, schema, key, "a whole number of at least 0")
    return None


def _number(scope: Scope, schema: Schema, key: str) -> Number | None:
    value = schema[key]
    if isinstance(value, int | float) and (key != "multipleOf" or value > 0):
        return value
    unread(scope, schema, key, "a number" if key != "multipleOf" else "a number above 0")
    return None


def text(scope: Scope, schema: Schema, key: str) -> str:
    """Read a keyword whose value is a string; empty if it is absent or unreadable."""
    value = schema.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        unread(scope, schema, key, "a string")
    return ""


def flag(scope: Scope, schema: Schema, key: str) -> bool:
    """Read a keyword whose value is true or false."""
    value = schema.get(key)
    if value is not None and not isinstance(value, bool):
        unread(scope, schema, key, "true or false")
    return value is True


def strings(scope: Scope, schema: Schema, key: str) -> tuple[str, ...]:
    """Read a list of strings, such as `required`; those that are none cost a note."""
    value = schema.get(key)
    if value is None:
        return ()
    if not is_list(value):
        unread(scope, schema, key, "a list of strings")
        return ()
    found = tuple(item for item in value if isinstance(item, str))
    if len(found) != len(value):
        unread(scope, schema, key, "a list of strings")
    return tuple(dict.fromkeys(found))


def mapping(scope: Scope, schema: Schema, key: str) -> dict[str, Json]:
    """Read a keyword whose value is an object, such as `properties`."""
    value = schema.get(key)
    if is_object(value):
        return value
    if value is not None:
        unread(scope, schema, key, "an object")
    return {}


def schemas(scope: Scope, schema: Schema, key: str) -> list[Json]:
    """Read a list of schemas, such as `allOf`; those that are none cost a note."""
    value = schema.get(key)
    if value is None:
        return []
    items = value if is_list(value) else []
    found = [item for item in items if is_schema(item)]
    if len(found) != len(items) or not is_list(value):
        unread(scope, schema, key, "a list of schemas")
    return found


def is_schema(value: Json) -> bool:
    """Whether `value` has the form of a schema."""
    return isinstance(value, dict | bool)


def asserts(schema: Json) -> bool:
    """Whether a schema says what a value may be."""
    if is_object(schema):
        return not ASSERTING.isdisjoint(schema)
    return isinstance(schema, bool)


def nullable(scope: Scope, schema: Schema) -> bool:
    """Whether a keyword of the version adds null to the schema's type."""
    return any(schema.get(key) is True for key in scope.flavour.nullable)
