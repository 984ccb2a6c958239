"""Set types and presence that samples show, where the pages leave them open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.inference.enum_values_from_samples import ENUM_VALUES_FROM_SAMPLES
from docmodels.inference.formats_from_samples import FORMATS_FROM_SAMPLES, TextSamples
from docmodels.inference.integers_from_samples import (
    INTEGERS_FROM_SAMPLES,
    ONE_NUMBER_TYPE,
    NumberSamples,
)
from docmodels.inference.model_shapes import ITEMS, VALUES, Shapes, Slot
from docmodels.inference.nullable_from_samples import NULLABLE_FROM_SAMPLES
from docmodels.inference.optional_from_samples import OPTIONAL_FROM_SAMPLES, PresenceSamples
from docmodels.inference.sample_facts import SampleFacts, SlotFacts
from docmodels.ir import (
    AllOf,
    Array,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Nullable,
    Number,
    Object,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
    inferences,
    is_inferred,
    nullable,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.ir.equality import equality_key
from docmodels.ir.model import Inference
from docmodels.ir.traverse import map_children, walk
from docmodels.passes.sample_notes import Conclusions


class PrintedFacts(Struct, frozen=True):
    """What pages of one dialect and language do not lose: integers, and formats that one of them prints."""

    integers: bool = False
    formats: frozenset[str] = frozenset()


def printed_facts(drafts: Sequence[Draft]) -> dict[tuple[str, str], PrintedFacts]:
    """Return by dialect and language whether pages distinguish integers, and which formats."""
    types: dict[tuple[str, str], list[Type]] = {}
    for draft in drafts:
        key = draft.dialect, draft.language
        types.setdefault(key, []).extend(walk(draft.definition.type))
    return {
        key: PrintedFacts(
            key[1] not in ONE_NUMBER_TYPE or any(isinstance(type, Integer) for type in inner),
            frozenset(type.format for type in inner if isinstance(type, String)),
        )
        for key, inner in types.items()
    }


class SampleEvidence(Struct, frozen=True):
    """What samples show about all models, and what limits the conclusions.

    `enums` are the slots of the enums that the user names, `printed` is what the pages of a dialect
    and language print, `tags` are the properties of all discriminators.
    """

    shapes: Shapes
    facts: SampleFacts
    enums: AbstractSet[Slot]
    printed: Mapping[tuple[str, str], PrintedFacts]
    tags: AbstractSet[str]


def discriminator_names(drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the properties of all discriminators."""
    types = [type for draft in drafts for type in walk(draft.definition.type)]
    unions = [type for type in types if isinstance(type, Object | Union)]
    return frozenset(type.discriminator.property for type in unions if type.discriminator)


def with_sampled_facts(draft: Draft, evidence: SampleEvidence) -> tuple[Draft, Conclusions]:
    """Return a draft of a page with what samples show, and the conclusions."""
    definition, facts = draft.definition, evidence.facts
    update = _Update(
        evidence.shapes,
        facts.slots,
        evidence.printed[draft.dialect, draft.language],
        evidence.enums,
        facts.names.get(definition.name, {}) if draft.spelling is Spelling.WIRE else {},
        evidence.tags,
    )
    by: list[Inference] = []
    type = update.type(definition.type, (definition.name,), by)
    if by:
        inferred = (*definition.inferred, *dict.fromkeys(by))
        draft = replace(draft, definition=replace(definition, inferred=inferred))
    return draft.with_type(type), update.conclusions


