"""Read description cells: text, then `**Default**`, `**Constraints**` and `**Value**`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from docmodels.ir import NO_CONSTRAINTS, Array, Constraints, Map, Nullable, Number, Scalar, Type
from docmodels.pages.table_rows import decode_cell

_LABEL = re.compile(
    r"(?:^|\n)\s*\*\*(?P<name>Default|Constraints|Value)\*\*: (?=[`*])(?P<body>[^\n]*)"
)
_CODE = re.compile(r"(?P<ticks>`+)(?P<text>.*?)(?P=ticks)(?!`)", re.DOTALL)
_CONTAINER = re.compile(
    r"\s*This is (?:(?:an? )?(?:Array|List|Map)(?: of)? )*a container for (?P<mode>one|any)-of cases\.?\s*$"
)
_LIMIT = re.compile(
    r"\*(?P<name>[A-Z][\w ]*?)\*(?:: ?(?P<ticks>`+)(?P<value>.*?)(?P=ticks)(?!`))?"
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
_ARRAY_KEYWORDS = ("min_items", "max_items", "unique_items")
_OBJECT_KEYWORDS = ("min_properties", "max_properties")


@dataclass(frozen=True, slots=True)
class Remarks:
    """The content of a description cell.

    `default` and `value` are literals in the page's language, not parsed. `mode` is the mode of the
    union that the description states, or "".
    """

    doc: str = ""
    default: str | None = None
    value: str | None = None
    constraints: Constraints = NO_CONSTRAINTS
    mode: str = ""


@lru_cache(maxsize=65536)
def read_remarks(cell: str) -> Remarks:
    """Read a description cell; `-` means that there is no description."""
    text = decode_cell(cell)
    labels = list(_LABEL.finditer(text))
    bodies = {label["name"]: label["body"] for label in labels}
    doc = text[: labels[0].start()].strip() if labels else text
    container = _CONTAINER.search(doc)
    doc = doc[: container.start()] if container else doc
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


def _read_constraints(body: str) -> Constraints:
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
    keywords = {keyword: value for keyword, value in values.items() if value is not None}
    return Constraints(**keywords) if keywords else NO_CONSTRAINTS  # type: ignore[arg-type]


def _parse_number(text: str) -> Number | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def apply_constraints(type: Type, constraints: Constraints) -> Type:
    """Add constraints to a type; those of strings and numbers apply to the items of an array.

    A reference is returned without them: constraints of the row (the length of an enum's values)
    only repeat those of the referenced definition.
    """
    if constraints == NO_CONSTRAINTS:
        return type
    match type:
        case Nullable(inner):
            return replace(type, type=apply_constraints(inner, constraints))
        case Array():
            keywords = {name: getattr(constraints, name) for name in _ARRAY_KEYWORDS}
            keywords["unique_items"] = keywords["unique_items"] or type.constraints.unique_items
            item_constraints = replace(
                constraints, min_items=None, max_items=None, unique_items=False
            )
            return Array(
                items=apply_constraints(type.items, item_constraints),
                constraints=Constraints(**keywords),
            )
        case Map():
            keywords = {name: getattr(constraints, name) for name in _OBJECT_KEYWORDS}
            return replace(type, constraints=Constraints(**keywords))
        case Scalar("string"):
            names = ("min_length", "max_length", "pattern")
            return _apply_selected(type, constraints, names if not type.format else ())
        case Scalar("integer" | "number"):
            return _apply_selected(type, constraints, (*_BOUND_KEYWORDS.values(), "multiple_of"))
        case _:
            return type


def _apply_selected(type: Scalar, constraints: Constraints, names: tuple[str, ...]) -> Scalar:
    return replace(
        type, constraints=Constraints(**{name: getattr(constraints, name) for name in names})
    )
