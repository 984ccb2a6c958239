"""Read enums, which liblab prints as property tables: a row is a member, described by its literal.

TypeScript, Python, C#, Go and Java pages quote the literal; PHP pages do not, and leave `Required`
empty; Ruby pages print the literal in the type column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection

from docmodels.ir import Enum, EnumMember, Json, ScalarKind
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.liblab.sections import Model, Row, unescape
from docmodels.pages.languages.language import Trait

_STRINGS = frozenset({"string", "str", "String"})
_NUMBERS = frozenset(
    [
        "int",
        "integer",
        "long",
        "float",
        "double",
        "number",
        "Integer",
        "Long",
        "Float",
        "Double",
        "int32",
        "int64",
        "float32",
        "float64",
    ]
)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?")


def read_enum(model: Model, traits: Collection[Trait], titles: Collection[str]) -> Enum | None:
    """Read a table as an enum; return None if it describes an object.

    `traits` are those of the language, `titles` the names of all models of the API.
    """
    for reader in _readers(traits):
        values = [reader(row) for row in model.rows]
        if values and None not in values:
            if reader is _read_type_literal and any(
                unescape(row.type) in titles for row in model.rows
            ):
                return None
            members = zip(values, model.rows, strict=True)
            return Enum(
                members=tuple(EnumMember(value=v, name=row.name) for v, row in members),
                base=_base_kind(values),
            )
    return None


def _base_kind(values: list[Json]) -> ScalarKind | None:
    if all(isinstance(value, str) for value in values):
        return "string"
    return "integer" if all(isinstance(value, int) for value in values) else "number"


def _read_quoted(row: Row) -> Json:
    """Read a description that is a quoted string."""
    text = row.description
    if row.type not in _STRINGS or len(text) < 2 or not (text[0] == text[-1] == '"'):
        return None
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1] if '"' not in text[1:-1] else None


def _read_numbered(row: Row) -> Json:
    """Read a description that is a number whose digits are in the member's name: `_15` is 15."""
    text = row.description
    if row.type not in _NUMBERS or not _NUMBER.fullmatch(text):
        return None
    is_spelled_in_name = re.sub(r"\D", "", row.name) == re.sub(r"\D", "", text)
    return _parse_number(text) if is_spelled_in_name else None


def _read_raw(row: Row) -> Json:
    """Read a value without quotes in a row without `Required`."""
    if row.required or not row.description:
        return None
    if row.type in _NUMBERS and _NUMBER.fullmatch(row.description):
        return _parse_number(row.description)
    return row.description if row.type in _STRINGS else None


def _read_type_literal(row: Row) -> Json:
    """Read a literal in the type column that matches the member's name."""
    literal = unescape(row.type)
    if row.description or normalize_name(literal) != normalize_name(row.name):
        return None
    return literal


def _parse_number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _readers(traits: Collection[Trait]) -> tuple[Callable[[Row], Json], ...]:
    if "raw-enum-values" in traits:
        return (_read_raw,)
    if "enum-values-as-types" in traits:
        return (_read_type_literal, _read_quoted, _read_numbered)
    return (_read_quoted, _read_numbered)
