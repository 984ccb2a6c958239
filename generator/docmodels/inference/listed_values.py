"""Read the values that a sentence announces: `one of "red", "blue" or "green"`, `always "red"`.

Only quoted values in a short text are read, and plain identifiers at its end: `Possible values are
HALF_OPEN, SHUT`. In 140 public APIs, a text with other plain words after the announcement, or a
long text, belongs to a plain string five times as often as to an enum.
"""

from __future__ import annotations

import re

MAX_VALUE_LENGTH = 60
"""A longer marked text is a sentence or a snippet, not a value."""
MAX_TEXT_LENGTH = 200
"""A text that has more characters beside its values describes more than the values."""

_LENGTH = f"{{1,{MAX_VALUE_LENGTH}}}"
_VALUES = (
    r"(?:possible|allowed|valid|available|supported|accepted|permitted)\s+(?:\w+\s+)?values"
    r"(?:\s+(?:are|include))?"
)
_ANNOUNCEMENT = re.compile(
    r"\b(?:"
    rf"(?P<values>{_VALUES})(?:\s+one\s+of)?"
    r"|(?:must|can|may|should|could)\s+(?:only\s+)?be(?:\s+(?:either|one\s+of))?"
    r"|one\s+of(?:\s+the)?(?:\s+following)?(?:\s+values)?"
    r"|either"
    r")(?:\s*:)?\s*(?=[`'\"“‘])",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|where|whose|requires?|required|e\.g|example|such|typically|usually)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n]\s")
_QUOTED = rf"(?:`([^`]{_LENGTH})`|\"([^\"]{_LENGTH})\"|'([^']{_LENGTH})'|“([^”]{_LENGTH})”|‘([^’]{_LENGTH})’)"
_ITEM = re.compile(rf"{_QUOTED}(?:\s*\([^()]{{0,60}}\))?")
_SEPARATOR = re.compile(r"(?:,\s*(?:(?:or|and)\s+)?|\s*[;|/]\s*|\s+(?:or|and)\s+)(?=[`'\"“‘])")
_OPEN_END = re.compile(r"\s*,?\s*(?:etc|\.\.|…|and\s|or\s)", re.IGNORECASE)
_LIST_END = re.compile(r"\s*(?:[.;)(\n]|\Z)")
_NO_VALUES = frozenset(("null", "none", "empty", "undefined"))
_OR = re.compile(r"\bor\b|\|", re.IGNORECASE)

_CONSTANT = re.compile(
    r"\b(?:always(?:\s+(?:be|set\s+to|equals?|equal\s+to|has\s+the\s+value))?"
    r"|must\s+be(?:\s+(?:set|equal)\s+to)?(?:\s+the\s+value)?)"
    rf"\s*:?\s+{_QUOTED}(?=\s*(?:[.;]|\Z))",
    re.IGNORECASE,
)
"""The announcement of the only value: `will always be "red"`."""
_QUOTED_VALUE = re.compile(rf"(?<!\w){_QUOTED}(?!\w)")

_PLAIN_LIST = re.compile(
    rf"\b{_VALUES}\s*:?\s+(?P<list>[A-Za-z0-9][\w./+-]*(?:(?:,\s*|\s)[\w./+|-]+)*)\s*\.?\s*\Z",
    re.IGNORECASE,
)
"""Words after the announcement, up to the end of the text."""
_PLAIN_SEPARATOR = re.compile(r",\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+|\s*\|\s*")
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")


def announced_values(text: str) -> tuple[str, ...]:
    """Return the values of the list that a sentence of `text` announces, else no values.

    A list at the beginning of a text needs no announcement: `"red" or "blue". Not ..`. A condition
    before the announcement excludes the list, because then the values are those of another field:
    `required if type is one of "a" or "b"`. So does a list that is not complete (`etc`), and a
    second list.
    """
    if (first_values := _first_values(text)) is not None:
        return first_values
    announcements = list(_ANNOUNCEMENT.finditer(text)) if len(text) <= 10 * MAX_TEXT_LENGTH else []
    if len(announcements) != 1 or _is_conditional(text, announcements[0].start()):
        return ()
    start = announcements[0].end()
    values, end = _read_list(text, start)
    is_complete = not _OPEN_END.match(text, end) and (
        announcements[0]["values"] is not None or _LIST_END.match(text, end) is not None
    )
    is_short = len(text) - (end - start) <= MAX_TEXT_LENGTH
    return values if is_complete and is_short else ()


def _read_list(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """Read the quoted values from `position`; return them, if they are a list, with the end."""
    values: list[str] = []
    while (item := _ITEM.match(text, position)) is not None:
        values.append(_plain_value(item))
        separator = _SEPARATOR.match(text, item.end())
        position = item.end() if separator is None else separator.end()
        if separator is None:
            break
    is_list = len(values) > 1 and len(set(values)) == len(values) and all(values)
    has_values = _NO_VALUES.isdisjoint(value.lower() for value in values)
    return (tuple(values) if is_list and has_values else ()), position


def _plain_value(quoted: re.Match[str]) -> str:
    value = quoted[quoted.lastindex or 0].strip().replace("\\", "")
    return value[1:-1] if len(value) > 2 and value[0] == value[-1] == '"' else value


def _first_values(text: str) -> tuple[str, ...] | None:
    """Return the values of a list of alternatives that is the first sentence of a text."""
    values, end = _read_list(text, 0)
    is_sentence = bool(values) and _LIST_END.match(text, end) is not None
    return values if is_sentence and _OR.search(text, 0, end) else None


def announced_identifiers(text: str) -> tuple[str, ...]:
    """Return plain identifiers at the end of a text: `Possible values are HALF_OPEN, SHUT`.

    All are in capitals, or one has `_` or `-`, because other words are a sentence.
    """
    match = _PLAIN_LIST.search(text) if len(text) <= 10 * MAX_TEXT_LENGTH else None
    if match is None or len(text) - len(match["list"]) > MAX_TEXT_LENGTH:
        return ()
    values = [value.rstrip(".") for value in _PLAIN_SEPARATOR.split(match["list"])]
    is_list = len(values) > 1 and len(set(values)) == len(values)
    if not is_list or not all(map(_IDENTIFIER.fullmatch, values)):
        return ()
    are_identifiers = all(map(str.isupper, values)) or any(set("_-") & set(v) for v in values)
    has_values = _NO_VALUES.isdisjoint(value.lower() for value in values)
    return tuple(values) if are_identifiers and has_values else ()


def announced_constant(text: str) -> str:
    """Return the only value that a sentence of `text` announces: `always "red"`; else ""."""
    if len(text) > MAX_TEXT_LENGTH or (match := _CONSTANT.search(text)) is None:
        return ""
    value = _plain_value(match)
    is_only = len(quoted_values(text)) == 1 and value.lower() not in _NO_VALUES
    return value if is_only and not _is_conditional(text, match.start()) else ""


def quoted_values(text: str) -> tuple[str, ...]:
    """Return the distinct quoted texts of a short text, in order."""
    if len(text) > 10 * MAX_TEXT_LENGTH:
        return ()
    return tuple(dict.fromkeys(map(_plain_value, _QUOTED_VALUE.finditer(text))))


def _is_conditional(text: str, position: int) -> bool:
    """Whether the sentence has a condition before `position`."""
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(text, 0, position))]
    return _CONDITION.search(text, starts[-1], position) is not None
