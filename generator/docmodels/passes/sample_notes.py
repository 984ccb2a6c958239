"""Notes about samples: what they show, what they contradict, and what they have more.

Messages have names of fields and counts. A key of a sample may be personal data itself (a map by
e-mail address), so only keys that look like names of fields are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import (
    ABSENT_FIELD,
    CONTRADICTED_FACT,
    INFERRED_FROM_SAMPLES,
    UNDOCUMENTED_FIELD,
    UNMATCHED_SAMPLES,
)
from docmodels.inference.identifiers import fields_of
from docmodels.inference.model_shapes import Shapes, Slot
from docmodels.inference.sample_facts import SampleFacts, SlotFacts
from docmodels.ir import Definition, Never, Object, is_inferred
from docmodels.ir.drafts import Draft, Spelling

MAX_NAMES: Final = 8
"""How many names a message lists."""

_NAME = re.compile(r"[$@_]?[A-Za-z](?:[A-Za-z_.:-]|\d(?!\d\d)){0,39}")
"""A key that looks like the name of a field: three digits in a row are those of an identifier."""


class Conclusions(Struct):
    """What is concluded about one definition: slots by conclusion; a pass adds to it.

    `absent` has the number of objects without a required field, and that of all objects.
    """

    nullable: list[Slot] = field(default_factory=list[Slot])
    integers: list[Slot] = field(default_factory=list[Slot])
    formats: dict[str, list[Slot]] = field(default_factory=dict[str, list[Slot]])
    enums: list[Slot] = field(default_factory=list[Slot])
    absent: dict[Slot, tuple[int, int]] = field(default_factory=dict[Slot, tuple[int, int]])

    def forget(self, slot: Slot) -> None:
        """Remove the conclusions about the type at a slot and inside it."""
        for slots in (self.nullable, self.integers, self.enums, *self.formats.values()):
            slots[:] = [other for other in slots if other[: len(slot)] != slot]


def outcome_notes(outcomes: Mapping[str, int]) -> Iterator[Note]:
    """Yield a note about the samples that are of no model, or that may be of several."""
    unmatched, ambiguous = outcomes.get("unmatched", 0), outcomes.get("ambiguous", 0)
    if not unmatched and not ambiguous:
        return
    parts = [f"{unmatched} with the fields of no model"] if unmatched else []
    parts += [f"{ambiguous} with those of several models"] if ambiguous else []
    message = f"{counted(sum(outcomes.values()), 'sample')}: {', '.join(parts)}"
    help = "name the model of a file: --samples MODEL=PATH"
    yield UNMATCHED_SAMPLES.at(None, message, help)


def conclusion_notes(draft: Draft, conclusions: Conclusions) -> list[Note]:
    """Return the notes about what samples show of a page's model."""
    definition = draft.definition
    parts: list[str] = []
    if conclusions.nullable:
        parts.append(f"{_list(conclusions.nullable)} may be null")
    if conclusions.integers:
        parts.append(f"{_list(conclusions.integers)} {_is_or_are(conclusions.integers)}")
    for format, slots in sorted(conclusions.formats.items()):
        if slots:
            parts.append(f"{_list(slots)} {'has' if len(slots) == 1 else 'have'} format {format}")
    if conclusions.enums:
        parts.append(f"{_list(conclusions.enums)} accepts the values of samples and others")
    notes: list[Note] = []
    if parts:
        message = f"samples of `{definition.name}` show: {'; '.join(parts)}"
        notes.append(INFERRED_FROM_SAMPLES.at(definition.origin, message))
    if conclusions.absent:
        names = ", ".join(
            f"`{_display(slot)}` ({absent} of {objects})"
            for slot, (absent, objects) in [*conclusions.absent.items()][:MAX_NAMES]
        )
        more = len(conclusions.absent) - MAX_NAMES
        names += f" and {counted(more, 'other field')}" if more > 0 else ""
        message = f"samples lack required fields of `{definition.name}`: {names}"
        notes.append(ABSENT_FIELD.at(definition.origin, message))
    return notes


def _is_or_are(slots: Sequence[Slot]) -> str:
    return "is an integer" if len(slots) == 1 else "are integers"


