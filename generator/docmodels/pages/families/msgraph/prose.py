"""Facts that the template states in descriptions: values, read-only, nullable, deprecated."""

from __future__ import annotations

import re

from msgspec import Struct

FUTURE_VALUE = "unknownFutureValue"
"""The member of an enum that may get further members (Microsoft Graph: evolvable enumerations)."""

_ANNOUNCEMENT = re.compile(
    r"\b(?:(?:possible|allowed|valid|supported|available|permitted|property|accepted)"
    r" (?:\w+ )?values?(?: \w+)?(?: (?:are|is|include|can be|for [^:.`]{1,60}))?"
    r"|can be(?: set to)?|(?:is|are|must be) one of(?: the following)?(?: values)?"
    r"|one of the following(?: values)?)(?P<end> *+(?:: *+)?)(?=[`'\"*]|[A-Za-z])",
    re.I,
)
_SPACES = re.compile(r"[ \t]{2,}")
_COLON = re.compile(r": *(?=`)")
_INCOMPLETE = re.compile(
    r"\b(?:includ(?:e|es|ing)|such as|for example|e\.g\.|among others|etc\b)", re.I
)
_MARKED = re.compile(r"(?P<mark>\*\*|[`'\"*])(?P<value>[A-Za-z0-9][\w.:/-]{0,79})(?P=mark)")
_MARKS = "`'\"*"
_BETWEEN = re.compile(r"(?: *\([^()]{0,200}\))? *(?:[,;/|]|\.(?= *`))? *(?:(?:and|or)\b)? *")
_WORD = re.compile(r"[A-Za-z0-9][\w-]{0,79}")
_SEPARATOR = re.compile(r"(?:(?<! ) ++)?+[,;/|] *+(?:(?:and|or) ++)?|(?<! ) ++(?:and|or) ++")
_SENTENCE_END = re.compile(r"\.(?:\s|$)|\n")
_MAX_LIST = 2000
"""A longer list of plain words is a text."""
_READ_ONLY = re.compile(
    r"(?<!not )(?<!\w)read[- ]?only\b(?! (?:mode|access|copy|domain|if|when))", re.I
)
_NULLABLE = re.compile(r"(?<!not )(?<!non-)\bnullable\b", re.I)
_DEPRECATED = re.compile(r"[\W_]*deprecated\b", re.I)
_MIN_VALUES = 2


class ListedValues(Struct, frozen=True):
    """The values that a description lists; `is_complete`: it announces all."""

    values: tuple[str, ...]
    is_complete: bool


def listed_values(text: str) -> ListedValues | None:
    """Return the values that a description announces: ``The possible values are: `a`, `b`.``

    Values are marked, or plain words up to the end of the sentence. Without an announcement, it is
    a list of marked values behind a colon.
    """
    text = _SPACES.sub(" ", text)
    for pattern in (_ANNOUNCEMENT, _COLON):
        for match in pattern.finditer(text):
            values = _values_at(text, match.end(), is_marked_only=":" not in match[0])
            if len(values) >= _MIN_VALUES or (values and pattern is _ANNOUNCEMENT):
                context = text[match.start() : match.end()] + text[match.end() :][:400]
                is_complete = not _INCOMPLETE.search(context) and len(values) >= _MIN_VALUES
                return ListedValues(values, is_complete)
    return None


def _values_at(text: str, start: int, is_marked_only: bool) -> tuple[str, ...]:
    """Return the values of a list that begins at `start`."""
    if text[start] in _MARKS:
        return _marked_values(text, start)
    return () if is_marked_only else _plain_values(text, start)


def _marked_values(text: str, start: int) -> tuple[str, ...]:
    values: dict[str, None] = {}
    position = start
    while (match := _MARKED.match(text, position)) is not None:
        values[match["value"]] = None
        between = _BETWEEN.match(text, match.end())
        position = between.end() if between is not None else match.end()
    return tuple(values)


def _plain_values(text: str, start: int) -> tuple[str, ...]:
    """Return the words of a sentence that consists of a list: `unknown, low and high.`"""
    sentence = _SENTENCE_END.split(text[start : start + _MAX_LIST], maxsplit=1)[0]
    parts = [part for part in _SEPARATOR.split(sentence.strip()) if part]
    is_list = len(parts) >= _MIN_VALUES and all(map(_WORD.fullmatch, parts))
    return tuple(dict.fromkeys(parts)) if is_list else ()


def is_read_only(text: str) -> bool:
    """Return whether a description has the words `Read-only`."""
    return _READ_ONLY.search(text) is not None


def is_nullable(text: str) -> bool:
    """Return whether a description has the word `Nullable`, and not `Not nullable`."""
    return _NULLABLE.search(text) is not None


def is_deprecated(text: str) -> bool:
    """Return whether a description begins with `Deprecated`."""
    return _DEPRECATED.match(text) is not None
