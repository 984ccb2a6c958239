"""Read the markers of kubebuilder that pages print as checks, and apply them to types.

`MaxLength: 63`, `Enum: [a b]`, `items:Pattern: ..`. Source: sigs.k8s.io/controller-tools 0.16
(`pkg/crd/markers/validation.go`). A marker of a scalar on a list is one of its items: the generator
prints the markers of a type on each field that has it, also in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import (
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Enum,
    EnumMember,
    Integer,
    Json,
    Map,
    Number,
    Scalar,
    String,
    Type,
    Union,
    scalar,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.scalars import array_constraints, constraint_values, object_constraints
from docmodels.pages.families.crd_ref_docs.cells import ESCAPES, FORMATTER_ESCAPES, ValueRow
from docmodels.pages.families.crd_ref_docs.type_cells import BYTES, BYTES_OR_INTEGERS
from docmodels.pages.table_rows import decode_escapes
from docmodels.pages.type_vocabulary import JSON_SCALARS

_CHECK = re.compile(r"(?P<items>items:)?(?P<name>[A-Z]\w*): ?(?P<value>.*)", re.S)
_INTEGER = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,2})?")
_NUMBERS = {
    "Maximum": "maximum",
    "Minimum": "minimum",
    "MultipleOf": "multiple_of",
    "MaxLength": "max_length",
    "MinLength": "min_length",
    "MaxItems": "max_items",
    "MinItems": "min_items",
    "MaxProperties": "max_properties",
    "MinProperties": "min_properties",
}
"""Markers with a number, and the constraint that each is."""
_COUNTS = frozenset(_NUMBERS) - {"Maximum", "Minimum", "MultipleOf"}
_CONTAINER = frozenset({"max_items", "min_items", "unique_items"})
_ENUM = "Enum: "
_FORMATS = frozenset({"int32", "int64", "float", "double"})
_RE2_ANCHORS = ((r"\A", "^"), (r"\z", "$"))
_RE2_CLASS = re.compile(r"\[:(?P<name>\w+):\]")
_ASCII_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "space": r"\s",
    "word": r"\w",
    "xdigit": "0-9A-Fa-f",
    "blank": r"\t ",
}
"""POSIX classes of RE2, which ECMA-262 has not. Source: github.com/google/re2, `doc/syntax.txt`."""


class Checks(Struct, frozen=True):
    """The markers of a field or a type; `items` are those with the prefix `items:`.

    `values` is the text between the brackets of `Enum`, or None. `kind` is what `Type` prints.
    """

    constraints: Mapping[str, Json] = field(default_factory=dict[str, Json])
    values: str | None = None
    format: str = ""
    kind: str = ""
    required: bool | None = None
    is_int_or_string: bool = False
    is_any: bool = False
    items: Checks | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing asserts anything about the type."""
        return replace(self, required=None) == NO_CHECKS


NO_CHECKS = Checks()
"""No markers."""


@lru_cache(maxsize=16384)
def read_checks(texts: tuple[str, ...], is_escaped: bool) -> Checks:
    """Read printed markers; those that assert nothing about the type are ignored.

    `is_escaped`: the page prints backslashes before braces and pipes.
    """
    if not texts:
        return NO_CHECKS
    markers: dict[str, str] = {}
    items: dict[str, str] = {}
    for text in texts:
        escapes = ESCAPES if is_escaped else "|"
        if _ENUM in text:
            escapes += FORMATTER_ESCAPES
        check = _CHECK.fullmatch(decode_escapes(text, escapes))
        if check is not None:
            (items if check["items"] else markers).setdefault(check["name"], check["value"].strip())
    checks = _build_checks(markers)
    return replace(checks, items=_build_checks(items)) if items else checks


def _build_checks(values: Mapping[str, str]) -> Checks:
    constraints: dict[str, Json] = {}
    for name in _NUMBERS.keys() & values.keys():
        number = _read_number(values[name], name in _COUNTS)
        if number is not None:
            constraints[_NUMBERS[name]] = number
    for bound in ("maximum", "minimum"):
        if values.get(f"Exclusive{bound.title()}") == "true" and bound in constraints:
            constraints[f"exclusive_{bound}"] = constraints.pop(bound)
    if values.get("UniqueItems") == "true":
        constraints["unique_items"] = True
    if pattern := _unquote(values.get("Pattern", "")):
        constraints["pattern"] = to_ecma(pattern)
    enum = values.get("Enum", "")
    return Checks(
        constraints=constraints,
        values=enum[1:-1] if enum.startswith("[") and enum.endswith("]") else None,
        format=_unquote(values.get("Format", "")),
        kind=_unquote(values.get("Type", "")),
        required=True if "Required" in values else False if "Optional" in values else None,
        is_int_or_string="XIntOrString" in values,
        is_any="Schemaless" in values,
    )


