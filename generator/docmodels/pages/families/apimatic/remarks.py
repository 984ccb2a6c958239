"""The description cell: text, then `**Default**`, `**Constraints**` and `**Value**`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace as changed

from docmodels.ir import NO_CONSTRAINTS, Array, Constraints, Map, Nullable, Number, Scalar, Type
from docmodels.pages.table_rows import prose

_FACT = re.compile(
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
_WORDS = {
    "Minimum Length": "min_length",
    "Maximum Length": "max_length",
    "Pattern": "pattern",
    "Minimum Items": "min_items",
    "Maximum Items": "max_items",
    "Multiple Of": "multiple_of",
    "Minimum Properties": "min_properties",
    "Maximum Properties": "max_properties",
}
_SIGNS = {
    ">=": "minimum",
    "<=": "maximum",
    ">": "exclusive_minimum",
    "<": "exclusive_maximum",
}
_ITEMS = ("min_items", "max_items", "unique_items")
_PROPERTIES = ("min_properties", "max_properties")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a description cell says. `default` and `value` are literals as written; `mode` is the
    kind of union that the type is a container for."""

    doc: str = ""
    default: str | None = None
    value: str | None = None
    constraints: Constraints = NO_CONSTRAINTS
    mode: str = ""


@lru_cache(maxsize=65536)
def read_remarks(cell: str) -> Remarks:
    """Read a description cell; `-` stands for none."""
    text = prose(cell)
    facts = list(_FACT.finditer(text))
    bodies = {fact["name"]: fact["body"] for fact in facts}
    doc = text[: facts[0].start()].strip() if facts else text
    container = _CONTAINER.search(doc)
    doc = doc[: container.start()] if container else doc
    return Remarks(
        doc="" if doc == "-" else doc,
        default=_code(bodies.get("Default")),
        value=_code(bodies.get("Value")),
        constraints=_constraints(bodies.get("Constraints", "")),
        mode=f"{container['mode']}Of" if container else "",
    )


def _code(body: str | None) -> str | None:
    found = _CODE.match(body) if body else None
    return found["text"].strip() if found else None


def _constraints(body: str) -> Constraints:
    found: dict[str, object] = {}
    for limit in _LIMIT.finditer(body):
        if limit["sign"]:
            found[_SIGNS[limit["sign"]]] = _number(limit["bound"])
        elif limit["name"] == "Unique Items Required":
            found["unique_items"] = True
        elif (word := _WORDS.get(limit["name"])) is not None and limit["value"] is not None:
            found[word] = limit["value"] if word == "pattern" else _number(limit["value"])
    known = {word: value for word, value in found.items() if value is not None}
    return Constraints(**known) if known else NO_CONSTRAINTS  # type: ignore[arg-type]


def _number(text: str) -> Number | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def constrained(type: Type, constraints: Constraints) -> Type:
    """Hold a type to constraints; those on strings and numbers reach into a list's items.

    A reference keeps its own: what is said of it here (the length of an enum's values) repeats
    what its definition says.
    """
    if constraints == NO_CONSTRAINTS:
        return type
    match type:
        case Nullable(inner):
            return changed(type, type=constrained(inner, constraints))
        case Array():
            mine = {name: getattr(constraints, name) for name in _ITEMS}
            mine["unique_items"] = mine["unique_items"] or type.constraints.unique_items
            rest = changed(constraints, min_items=None, max_items=None, unique_items=False)
            return Array(items=constrained(type.items, rest), constraints=Constraints(**mine))
        case Map():
            mine = {name: getattr(constraints, name) for name in _PROPERTIES}
            return changed(type, constraints=Constraints(**mine))
        case Scalar("string"):
            kept = ("min_length", "max_length", "pattern")
            return _kept(type, constraints, kept if not type.format else ())
        case Scalar("integer" | "number"):
            return _kept(type, constraints, (*_SIGNS.values(), "multiple_of"))
        case _:
            return type


def _kept(type: Scalar, constraints: Constraints, names: tuple[str, ...]) -> Scalar:
    return changed(
        type, constraints=Constraints(**{name: getattr(constraints, name) for name in names})
    )
