"""Read the JSON representation of a page: placeholders of types instead of values."""

from __future__ import annotations

import re

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Json,
    Map,
    String,
    Type,
    is_list,
    is_object,
)
from docmodels.pages.families.msgraph.type_cells import ODATA_TYPES, TypeName
from docmodels.pages.json_values import parse_json
from docmodels.pages.markdown import Fence, Page

_COMMENT = re.compile(
    r"(?P<string>\"(?:[^\"\\]|\\.)*+\"?)|/\*.*?(?:\*/|\Z)|^[^\S\n]*+//[^\n]*+", re.M | re.S
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_PLACEHOLDER = re.compile(r"(?P<type>[A-Za-z]+)(?: *\((?P<detail>[^()]*)\))?")
_DETAILS: dict[str, Type] = {
    "timestamp": String(format="date-time"),
    "date-time": String(format="date-time"),
    "date": String(format="date"),
    "binary": String(format="byte"),
    "guid": String(format="uuid"),
}
"""What stands in brackets behind `string` and defines a format."""
_INTEGER = 1024
"""The template's placeholder for integers; another number may stand for any."""
_TYPE_KEYS = ("@odata.type", "@type")


def read_sample(page: Page) -> tuple[dict[str, Json], Fence | None]:
    """Return the object of the JSON representation, and its fence; an empty one if there is none."""
    for section in page.sections:
        if "representation" not in section.title.lower():
            continue
        for fence in section.fences:
            if (sample := _parse(fence.text)) is not None:
                return sample, fence
    return {}, None


def _parse(text: str) -> dict[str, Json] | None:
    plain = _TRAILING_COMMA.sub("", _COMMENT.sub(lambda m: m["string"] or "", text))
    try:
        value = parse_json(plain, strict=False)
    except ValueError:
        return None
    return value if is_object(value) else None


def type_name(value: Json) -> tuple[TypeName, int] | None:
    """Return the type that a placeholder names, and how many collections are around it."""
    depth = 0
    while is_list(value) and value:
        value, depth = value[0], depth + 1
    if is_object(value):
        names = (value[key] for key in _TYPE_KEYS if key in value)
        name = next(names, None)
        return (_name(name), depth) if isinstance(name, str) and name.strip("#") else None
    if isinstance(value, str) and value.startswith("@odata.type:"):
        return _name(value.partition(":")[2]), depth
    return None


def _name(text: str) -> TypeName:
    return TypeName(text.strip(" #").removeprefix("Edm."))


def placeholder_type(value: Json) -> Type:
    """Return the type of a placeholder that names none: `"string"`, `1024`, `true`, `["String"]`."""
    match value:
        case bool():
            return BOOLEAN
        case int() | float():
            return INTEGER if value == _INTEGER else NUMBER
        case str():
            return _string_type(value)
        case list():
            return Array(items=placeholder_type(value[0]) if value else UNKNOWN)
        case dict():
            return Map(values=UNKNOWN)
        case _:
            return UNKNOWN


def _string_type(text: str) -> Type:
    """Return the type that a string names; a string that is a value shows no format."""
    match = _PLACEHOLDER.fullmatch(text.strip())
    if match is None:
        return STRING
    detail = _DETAILS.get((match["detail"] or "").strip().lower())
    type = detail or ODATA_TYPES.get(match["type"].lower(), STRING)
    return UNKNOWN if isinstance(type, Map) else type
