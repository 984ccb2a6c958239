"""Collect facts from samples by the place in the types: counts only, and no value.

The values of enums are the exception, where the user names the enum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from msgspec import Struct, field

from docmodels.inference.model_shapes import ITEMS, VALUES, ShapeField, Shapes, Slot
from docmodels.inference.models_from_samples import (
    MODELS_FROM_SAMPLES,
    ModelIndex,
    is_like_siblings,
)
from docmodels.inference.text_formats import format_of
from docmodels.ir import (
    AllOf,
    Array,
    Discriminator,
    Field,
    Json,
    Map,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
    is_list,
    is_object,
)
from docmodels.ir.drafts import normalize_name
from docmodels.ir.samples import Sample

_Place: TypeAlias = tuple[Json, Slot, Type]
"""A value, and the slot and the type that it has."""


class SlotFacts(Struct):
    """What samples show at one slot; a collector counts it up.

    `kinds` counts values: null, boolean, string, array, object; of numbers `integer` without a
    fraction, `zero`, and `fraction` for those that are written with one. `formats` counts strings
    by their format, "" for none. `mismatched` counts values that are not of the type of the slot.
    For an object, `objects` is their number, `present` counts those with a field by its name,
    `others` those with a key that is no field. `texts` are the values of an enum of the user.
    """

    kinds: Counter[str] = field(default_factory=Counter[str])
    formats: Counter[str] = field(default_factory=Counter[str])
    mismatched: int = 0
    objects: int = 0
    present: Counter[str] = field(default_factory=Counter[str])
    others: Counter[str] = field(default_factory=Counter[str])
    texts: set[str] = field(default_factory=set[str])


class SampleFacts(Struct, frozen=True):
    """What all samples show.

    `slots` are the facts by slot, `slots_of` those of each definition. `names` are the spellings of
    fields by definition and printed name, `all_names` those of all keys by normalized name.
    `outcomes` counts payloads that are "matched", "ambiguous" or "unmatched".
    """

    slots: Mapping[Slot, SlotFacts]
    slots_of: Mapping[str, Mapping[Slot, SlotFacts]]
    names: Mapping[str, Mapping[str, AbstractSet[str]]]
    all_names: Mapping[str, AbstractSet[str]]
    outcomes: Mapping[str, int]


class Collector(Struct, frozen=True):
    """Matches samples with models and collects their facts.

    `enums` are the slots whose strings are kept, `field_names` the normalized names of all fields.
    The order of samples has no effect.
    """

    shapes: Shapes
    index: ModelIndex
    enums: AbstractSet[Slot]
    field_names: AbstractSet[str]
    slots: dict[Slot, SlotFacts] = field(default_factory=dict[Slot, SlotFacts])
    names: dict[str, dict[str, set[str]]] = field(default_factory=dict[str, dict[str, set[str]]])
    all_names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    outcomes: Counter[str] = field(default_factory=Counter[str])

    def add(self, sample: Sample) -> None:
        """Collect the facts of one sample."""
        for value in _objects(sample.value):
            for key in value:
                if (normalized := normalize_name(key)) in self.field_names:
                    self.all_names.setdefault(normalized, set()).add(key)
        if sample.model:
            self._add_named(sample)
            return
        payloads = sample.value if is_list(sample.value) else [sample.value]
        for value, name in zip(payloads, self.models_of(payloads), strict=True):
            matches = list(self._outermost(value, name))
            for inner, model in matches:
                self._follow(inner, (model,), Ref(name=model))
            self.outcomes["matched" if matches else self._outcome(value)] += 1

    def facts(self) -> SampleFacts:
        """Return what the samples show."""
        slots_of: dict[str, dict[Slot, SlotFacts]] = {}
        for slot in sorted(self.slots):
            slots_of.setdefault(slot[0], {})[slot] = self.slots[slot]
        return SampleFacts(self.slots, slots_of, self.names, self.all_names, self.outcomes)

    def _add_named(self, sample: Sample) -> None:
        """Collect the facts of a sample whose model the user names."""
        type = self.shapes.resolve(Ref(name=sample.model))
        is_whole = isinstance(type, Array) or not is_list(sample.value)
        for value in [sample.value] if is_whole else sample.value:
            shape = self.shapes.shape((sample.model,), self.shapes.definitions[sample.model].type)
            has_field = is_object(value) and any(map(shape.fields_of, value))
            is_other = bool(shape.fields) and not has_field
            self.outcomes["unmatched" if is_other else "matched"] += 1
            if not is_other:
                self._follow(value, (sample.model,), Ref(name=sample.model))

    def models_of(self, values: Sequence[Json]) -> list[str | None]:
        """Return the model of each item of a list, None where it is not certain.

        If all certain items are of one model, others are of it too where they are most like it.
        """
        candidates = [self.index.candidates(v) if is_object(v) else [] for v in values]
        names = [MODELS_FROM_SAMPLES.conclude(items) for items in candidates]
        certain = {name for name in names if name is not None}
        if len(certain) != 1 or None not in names:
            return names
        (model,) = certain
        return [
            name or (model if is_like_siblings(items, model) else None)
            for name, items in zip(names, candidates, strict=True)
        ]

    def _outcome(self, value: Json) -> str:
        """Return whether several models may be that of a payload, or none."""
        candidates = self.index.candidates(value) if is_object(value) else []
        is_ambiguous = any(candidate.is_sufficient for candidate in candidates)
        return "ambiguous" if is_ambiguous else "unmatched"

    def _outermost(self, value: Json, name: str | None) -> Iterator[tuple[Json, str]]:
        """Yield a payload with its model, or the outermost objects inside it that have one."""
        if name is not None:
            yield value, name
            return
        pending = [_groups(value)]
        while pending:
            for values in pending.pop():
                for inner, model in zip(values, self.models_of(values), strict=True):
                    if model is not None:
                        yield inner, model
                    else:
                        pending.append(_groups(inner))

    def _follow(self, value: Json, slot: Slot, type: Type) -> None:
        """Record a value at a slot, and the values inside it by the type of the slot."""
        pending: list[_Place] = [(value, slot, type)]
        while pending:
            pending += self._step(*pending.pop())

    def _step(self, value: Json, slot: Slot, type: Type) -> Iterable[_Place]:
        """Record a value at a slot, and return the values inside it."""
        match type:
            case Nullable(inner) | WithAssertions(inner):
                return ((value, slot, inner),)
            case Ref(name) if name in self.shapes.definitions:
                if len(slot) > 1:
                    self._record(value, slot, type)
                target = (value, (name,), self.shapes.definitions[name].type)
                return () if value is None else (target,)
            case Object() | AllOf() if is_object(value):
                self._record(value, slot, type)
                return self._object_fields(value, slot, type)
            case Union():
                self._record(value, slot, type)
                return () if value is None else self._only_member(value, slot, type)
            case _:
                self._record(value, slot, type)
                return _elements(value, slot, type)

    def _only_member(self, value: Json, slot: Slot, union: Union) -> Iterable[_Place]:
        """Return the member of a union that a value selects, or the only one that it may be of."""
        members = union.members
        numbers = [n for n, member in enumerate(members) if self.shapes.agrees(value, member)]
        if (name := _selected_name(value, union.discriminator)) is not None:
            selected = [n for n, member in enumerate(members) if member == Ref(name=name)]
            numbers = selected or numbers
        if len(numbers) == 1:
            yield value, (*slot, f"|{numbers[0]}"), members[numbers[0]]

    def _object_fields(self, value: dict[str, Json], slot: Slot, type: Type) -> Iterable[_Place]:
        shape = self.shapes.shape(slot, type)
        for place in {slot, *(target.slot[:-1] for target in shape.fields)}:
            self._facts(place).objects += 1
        for key, item in value.items():
            fields = tuple(f for f in shape.fields_of(key) if _is_of(key, f.field, value))
            for target in fields:
                self._record_field(key, target)
                yield item, target.slot, target.field.type
            if not fields and shape.fields and not shape.is_open:
                self._facts(slot).others[key] += 1

    def _record_field(self, key: str, target: ShapeField) -> None:
        self._facts(target.slot[:-1]).present[target.field.name] += 1
        names = self.names.setdefault(target.slot[0], {})
        names.setdefault(target.field.name, set()).add(key)

    def _record(self, value: Json, slot: Slot, type: Type) -> None:
        facts = self._facts(slot)
        facts.kinds[_kind(value)] += 1
        if isinstance(value, str):
            facts.formats[format_of(value)] += 1
            if slot in self.enums:
                facts.texts.add(value)
        if not self.shapes.is_of_kind_of(value, type):
            facts.mismatched += 1

    def _facts(self, slot: Slot) -> SlotFacts:
        if slot not in self.slots:
            self.slots[slot] = SlotFacts()
        return self.slots[slot]


def _selected_name(value: Json, discriminator: Discriminator | None) -> str | None:
    """Return the name of the definition that the discriminator of a union selects, if there is one."""
    if discriminator is None or not is_object(value):
        return None
    property = normalize_name(discriminator.property)
    tags = [item for key, item in value.items() if normalize_name(key) == property]
    tag = tags[0] if len(tags) == 1 else None
    return discriminator.mapping.get(tag, tag) if isinstance(tag, str) else None


def _is_of(key: str, field: Field, value: Mapping[str, Json]) -> bool:
    """Whether a key is that of a field: an object may have `type` and `_type`."""
    return key == field.name or field.name not in value


def _elements(value: Json, slot: Slot, type: Type) -> Iterator[_Place]:
    """Yield the items of an array and the values of a map, with their slot and type."""
    match type:
        case Array(items, prefix_items) if is_list(value):
            yield from ((item, (*slot, ITEMS), items) for item in value[len(prefix_items) :])
        case Map(values) if is_object(value):
            yield from ((item, (*slot, VALUES), values) for item in value.values())
        case _:
            return


def _groups(value: Json) -> list[list[Json]]:
    """Return the lists inside a value, and each object by itself."""
    if is_list(value):
        return [value]
    inner = value.values() if is_object(value) else ()
    return [item if is_list(item) else [item] for item in inner if isinstance(item, dict | list)]


def _inner_values(value: Json) -> list[Json]:
    inner = value.values() if is_object(value) else value if is_list(value) else ()
    return [item for item in inner if isinstance(item, dict | list)]


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    """Yield all objects in a value."""
    pending = [value]
    while pending:
        current = pending.pop()
        if is_object(current):
            yield current
        pending += _inner_values(current)


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case float():
            return "fraction"
        case 0:
            return "zero"
        case int():
            return "integer"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
