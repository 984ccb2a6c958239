"""Read the values of keywords with validation: a value of the wrong shape is reported."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, TypeGuard

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import ConstraintValues, Json, JsonNumber, is_list, is_object
from docmodels.ir.keyword_table import BOOLEAN_LIMITS, Shape
from docmodels.ir.vocabulary import ASSERTIONS, CONSTRAINTS_BY_INSTANCE, KEYWORD_BY_NAME
from docmodels.readers.scope import Scope

Schema: TypeAlias = dict[str, Json]


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
    for key, name in CONSTRAINTS_BY_INSTANCE["number" if kind == "integer" else kind]:
        if key in schema:
            value = _constraint_value(scope, schema, key)
            if value is not None and value is not False:
                values[name] = value
    for limit in BOOLEAN_LIMITS.values():
        if values.get(f"exclusive_{limit}") is True:
            del values[f"exclusive_{limit}"]
            if limit in values:
                values[f"exclusive_{limit}"] = values.pop(limit)
    return values


def _constraint_value(scope: Scope, schema: Schema, key: str) -> Json:
    """Read the value of an assertion by its shape; None if it is invalid."""
    value = schema[key]
    match shape := KEYWORD_BY_NAME[key].shape:
        case "regex":
            return text(scope, schema, key) or None
        case "boolean":
            return flag(scope, schema, key)
        case "limit" if isinstance(value, bool):
            return value
        case "count" if _is_number(value) and value >= 0 and float(value).is_integer():
            return int(value)
        case "number" | "limit" if _is_number(value):
            return value
        case "positive number" if _is_number(value) and value > 0:
            return value
        case _:
            note_invalid(scope, schema, key, _EXPECTED.get(shape, "a number"))
            return None


def _is_number(value: Json) -> TypeGuard[JsonNumber]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_EXPECTED: Final[dict[Shape, str]] = {
    "count": "a whole number of at least 0",
    "positive number": "a number above 0",
}


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


def accepts_all_values(schema: Json) -> bool:
    """Return whether a schema is `true` or without keywords."""
    return schema is True or schema == {}


def has_assertions(schema: Json) -> bool:
    """Return whether a schema restricts values."""
    if is_object(schema):
        return not ASSERTIONS.isdisjoint(schema)
    return isinstance(schema, bool)


def is_nullable(scope: Scope, schema: Schema) -> bool:
    """Return whether a keyword such as `nullable` adds null to the type of the schema."""
    return any(schema.get(key) is True for key in scope.version.nullable_keywords)
