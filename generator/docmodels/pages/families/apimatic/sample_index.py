"""Index samples by model: a sample of a model contains samples of the models it refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from docmodels.inference.wire_names_from_examples import WIRE_NAMES_FROM_EXAMPLES, NameSamples
from docmodels.ir import Array, Enum, Field, Json, Map, Nullable, Object, Ref, Type, Union
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.apimatic.enums import EnumEvidence
from docmodels.pages.families.apimatic.samples import ADDITIONAL_PROPERTY, format_of

MAX_SAMPLES = 40
"""The index ignores further samples of a model."""

_MAX_DEPTH = 30


class SampleIndex:
    """The models and enums of a set of pages by name, and their samples; filled by `add`."""

    def __init__(self, types: Mapping[str, Type], enums: Mapping[str, EnumEvidence]) -> None:
        self.types = types
        self.enums = enums
        self.samples: dict[str, list[dict[str, Json]]] = {}
        self.wire_names: defaultdict[str, set[str]] = defaultdict(set)
        self.formats: defaultdict[str, set[str]] = defaultdict(set)
        self.fields = {
            name: {
                normalize_name(field.documented_name or field.name): field
                for field in self._all_fields(name)
            }
            for name, type in types.items()
            if isinstance(type, Object)
        }

    def _all_fields(self, name: str) -> Iterator[Field]:
        """Yield the fields of a model, then those of its base classes."""
        seen: set[str] = set()
        stack = [name]
        while stack:
            current = stack.pop()
            type = self.types.get(current)
            if current not in seen and isinstance(type, Object):
                seen.add(current)
                yield from type.fields
                stack.extend(type.bases)

    def add(self, name: str, sample: dict[str, Json]) -> None:
        """Add a sample of a model, and the nested samples of other models in it."""
        self._add(name, sample, 0)

    def _add(self, name: str, sample: dict[str, Json], depth: int) -> None:
        samples = self.samples.setdefault(name, [])
        if len(samples) >= MAX_SAMPLES:
            return
        samples.append(sample)
        fields = self.fields.get(name, {})
        for key, value in sample.items():
            self.wire_names[normalize_name(key)].add(key)
            if format := format_of(value):
                self.formats[normalize_name(key)].add(format)
            field = fields.get(normalize_name(key)) or fields.get("m" + normalize_name(key))
            if field is not None and depth < _MAX_DEPTH:
                self._visit(field.type, value, depth + 1)

    def _visit(self, type: Type, value: Json, depth: int) -> None:
        if value is None or depth > _MAX_DEPTH:
            return
        match type:
            case Nullable(inner):
                self._visit(inner, value, depth)
            case Array(items) if isinstance(value, list):
                for item in value:  # pyright: ignore[reportUnknownVariableType]
                    self._visit(items, item, depth)
            case Map(values) if isinstance(value, dict):
                for item in cast("dict[str, Json]", value).values():
                    self._visit(values, item, depth)
            case Union(members):
                for member in members:
                    if isinstance(value, dict):
                        self._visit(member, value, depth)
            case Ref(name):
                self._visit_ref(name, value, depth)
            case _:
                return

    def _visit_ref(self, name: str, value: Json, depth: int) -> None:
        if name in self.enums:
            self.enums[name].add_value(value)
        elif isinstance(value, dict) and name in self.fields:
            sample = cast("dict[str, Json]", value)
            if sample and self._has_fields(name, sample):
                self._add(name, sample, depth)
        elif isinstance(self.types.get(name), Union | Array | Map | Nullable):
            self._visit(self.types[name], value, depth + 1)

    def _has_fields(self, name: str, sample: dict[str, Json]) -> bool:
        fields = self.fields[name]
        return all(
            normalize_name(key) in fields
            or "m" + normalize_name(key) in fields
            or key == ADDITIONAL_PROPERTY
            for key in sample
        )

    def has_all_values(self, name: str) -> bool:
        """Whether samples contain the value of each member of an enum."""
        return name in self.enums and self.enums[name].is_complete

    def wire_name_finder(self, name: str) -> Callable[[str], str | None]:
        """Return a function from a normalized name of a model's field to its name in samples."""
        of_model = {
            normalize_name(key): key for sample in self.samples.get(name, ()) for key in sample
        }

        def find(key: str) -> str | None:
            samples = NameSamples(key, of_model, self.wire_names)
            return WIRE_NAMES_FROM_EXAMPLES.conclude(samples)

        return find


def add_quoted_values(index: SampleIndex) -> None:
    """Add defaults and values quoted in field descriptions to the enums of those fields."""
    for type in index.types.values():
        for field in type.fields if isinstance(type, Object) else ():
            inner = field.type.items if isinstance(field.type, Array) else field.type
            if isinstance(inner, Ref) and (evidence := index.enums.get(inner.name)) is not None:
                if field.default is not None:
                    evidence.add_value(field.default.value)
                evidence.add_quoted_values(field.doc)


def count_incomplete(enums: Sequence[tuple[Type, bool]]) -> tuple[int, int]:
    """Count the enums with inferred values, and those with unknown values."""
    partial_count = sum(isinstance(type, Enum) and not is_complete for type, is_complete in enums)
    unknown_count = sum(not isinstance(type, Enum) for type, _ in enums)
    return partial_count, unknown_count
