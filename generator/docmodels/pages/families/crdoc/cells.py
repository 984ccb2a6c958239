"""Read the cells of crdoc: types as Go writes them, and the facts below a description."""

from __future__ import annotations

import re

from msgspec import Struct, field

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Json,
    Map,
    Type,
    Union,
)
from docmodels.pages.json_values import read_json
from docmodels.pages.schema_facts import to_number
from docmodels.pages.table_rows import decode_cell, decode_escapes
from docmodels.pages.type_grammar import TypeSyntaxError

_TYPES: dict[str, Type] = {
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "int or string": Union(members=(INTEGER, STRING)),
    "JSON": UNKNOWN,
    "": UNKNOWN,
}
"""Types without a schema of their own; a field without a type accepts any value."""
_CONTAINERS = (("[]", "[index]"), ("map[string]", "[key]"))
"""What a type begins with, and what the heading of its items or values ends with."""
_NAME = re.compile(r"[*`]*(?:\[(?P<linked>[^\]]+)\]\([^()]*\)|(?P<plain>[^*`\[\]]+))[*`]*")
_FACT = re.compile(
    r"(?P<start><br ?/?>|^)\s*(?:<i>)?(?P<label>Format|Enum|Default|Minimum|Maximum|Validations)"
    r"(?:</i>)? ?: ?"
)
_AFTER_VALIDATIONS = re.compile(
    r"\s(?:<i>)?(?P<label>Format|Enum|Default|Minimum|Maximum)(?:</i>)? ?: "
)
_ESCAPES = "\\`*_{}[]()#+-.!|<>"
_LIMITS = {"Minimum": "minimum", "Maximum": "maximum"}
_MAX_DEPTH = 20


class TypeCell(Struct, frozen=True):
    """A type cell: the innermost word, and the containers around it, the outermost first."""

    word: str
    containers: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """What the heading of an object in the containers ends with."""
        suffixes = dict(_CONTAINERS)
        return "".join(suffixes[container] for container in self.containers)

    def type_of(self, item: Type) -> Type:
        """Return the containers around the type of their items."""
        for container in reversed(self.containers):
            item = Array(items=item) if container == "[]" else Map(values=item)
        return item


class Facts(Struct):
    """The text of a description cell, and the facts below it as printed; a default may be empty."""

    doc: str = ""
    format: str = ""
    enum: str = ""
    default: str | None = None
    limits: dict[str, Json] = field(default_factory=dict[str, Json])


def read_name(cell: str) -> str:
    """Return the name in a cell without emphasis and link; "" if there is none."""
    match = _NAME.fullmatch(cell.strip())
    if match is None:
        return ""
    return decode_escapes((match["linked"] or match["plain"]).strip("*`"), _ESCAPES).strip()


def read_type_cell(text: str) -> TypeCell:
    """Split a type cell into containers and the innermost word."""
    text = decode_escapes(text.strip().strip("*`"), _ESCAPES)
    containers: list[str] = []
    while len(containers) < _MAX_DEPTH:
        start = next((start for start, _ in _CONTAINERS if text.startswith(start)), "")
        if not start:
            break
        containers.append(start)
        text = text[len(start) :]
    return TypeCell(text, tuple(containers))


def read_word(word: str) -> Type:
    """Return the type of a word that needs no heading; raise `TypeSyntaxError` for any other."""
    if word not in _TYPES:
        raise TypeSyntaxError
    return _TYPES[word]


def read_facts(cell: str) -> Facts:
    """Read a description cell. The rules in `Validations` are expressions, not facts of a type."""
    labels = list(_FACT.finditer(cell))
    end = labels[0].start() if labels else len(cell)
    facts = Facts(decode_cell(cell[:end], _ESCAPES))
    ends = [*(label.start() for label in labels[1:]), len(cell)]
    for label, value_end in zip(labels, ends, strict=False):
        value = cell[label.end() : value_end]
        if label["label"] == "Validations":
            _read_after_validations(facts, value)
        else:
            _add_fact(facts, label["label"], value)
    return facts


def _read_after_validations(facts: Facts, text: str) -> None:
    """Read the first fact after the rules, which are a list without a line break at its end."""
    label = _AFTER_VALIDATIONS.search(text)
    if label is not None:
        _add_fact(facts, label["label"], text[label.end() :])


def _add_fact(facts: Facts, label: str, printed: str) -> None:
    value = decode_cell(printed)
    match label:
        case "Format":
            facts.format = value
        case "Enum":
            facts.enum = value
        case "Default":
            facts.default = value
        case _:
            number = to_number(read_json(value, None))
            if number is not None:
                facts.limits[_LIMITS[label]] = number
