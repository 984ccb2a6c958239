"""Read the values that a sentence announces: `one of "red", "blue" or "green"`.

Only quoted values in a short text are read. In 140 public APIs, a text with plain words after the
announcement, or a long text, belongs to a plain string five times as often as to an enum.
"""

from __future__ import annotations

import re

MAX_VALUE_LENGTH = 60
"""A longer marked text is a sentence or a snippet, not a value."""
MAX_TEXT_LENGTH = 200
"""A longer text describes more than the values."""

_LENGTH = f"{{1,{MAX_VALUE_LENGTH}}}"
_ANNOUNCEMENT = re.compile(
    r"\b(?:"
    r"(?P<values>possible|allowed|valid|available|supported|accepted|permitted)\s+(?:\w+\s+)?values"
    r"(?:\s+(?:are|include))?(?:\s+one\s+of)?"
    r"|(?:must|can|may|should|could)\s+(?:only\s+)?be(?:\s+(?:either|one\s+of))?"
    r"|one\s+of(?:\s+the)?(?:\s+following)?(?:\s+values)?"
    r")(?:\s*:)?\s*(?=[`'\"“‘])",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|where|whose|requires?|required|e\.g|example|such)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n]\s")
_ITEM = re.compile(
    rf"(?:`([^`]{_LENGTH})`|\"([^\"]{_LENGTH})\"|'([^']{_LENGTH})'|“([^”]{_LENGTH})”|‘([^’]{_LENGTH})’)"
    r"(?:\s*\([^()]{0,60}\))?"
)
_SEPARATOR = re.compile(r"(?:,\s*(?:(?:or|and)\s+)?|\s*[;|/]\s*|\s+(?:or|and)\s+)(?=[`'\"“‘])")
_OPEN_END = re.compile(r"\s*,?\s*(?:etc|\.\.|…|and\s|or\s)", re.IGNORECASE)
_LIST_END = re.compile(r"\s*(?:[.;)(\n]|\Z)")
_NO_VALUES = frozenset(("null", "none", "empty", "undefined"))


def announced_values(text: str) -> tuple[str, ...]:
    """Return the values of the list that a sentence of `text` announces, else no values.

    A condition before the announcement excludes the list, because then the values are those of
    another field: `required if type is one of "a" or "b"`. So does a list that is not complete
    (`etc`), and a second list.
    """
    if len(text) > MAX_TEXT_LENGTH:
        return ()
    announcements = list(_ANNOUNCEMENT.finditer(text))
    if len(announcements) != 1 or _is_conditional(text, announcements[0].start()):
        return ()
    values: list[str] = []
    position = announcements[0].end()
    while (item := _ITEM.match(text, position)) is not None:
        values.append((item[item.lastindex or 0]).strip().replace("\\", ""))
        separator = _SEPARATOR.match(text, item.end())
        position = item.end() if separator is None else separator.end()
        if separator is None:
            break
    is_list = len(values) > 1 and len(set(values)) == len(values) and all(values)
    is_complete = not _OPEN_END.match(text, position) and (
        announcements[0]["values"] is not None or _LIST_END.match(text, position) is not None
    )
    has_values = _NO_VALUES.isdisjoint(value.lower() for value in values)
    return tuple(values) if is_list and is_complete and has_values else ()


def _is_conditional(text: str, position: int) -> bool:
    """Whether the sentence has a condition before `position`."""
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(text, 0, position))]
    return _CONDITION.search(text, starts[-1], position) is not None
