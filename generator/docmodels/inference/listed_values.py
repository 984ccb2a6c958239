"""Read the quoted values that a sentence announces: `one of "red", "blue" or "green"`, `always "red"`.

Only values in a short text are read: in 140 public APIs, a long text belongs to a plain string five times
as often as to an enum.
"""

from __future__ import annotations

import re

MAX_VALUE_LENGTH = 60
"""A longer marked text is a sentence or a snippet, not a value."""
MAX_TEXT_LENGTH = 200
"""A text that has more characters beside its values describes more than the values."""

_LENGTH = f"{{1,{MAX_VALUE_LENGTH}}}"
ADMISSIBLE = r"(?:possible|allowed|allowable|valid|available|supported|accepted|permitted|admitted|acceptable|permissible|returned)"
_NO_VALUES_NOUN = (
    r"(?:characters|entries|fields|formats|functions|operators|parameters|properties|variables)\b"
)
_VALUES = (
    rf"(?:{ADMISSIBLE}\s++(?:\w++\s++)?(?:values?|options?|choices)(?:\s++(?:are|is|include))?"
    rf"|{ADMISSIBLE}\s++(?:\w++\s++){{0,2}}?(?!{_NO_VALUES_NOUN})\w++(?:\s++(?:are|include)|(?=\s*+:)))"
)
_QUOTE = r"(?=[`'\"“‘]|\*\*\w)"
_MARK = re.compile(_QUOTE)
_ANNOUNCEMENT = re.compile(
    r"(?:\b(?:"
    rf"(?P<values>{_VALUES})(?:\s+one\s+of)?"
    r"|(?:options|choices|values)(?:\s+(?:are|include)|(?=\s*:))"
    rf"|(?P<admitted>values)(?=\s+{_QUOTE})"
    r"|(?:must|can|may|should|could)\s+(?:only\s+)?be(?:\s+(?:either|one\s+of))?"
    r"|one\s+of(?:\s+the)?(?:\s+following)?(?:\s+values)?"
    r"|either(?:\s+of(?:\s+type)?)?"
    rf")(?:\s*:)?\s*\[?|(?P<bracket>\()\s*(?:(?:either|one\s+of)(?:\s*:)?\s*)?|(?P<colon>:)\s+){_QUOTE}",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|where|whose|requires?|required|e\.g|example|such|typically|usually)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:e\.?g|ex|examples?|such|like|formats?|normally|usually)\b", re.IGNORECASE
)
"""A list in brackets or after a colon without announcement may be one of examples."""
_SENTENCE_END = re.compile(r"[.!?\n]\s")
QUOTED = rf"(?:`([^`]{_LENGTH})`|\"([^\"]{_LENGTH})\"|'([^']{_LENGTH})'|“([^”]{_LENGTH})”|‘([^’]{_LENGTH})’)"
BOLD = rf"\*\*([^*`\n]{_LENGTH})\*\*"
_ITEM = re.compile(rf"(?:{QUOTED}|{BOLD})(?:\s*\([^()]{{0,60}}\))?")
_SEPARATOR = re.compile(
    rf"(?:,\s*(?:(?:or|and)\s+)?|\s*[;|/]\s*|\s+(?:or|and)\s+(?:an?\s+)?|\s+){_QUOTE}"
)
_ADMITTED = re.compile(
    rf"\s+(?:(?:are|is)\s+)?(?:only\s+)?{ADMISSIBLE}(?:\s+as\s+values)?\b", re.IGNORECASE
)
_OPEN_END = re.compile(r"\s*+(?:,\s*+)?(?:etc|\.\.|…|and\s|or\s)", re.IGNORECASE)
_LIST_END = re.compile(
    r"[^\S\n]*+\]?[^\S\n]*+(?:[.;)(\n]|,\s*+(?:the\s++|it\s++)?defaults?\b|\Z)", re.IGNORECASE
)
_LIST_START = re.compile(rf"(?:[.!?]|(?P<colon>:))\s+(?={_QUOTE})")
_NO_VALUES = frozenset(("null", "empty", "undefined"))
_OR = re.compile(r"\bor\b|\|", re.IGNORECASE)

_CONSTANT = re.compile(
    r"\b(?:always(?:\s++(?:be|set\s++to|equals?|equal\s++to|has\s++the\s++value))?"
    r"|must\s++be(?:\s++(?:set|equal)\s++to)?(?:\s++the\s++value)?"
    rf"|{ADMISSIBLE}\s++(?:\w++\s++)?(?:value|option|choice)\s++is)"
    rf"(?:\s*+:)?\s++{QUOTED}(?=\s*+(?:[.;]|\Z))",
    re.IGNORECASE,
)
"""The announcement of the only value: `will always be "red"`, `The only valid value is "red"`."""
QUOTED_VALUE = re.compile(rf"(?<!\w){QUOTED}(?!\w)")


