"""Infer the values of a field that is a category from a sentence about its alternatives.

`Either "red" or "blue"` and `"open" lets boats pass. "shut" does not` announce no list of values. They
list them if the field's name is a kind, a status, a mode, ..: in another field, the same words are
those of another one.
"""

from __future__ import annotations

import re

from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.categories import is_category
from docmodels.inference.enums_from_descriptions import Description, normalized, plain_text
from docmodels.inference.explained_values import explained_marks
from docmodels.inference.inference import Inference, Source
from docmodels.inference.listed_values import (
    MAX_TEXT_LENGTH,
    QUOTED_VALUE,
    is_conditional,
    is_no_value,
    plain_value,
    quoted_values,
    read_list,
)
from docmodels.inference.plain_values import (
    bracketed_words,
    last_capitals,
    supported_words,
    words_after_verb,
    words_of_settings,
    words_with_conditions,
)
from docmodels.ir.drafts import normalize_name

MAX_LENGTH = 4 * MAX_TEXT_LENGTH
"""A longer text describes more than the values."""

_VALUE = re.compile(r"[A-Za-z0-9][\w.+-]*")
_EXAMPLES = re.compile(
    r"\b(?:e\.?g|ex|examples?|such\s+as|like|pattern|regex|separated|etc|prefix|suffix|ur[li]s?|usual(?:ly)?"
    r"|typical(?:ly)?|common(?:ly)?|may\s+be|other)\b|\.\.\.|…",
    re.IGNORECASE,
)
"""Words of a text that does not have all values."""
_OR = re.compile(r"\bor\b|\|", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:\A|[.:;,!?)>(]|\b(?:and|or|while|whereas|either|use|includes?|values?|are|either\s+be)"
    r"|\b(?:can|will|may)\s+be"
    r"|\b(?:if|when)\s+(?:set\s+to|(?:it|(?:the|its)\s+\w{1,20})\s+is(?:\s+set\s+to)?))"
    r"\s*(?:\b(?:an?|the)\s+)?\Z",
    re.IGNORECASE,
)
"""What stands before a value with its own clause: `If it is "open", ..`, `It can be "open", which ..`."""
_CLAUSE = re.compile(r"(?!\s*+,?\s*+(?:and\s|or\s)?\s*+[`'\"“‘*])\s*+(?:[a-z(:=–—-]|[,.;)]|\Z)")
"""What follows a value with its own clause: no other value."""
_JOINT = re.compile(r"\s*+(?:(?:,\s*+)?(?:or|and)\s++|[,/]\s*+)(?:(?:an?|the)\s++)?", re.IGNORECASE)
"""What stands between two values of one clause."""
_IS = re.compile(r"\b(?P<it>it\s++)?is\s++\Z", re.IGNORECASE)
_CLAUSE_CONTEXT = 48
"""How many characters before a value show whether it begins a clause."""


def _infer(description: Description) -> tuple[str, ...] | None:
    """Return the alternatives of a category field, or of the text of a model without a type."""
    default = description.default
    if default is None and description.is_field and not is_category(description.name):
        return None
    text = plain_text(description.text)
    if len(text) > MAX_LENGTH:
        return None
    values = _quoted_alternatives(text, description) or explained_marks(text)
    if not values and description.is_field:
        values = _plain_alternatives(text)
    if not values or _has_names(values, description):
        return None
    return values if default is None or default.value in values else None


def _plain_alternatives(text: str) -> tuple[str, ...]:
    """Return the plain words that a text has in one of the forms of alternatives."""
    return (
        bracketed_words(text)
        or words_after_verb(text)
        or last_capitals(text)
        or supported_words(text)
        or words_of_settings(text)
        or words_with_conditions(text)
    )


def _has_names(values: tuple[str, ...], description: Description) -> bool:
    """Whether one of the values is the name of a field or of the model."""
    names = normalized(description.siblings) | {normalize_name(description.model)}
    return any(normalize_name(value) in names for value in values)


