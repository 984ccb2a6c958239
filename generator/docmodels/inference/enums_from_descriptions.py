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
    marked_items,
    open_table_values,
    paired_values,
    plain_items,
    table_values,
)
from docmodels.inference.categories import is_category
from docmodels.inference.explained_values import explained_items, explained_words
from docmodels.inference.inference import Inference, Source
from docmodels.inference.listed_values import (
    ADMISSIBLE,
    MAX_TEXT_LENGTH,
    MAX_VALUE_LENGTH,
    QUOTED_VALUE,
    announced_constant,
    announced_values,
    plain_value,
    quoted_values,
)
from docmodels.inference.naming_case import words
from docmodels.inference.plain_values import (
    announced_words,
    is_symbol_of,
    numbers_of_names,
    numbers_with_names,
    words_after_verb,
    words_at_end,
    words_with_default,
)
from docmodels.ir import Default
from docmodels.ir.drafts import normalize_name


class Description(Struct, frozen=True):
    """The text of a field or of a model without a type, and the printed default of the field.

    `is_field`: a field has a type already, so a single value needs a colon or is the whole text.
    `is_enum`: the page prints that the type is an enum, so that quoted words are values. `is_number`:
    the type is a number. `symbol` is the name of the enum member that is the default, or "".
    `name` is the field's, `model` the model's, `siblings` are the names of all fields of the model, which
    are no values.
    """

    text: str
    default: Default | None = None
    is_field: bool = False
    is_enum: bool = False
    is_number: bool = False
    symbol: str = ""
    name: str = ""
    model: str = ""
    siblings: frozenset[str] = frozenset()


_SEPARATED = re.compile(
    r"\b(?:separated|delimited|separate\s+(?:multiple|several)|csv\s+(?:of|indicating|list))\b",
    re.IGNORECASE,
)
"""`Comma-separated list of`: the text lists the parts of one value, not the values."""

