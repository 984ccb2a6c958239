"""Conclude from samples what no input prints: wire names, null, integers, formats, presence.

A printed fact stays: samples that contradict it are reported. Values of samples go no further than
`inference.sample_facts`, except those of enums that the user names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INVALID_OPTION, MISSING_ENUM_VALUES, UNUSED_OPTION
from docmodels.inference.identifiers import fields_of
from docmodels.inference.model_shapes import ITEMS, VALUES, Slot, shapes_of
from docmodels.inference.models_from_samples import index_models
from docmodels.inference.sample_facts import Collector, SampleFacts
from docmodels.inference.wire_names_from_examples import NameSamples
from docmodels.inference.wire_names_from_samples import WIRE_NAMES_FROM_SAMPLES
from docmodels.ir import Array, Definition, Map, Nullable, Origin, Ref, Type, is_inferred
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.samples import Sample
from docmodels.passes.context import PassContext
from docmodels.passes.sample_notes import (
    Conclusions,
    conclusion_notes,
    contradiction_notes,
    outcome_notes,
)
from docmodels.passes.sample_types import (
    SampleEvidence,
    discriminator_names,
    printed_facts,
    with_sampled_facts,
)


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Set what the samples of the context show and no input prints; report what they contradict.

    Sets `Draft.sampled_names`, which `wire-names` uses. Raises `DocmodelsError` (`invalid-option`)
    if the user names a model that no input defines.
    """
    if not context.samples:
        if context.options.sample_enums:
            message = "--sample-enums names enums, but no --samples show their values"
            context.notes.append(UNUSED_OPTION.at(None, message, "add --samples PATH"))
        return list(drafts)
    definitions = {draft.definition.name: draft.definition for draft in drafts}
    shapes = shapes_of(definitions)
    enums = _enum_slots(drafts, context)
    keys = {normalize_name(field.name) for d in drafts for field in fields_of(d.definition.type)}
    collector = Collector(shapes, index_models(shapes), enums, keys - {""})
    names = _names(drafts)
    for sample in context.samples:
        collector.add(_with_definition(sample, names))
    facts = collector.facts()
    context.notes.extend(outcome_notes(facts.outcomes))
    tags = discriminator_names(drafts)
    evidence = SampleEvidence(shapes, facts, enums, printed_facts(drafts), tags)
    return [_apply(draft, evidence, context.notes) for draft in drafts]


def _apply(draft: Draft, evidence: SampleEvidence, notes: list[Note]) -> Draft:
    """Set what samples show about one definition; add notes about it."""
    notes.extend(contradiction_notes(draft, evidence.shapes, evidence.facts))
    if draft.definition.source == "schema":
        return draft
    draft = _with_sampled_names(draft, evidence.facts)
    updated, conclusions = with_sampled_facts(draft, evidence)
    if conclusions.enums:
        notes[:] = [note for note in notes if not _is_obsolete(note, draft, conclusions)]
    notes.extend(conclusion_notes(draft, conclusions))
    return updated


def _is_obsolete(note: Note, draft: Draft, conclusions: Conclusions) -> bool:
    """Whether a note reports that an enum lacks the values that samples give."""
    names = {slot[:2][-1] for slot in conclusions.enums}
    origin = note.origin
    return (
        note.rule is MISSING_ENUM_VALUES
        and origin is not None
        and draft.definition.origin is not None
        and origin.file == draft.definition.origin.file
        and any(f"`{name}`" in note.message for name in names)
    )


def _names(drafts: Sequence[Draft]) -> dict[str, str]:
    """Return the names of definitions by name and alias, and by normalized name."""
    names: dict[str, str] = {}
    for normalize in (str, normalize_name):
        for draft in drafts:
            names.setdefault(normalize(draft.definition.name), draft.definition.name)
        for draft in drafts:
            for alias in draft.aliases:
                names.setdefault(normalize(alias), draft.definition.name)
    return names


def _with_definition(sample: Sample, names: Mapping[str, str]) -> Sample:
    """Return a sample with the name of the definition that the user means."""
    if not sample.model:
        return sample
    name = names.get(sample.model) or names.get(normalize_name(sample.model))
    if name is None:
        message = f"no input defines the model `{sample.model}` of --samples"
        help = "`docmodels inspect` lists the models; write a path with `=` as `./PATH`"
        raise DocmodelsError(INVALID_OPTION.at(None, message, help))
    return replace(sample, model=name)


# --- wire names ------------------------------------------------------------------------------------


def _with_sampled_names(draft: Draft, facts: SampleFacts) -> Draft:
    """Set the wire names of a draft whose pages print names in the case of the generator."""
    if draft.spelling is Spelling.WIRE:
        return draft
    spellings: dict[str, set[str]] = {}
    for printed, names in facts.names.get(draft.definition.name, {}).items():
        spellings.setdefault(normalize_name(printed), set()).update(names)
    of_model = {key: next(iter(names)) for key, names in spellings.items() if len(names) == 1}
    keys = {
        normalize_name(field.name)
        for field in fields_of(draft.definition.type)
        if not field.documented_name or is_inferred(field, "name")
    }
    sampled_names = {
        key: name
        for key in sorted(keys - {""})
        if (name := WIRE_NAMES_FROM_SAMPLES.conclude(NameSamples(key, of_model, facts.all_names)))
    }
    return replace(draft, sampled_names=sampled_names)


# --- enums -----------------------------------------------------------------------------------------


def _enum_slots(drafts: Sequence[Draft], context: PassContext) -> frozenset[Slot]:
    """Return the slots of the enums that the user names, if no page prints their values."""
    missing = {note.origin for note in context.notes if note.rule is MISSING_ENUM_VALUES}
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    names = _names(drafts)
    slots: set[Slot] = set()
    for option in context.options.sample_enums:
        model, _, field_name = option.partition(".")
        name = names.get(model) or names.get(normalize_name(model))
        slot = None if name is None else _enum_slot(by_name, by_name[name], field_name)
        if slot is not None and _lacks_values(by_name, slot, missing):
            slots.add(slot)
        else:
            message = f"`{option}` of --sample-enums is no enum whose values the pages do not print"
            context.notes.append(UNUSED_OPTION.at(None, message))
    return frozenset(slots)


def _enum_slot(
    definitions: Mapping[str, Definition], definition: Definition, field_name: str
) -> Slot | None:
    """Return the slot of an enum: that of a definition, or of a field, inside its containers."""
    slot: Slot = (definition.name,)
    type: Type = definition.type
    if field_name:
        keys = (field_name, normalize_name(field_name))
        fields = fields_of(definition.type)
        field = next((f for f in fields if f.name == keys[0]), None) or next(
            (f for f in fields if normalize_name(f.name) == keys[1]), None
        )
        if field is None:
            return None
        slot, type = (*slot, field.name), field.type
    while isinstance(type, Nullable | Array | Map | Ref):
        match type:
            case Nullable(inner):
                type = inner
            case Array(items):
                slot, type = (*slot, ITEMS), items
            case Map(values):
                slot, type = (*slot, VALUES), values
            case Ref(name):
                return (name,) if name in definitions else None
    return slot


def _lacks_values(
    definitions: Mapping[str, Definition], slot: Slot, missing: AbstractSet[Origin | None]
) -> bool:
    """Whether a page describes an enum at a slot and does not print its values."""
    definition = definitions[slot[0]]
    if len(slot) == 1:
        return definition.origin in missing or is_inferred(definition, "values")
    fields = [field for field in fields_of(definition.type) if field.name == slot[1]]
    return any(field.origin in missing or is_inferred(field, "values") for field in fields)
