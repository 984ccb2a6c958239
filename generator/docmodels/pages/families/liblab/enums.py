"""Enums, which liblab prints as property tables: a row is a member, its literal the description.

TypeScript, Python, C#, Go and Java quote the literal; PHP does not, and leaves `Required` empty;
Ruby prints it in the place of the type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection

from docmodels.ir import Enum, EnumMember, Json, ScalarKind
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.liblab.sections import Model, Row, decoded

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


def read_enum(model: Model, language: str, titles: Collection[str]) -> Enum | None:
    """Read a table as an enum; None if it is an object's. `titles` are the models there are."""
    for read in _FORMS.get(language, (_quoted, _counted)):
        values = [read(row) for row in model.rows]
        if values and None not in values:
            if read is _as_type and any(decoded(row.type) in titles for row in model.rows):
                return None
            members = zip(values, model.rows, strict=True)
            return Enum(
                members=tuple(EnumMember(value=v, name=row.name) for v, row in members),
                base=_base(values),
            )
    return None


def _base(values: list[Json]) -> ScalarKind | None:
    if all(isinstance(value, str) for value in values):
        return "string"
    return "integer" if all(isinstance(value, int) for value in values) else "number"


def _quoted(row: Row) -> Json:
    """A string in quotes, and nothing else."""
    text = row.description
    if row.type not in _STRINGS or len(text) < 2 or not (text[0] == text[-1] == '"'):
        return None
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1] if '"' not in text[1:-1] else None


def _counted(row: Row) -> Json:
    """A number that the member's name spells: `_15` is 15."""
    text = row.description
    if row.type not in _NUMBERS or not _NUMBER.fullmatch(text):
        return None
    spelled = re.sub(r"\D", "", row.name) == re.sub(r"\D", "", text)
    return _number(text) if spelled else None


def _unmarked(row: Row) -> Json:
    """A raw value beside an empty `Required`."""
    if row.required or not row.description:
        return None
    if row.type in _NUMBERS and _NUMBER.fullmatch(row.description):
        return _number(row.description)
    return row.description if row.type in _STRINGS else None


def _as_type(row: Row) -> Json:
    """A literal in the place of the type, of which the name is made."""
    literal = decoded(row.type)
    if row.description or normalize_name(literal) != normalize_name(row.name):
        return None
    return literal


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


_FORMS: dict[str, tuple[Callable[[Row], Json], ...]] = {
    "php": (_unmarked,),
    "ruby": (_as_type, _quoted, _counted),
}
