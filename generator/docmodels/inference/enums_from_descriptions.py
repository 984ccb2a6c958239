"""Infer the values of an enum from a description that lists them.

Most generators print an inline enum as the type of its values, and only the description of the
field lists them. The list may be incomplete, so the enum is open: it accepts every value of the
type.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.bulleted_values import (
    ITEM_START,
    announced_items,
    capital_items,
    marked_items,
    paired_values,
    plain_items,
    table_values,
)
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


class Description(Struct, frozen=True):
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


_SEPARATED = re.compile(r"\bseparated\b", re.IGNORECASE)
"""`Comma-separated list of`: the text lists the parts of one value, not the values."""

_SINGLE_VALUE = re.compile(rf"(\*\*|`)([A-Za-z][\w.-]{{0,{MAX_VALUE_LENGTH - 1}}})\1\.?")
"""A text that consists of one value."""
_DATE_FORMAT = re.compile(r"[YMDHS.-]+", re.IGNORECASE)
_LIST_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_STRESS = re.compile(r"</?(?:strong|b|code|tt)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def values_in_prose(text: str, is_field: bool = True) -> tuple[str, ...]:
    """Return the values that a text lists with their meanings: ``- `red`: warm``.

    After an announcement, values may be plain too: `Possible values: * red`, or stand in a sentence:
    `one of "red" or "blue"`. Without one, they may be the first column of a table, or a list in
    brackets. A text may also consist of one value: `**red**`. In HTML, items are `<li>` and values
    bold. The text of a model that prints no fields may consist of items with plain values: `* red -
    warm`. Return no values if an item of the list is not a value.
    """
    if _SEPARATED.search(text):
        return ()
    if "<" in text:
        text = _TAG.sub(" ", _STRESS.sub("`", _LIST_ITEM.sub("\n- ", text)))
    if (announced := announced_items(text)) is not None:
        return announced
    if (single := _SINGLE_VALUE.fullmatch(text)) is not None:
        return () if _DATE_FORMAT.fullmatch(single[2]) else (single[2],)
    items = () if is_field else plain_items(text)
    return (
        items
        or marked_items(text)
        or table_values(text)
        or announced_values(text)
        or paired_values(text)
        or capital_items(text)
        or (announced_identifiers(text) if is_field else ())
    )


def _infer(description: Description) -> tuple[str, ...] | None:
    values = values_in_prose(description.text, description.is_field)
    if not values or (len(values) == 1 and not _may_be_single(description)):
        values = _other_values(description)
    default = description.default
    has_default = default is None or default.value in values
    if not values or not has_default:
        return None
    fields = _normalized(description.siblings)
    name_count = sum(normalize_name(value) in fields for value in values)
    return values if 2 * name_count < len(values) else None


@lru_cache(maxsize=4)  # all fields of a model have the same siblings
def _normalized(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(normalize_name, names))


def _other_values(description: Description) -> tuple[str, ...]:
    """Return the only value that a sentence announces, or the quoted words about a known enum."""
    if description.is_field and (constant := announced_constant(description.text)):
        return (constant,)
    if not description.is_enum:
        return ()
    quoted = quoted_values(description.text)
    fields = _joined(description.siblings) if quoted else ""
    values = tuple(value for value in quoted if normalize_name(value) not in fields)
    return values if len(values) > 1 else ()


@lru_cache(maxsize=4)
def _joined(names: frozenset[str]) -> str:
    return " ".join(sorted(_normalized(names)))


def _may_be_single(description: Description) -> bool:
    """Whether one value is all values: it is the whole text, or the only item after a colon."""
    text = description.text
    if not description.is_field or _SINGLE_VALUE.fullmatch(text):
        return True
    item = ITEM_START.search(text)
    return item is not None and text[: item.start()].rstrip()[-1:] in ("", ":")


ENUMS_FROM_DESCRIPTIONS = Inference(
    name="enums-from-descriptions",
    title="A string is an open enum if its description lists values.",
    evidence=(
        (Source.DEFAULT, "a default that is not among the values excludes the enum"),
        (Source.PROSE, "a list whose items begin with a marked value, or an announced list"),
        (Source.PROSE, "the first column of a table in the text"),
        (Source.PROSE, 'a sentence that announces values: `must be one of "red" or "blue"`'),
        (Source.PROSE, 'a list in brackets or after the last colon, or `"C" = cold, "W" = warm`'),
        (Source.PROSE, 'a sentence that announces the only value: `always "red"`'),
        (Source.PROSE, "quoted words, if the page prints that the type is an enum"),
    ),
    threshold=(
        "every item of the list begins with a value, no value repeats, and less than half of them are "
        "fields of the model; plain values need an announcement, or capitals after a colon; one value only if it is "
        "the whole text, the only item after a colon or announced as the only one; a list without "
        "announcement has all quoted words of the text; a sentence has quoted values, or identifiers at its end, no condition and "
        f"at most {MAX_TEXT_LENGTH} characters beside the values; "
        f"a value has at most {MAX_VALUE_LENGTH} characters: longer text is prose"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
)
