"""Read the values that a text lists with their meanings: in items, in a table, or one by one.

A page prints a text in one line, so that bullets and the rows of a table stand in the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docmodels.inference.listed_values import (
    ADMISSIBLE,
    BOLD,
    MAX_TEXT_LENGTH,
    MAX_VALUE_LENGTH,
    QUOTED,
    QUOTED_VALUE,
    is_conditional,
    plain_value,
)

MAX_ANNOUNCEMENT_LENGTH = 40
"""How much text may stand between `Possible values` and the colon before the list."""
MAX_WORDS = 4
"""A quoted text with more words is a sentence."""

_VALUE = re.compile(r"[A-Za-z0-9][\w.:/+-]*(?: [\w.:/+-]+)*")
_PLAIN_BOLD = re.compile(r"[a-z][a-z0-9_.-]*|[A-Z0-9][A-Z0-9_]*")
"""Bold values are in one case: a bold word with a capital is the title of its item."""

ITEM_START = re.compile(
    r"(?:^|\s)(?P<bullet>[-*•])\s+(?:(?:if|when)\s+(?:set\s+to\s+)?)?" r"(?=[`'\"“‘]|\*\*\w)",
    re.IGNORECASE | re.MULTILINE,
)
"""The bullet of an item that begins with a marked text."""
_MARKED = re.compile(rf"{QUOTED}|{BOLD}")
_BULLET = re.compile(r"(?:^|(?<=[^\s`'\"”’*])\s+)[-*•]\s", re.MULTILINE)
_LINE_BULLET = re.compile(r"^[^\S\n]*+[-*•]\s", re.MULTILINE)
_MEANING = re.compile(r"\s*+(?:[:=–—(]|-++[\s>]|[.,;]?\s*+\Z)")
"""What separates a value from its meaning, or the end of the item."""
_PAIR = re.compile(r"\s*+[:=]|\s[-–—]+\s")
"""What separates a value without a bullet from its meaning."""
_OTHER_VALUE = re.compile(r"\s*(?:[,/|]|or\b|and\b)\s*[`'\"]")

_ANNOUNCEMENT = re.compile(
    rf"\b(?:{ADMISSIBLE}\s+(?:\w+\s+)?values?\b[^:.*\n]{{0,{MAX_ANNOUNCEMENT_LENGTH}}}"
    rf"|following\s+(?:\w+\s+){{0,2}}are\s+{ADMISSIBLE}"
    r"|one\s+of(?:\s+the)?(?:\s+following)?(?:\s+values)?):\s+(?=([-*•])\s)",
    re.IGNORECASE,
)
"""The announcement of a list of values with bullets."""
_ANNOUNCED_VALUE = re.compile(
    rf"(?:{BOLD}|{QUOTED}|([A-Za-z0-9][\w./+-]*))" r"\s*(?=[:=–—.,;]|-\s|\(default\)|\Z)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z0-9][\w.:/+ -]*")
_STAR = re.compile(r"(?:\A|\s)[*•]\s+")
_PLAIN_ITEM = re.compile(rf"`?([A-Za-z0-9][\w.+/-]{{0,{MAX_VALUE_LENGTH}}})`?\s*(?:[:=–—]|-)\s")

_DELIMITER_CELL = re.compile(r"\s*+:?-{2,}+:?\s*+")
_NO_VALUE_COLUMN = re.compile(r"\s*(?:field|property|parameter|attribute|header|column)s?\b", re.I)
_VALUE_COLUMN = re.compile(r"\s*(?:values?|codes?)\s*", re.I)
_STRESS = "`*\"' "
_OPEN_DELIMITERS = re.compile(r"(?<=[^\s|-])\s*+-{2,}+(?:\s*+\|\s*+-{2,}+)++\s")
"""The delimiter row of a table without outer pipes, after its titles."""
_SENTENCE_ENDS = ".!?)\n"


def marked_items(text: str) -> tuple[str, ...]:
    """Return the values at the beginning of all items of a list: ``- `red`: warm``.

    A value in backticks may be the first word of its sentence. Other marks (quotes, bold) need a
    colon, a dash or the end of the item after the value, and an item without value excludes them.
    """
    starts = list(ITEM_START.finditer(text))
    if not starts or len({start["bullet"] for start in starts}) > 1:
        return ()
    values: list[str] = []
    for start, end in zip(starts, [*(s.start() for s in starts[1:]), len(text)], strict=True):
        value = _first_value(text[start.end() : end])
        if not value:
            return ()
        values.append(value)
    is_list = len(set(values)) == len(values) >= len(_LINE_BULLET.findall(text))
    is_plain = text[starts[0].end()] == "`" or _has_only_items(text, starts)
    return tuple(values) if is_list and is_plain else ()


def _first_value(item: str) -> str:
    """Return the value at the beginning of an item, or ""."""
    mark = _MARKED.match(item)
    if mark is None:
        return ""
    value = plain_value(mark)
    meaning = _MEANING.match(item, mark.end())
    if item[0] == "`":
        has_end = item[mark.end() : mark.end() + 1] in ("", *" \t\n:=–—-.,;(")
        is_value = has_end and not _OTHER_VALUE.match(item, mark.end())
    else:
        is_value = meaning is not None and (item[0] != "*" or bool(_PLAIN_BOLD.fullmatch(value)))
    return value if is_value and _is_value(value) else ""


def _has_only_items(text: str, starts: Sequence[re.Match[str]]) -> bool:
    """Whether each bullet after the first one is of `starts`, or of a list inside one of them.

    A bullet of a list inside an item has more white space before it than the items.
    """
    items = {start.start("bullet") for start in starts}
    bullets = list(_BULLET.finditer(text, starts[0].start()))
    indents = {bullet.end() - 2: bullet.end() - 2 - bullet.start() for bullet in bullets}
    widest = max((indents.get(position, 0) for position in items), default=0)
    return all(indent > widest > 0 for position, indent in indents.items() if position not in items)


def _is_value(text: str) -> bool:
    return bool(_VALUE.fullmatch(text)) and text.count(" ") < MAX_WORDS


def plain_items(text: str) -> tuple[str, ...]:
    """Return the values of the items `* red - warm` of a text."""
    items = _STAR.split(text)[1:]
    values = [item[1] for item in map(_PLAIN_ITEM.match, items) if item is not None]
    return tuple(values) if len(set(values)) == len(items) >= 2 else ()


def announced_items(text: str) -> tuple[str, ...] | None:
    """Return the values after the bullets of an announced list; None if no list is announced.

    `Possible values: * **red** * blue`. An item that does not begin with a value excludes the list.
    """
    if (announcement := _ANNOUNCEMENT.search(text)) is None:
        return None
    bullet, start = re.escape(announcement[1]), announcement.end()
    before = r"\n" if text.count("\n- ", start - 1) > 1 else r"\s"
    items = re.split(rf"(?:\A|{before}){bullet}\s+", text[start:])[1:]
    marks = [(_ANNOUNCED_VALUE.match(item.rstrip()), item) for item in items]
    values = [plain_value(mark) if mark else _first_value(item) for mark, item in marks]
    is_consistent = len(set(values)) == len(items) and all(map(_WORDS.fullmatch, values))
    return tuple(values) if is_consistent else ()


def paired_values(text: str) -> tuple[str, ...]:
    """Return the quoted values of a text without items, each with its meaning: `"C" = cold`, `"W" - warm`."""
    if len(text) > 10 * MAX_TEXT_LENGTH or ITEM_START.search(text):
        return ()
    marks = list(QUOTED_VALUE.finditer(text))
    if len(marks) < 2 or is_conditional(text, marks[0].start()):
        return ()
    values = [plain_value(mark) for mark in marks]
    has_meanings = all(_PAIR.match(text, mark.end()) for mark in marks)
    is_list = has_meanings and len(set(values)) == len(values) and all(map(_is_value, values))
    return tuple(values) if is_list else ()


def table_values(text: str) -> tuple[str, ...]:
    """Return the first column of the table in a text: `| Name | Meaning | |--|--| | up | on |`.

    A table of fields, or one with the values in another column, gives no values.
    """
    cells = text.split("|") if "--" in text else []
    first = next((i for i, cell in enumerate(cells) if _DELIMITER_CELL.fullmatch(cell)), 0)
    width = 0
    while first + width < len(cells) and _DELIMITER_CELL.fullmatch(cells[first + width]):
        width += 1
    titles = cells[max(first - 1 - width, 0) : first - 1] if first > width >= 2 else []
    if not titles or _NO_VALUE_COLUMN.match(titles[0]):
        return ()
    rows = list(_table_rows(cells[first + width :], width))
    values = [row[0].strip(_STRESS) for row in rows]
    others = [row[i] for row in rows for i in range(1, width) if _VALUE_COLUMN.fullmatch(titles[i])]
    has_numbers = all(other.strip(_STRESS).isdigit() for other in others)
    is_list = len(set(values)) == len(values) > 1 and all(map(_VALUE.fullmatch, values))
    return tuple(values) if is_list and has_numbers else ()


def open_table_values(text: str) -> tuple[str, ...]:
    """Return the first column of a table without outer pipes: `Name | Meaning -- | -- up | On. off | Off.`

    In one line, the value of a row follows the last sentence of the row before it.
    """
    match = _OPEN_DELIMITERS.search(text) if "--" in text else None
    if match is None or _NO_VALUE_COLUMN.match(text):
        return ()
    width = match[0].count("|") + 1
    first, *cells = text[match.end() :].split("|")
    ends = cells[width - 2 : -1 : width - 1]
    last_words = [_after_sentence(end) for end in ends]
    is_table = text[: match.start()].count("|") == width - 1 and len(cells) % (width - 1) == 0
    if not is_table or not ends or not all(last_words):
        return ()
    values = [first.strip(_STRESS), *last_words]
    return tuple(values) if len(set(values)) == len(values) and all(map(_is_value, values)) else ()


def _after_sentence(cell: str) -> str:
    """Return the words after the last sentence of a cell, or ""."""
    end = max(cell.rfind(mark) for mark in _SENTENCE_ENDS)
    return cell[end + 1 :].strip(_STRESS) if end >= 0 else ""


def _table_rows(cells: Sequence[str], width: int) -> Iterable[Sequence[str]]:
    """Yield the rows after the delimiter row; between two rows is an empty cell."""
    for start in range(0, len(cells) - width, width + 1):
        if cells[start].strip():
            return
        yield cells[start + 1 : start + 1 + width]