def _display(slot: Slot) -> str:
    """Return the path of a slot in its definition: `tags[]`, `owner.name`."""
    path = "".join(part if part in ("[]", "{}") else f".{part}" for part in slot[1:])
    return re.sub(r"\.[|&]\d+", "", path).removeprefix(".") or slot[0]


def _list(slots: Sequence[Slot]) -> str:
    names = [f"`{_display(slot)}`" for slot in slots[:MAX_NAMES]]
    more = len(slots) - len(names)
    return ", ".join(names) + (f" and {counted(more, 'other field')}" if more else "")


# --- contradictions and other keys -----------------------------------------------------------------


def contradiction_notes(draft: Draft, shapes: Shapes, facts: SampleFacts) -> Iterator[Note]:
    """Yield the notes about samples that contradict a printed fact, or have other keys."""
    definition = draft.definition
    slots = facts.slots_of.get(definition.name, {})
    root = slots.get((definition.name,))
    if root is None:
        return
    problems = [text for slot, at_slot in slots.items() for text in _mismatches(slot, at_slot)]
    problems += _other_spellings(draft, facts.names.get(definition.name, {}))
    if definition.source == "schema":
        problems += _contradicted_schema(definition, shapes, slots)
    if problems:
        more = f" and {counted(len(problems) - MAX_NAMES, 'other')}"
        text = "; ".join(problems[:MAX_NAMES]) + (more if len(problems) > MAX_NAMES else "")
        message = f"samples of `{definition.name}` contradict the input: {text}"
        yield CONTRADICTED_FACT.at(definition.origin, message)
    if text := _other_keys(slots, definition):
        message = f"samples of `{definition.name}` have fields that no input names: {text}"
        yield UNDOCUMENTED_FIELD.at(definition.origin, message)


def _mismatches(slot: Slot, facts: SlotFacts) -> Iterator[str]:
    if facts.mismatched:
        total = facts.kinds.total()
        yield f"`{_display(slot)}` has other values ({facts.mismatched} of {total})"


def _other_spellings(draft: Draft, names: Mapping[str, AbstractSet[str]]) -> Iterator[str]:
    """Yield the printed names that samples spell otherwise."""
    if draft.spelling is not Spelling.WIRE:
        return
    for printed in fields_of(draft.definition.type):
        spellings = names.get(printed.name, frozenset()) - {printed.name}
        if spellings and not is_inferred(printed, "name"):
            others = " and ".join(f"`{name}`" for name in sorted(spellings))
            yield f"`{printed.name}` is spelled {others}"


def _contradicted_schema(
    definition: Definition, shapes: Shapes, slots: Mapping[Slot, SlotFacts]
) -> Iterator[str]:
    """Yield what samples contradict of a schema: null, required fields, closed objects."""
    shape = shapes.shape((definition.name,), definition.type)
    for target in shape.fields:
        parent, at_slot = slots.get(target.slot[:-1]), slots.get(target.slot)
        name = target.field.name
        null_count = at_slot.kinds["null"] if at_slot else 0
        if at_slot and null_count and not shapes.accepts(None, target.field.type):
            yield f"`{name}` is null ({null_count} of {at_slot.kinds.total()})"
        if parent and target.is_required_anywhere:
            absent = parent.objects - parent.present[name]
            if absent > 0:
                yield f"`{name}` is absent ({absent} of {parent.objects})"
    others = slots[definition.name,].others
    if others and _is_closed(definition):
        yield f"other fields are present ({others.total()} times)"


def _is_closed(definition: Definition) -> bool:
    type = definition.type
    return isinstance(type, Object) and isinstance(type.additional_properties, Never)


def _other_keys(slots: Mapping[Slot, SlotFacts], definition: Definition) -> str:
    """Return the keys that no input names, as far as they look like names, with counts."""
    counts: dict[str, tuple[int, int]] = {}
    for slot in slots.values():
        for key, count in slot.others.items():
            counts[key] = count + counts.get(key, (0, 0))[0], slot.objects
    names = [key for key in sorted(counts) if _NAME.fullmatch(key)]
    hidden = len(counts) - len(names[:MAX_NAMES])
    text = ", ".join(f"`{key}` ({counts[key][0]} of {counts[key][1]})" for key in names[:MAX_NAMES])
    more = f"{' and ' if text else ''}{counted(hidden, 'other key')}" if hidden else ""
    return text + more
