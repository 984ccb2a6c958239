"""Read wire names and enum values from examples.

A JSON example contains wire names. A code example contains them too: the generator sets a string
field to its wire name and one digit (`CurrencyCode = "currency_code8"`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docmodels.ir import Json
from docmodels.ir.drafts import normalize_name
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Fence

ADDITIONAL_PROPERTY = "exampleAdditionalProperty"

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*")
_GENERATED_STRING = re.compile(r"""["'](?P<stem>[A-Za-z_$@][\w.$@:-]*?)\d["']""")
DATE_TIME_PLACEHOLDER = "2016-03-13T12:52:32.123Z"
"""The generator's sample for a date-time without an example."""


def json_objects(fences: Iterable[Fence]) -> list[dict[str, Json]]:
    """Return the examples that are JSON objects."""
    documents = (read_json(fence.text, None) for fence in fences if fence.language in ("json", ""))
    return [sample for sample in documents if isinstance(sample, dict)]


def enum_samples(fences: Iterable[Fence]) -> list[Json]:
    """Return the values in the examples of an enum page: JSON scalars, or words without quotes."""
    samples: list[Json] = []
    for fence in fences:
        text = fence.text.strip()
        value = read_json(text, None)
        if isinstance(value, str | int) and not isinstance(value, bool):
            samples.append(value)
        elif text and "\n" not in text and fence.language in ("", "json"):
            samples.append(text)
    return samples


def wire_names_in_code(fences: Iterable[Fence]) -> dict[str, str]:
    """Return the wire names in code examples by normalized name."""
    wire_names: dict[str, str] = {}
    for fence in fences:
        if fence.language not in ("json", ""):
            for match in _GENERATED_STRING.finditer(fence.text):
                wire_names.setdefault(normalize_name(match["stem"]), match["stem"])
    return wire_names


def format_of(sample: Json) -> str:
    """Return the format of a sample: `date`, `date-time` or ""."""
    if not isinstance(sample, str):
        return ""
    if _DATE.fullmatch(sample):
        return "date"
    return "date-time" if _DATE_TIME.fullmatch(sample) else ""
