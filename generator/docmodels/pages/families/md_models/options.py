"""Read the values of options: assertions of JSON Schema, booleans, defaults and examples."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from docmodels.ir import (
    Array,
    Boolean,
    Integer,
    Json,
    Map,
    Null,
    Number,
    Object,
    Ref,
    String,
    Type,
    array_constraints,
    is_list,
    with_constraints,
)
from docmodels.ir.traverse import map_children
from docmodels.pages.families.md_models.outline import Attribute
from docmodels.pages.json_values import parse_json
from docmodels.pages.markdown import Line

_NUMBERS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveminimum": "exclusive_minimum",
    "exclusivemaximum": "exclusive_maximum",
    "multipleof": "multiple_of",
}
_COUNTS = {
    "minlength": "min_length",
    "maxlength": "max_length",
    "minitems": "min_items",
    "maxitems": "max_items",
}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")
_COUNT = re.compile(r"\d{1,9}")
_TRUE = frozenset({"true", "yes", "1"})
_QUOTES = "\"'` "


def is_true(text: str) -> bool:
    """Return whether the value of an option is true."""
    return text.strip(_QUOTES).lower() in _TRUE


def constraint_options(attribute: Attribute) -> tuple[dict[str, Json], list[tuple[str, Line]]]:
    """Return the assertions of an attribute, and the options with values that they cannot have."""
    values: dict[str, Json] = {}
    invalid: list[tuple[str, Line]] = []
    for key, (text, line) in attribute.options.items():
        plain = text.strip(_QUOTES).lstrip("+")
        if key in _NUMBERS and _NUMBER.fullmatch(plain):
            values[_NUMBERS[key]] = json.loads(plain)
        elif key in _COUNTS and _COUNT.fullmatch(plain):
            values[_COUNTS[key]] = int(plain)
        elif key in _NUMBERS or key in _COUNTS:
            invalid.append((key, line))
        elif key in ("pattern", "regex") and plain:
            values["pattern"] = text.strip(_QUOTES)
        elif key == "unique":
            values["unique_items"] = is_true(text)
    if values.get("multiple_of", 1) in (0, 0.0):
        del values["multiple_of"]
    return values, invalid


def with_options(type: Type, values: Mapping[str, Json]) -> Type:
    """Apply assertions to a type, and to the items of an array, each where it applies."""
    if not values:
        return type
    match type:
        case String() | Integer() | Number():
            return with_constraints(type, values)
        case Array(items):
            return Array(items=with_options(items, values), constraints=array_constraints(values))
        case _:
            return map_children(type, lambda inner: with_options(inner, values))


def read_literal(text: str, type: Type) -> Json:
    """Read a default or an example of a type; text that is no JSON is a string."""
    plain = text.strip(_QUOTES)
    if isinstance(type, String):
        return plain
    if isinstance(type, Boolean):
        return {"true": True, "false": False}.get(plain.lower(), plain)
    try:
        return parse_json(text)
    except ValueError:
        return plain


def is_literal_of(value: Json, type: Type) -> bool:
    """Return whether a value may be one of a type, as far as its kind shows."""
    match type:
        case String():
            return isinstance(value, str)
        case Boolean():
            return isinstance(value, bool)
        case Integer():
            return isinstance(value, int) and not isinstance(value, bool)
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Array(items):
            return is_list(value) and all(is_literal_of(item, items) for item in value)
        case Map() | Object() | Ref() | Null():
            return isinstance(value, dict)
        case _:
            return True