def _quoted_alternatives(text: str, description: Description) -> tuple[str, ...]:
    """Return the quoted words of a text, if they are one list with `or`, or each begins a clause."""
    own_name = normalize_name(description.name)
    values = tuple(v for v in quoted_values(text) if normalize_name(v) != own_name)
    if len(values) < 2 or _EXAMPLES.search(text) or not _are_alike(values):
        return ()
    marks = [mark for mark in QUOTED_VALUE.finditer(text) if plain_value(mark) in values]
    return values if _are_one_list(text, marks, values) or _begin_clauses(text, marks) else ()


def _are_alike(values: tuple[str, ...]) -> bool:
    """Whether all values are words in one case."""
    cases = {"upper" if v.isupper() else "lower" if v.islower() else "" for v in values}
    is_word = all(_VALUE.fullmatch(value) and not is_no_value(value) for value in values)
    return is_word and len(cases) == 1


def _are_one_list(text: str, marks: list[re.Match[str]], values: tuple[str, ...]) -> bool:
    """Whether the first mark begins a list with `or` of all values, without a condition before it."""
    start = marks[0].start()
    listed, end = read_list(text, start)
    is_list = listed == values and _OR.search(text, start, end) is not None
    return is_list and not is_conditional(text, start)


def _begin_clauses(text: str, marks: list[re.Match[str]]) -> bool:
    """Whether each value begins a clause where it is first quoted: `"open" lets boats pass`.

    Several may begin one: `"open" and "ajar" let boats pass`. A comma after a condition ends it: what
    follows is no alternative.
    """
    seen: set[str] = set()
    for index, mark in enumerate(marks):
        value = plain_value(mark)
        if value in seen:
            continue
        seen.add(value)
        gap = text[marks[index - 1].end() : mark.start()] if index else None
        follows = text[mark.end() : marks[index + 1].start()] if marks[index + 1 :] else None
        if gap is not None and gap.strip() == "," and _is_conditional(text, marks[index - 1]):
            return False
        if not (_joins(gap) or _begins_clause(text, mark, follows)):
            return False
        if not (_joins(follows) or _CLAUSE.match(text, mark.end())):
            return False
    return True


def _joins(gap: str | None) -> bool:
    """Whether the text between two values makes one list of them."""
    return gap is not None and _JOINT.fullmatch(gap) is not None


def _begins_clause(text: str, mark: re.Match[str], follows: str | None) -> bool:
    """Whether a value begins a clause, or a sentence states that something is in its state: `Later it is "shut"`.

    `follows` is the text up to the next value.
    """
    start = max(mark.start() - _CLAUSE_CONTEXT, 0)
    before = text[start : mark.start()]
    if _CLAUSE_START.search(before) is not None:
        return True
    state = _IS.search(before)
    is_state = state is not None and (bool(state["it"]) or not _is_conditional(text, mark))
    return is_state and not _joins(follows)


def _is_conditional(text: str, mark: re.Match[str]) -> bool:
    return is_conditional(text, mark.start())


ENUMS_FROM_ALTERNATIVES: Inference[Description, tuple[str, ...]] = Inference(
    name="enums-from-alternatives",
    title="A field that is a category is an open enum of the alternatives that its text names.",
    evidence=(
        (Source.DEFAULT, "a default that is not among the values excludes the enum"),
        (Source.PATTERN, "the last word of the name of the field: kind, status, mode, .."),
        (Source.PROSE, 'quoted words that are one list with "or", or that each begin a clause'),
        (Source.PROSE, "quoted words with a meaning each: `` `open`: cows pass. `shut`: .. ``"),
        (Source.PROSE, "words in brackets at the end of the text, or after `can be`"),
        (Source.PROSE, "words in capitals of which the last sentence consists: `OPEN or SHUT`"),
        (
            Source.PROSE,
            "words of conditions: `if set to open`, `open if it is warm, shut otherwise`",
        ),
    ),
    threshold=(
        "all quoted words are values: single words in one case, none the name of a field or of the model; words in "
        "brackets or after `can be` are single; no condition before a list and no example; several values of one "
        "clause have `or`, `and` or a comma between them, which ends a condition. On pages with known "
        "specifications, 24 fields of 10 APIs have exactly these values, 30 of 8 APIs are strings whose texts list "
        "them, and 2 have others; so the enum is open"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
    reason=(
        "The pages that are measured here have no such texts. On four sets of pages that were not used for "
        "the forms before, the mean of enum rises by 0.6 to 3.4 points."
    ),
)
