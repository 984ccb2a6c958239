"""Read input type cells: the Python classes that a value may have, each followed by a comma."""

from __future__ import annotations

from functools import lru_cache

from docmodels.ir import (
    NULL,
    UNKNOWN,
    Array,
    Enum,
    EnumMember,
    Map,
    Ref,
    String,
    Type,
    Union,
    nullable,
    scalar,
)
from docmodels.pages.families.frozendict.remarks import Remarks
from docmodels.pages.type_grammar import NameExpr, TypeSyntaxError, parse
from docmodels.pages.type_vocabulary import JSON_SCALARS

_KINDS: dict[str, str] = {
    "None": "null",
    "NoneClass": "null",
    "bool": "boolean",
    "BoolClass": "boolean",
    "str": "string",
    "date": "string",
    "datetime": "string",
    "uuid.UUID": "string",
    "int": "integer",
    "decimal.Decimal": "integer",
    "float": "number",
    "bytes": "binary",
    "io.FileIO": "binary",
    "io.BufferedReader": "binary",
    "FileIO": "binary",
    "dict": "object",
    "frozendict.frozendict": "object",
    "list": "array",
    "tuple": "array",
}
_TYPES: dict[str, Type] = {
    **JSON_SCALARS,
    "binary": String(format="binary"),
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
}
_STRING_FORMATS = {"date": "date", "datetime": "date-time", "uuid.UUID": "uuid"}


@lru_cache(maxsize=65536)
def read_kinds(cell: str) -> frozenset[str] | None:
    """Return the kinds of JSON value in a type cell (`null`, `object`, ..); None for a link."""
    words = [word.strip() for word in cell.strip(" ,").split(",")]
    kinds = {_KINDS.get(word, "") for word in words}
    if "" in kinds:
        return None
    return frozenset(kinds - {"integer"} if "number" in kinds else kinds)


def is_any_type(kinds: frozenset[str]) -> bool:
    """Return whether a cell lists every class, which stands for a schema without a type."""
    return {"object", "array", "string", "null", "boolean", "number"} <= kinds


def read_type(cell: str, remarks: Remarks) -> Type:
    """Read a type cell with its notes; raise `TypeSyntaxError` if it is no class list or link."""
    kinds = read_kinds(cell)
    if kinds is not None and remarks.values:
        return _build_enum(kinds, remarks)
    return _read_plain_type(cell, remarks.format)


@lru_cache(maxsize=65536)
def _read_plain_type(cell: str, format: str) -> Type:
    kinds = read_kinds(cell)
    if kinds is None:
        expression = parse(cell.strip(" ,"))
        if not isinstance(expression, NameExpr):
            raise TypeSyntaxError
        return Ref(name=expression.text)
    if is_any_type(kinds):
        return UNKNOWN
    options = [_formatted_type(kind, cell, format) for kind in sorted(kinds - {"null"})]
    if not options:
        return NULL
    type = options[0] if len(options) == 1 else Union(members=tuple(options))
    return nullable(type) if "null" in kinds else type


def _formatted_type(kind: str, cell: str, format: str) -> Type:
    if kind == "string" and not format:
        words = {word.strip() for word in cell.split(",")}
        format = next((name for word, name in _STRING_FORMATS.items() if word in words), "")
    is_formatted = bool(format) and kind in JSON_SCALARS
    return scalar(JSON_SCALARS[kind].kind, format) if is_formatted else _TYPES[kind]


def _build_enum(kinds: frozenset[str], remarks: Remarks) -> Type:
    base = (
        JSON_SCALARS.get(next(iter(kinds - {"null"}), "")) if len(kinds - {"null"}) == 1 else None
    )
    values = [value for value in remarks.values if value is not None]
    members = tuple(EnumMember(value=value) for value in values)
    if not members:
        return NULL
    enum = Enum(members=members, base=base.kind if base else None, format=remarks.format)
    is_nullable = "null" in kinds and not is_any_type(kinds) or len(values) < len(remarks.values)
    return nullable(enum) if is_nullable else enum
