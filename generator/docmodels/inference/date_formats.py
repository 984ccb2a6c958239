"""Infer whether a class that stands for dates and date-times means a date or a date-time."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from docmodels.inference.inference import Inference, Source
from docmodels.ir import Json

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*")
_TIME_NAME = re.compile(r"(?:At|_at|[tT]ime|[tT]imestamp)$")


@dataclass(frozen=True, slots=True)
class DateSamples:
    """The sample of a field on its page, the formats of all samples of its name, and its name."""

    sample: Json = None
    formats: AbstractSet[str] = frozenset()
    name: str = ""


def format_of(sample: Json) -> str:
    """Return the format of a sample: `date`, `date-time` or ""."""
    if not isinstance(sample, str):
        return ""
    if _DATE.fullmatch(sample):
        return "date"
    return "date-time" if _DATE_TIME.fullmatch(sample) else ""


def _infer(date: DateSamples) -> str | None:
    if format := format_of(date.sample):
        return format
    if date.formats:
        return next(iter(date.formats)) if len(date.formats) == 1 else None
    return "date-time" if _TIME_NAME.search(date.name) else None


DATE_FORMATS = Inference(
    name="date-formats",
    title="A class for dates and date-times means the format of the samples, or of the name.",
    evidence=(
        (Source.EXAMPLE, "the sample of the field on its page; samples of its name on all pages"),
        (Source.PATTERN, "a name that ends in `At`, `Time` or `Timestamp`"),
    ),
    threshold="one sample of the field; all samples of the name agree; the name only without any",
    infer=_infer,
    reason=(
        "It gains on one set of pages, because only APIMatic's Go pages have one class for both; the sample "
        "of the row itself decides."
    ),
)