def announced_values(text: str) -> tuple[str, ...]:
    """Return the values of the list that a sentence of `text` announces, else no values.

    A list at the beginning of a text needs no announcement: `"red" or "blue". Not ..`, nor does a
    list in brackets or after the last colon, if it has all quoted words of the text. A condition before the announcement excludes the list,
    because then the values are those of another field: `required if type is one of "a" or "b"`. So
    does a list that is not complete (`etc`), and a second list.
    """
    if _MARK.search(text) is None:
        return ()
    if (first_values := _first_values(text)) is not None:
        return first_values
    if len(text) > 10 * MAX_TEXT_LENGTH:
        return ()
    announcements = list(_ANNOUNCEMENT.finditer(text))
    words = [match for match in announcements if not (match["bracket"] or match["colon"])]
    if words:
        return _values_after(text, words[0]) if len(words) == 1 else ()
    if _EXAMPLE.search(text):
        return ()
    lists = [values for match in announcements if (values := _values_after(text, match))]
    is_only_list = len(lists) == 1 and set(quoted_values(text)) <= set(lists[0])
    return lists[0] if is_only_list else _only_sentence(text)


def _only_sentence(text: str) -> tuple[str, ...]:
    """Return the list of which one sentence consists: `How it opens. "wide" or "narrow"`, or that follows a colon."""
    lists = [
        values
        for start in _LIST_START.finditer(text)
        if (values := _sentence_at(text, start.end(), needs_or=start["colon"] is None))
    ]
    return lists[0] if len(lists) == 1 else ()


def _sentence_at(text: str, start: int, needs_or: bool) -> tuple[str, ...]:
    values, end = read_list(text, start)
    is_sentence = bool(values) and _LIST_END.match(text, end) is not None
    is_list = is_sentence and not is_conditional(text, start)
    return values if is_list and (not needs_or or _OR.search(text, start, end)) else ()


def _values_after(text: str, announcement: re.Match[str]) -> tuple[str, ...]:
    """Return the complete list after an announcement, else no values; most announcements need a short text."""
    start = announcement.end()
    if is_conditional(text, announcement.start()):
        return ()
    values, end = read_list(text, start)
    is_short = bool(announcement["values"]) or len(text) - (end - start) <= MAX_TEXT_LENGTH
    return values if is_short and _is_complete(text, end, announcement) else ()


def _is_complete(text: str, end: int, announcement: re.Match[str]) -> bool:
    """Whether a list ends at `end`, in the form that its announcement requires."""
    if _OPEN_END.match(text, end):
        return False
    if announcement["values"]:
        return True
    if announcement["admitted"]:
        return _ADMITTED.match(text, end) is not None
    if announcement["bracket"]:
        return text[end:].lstrip()[:1] == ")"
    if announcement["colon"]:
        return text[end:].strip() in ("", ".")
    return _LIST_END.match(text, end) is not None


def read_list(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """Read the quoted values from `position`; return them, if they are a list, with the end."""
    values: list[str] = []
    while (item := _ITEM.match(text, position)) is not None:
        values.append(plain_value(item))
        separator = _SEPARATOR.match(text, item.end())
        position = item.end() if separator is None else separator.end()
        if separator is None:
            break
    values = [value for value in values if value != "null"] if len(values) > 2 else values
    is_list = len(values) > 1 and len(set(values)) == len(values) and all(values)
    return (tuple(values) if is_list and not any(map(is_no_value, values)) else ()), position


def is_no_value(value: str) -> bool:
    """Return whether a word names the absence of a value; `none` is one only as Python's constant."""
    return value == "None" or value.lower() in _NO_VALUES


def plain_value(quoted: re.Match[str]) -> str:
    """Return the value of a quoted text without its quotes, also if it is quoted twice."""
    value = quoted[quoted.lastindex or 0].strip().replace("\\", "")
    return value[1:-1] if len(value) > 2 and value[0] == value[-1] == '"' else value


def _first_values(text: str) -> tuple[str, ...] | None:
    """Return the values of a list of alternatives that is the first sentence of a text."""
    values, end = read_list(text, 0)
    has_end = _LIST_END.match(text, end) is not None or _ADMITTED.match(text, end) is not None
    return values if values and has_end and _OR.search(text, 0, end) else None


def announced_constant(text: str) -> str:
    """Return the only value that a sentence of `text` announces: `always "red"`; else ""."""
    if len(text) > MAX_TEXT_LENGTH or (match := _CONSTANT.search(text)) is None:
        return ""
    value = plain_value(match)
    is_only = len(quoted_values(text)) == 1 and not is_no_value(value)
    return value if is_only and not is_conditional(text, match.start()) else ""


def quoted_values(text: str) -> tuple[str, ...]:
    """Return the distinct quoted texts of a short text, in order."""
    if len(text) > 10 * MAX_TEXT_LENGTH:
        return ()
    return tuple(dict.fromkeys(map(plain_value, QUOTED_VALUE.finditer(text))))


def is_conditional(text: str, position: int) -> bool:
    """Whether the sentence has a condition before `position`."""
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(text, 0, position))]
    return _CONDITION.search(text, starts[-1], position) is not None
