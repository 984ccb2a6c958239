"""Read the values of keywords with validation: a value of the wrong shape is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, TypeGuard

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import ConstraintValues, Json, JsonNumber, is_list, is_object
from docmodels.ir.keyword_table import BOOLEAN_LIMITS, TYPES, Shape
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
    if not check_value(scope, schema, key):
        return None
    match KEYWORD_BY_NAME[key].shape:
        case "regex":
            return value or None
        case "count":
            return int(value)
        case _:
            return value


def check_value(scope: Scope, schema: Schema, key: str) -> bool:
    """Whether the value of an assertion has the shape that its keyword demands; report it if not."""
    is_valid, expected = _SHAPES.get(KEYWORD_BY_NAME[key].shape, _ANY)
    if not is_valid(schema[key]):
        note_invalid(scope, schema, key, expected)
        return False
    return True


def _is_number(value: Json) -> TypeGuard[JsonNumber]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Json) -> bool:
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return is_whole and _is_number(value) and value >= 0


def _are_strings(value: Json) -> bool:
    return is_list(value) and all(isinstance(item, str) for item in value)


def _are_types(value: Json) -> bool:
    names: list[Json] = value if is_list(value) else [value]
    return all(isinstance(name, str) and name in TYPES for name in names)


_ANY: Final[tuple[Callable[[Json], bool], str]] = (lambda value: True, "")
_SHAPES: Final[Mapping[Shape, tuple[Callable[[Json], bool], str]]] = {
    "regex": (lambda value: isinstance(value, str), "a string"),
    "boolean": (lambda value: isinstance(value, bool), "true or false"),
    "number": (_is_number, "a number"),
    "limit": (lambda value: isinstance(value, bool) or _is_number(value), "a number"),
    "positive number": (lambda value: _is_number(value) and value > 0, "a number above 0"),
    "count": (_is_count, "a whole number of at least 0"),
    "string": (lambda value: isinstance(value, str), "a string"),
    "strings": (_are_strings, "a list of strings"),
    "types": (_are_types, "the name of a type or a list of names"),
    "values": (is_list, "a list of values"),
    "string lists": (
        lambda value: is_object(value) and all(map(_are_strings, value.values())),
        "an object of lists of strings",
    ),
}
"""Whether a value has a shape, and how a message describes the shape; others accept any value."""


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


def accepts_no_value(schema: Json) -> bool:
    """Return whether a schema is `false` or the `not` of a schema that accepts all values."""
    return schema is False or (is_object(schema) and accepts_all_values(schema.get("not")))


def has_assertions(schema: Json) -> bool:
    """Return whether a schema restricts values."""
    if is_object(schema):
        return not ASSERTIONS.isdisjoint(schema)
    return isinstance(schema, bool)


def describes_all_names(schema: Schema) -> bool:
    """Return whether one pattern without `properties` beside it describes all properties.

    It is then the same as `additionalProperties`. The empty name and names with a line break, which
    such a pattern may leave out, count as the others.
    """
    patterns = schema.get("patternProperties")
    if not is_object(patterns) or len(patterns) != 1 or schema.get("properties"):
        return False
    return all(_ANY_NAME.fullmatch(pattern) for pattern in patterns)


_ANY_NAME: Final = re.compile(r"\^?(?:\.[*+]|\(\.[*+]\))\$?")


def is_nullable(scope: Scope, schema: Schema) -> bool:
    """Return whether a keyword such as `nullable` adds null to the type of the schema."""
    return any(schema.get(key) is True for key in scope.version.nullable_keywords)
