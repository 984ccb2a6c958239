"""Read description cells: text, then `**Default**`, `**Constraints**` and `**Value**`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import (
    Array,
    ArrayConstraints,
    ConstraintValues,
    Integer,
    JsonNumber,
    Map,
    Nullable,
    Number,
    String,
    Type,
    array_constraints,
    nullable,
    object_constraints,
    with_constraints,
)
from docmodels.pages.table_rows import decode_cell

_LABEL = re.compile(
    r"^[^\S\n]*+\*\*(?P<name>Default|Constraints|Value)\*\*: (?=[`*_])(?P<body>[^\n]*)", re.M
)
_CODE = re.compile(r"(?P<ticks>`++)(?P<text>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_CONTAINER = re.compile(
    r"This is (?:(?:an? )?(?:Array|List|Map)(?: of)? )*a container for (?P<mode>one|any)-of cases\.?\s*$"
)
_LIMIT = re.compile(
    r"(?P<mark>[*_])(?P<name>[A-Z][A-Za-z ]*+)(?P=mark)(?:: ?(?P<ticks>`{1,9})(?P<value>.*?)(?P=ticks)(?!`))?"
    r"|`(?P<sign>[<>]=?) (?P<bound>[^`]*)`"
)
_KEYWORDS = {
    "Minimum Length": "min_length",
    "Maximum Length": "max_length",
    "Pattern": "pattern",
    "Minimum Items": "min_items",
    "Maximum Items": "max_items",
    "Multiple Of": "multiple_of",
    "Minimum Properties": "min_properties",
    "Maximum Properties": "max_properties",
}
_BOUND_KEYWORDS = {
    ">=": "minimum",
    "<=": "maximum",
    ">": "exclusive_minimum",
    "<": "exclusive_maximum",
}


class Remarks(Struct, frozen=True):
    """The content of a description cell.

    `default` and `value` are literals in the page's language, not parsed. `mode` is the mode of the
    union that the description states, or "".
    """

    doc: str = ""
    default: str | None = None
    value: str | None = None
    constraints: ConstraintValues = field(default_factory=dict[str, Any])
    mode: str = ""


@lru_cache(maxsize=65536)
def read_remarks(cell: str) -> Remarks:
    """Read a description cell; `-` means that there is no description."""
    text = decode_cell(cell)
    labels = list(_LABEL.finditer(text))
    bodies = {label["name"]: label["body"] for label in labels}
    doc = text[: labels[0].start()].strip() if labels else text
    container = _CONTAINER.search(doc)
    doc = doc[: container.start()].rstrip() if container else doc
    return Remarks(
        doc="" if doc == "-" else doc,
        default=_code_text(bodies.get("Default")),
        value=_code_text(bodies.get("Value")),
        constraints=_read_constraints(bodies.get("Constraints", "")),
        mode=f"{container['mode']}Of" if container else "",
    )


def _code_text(body: str | None) -> str | None:
    match = _CODE.match(body) if body else None
    return match["text"].strip() if match else None


def _read_constraints(body: str) -> ConstraintValues:
    values: dict[str, object] = {}
    for limit in _LIMIT.finditer(body):
        if limit["sign"]:
            values[_BOUND_KEYWORDS[limit["sign"]]] = _parse_number(limit["bound"])
        elif limit["name"] == "Unique Items Required":
            values["unique_items"] = True
        elif (keyword := _KEYWORDS.get(limit["name"])) is not None and limit["value"] is not None:
            values[keyword] = (
                limit["value"] if keyword == "pattern" else _parse_number(limit["value"])
            )
    return {keyword: value for keyword, value in values.items() if value is not None}


def _parse_number(text: str) -> JsonNumber | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def apply_constraints(type: Type, constraints: ConstraintValues) -> Type:
    """Add constraints to a type; those of strings and numbers apply to the items of an array.

    A reference is returned without them: constraints of the row (the length of an enum's values)
    only repeat those of the referenced definition.
    """
    if not constraints:
        return type
    match type:
        case Nullable(inner):
            return nullable(apply_constraints(inner, constraints))
        case Array():
            unique = {"unique_items": True} if type.constraints.unique_items else {}
            return Array(
                items=apply_constraints(
                    type.items,
                    {k: v for k, v in constraints.items() if k not in _ARRAY_ATTRIBUTES},
                ),
                constraints=array_constraints({**constraints, **unique}),
            )
        case Map():
            return replace(type, constraints=object_constraints(constraints))
        case String():
            return type if type.format else with_constraints(type, constraints)
        case Integer() | Number():
            return with_constraints(type, constraints)
        case _:
            return type


_ARRAY_ATTRIBUTES = frozenset(ArrayConstraints.__struct_fields__)