def _read_number(text: str, is_count: bool) -> int | float | None:
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) and not is_count else None


def _unquote(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "`" else text


def to_ecma(pattern: str) -> str:
    """Return a pattern of RE2 in the syntax of ECMA-262, where the two differ."""
    for printed, standard in _RE2_ANCHORS:
        pattern = pattern.replace(printed, standard)
    pattern = _RE2_CLASS.sub(lambda match: _ASCII_CLASSES.get(match["name"], match[0]), pattern)
    return _escape_hyphens(pattern.replace("(?P<", "(?<"))


_CLASS_HYPHEN = re.compile(r"(\\[dDsSwW])-(?=[^\]])")


def _escape_hyphens(pattern: str) -> str:
    """Escape a hyphen after a class escape, `[\\d-_]`, which is no range in RE2."""
    return _CLASS_HYPHEN.sub(r"\1\\-", pattern) if "[" in pattern else pattern


def apply_checks(type: Type, checks: Checks, values: Iterable[ValueRow] = ()) -> Type:
    """Return `type` with the markers that apply to it; `values` document the values of an enum."""
    if checks.is_any:
        return UNKNOWN
    if checks.is_int_or_string:
        type = Union(members=(INTEGER, STRING))
    elif checks.kind in JSON_SCALARS and getattr(type, "kind", "") != checks.kind:
        type = JSON_SCALARS[checks.kind]  # a struct that is written as a text or a number
    if type == BYTES_OR_INTEGERS:
        type = _bytes_or_integers(checks)
    return _apply(type, checks, tuple(values))


def _bytes_or_integers(checks: Checks) -> Type:
    """Return which of the two a list of integers is, if its markers are of one of them."""
    if checks.format == "byte":
        return BYTES
    if checks.items or checks.constraints.keys() & _CONTAINER:
        return Array(items=INTEGER)
    return BYTES_OR_INTEGERS


def _apply(type: Type, checks: Checks, values: tuple[ValueRow, ...]) -> Type:
    match type:
        case Array():
            constraints = {**constraint_values(type.constraints), **checks.constraints}
            inner = replace(checks, items=None)
            items = _apply(_apply(type.items, inner, values), checks.items or NO_CHECKS, values)
            return replace(type, items=items, constraints=array_constraints(constraints))
        case Map():
            constraints = {**constraint_values(type.constraints), **checks.constraints}
            return replace(type, constraints=object_constraints(constraints))
        case String() | Integer() | Number():
            return _apply_scalar(type, checks, values)
        case Enum() if checks.values is not None and (type.base or "string") == "string":
            return _enum(STRING, checks.values, values)
        case Union():
            return union_of(
                _apply(member, replace(checks, values=None), ()) for member in type.members
            )
        case _:
            return type


def _apply_scalar(type: Scalar, checks: Checks, values: tuple[ValueRow, ...]) -> Type:
    if checks.values is not None:
        return _enum(type, checks.values, values)
    constraints = {**constraint_values(type.constraints), **checks.constraints}
    is_number_format = checks.format in _FORMATS
    fits = is_number_format != isinstance(type, String)
    return scalar(type.kind, (checks.format if fits else "") or type.format, constraints)


def _enum(type: Scalar, text: str, rows: tuple[ValueRow, ...]) -> Type:
    """Return the closed enum of the values in `text`; those that the type refuses are left out."""
    docs = {row.value: row.doc for row in rows}
    members: dict[Json, EnumMember] = {}
    for word in split_values(text, docs):
        value: Json = word
        if not isinstance(type, String):
            value = _read_number(word, isinstance(type, Integer))
        if value is not None:
            members.setdefault(value, EnumMember(value=value, doc=docs.get(word, "")))
    if not members:
        return type
    return Enum(members=tuple(members.values()), base=type.kind)


def split_values(text: str, documented: Iterable[str] = ()) -> list[str]:
    """Split values that Go prints with a space between them; `documented` ones may contain spaces.

    Two spaces, or one at an end, are beside an empty value.
    """
    spaced = sorted((value for value in documented if " " in value), key=len, reverse=True)
    if not spaced:
        return text.split(" ")
    pattern = "|".join([*map(re.escape, spaced), r"[^ ]*"])
    return re.findall(rf"(?:^|(?<= ))(?:{pattern})(?= |$)", text)