_SINGLE_VALUE = re.compile(rf"(\*\*|`)([A-Za-z][\w.-]{{0,{MAX_VALUE_LENGTH - 1}}})\1\.?")
"""A text that consists of one value."""
_DATE_FORMAT = re.compile(r"[YMDHS.-]+", re.IGNORECASE)
_NOUN = re.compile(r" ([a-z]+)\b", re.IGNORECASE)
"""The word after a value."""
_LIST_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(
    r"<(?:strong|b|h[1-6])\b[^<>]{0,80}>([^<>]{1,80})</(?:strong|b|h[1-6])>", re.IGNORECASE
)
"""Bold words. In the specifications of nine publishers none with a space is a value: they are titles."""
_STRESS = re.compile(r"</?(?:strong|b|code|tt|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINKED_VALUE = re.compile(r"\[([`'\"*][^\[\]\n]{1,80})\]\([^()\s]*\)")
"""A value that is the text of a link."""


_BOLD_CODE = re.compile(r"\*\*(`[^`\n]{1,80}`)\*\*")
_CODE_WITH_COLON = re.compile(r"`([A-Za-z0-9][\w. -]{0,59}):`")
_LINE_END = re.compile(
    r"(?<=[\w`'\")\]*])[^\S\n]*+(?:(?:<br\s*+/?>|\n)[^\S\n]*+)++(?![-*•|`'\"]|<code|<li|<ul)",
    re.IGNORECASE,
)
"""The end of a line of HTML without a sign, but for one before an item or a marked value."""
_BOLD_TITLE = re.compile(
    rf"<(?:b|strong)>\s*+({ADMISSIBLE} (?:values?|options?))\s*+(:?)\s*+</(?:b|strong)>",
    re.IGNORECASE,
)
_ITALIC_ITEM = re.compile(r"(?<=[-*•] )\*([A-Za-z0-9][\w.-]{0,59})\*(?![*\w`])")


def plain_text(text: str) -> str:
    """Return a text without HTML and links: items of lists have bullets, bold words are quoted."""
    if "<" in text:
        text = _LINE_END.sub(". ", text)
    if "**`" in text:
        text = _BOLD_CODE.sub(r"\1", text)
    if ":`" in text:
        text = _CODE_WITH_COLON.sub(r"`\1`:", text)
    if "*" in text:
        text = _ITALIC_ITEM.sub(r"`\1`", text)
    if "<" in text:
        text = _TITLE.sub(_without_stress, _LIST_ITEM.sub("\n- ", _BOLD_TITLE.sub(r"\1\2", text)))
        text = _TAG.sub(" ", _STRESS.sub("`", text))
    return _LINKED_VALUE.sub(r"\1", text) if "](" in text else text


def _without_stress(title: re.Match[str]) -> str:
    return title[1] if " " in title[1].strip() else title[0]


def values_in_prose(text: str, is_field: bool = True, is_number: bool = False) -> tuple[str, ...]:
    """Return the values that a text lists with their meanings: ``- `red`: warm``.

    After an announcement, values may be plain too: `Possible values: * red`, or stand in a sentence:
    `one of "red" or "blue"`. Without one, they may be the first column of a table, or a list in
    brackets. A text may also consist of one value: `**red**`. In HTML, items are `<li>` and values
    bold. The text of a model that prints no fields may consist of items with plain values: `* red -
    warm`. Return no values if an item of the list is not a value.

    Numbers that a sentence explains may be the ends of a scale: `1 - low, 5 - high`.
    """
    if _SEPARATED.search(text):
        return ()
    text = plain_text(text)
    if (announced := announced_items(text)) is not None:
        return announced
    if (single := _SINGLE_VALUE.fullmatch(text)) is not None:
        return () if _DATE_FORMAT.fullmatch(single[2]) else (single[2],)
    items = () if is_field else plain_items(text)
    return (
        items
        or marked_items(text)
        or table_values(text)
        or open_table_values(text)
        or announced_values(text)
        or paired_values(text)
        or explained_items(text)
        or announced_words(text)
        or (() if is_number else explained_words(text) or words_at_end(text))
    )


def _infer(description: Description) -> tuple[str | int, ...] | None:
    if numbers := _numbers(description):
        return numbers
    values = values_in_prose(description.text, description.is_field, description.is_number)
    if not values or (len(values) == 1 and not _may_be_single(description)):
        values = _other_values(description)
    if not values or not _has_default(values, description):
        return None
    return None if _are_fields(values, description) else values


def _are_fields(values: tuple[str, ...], description: Description) -> bool:
    """Whether half of the values are fields of the model; those of a tag may be: `type` names the one that is there."""
    fields = normalized(description.siblings)
    name_count = sum(normalize_name(value) in fields for value in values)
    is_tag = len(values) > 1 and is_category(description.name)
    return 2 * name_count >= len(values) and not is_tag


def _has_default(values: tuple[str, ...], description: Description) -> bool:
    """Whether the values have the printed default; numbers with names are no values if it is a name."""
    default, symbol = description.default, description.symbol
    if default is not None:
        return default.value in values
    return not symbol or not all(value.isdecimal() for value in values)


def _numbers(description: Description) -> tuple[int, ...]:
    """Return the numbers that a text lists with names, of a number or of a model without a type."""
    if not description.is_number and description.is_field:
        return ()
    text = plain_text(description.text)
    default, is_known = description.default, description.is_enum or not description.is_field
    numbers = numbers_of_names(text)
    if not numbers and (is_known or default is not None):
        numbers = numbers_with_names(text)
    if not numbers and description.is_enum:
        numbers = tuple(int(word) for word in words_after_verb(text) if word.isdecimal())
    return numbers if default is None or default.value in map(str, numbers) else ()


@lru_cache(maxsize=4)  # all fields of a model have the same siblings
def normalized(names: frozenset[str]) -> frozenset[str]:
    """Return names without case and punctuation."""
    return frozenset(map(normalize_name, names))


def _other_values(description: Description) -> tuple[str, ...]:
    """Return the only value that a sentence announces, or the words of the list with the default.

    Else, return the quoted words about a known enum.
    """
    if description.is_field and (constant := announced_constant(description.text)):
        return (constant,)
    if values := _values_with_default(description):
        return values
    if not description.is_enum:
        return ()
    quoted = quoted_values(description.text)
    fields = _joined(description.siblings) if quoted else ""
    others = _values_of_others(description) if quoted else ()
    values = tuple(v for v in quoted if normalize_name(v) not in fields and v not in others)
    return values if len(values) > 1 else ()


def _values_of_others(description: Description) -> frozenset[str]:
    """Return the quoted words that stand before the last word of another field's name.

    `` only in `oak` colour`` quotes a value of `frameColour` in the text of another field.
    """
    last_words = _last_words(description.siblings)
    last_word = words(description.name)[-1:]
    nouns = (
        (mark, noun[1].lower())
        for mark in QUOTED_VALUE.finditer(description.text)
        if (noun := _NOUN.match(description.text, mark.end()))
    )
    return frozenset(
        plain_value(mark) for mark, noun in nouns if noun in last_words and (noun,) != last_word
    )


@lru_cache(maxsize=4)
def _last_words(names: frozenset[str]) -> frozenset[str]:
    """Return the last word of each name."""
    return frozenset(word for name in names for word in words(name)[-1:])


def _values_with_default(description: Description) -> tuple[str, ...]:
    """Return the plain words of a list that has the printed default, or the member of that name."""
    default, symbol = description.default, description.symbol
    if default is not None and isinstance(default.value, str) and not description.is_number:
        value = default.value
        return words_with_default(plain_text(description.text), lambda word: word == value)
    if symbol:
        return words_with_default(
            plain_text(description.text), lambda word: is_symbol_of(word, symbol)
        )
    return ()


@lru_cache(maxsize=4)
def _joined(names: frozenset[str]) -> str:
    return " ".join(sorted(normalized(names)))


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
        (
            Source.PROSE,
            "quoted words, if the page prints that the type is an enum, but not before the name of another field",
        ),
        (Source.PROSE, "plain words after an announcement: `one of open, shut`"),
        (Source.PROSE, "items after a colon: `How it opens: * wide - for cows * narrow`"),
        (
            Source.PROSE,
            "plain words with a meaning each: `open - cows pass. shut - ..`, `O = open, S = shut`, `O (open), S (shut)`",
        ),
        (
            Source.PROSE,
            "words at the end: `How it opens: wide or narrow`, `How it opens [wide, narrow]`",
        ),
        (Source.PROSE, "the only list that has the printed default: `- single - day`"),
        (
            Source.PROSE,
            "numbers with names at the end of the text of a number: `Open = 1, Shut = 2`",
        ),
    ),
    threshold=(
        "every item of the list begins with a value, no value repeats, and less than half of them are "
        "fields of the model, unless the field is a category; plain items with bullets need an announcement, or a "
        "colon and a meaning; one value only if it is the whole text, the only item after a colon or announced as the only one; a list without "
        "announcement has all quoted words of the text, or the printed default; a sentence has quoted values, or "
        "single words up to its end, no condition and "
        f"at most {MAX_TEXT_LENGTH} characters beside quoted values; "
        f"a value has at most {MAX_VALUE_LENGTH} characters: longer text is prose"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
)
