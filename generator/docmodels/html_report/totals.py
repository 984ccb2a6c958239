"""Count what is printed, inferred and lost, for the pictures at the top of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from docmodels.html_report.content import Content, FieldRow, ModelEntry


class Part(Struct, frozen=True):
    """A part of a picture: `kind` selects its colour; `start` and `width` are percentages."""

    label: str
    kind: str
    number: int
    start: float
    width: float


class Picture(Struct, frozen=True):
    """A bar of parts that add up to `total`."""

    title: str
    total: int
    parts: tuple[Part, ...]


_FACTS = ("name", "type", "required")
"""The facts that every field has. An enum has "values" as well."""


_SEVERITIES = (
    ("error", "errors", "lost"),
    ("warning", "warnings", "inferred"),
    ("info", "infos", "info"),
    ("accepted", "accepted", "printed"),
)
"""The severities of notes, with the label and the colour of their part."""


def pictures(content: Content) -> tuple[Picture, ...]:
    """Return the pictures: facts of fields, models, and notes."""
    notes = Counter(
        "accepted" if note.accepted else content.rules[note.rule].severity for note in content.notes
    )
    return (
        _picture("Facts of fields", _count(map(_fact_states, _fields(content.models)))),
        _picture("Models", _count([_model_state(model)] for model in content.models)),
        _bar("Notes", [(label, kind, notes[name]) for name, label, kind in _SEVERITIES]),
    )


def _fields(models: Iterable[ModelEntry]) -> Iterator[FieldRow]:
    return (field for model in models for field in model.fields)


def _count(states: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(state for group in states for state in group)


def _fact_states(field: FieldRow) -> Iterator[str]:
    """Yield the state of each fact of a field; a type that accepts any value is lost."""
    inferred = {item.fact for item in field.inferred}
    for fact in (*_FACTS, "values") if field.values else _FACTS:
        is_lost = fact == "type" and field.untyped
        yield "lost" if is_lost else "inferred" if fact in inferred else "printed"


def _model_state(model: ModelEntry) -> str:
    """Return the state of a model: lost without a definition, inferred if a fact of it is."""
    if any(item.fact == "definition" for item in model.inferred):
        return "lost"
    is_inferred = model.inferred or any(field.inferred for field in model.fields)
    return "inferred" if is_inferred else "printed"


def _picture(title: str, counts: Counter[str]) -> Picture:
    return _bar(title, [(state, state, counts[state]) for state in ("printed", "inferred", "lost")])


def _bar(title: str, items: Sequence[tuple[str, str, int]]) -> Picture:
    total = sum(number for _, _, number in items)
    parts: list[Part] = []
    start = 0.0
    for label, kind, number in items:
        width = round(100 * number / total, 3) if total else 0.0
        parts.append(Part(label, kind, number, round(start, 3), width))
        start += width
    return Picture(title, total, tuple(parts))
