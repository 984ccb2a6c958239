"""Decide whether fields are required: columns, marks, texts and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct

from docmodels.pages.families.tables.columns import Columns
from docmodels.pages.families.tables.outline import Row
from docmodels.pages.families.tables.row_names import read_name
from docmodels.pages.families.tables.words import plain_text, word_key, words

_STAR = re.compile(r"[^*\s]\s?\\?\*$")
_LEGEND = re.compile(r"^\W{0,4}\*")


class PresenceRules(Struct, frozen=True):
    """What is known about the presence of the fields of a table as a whole.

    `unmarked` is what a row without a mark means: True (required), False (optional), or None (the
    page does not print it). `star` is whether a star after a name means required. `crosses_mean_no`:
    a cross means no, because `○` means yes.
    """

    unmarked: bool | None = None
    star: bool = False
    crosses_mean_no: bool = False
    has_column: bool = False


def presence_rules(
    rows: Sequence[Row], columns: Columns, heading_kind: str, texts: Sequence[str]
) -> PresenceRules:
    """Return the rules of a table under a heading of a kind, with texts around it."""
    cells = [
        columns.cell(row.cells, role)
        for role in ("required", "inverted_required")
        for row in rows
        if role in columns.roles
    ]
    are_circled = any(_mark(cell) in words().presence["circle_marks"] for cell in cells)
    answers = [_answer(cell, are_circled) for cell in cells]
    has_column = any(
        answer is not None and cell.strip() for answer, cell in zip(answers, cells, strict=True)
    )
    star = any(_LEGEND.match(text) and _mentions(text, "required_text") for text in texts)
    rules = PresenceRules(None, star, are_circled, has_column)
    if heading_kind in ("required", "optional"):
        return PresenceRules(heading_kind == "required", star, are_circled, has_column)
    if has_column:
        return rules
    if any(_states_all_optional(text) for text in texts):
        return PresenceRules(False, star, are_circled)
    names = [read_name(columns.cell(row.cells, "name")) for row in rows]
    marks = [_text_mark(_texts(row, columns)) for row in rows]
    if any(name.is_optional for name in names) or (False in marks and True not in marks):
        return PresenceRules(True, star, are_circled)
    return rules


def is_required(row: Row, columns: Columns, rules: PresenceRules) -> bool | None:
    """Return whether the field of a row is required; None if the page does not print it."""
    if rules.has_column:
        role = "required" if "required" in columns.roles else "inverted_required"
        answer = _answer(columns.cell(row.cells, role), rules.crosses_mean_no)
        return answer if role == "required" or answer is None else not answer
    name = read_name(columns.cell(row.cells, "name"))
    if name.is_optional:
        return False
    if name.has_star and rules.star:
        return True
    mark = _text_mark(_texts(row, columns))
    if mark is None and name.has_star:
        return None
    return rules.unmarked if mark is None else mark


@lru_cache(maxsize=8192)
def states(text: str, role: str) -> bool:
    """Return whether a text states a word of a role as a mark: `read_only`, `deprecated`."""
    return _marks(role).search(text) is not None


def is_yes(cell: str) -> bool:
    """Return whether a cell answers a question with yes."""
    return _answer(cell, crosses_mean_no=False) is True


def _texts(row: Row, columns: Columns) -> str:
    remark = read_name(columns.cell(row.cells, "name")).remark
    return (
        f"({remark}) {columns.cell(row.cells, 'description')}"
        if remark
        else columns.cell(row.cells, "description")
    )


def _mark(cell: str) -> str:
    return plain_text(cell).lower()


@lru_cache(maxsize=4096)
def _answer(cell: str, crosses_mean_no: bool) -> bool | None:
    """Return the answer of a cell: yes, no (also for a condition), or None for other texts."""
    table = words().presence
    text, key = _mark(cell), word_key(cell)
    if text in table["cross_marks"]:
        return not crosses_mean_no
    if text in table["circle_marks"]:
        return True
    has_footnote = _STAR.search(cell.strip()) is not None and not cell.strip().startswith("*")
    if text in table["yes"] or key in table["yes"] and key or text in table["yes_cardinality"]:
        return not has_footnote
    if text in table["no"] or key in table["no"]:
        return False
    if any(word in f" {text} " for word in table["conditional"]):
        return False
    first = re.split(r"[\s,，(（;；/]", text, maxsplit=1)[0].strip(".。!")
    return False if first in table["yes"] or first in table["no"] else None


@lru_cache(maxsize=8192)
def _text_mark(text: str) -> bool | None:
    """Return whether a description has the mark of a required or of an optional field."""
    if not text:
        return None
    if _marks("optional_text").search(text):
        return False
    return True if _marks("required_text").search(text) else None


@cache
def _marks(role: str) -> re.Pattern[str]:
    """Return a pattern for words at the start of a text, in parentheses or in emphasis."""
    alternatives = "|".join(map(re.escape, sorted(words().presence[role], key=len, reverse=True)))
    end = r"(?=\s*(?:$|[.,。，;；:：)）】\]*_`<!]|[-–—]\s))"
    return re.compile(
        rf"(?:^[\s*_`+\[(（【.]*|[(（【\[,，;；]\s*[*_`+]{{0,3}}|[*`+]\s?|\bis |[.。>]\s{{0,3}}|\n)"
        rf"(?:{alternatives}){end}",
        re.I,
    )


def _mentions(text: str, role: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in words().presence[role])


def _states_all_optional(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in words().presence["all_optional"])
