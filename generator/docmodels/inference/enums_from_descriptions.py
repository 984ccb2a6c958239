"""Infer the values of an enum from a description that lists them.

Most generators print an inline enum as the type of its values, and only the description of the
field lists them. The list may be incomplete, so the enum is open: it accepts every value of the
type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.inference import Inference, Source
from docmodels.inference.listed_values import (
    MAX_TEXT_LENGTH,
    MAX_VALUE_LENGTH,
    announced_constant,
    announced_identifiers,
    announced_values,
    quoted_values,
)
from docmodels.ir import Default
from docmodels.ir.drafts import normalize_name

MAX_ANNOUNCEMENT_LENGTH = 40
"""How much text may stand between `Possible values` and the colon before the list."""


@dataclass(frozen=True, slots=True)
class Description:
    """The text of a field or of a model without a type, and the printed default of the field.

    `is_field`: a field has a type already, so a single value needs a colon or is the whole text.
    `is_enum`: the page prints that the type is an enum, so that quoted words are values.
    `siblings`: the names of all fields of the model, which are no values.
    """

    text: str
    default: Default | None = None
    is_field: bool = False
    is_enum: bool = False
    siblings: frozenset[str] = frozenset()


_ITEM = re.compile(
    rf"(?:^|\s)[-*•]\s+(?:(?:if|when)\s+(?:set\s+to\s+)?`([^`]{{1,{MAX_VALUE_LENGTH}}})`,"
    rf"|`([^`]{{1,{MAX_VALUE_LENGTH}}})`\s*(?=[:=–—]|-\s|\n|\Z))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[-*•]\s+", re.MULTILINE)
_VALUE = re.compile(r"[A-Za-z0-9][\w.:/+-]*")
_SEPARATED = re.compile(r"\bseparated\b", re.IGNORECASE)
"""`Comma-separated list of`: the text lists the parts of one value, not the values."""

_ANNOUNCEMENT = re.compile(
    r"\b(?:possible|allowed|valid|available|supported|accepted|permitted)\s+(?:\w+\s+)?values?\b"
    rf"[^:.*\n]{{0,{MAX_ANNOUNCEMENT_LENGTH}}}:\s+(?=([-*•])\s)",
    re.IGNORECASE,
)
"""The announcement of a list of values with bullets."""
_MARKED_VALUE = re.compile(
    rf"(?:\*\*([^*`]{{1,{MAX_VALUE_LENGTH}}})\*\*|`\"?([^`\"]{{1,{MAX_VALUE_LENGTH}}})\"?`"
    r"|([A-Za-z0-9][\w./+-]*))"
    r"\s*(?=[:=–—.,;]|-\s|\(default\)|\Z)",
    re.IGNORECASE,
)
_SINGLE_VALUE = re.compile(rf"(\*\*|`)([A-Za-z]\w{{0,{MAX_VALUE_LENGTH - 1}}})\1\.?")
"""A text that consists of one value."""
_WORDS = re.compile(r"[A-Za-z0-9][\w.:/+ -]*")
_STAR = re.compile(r"(?:\A|\s)[*•]\s+")
_PLAIN_ITEM = re.compile(rf"`?([A-Za-z0-9][\w.+/-]{{0,{MAX_VALUE_LENGTH}}})`?\s*(?:[:=–—]|-)\s")
_LIST_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_STRESS = re.compile(r"</?(?:strong|b|code|tt)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def values_in_prose(text: str, is_field: bool = True) -> tuple[str, ...]:
    """Return the values that a text lists with their meanings: ``- `red`: warm``.

    After an announcement, values may be bold or plain too: `Possible values: * **red**`, or stand in
    a sentence: `one of "red" or "blue"`. A text may also consist of one value: `**red**`. In HTML,
    items are `<li>` and values bold. The text of a model that prints no fields may consist of items
    with plain values: `* red - warm`. Return no values if an item of the list is not a value.
    """
    if _SEPARATED.search(text):
        return ()
    if "<" in text:
        text = _TAG.sub(" ", _STRESS.sub("`", _LIST_ITEM.sub("\n- ", text)))
    if (start := _ANNOUNCEMENT.search(text)) is not None:
        return _announced_values(text[start.end() :], start[1])
    if (single := _SINGLE_VALUE.fullmatch(text)) is not None:
        return (single[2],)
    items = () if is_field else _plain_items(text)
    return (
        items
        or _marked_items(text)
        or announced_values(text)
        or (announced_identifiers(text) if is_field else ())
    )


def _marked_items(text: str) -> tuple[str, ...]:
    if "`" not in text:
        return ()
    values = [first or second for first, second in _ITEM.findall(text)]
    if len(_BULLET.findall(text)) > len(values):
        values = []
    is_consistent = len(set(values)) == len(values) and all(map(_VALUE.fullmatch, values))
    return tuple(values) if is_consistent else ()


def _plain_items(text: str) -> tuple[str, ...]:
    """Return the values of a text that consists of items `* red - warm`."""
    head, *items = _STAR.split(text)
    values = [item[1] for item in map(_PLAIN_ITEM.match, items) if item is not None]
    is_list = not head.strip() or head.rstrip().endswith(":")
    return tuple(values) if is_list and len(set(values)) == len(items) >= 2 else ()


def _announced_values(text: str, bullet: str) -> tuple[str, ...]:
    """Return the values after the bullets of a text, if each item begins with a value."""
    items = re.split(rf"(?:\A|\s){re.escape(bullet)}\s+", text)[1:]
    marks = [_MARKED_VALUE.match(item.rstrip()) for item in items]
    values = [mark[mark.lastindex or 0].strip() for mark in marks if mark]
    is_consistent = len(set(values)) == len(items) and all(map(_WORDS.fullmatch, values))
    return tuple(values) if is_consistent else ()


def _infer(description: Description) -> tuple[str, ...] | None:
    values = values_in_prose(description.text, description.is_field)
    if not values or (len(values) == 1 and not _may_be_single(description)):
        values = _other_values(description)
    default = description.default
    has_default = default is None or default.value in values
    names = {normalize_name(value) for value in values}
    has_no_names = names.isdisjoint(map(normalize_name, description.siblings))
    return values if values and has_default and has_no_names else None


def _other_values(description: Description) -> tuple[str, ...]:
    """Return the only value that a sentence announces, or the quoted words about a known enum."""
    if description.is_field and (constant := announced_constant(description.text)):
        return (constant,)
    if not description.is_enum:
        return ()
    fields = " ".join(map(normalize_name, description.siblings))
    values = tuple(v for v in quoted_values(description.text) if normalize_name(v) not in fields)
    return values if len(values) > 1 else ()


def _may_be_single(description: Description) -> bool:
    """Whether one value is all values: it is the whole text, or the only item after a colon."""
    text = description.text
    if not description.is_field or _SINGLE_VALUE.fullmatch(text):
        return True
    item = _ITEM.search(text)
    return item is not None and text[: item.start()].rstrip()[-1:] in ("", ":")


ENUMS_FROM_DESCRIPTIONS = Inference(
    name="enums-from-descriptions",
    title="A string is an open enum if its description lists values.",
    evidence=(
        (Source.DEFAULT, "a default that is not among the values excludes the enum"),
        (Source.PROSE, "a list whose items begin with a value in backticks, or an announced list"),
        (Source.PROSE, 'a sentence that announces values: `must be one of "red" or "blue"`'),
        (Source.PROSE, 'a sentence that announces the only value: `always "red"`'),
        (Source.PROSE, "quoted words, if the page prints that the type is an enum"),
    ),
    threshold=(
        "every item of the list begins with a value, and no value repeats or is a field of the "
        "model; one value only if it is the whole text, the only item after a colon or announced as "
        "the only one; a sentence has quoted values, or identifiers at its end, no condition and "
        f"at most {MAX_TEXT_LENGTH} characters beside the values; "
        f"a value has at most {MAX_VALUE_LENGTH} characters: longer text is prose"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
)
