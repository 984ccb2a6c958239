"""What one page tells about another: examples of a model in examples of models that hold it."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import cast

from docmodels.ir import Array, Enum, Field, Json, Map, Nullable, Object, Ref, Type, Union
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.apimatic.enums import Members
from docmodels.pages.families.apimatic.samples import ADDITIONAL, format_of

MAX_SAMPLES = 40
"""Further examples of one model teach nothing new."""

_DEEP = 30


class Book:
    """All models of a set by name, and what examples say of each; filled by `learn`."""

    def __init__(self, types: Mapping[str, Type], enums: Mapping[str, Members]) -> None:
        self.types = types
        self.enums = enums
        self.samples: dict[str, list[dict[str, Json]]] = {}
        self.keys: defaultdict[str, set[str]] = defaultdict(set)
        self.formats: defaultdict[str, set[str]] = defaultdict(set)
        self.fields = {
            name: {
                normalize_name(field.documented_name or field.name): field
                for field in self._all(name)
            }
            for name, type in types.items()
            if isinstance(type, Object)
        }

    def _all(self, name: str) -> Iterator[Field]:
        """Yield the fields of a model, those of its bases first."""
        seen: set[str] = set()
        stack = [name]
        while stack:
            one = stack.pop()
            type = self.types.get(one)
            if one not in seen and isinstance(type, Object):
                seen.add(one)
                yield from type.fields
                stack.extend(type.bases)

    def learn(self, name: str, sample: dict[str, Json]) -> None:
        """Take an example of a model, and of all that is in it."""
        self._learn(name, sample, 0)

    def _learn(self, name: str, sample: dict[str, Json], depth: int) -> None:
        known = self.samples.setdefault(name, [])
        if len(known) >= MAX_SAMPLES:
            return
        known.append(sample)
        fields = self.fields.get(name, {})
        for key, value in sample.items():
            self.keys[normalize_name(key)].add(key)
            if format := format_of(value):
                self.formats[normalize_name(key)].add(format)
            field = fields.get(normalize_name(key)) or fields.get("m" + normalize_name(key))
            if field is not None and depth < _DEEP:
                self._look(field.type, value, depth + 1)

    def _look(self, type: Type, value: Json, depth: int) -> None:
        if value is None or depth > _DEEP:
            return
        match type:
            case Nullable(inner):
                self._look(inner, value, depth)
            case Array(items) if isinstance(value, list):
                for item in value:  # pyright: ignore[reportUnknownVariableType]
                    self._look(items, item, depth)
            case Map(values) if isinstance(value, dict):
                for item in cast("dict[str, Json]", value).values():
                    self._look(values, item, depth)
            case Union(members):
                for member in members:
                    if isinstance(value, dict):
                        self._look(member, value, depth)
            case Ref(name):
                self._refer(name, value, depth)
            case _:
                return

    def _refer(self, name: str, value: Json, depth: int) -> None:
        if name in self.enums:
            self.enums[name].show(value)
        elif isinstance(value, dict) and name in self.fields:
            sample = cast("dict[str, Json]", value)
            if sample and self._fits(name, sample):
                self._learn(name, sample, depth)
        elif isinstance(self.types.get(name), Union | Array | Map | Nullable):
            self._look(self.types[name], value, depth + 1)

    def _fits(self, name: str, sample: dict[str, Json]) -> bool:
        fields = self.fields[name]
        return all(
            normalize_name(key) in fields
            or "m" + normalize_name(key) in fields
            or key == ADDITIONAL
            for key in sample
        )

    @cached_property
    def common(self) -> dict[str, str]:
        """Wire names that all examples of the API agree on, by folded name."""
        return {name: next(iter(keys)) for name, keys in self.keys.items() if len(keys) == 1}

    def agreed(self, name: str) -> Mapping[str, str]:
        """Give wire names by folded name: of the model's own examples, then those in common."""
        own = {normalize_name(key): key for sample in self.samples.get(name, ()) for key in sample}
        return ChainMap(own, self.common)


def mentions(book: Book) -> None:
    """Let the texts about fields show values of the enums that the fields hold."""
    for type in book.types.values():
        for field in type.fields if isinstance(type, Object) else ():
            inner = field.type.items if isinstance(field.type, Array) else field.type
            if isinstance(inner, Ref) and (members := book.enums.get(inner.name)) is not None:
                if field.default is not None:
                    members.show(field.default.value)
                members.mention(field.doc)


def in_doubt(enums: Sequence[tuple[Type, bool]]) -> tuple[int, int]:
    """Count the enums whose values are partly concluded, and those that stay unknown."""
    partly = sum(isinstance(type, Enum) and not whole for type, whole in enums)
    unknown = sum(not isinstance(type, Enum) for type, _ in enums)
    return partly, unknown