class _Update(Struct, frozen=True):
    """Updates the types of one definition; `conclusions` has what is concluded.

    `spellings` are the names that samples have by printed name, empty for a page that prints names in
    another case. `tags` are the properties of discriminators, whose names stay.
    """

    shapes: Shapes
    slots: Mapping[Slot, SlotFacts]
    printed: PrintedFacts
    enums: AbstractSet[Slot]
    spellings: Mapping[str, AbstractSet[str]]
    tags: AbstractSet[str]
    conclusions: Conclusions = field(default_factory=Conclusions)

    def type(self, type: Type, slot: Slot, by: list[Inference]) -> Type:
        """Return the type at a slot as samples show it; add what infers it to `by`."""
        if isinstance(type, WithAssertions):
            return map_children(type, lambda inner: self.type(inner, slot, by))
        inner = self._non_null(type.type if isinstance(type, Nullable) else type, slot, by)
        if isinstance(type, Nullable):
            return nullable(inner) if inner is not type.type else type
        facts = self.slots.get(slot)
        if facts is None or len(slot) == 1 or self.shapes.accepts(None, type):
            return inner
        if NULLABLE_FROM_SAMPLES.conclude(facts) is None:
            return inner
        by.extend(inferences("nullable-from-samples", "type"))
        self.conclusions.nullable.append(slot)
        return nullable(inner)

    def _non_null(self, type: Type, slot: Slot, by: list[Inference]) -> Type:
        type = self._inside(type, slot, by)
        facts = self.slots.get(slot)
        if facts is None:
            return type
        if slot in self.enums and isinstance(type, String | Unknown | Enum | Object):
            return self._with_values(type, slot, facts, by)
        match type:
            case Number():
                samples = NumberSamples(type, facts, self.printed.integers)
                if (integer := INTEGERS_FROM_SAMPLES.conclude(samples)) is not None:
                    by.extend(inferences("integers-from-samples", "type"))
                    self.conclusions.integers.append(slot)
                    return integer
            case String():
                texts = TextSamples(type, facts, self.printed.formats)
                if (format := FORMATS_FROM_SAMPLES.conclude(texts)) is not None:
                    by.extend(inferences("formats-from-samples", "type"))
                    self.conclusions.formats.setdefault(format, []).append(slot)
                    return replace(type, format=format)
            case _:
                pass
        return type

    def _with_values(self, type: Type, slot: Slot, facts: SlotFacts, by: list[Inference]) -> Type:
        """Return the open enum of the values of samples, added to those that are inferred."""
        if (values := ENUM_VALUES_FROM_SAMPLES.conclude(facts)) is None:
            return type
        by.extend(inferences("enum-values-from-samples", "values"))
        self.conclusions.enums.append(slot)
        members = type.members if isinstance(type, Enum) else ()
        seen = {equality_key(member.value) for member in members}
        new = tuple(EnumMember(value=value) for value in values if value not in seen)
        return Enum(members=(*members, *new), closed=False, base="string")

    def _inside(self, type: Type, slot: Slot, by: list[Inference]) -> Type:
        """Update the types inside a type; fields have marks of their own."""
        match type:
            case Object():
                fields = tuple(
                    self._with_spellings(self._field(f, (*slot, f.name))) for f in type.fields
                )
                is_same = all(a is b for a, b in zip(fields, type.fields, strict=True))
                return type if is_same else replace(type, fields=fields)
            case Array():
                items = self.type(type.items, (*slot, ITEMS), by)
                return type if items is type.items else replace(type, items=items)
            case Map():
                values = self.type(type.values, (*slot, VALUES), by)
                return type if values is type.values else replace(type, values=values)
            case Union() | AllOf():
                mark = "|" if isinstance(type, Union) else "&"
                members = tuple(
                    self.type(member, (*slot, f"{mark}{number}"), by)
                    for number, member in enumerate(type.members)
                )
                is_same = all(a is b for a, b in zip(members, type.members, strict=True))
                return type if is_same else replace(type, members=members)
            case _:
                return type

    def _field(self, field: Field, slot: Slot) -> Field:
        by: list[Inference] = []
        updated = self.type(field.type, slot, by)
        default = field.default
        if by and default is not None and not self.shapes.accepts(default.value, updated):
            self.conclusions.forget(slot)
            by, updated = [], field.type
        if by:
            field = replace(field, type=updated, inferred=(*field.inferred, *dict.fromkeys(by)))
        return self._with_presence(field, slot)

    def _with_spellings(self, field: Field) -> Field:
        """Set the name that samples have for an inferred one; accept theirs beside a printed one."""
        names = self.spellings.get(field.name, frozenset())
        if names <= {field.name}:
            return field
        if is_inferred(field, "name") and len(names) == 1 and field.name not in self.tags:
            (name,) = names
            others = tuple(inference for inference in field.inferred if inference.fact != "name")
            inferred = (*others, *inferences("wire-names-from-samples", "name"))
            documented = field.documented_name or field.name
            return replace(field, name=name, documented_name=documented, inferred=inferred)
        all_names = dict.fromkeys((*field.alternate_names, *sorted(names - {field.name})))
        return replace(field, alternate_names=tuple(all_names))

    def _with_presence(self, field: Field, slot: Slot) -> Field:
        facts = self.slots.get(slot[:-1])
        if facts is None or not field.required or field.access != "read-write":
            return field
        samples = PresenceSamples(facts.objects, facts.present[field.name])
        absent = OPTIONAL_FROM_SAMPLES.conclude(samples)
        if absent is None:
            return field
        self.conclusions.absent[slot] = absent, facts.objects
        inferred = (*field.inferred, *inferences("optional-from-samples", "required"))
        return replace(field, presence="optional", inferred=inferred)
