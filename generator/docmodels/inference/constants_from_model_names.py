"""Infer that a field has one value, which the name of its model repeats: `Boat.kind` is `boat`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.inference.inference import Inference, Source
from docmodels.inference.listed_values import MAX_TEXT_LENGTH, quoted_values
from docmodels.ir import Json
from docmodels.ir.drafts import normalize_name

MIN_MODELS = 2
"""A default that one model repeats alone may be the most frequent of several values."""
MIN_LETTERS = 3
"""Fewer letters are in many names."""

_KINDS = frozenset(("type", "kind", "object", "class"))


@dataclass(frozen=True, slots=True)
class TextField:
    """A string field: its model, its name, its description and its printed default, if any."""

    model: str
    name: str
    text: str
    default: Json = None


def _infer(fields: Sequence[TextField]) -> Mapping[TextField, str] | None:
    """Return the constants by field."""
    constants = {
        field: value
        for field in fields
        if normalize_name(field.name) in _KINDS and (value := _quoted_constant(field))
    }
    by_name: dict[str, list[TextField]] = defaultdict(list)
    for field in fields:
        if isinstance(field.default, str):
            by_name[field.name].append(field)
    for others in by_name.values():
        named = [field for field in others if _is_named(field, field.default)]
        if len({field.default for field in named}) >= MIN_MODELS and _is_kind(named[0].name):
            constants.update((field, str(field.default)) for field in named)
    return constants or None


def _is_kind(name: str) -> bool:
    return normalize_name(name).endswith(("type", "kind")) or normalize_name(name) in _KINDS


def _is_named(field: TextField, value: Json) -> bool:
    """Whether the name of the model has the letters of the value."""
    letters = normalize_name(str(value))
    return len(letters) >= MIN_LETTERS and letters in normalize_name(field.model)


def _quoted_constant(field: TextField) -> str:
    """Return the only quoted text of a description, if the model's name repeats it, else ""."""
    values = quoted_values(field.text)
    if len(field.text) > MAX_TEXT_LENGTH or len(values) != 1 or not _is_named(field, values[0]):
        return ""
    return values[0] if field.default in (None, values[0]) else ""


CONSTANTS_FROM_MODEL_NAMES = Inference(
    name="constants-from-model-names",
    title="A kind has one value (an open enum) if the name of its model repeats that value.",
    evidence=(
        (
            Source.DEFAULT,
            "the printed default: `Boat.kind` has the default `boat`, `Kite.kind` `kite`",
        ),
        (Source.PROSE, 'the only quoted text of the description: `Kind of vehicle. "boat"`'),
    ),
    threshold=(
        f"the name of the model has all letters of the value, at least {MIN_LETTERS}; a default "
        f"counts if fields of one name, which is or ends with a word for kinds, repeat {MIN_MODELS} "
        "different ones; a quoted text if the field is called type, kind, object or class"
    ),
    infer=_infer,
    rule=ENUM_FROM_DESCRIPTION,
    reason=(
        "On 141 pairs that were not used for development, it gains 6.3 points of enum on one half and "
        "4.5 on the other, and costs 0.1 points of sound: some specifications print the only value in "
        "the description and not as an enum."
    ),
)
