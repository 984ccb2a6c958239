"""Examples as evidence: names as on the wire, values of enums, dates told from date-times.

A JSON example holds wire names. An example in code holds them too: the generator fills a string
field with its wire name and one digit (`CurrencyCode = "currency_code8"`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from docmodels.ir import Json
from docmodels.ir.drafts import normalize_name
from docmodels.pages.markdown import Fence

ADDITIONAL = "exampleAdditionalProperty"

_STEM = re.compile(r"""["'](?P<stem>[A-Za-z_$@][\w.$@:-]*?)\d["']""")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*")
PLACEHOLDER = "2016-03-13T12:52:32.123Z"
"""What the generator writes for any date-time without an example of its own."""


def samples(fences: Iterable[Fence]) -> list[dict[str, Json]]:
    """Give the JSON objects among examples."""
    found = (_json(fence.text) for fence in fences if fence.language in ("json", ""))
    return [sample for sample in found if isinstance(sample, dict)]


def values(fences: Iterable[Fence]) -> list[Json]:
    """Give what the examples of an enum page hold: a bare word or a JSON scalar each."""
    found: list[Json] = []
    for fence in fences:
        text = fence.text.strip()
        value = _json(text)
        if isinstance(value, str | int) and not isinstance(value, bool):
            found.append(value)
        elif text and "\n" not in text and fence.language in ("", "json"):
            found.append(text)
    return found


def stems(fences: Iterable[Fence]) -> dict[str, str]:
    """Give the wire names that examples in code betray, each by its folded name."""
    found: dict[str, str] = {}
    for fence in fences:
        if fence.language not in ("json", ""):
            for match in _STEM.finditer(fence.text):
                found.setdefault(normalize_name(match["stem"]), match["stem"])
    return found


def format_of(value: Json) -> str:
    """Tell a date from a date-time by an example."""
    if not isinstance(value, str):
        return ""
    if _DATE.fullmatch(value):
        return "date"
    return "date-time" if _DATE_TIME.fullmatch(value) else ""


def _json(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
