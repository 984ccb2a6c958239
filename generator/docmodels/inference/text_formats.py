"""The formats of texts that samples can show: date-time, date and uuid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.A)
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.A
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.A | re.I)


def _parse_date_time(text: str) -> object:
    """Parse a date-time without its fraction, which may have more digits than Python reads."""
    return datetime.fromisoformat(re.sub(r"\.\d+", "", text.upper()))


_FORMATS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], object]], ...]] = (
    ("date-time", _DATE_TIME, _parse_date_time),
    ("date", _DATE, date.fromisoformat),
    ("uuid", _UUID, str),
)
"""Formats with the text that they need (RFC 3339, RFC 9562), and a parser that refuses others."""


def format_of(text: str) -> str:
    """Return the format that a text has the form of; empty for any other text."""
    for name, pattern, parse in _FORMATS:
        if pattern.fullmatch(text):
            try:
                parse(text)
            except ValueError:
                return ""
            return name
    return ""
