"""Read the cells of types and of possible values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docmodels.ir import Const, EnumMember, Json, Ref, Type
from docmodels.ir.drafts import normalize_name
from docmodels.ir.keyword_table import TYPES
from docmodels.pages.json_values import read_json
from docmodels.pages.schema_facts import SchemaFacts, type_of, union_of_members
from docmodels.pages.table_rows import decode_escapes

_CODE = re.compile(r"`([^`]++)`")
_CODES = re.compile(r"`[^`]*+`(?: `[^`]*+`)*+")
_LINK = re.compile(r"\[([^\[\]`]++)\]\(#[^()]*+\)")
_FORMAT = re.compile(r"Format: \[`([^`]++)`\]\([^\s()]*+\)")
_PATTERN = re.compile(r"\[`(.+)`\]\(https://regex101\.com/[^\s()]*+\)")
_LENGTH = re.compile(
    r"Length: `(?:(?P<least>\d++) <= string <= (?P<most>\d++)"
    r"|string <= (?P<only_most>\d++)|string >= (?P<only_least>\d++))`"
)
_RANGE = re.compile(
    r"(?:`(?:(?P<least>[^\s`]++) (?P<above><=?) ?)? ?x ?(?:(?P<below><=?) (?P<most>[^\s`]++))?\s*+`"
    r"|\w++(?= and multiple))(?: and multiple of `(?P<multiple>[^`]++)`)?"
)
_SEPARATOR = re.compile(r" and/or | or ")
_CONSTANTS: Final[dict[str, Json]] = {"None": None, "True": True, "False": False}
"""The values that the program prints as Python does."""


def read_kinds(cell: str) -> list[str]:
    """Return the types of JSON in a type cell: `` `string` or `null` ``."""
    return [word for word in _CODE.findall(cell) if word in TYPES]


def add_possible_values(text: str, kinds: Sequence[str], cell: str, facts: SchemaFacts) -> None:
    """Add what a cell of possible values states about a schema whose type cell is `cell`.

    That of an array describes its items; a text with several alternatives, a union. A text that is not
    understood adds nothing.
    """
    if "array" in kinds:
        items = _alternatives(text)
        facts.items = items if items is not None else facts.items
    elif cell == "`const`" and (code := _CODE.fullmatch(text)) is not None:
        values = read_values([code[1]], ())
        if len(values) == 1:
            facts.const = Const(value=values[0])
        else:
            facts.members = tuple(EnumMember(value=value) for value in values)
    elif (link := _LINK.fullmatch(text)) is not None:
        facts.kinds = ()
        facts.combined.append(Ref(name=link[1]))
    elif not _add_single(text, kinds, facts) and (union := _alternatives(text)) is not None:
        facts.kinds = ()
        facts.combined.append(union)


def may_be_map(name: str, default: str, reference: Ref) -> bool:
    """Whether a property may have objects of a model by their keys: `additionalProperties: {$ref}`.

    The program prints a map as the model of its values. A name in the plural that is not part of that of the
    model, or the default `{}`, leaves that open.
    """
    key, model = normalize_name(name), normalize_name(reference.name)
    is_plural = key.endswith("s") and not key.endswith("ss") and key not in model
    return is_plural or default == "{}"


def _alternatives(text: str) -> Type | None:
    """Return the union of the alternatives in a text; None if one of them is not understood."""
    members: list[Type] = []
    for part in _SEPARATOR.split(text):
        facts = SchemaFacts()
        if part in TYPES and part not in ("object", "null"):
            facts.add_kinds(iter([part]))
        elif (link := _LINK.fullmatch(part)) is not None:
            facts.combined.append(Ref(name=link[1]))
        elif not _add_single(part, (), facts):
            return None
        members.append(type_of(facts))
    return members[0] if len(members) == 1 else union_of_members(members, "anyOf")


def _add_single(text: str, kinds: Sequence[str], facts: SchemaFacts) -> bool:
    """Add one statement about a schema; return whether the text is one."""
    if _CODES.fullmatch(text) and _RANGE.fullmatch(text) is None:
        values = read_values(_CODE.findall(text), kinds)
        facts.members = tuple(EnumMember(value=value) for value in values)
    elif (format := _FORMAT.fullmatch(text)) is not None:
        facts.format = format[1]
    elif (pattern := _PATTERN.fullmatch(text)) is not None:
        facts.add_constraint("pattern", decode_escapes(pattern[1], "|"))
    elif (length := _LENGTH.fullmatch(text)) is not None:
        facts.add_limit("min_length", length["least"] or length["only_least"] or "")
        facts.add_limit("max_length", length["most"] or length["only_most"] or "")
    elif (range := _RANGE.fullmatch(text)) is not None:
        _add_range(range, facts)
    else:
        return False
    return True


def _add_range(range: re.Match[str], facts: SchemaFacts) -> None:
    """Add the bounds of ``0 <= x < 9`` and a multiple; a bound that is no number is left out."""
    least = "minimum" if range["above"] == "<=" else "exclusive_minimum"
    most = "maximum" if range["below"] == "<=" else "exclusive_maximum"
    facts.add_limit(least, range["least"] or "")
    facts.add_limit(most, range["most"] or "")
    facts.add_limit("multiple_of", range["multiple"] or "")


def read_values(texts: Sequence[str], kinds: Sequence[str]) -> list[Json]:
    """Return values that are printed without quotes; of an unknown type, numbers are texts, too."""
    values: list[Json] = []
    for text in texts:
        if "string" in kinds:
            values.append(text)
            continue
        value = _CONSTANTS[text] if text in _CONSTANTS else read_json(text, text)
        values.append(value)
        if not kinds and value is not None and value != text:
            values.append(text)
    return values
