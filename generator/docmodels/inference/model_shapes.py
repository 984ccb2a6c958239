"""The shapes of models: which keys a JSON object of a model may have, and of what types.

Names are compared by letters and digits, because pages may print them in another case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Definition,
    Enum,
    Field,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_list,
    is_object,
)
from docmodels.ir.drafts import normalize_name
from docmodels.ir.equality import is_equal
from docmodels.ir.instance_check import InstanceCheck, is_of_kind

Slot: TypeAlias = tuple[str, ...]
"""A place in the types: the name of a definition, then field names and marks of containers."""

ITEMS, VALUES = "[]", "{}"
"""Marks of the items of an array and of the values of a map in a slot."""

MAX_DEPTH = 6
"""How many levels of a value are compared with a type to select one of several types."""
MAX_ITEMS = 3
"""How many items of a container are compared."""


class ShapeField(Struct, frozen=True):
    """A field that objects of a model may have, and the slot of its type: bases have their own."""

    field: Field
    slot: Slot

    @property
    def is_required_anywhere(self) -> bool:
        """Whether requests and responses must have the field, not only one of them."""
        return self.field.required and self.field.access == "read-write"


class Shape(Struct, frozen=True):
    """The fields of an object with those of all its bases and allOf members.

    `by_key`: by normalized name; `required`: the normalized names of required fields. `is_open`:
    the source gives a type for other keys too.
    """

    fields: tuple[ShapeField, ...] = ()
    is_open: bool = False
    by_key: Mapping[str, tuple[ShapeField, ...]] = field(
        default_factory=dict[str, tuple[ShapeField, ...]]
    )
    required: frozenset[str] = frozenset()

    def fields_of(self, key: str) -> tuple[ShapeField, ...]:
        """Return the fields that a key of a payload belongs to, one for each model that has it."""
        candidates = self.by_key.get(normalize_name(key), ())
        exact = tuple(f for f in candidates if key in (f.field.name, f.field.documented_name))
        names = {candidate.field.name for candidate in candidates}
        return exact or (candidates if len(names) == 1 else ())


class Shapes(Struct, frozen=True):
    """The shapes of all models; `definitions` are the definitions by name.

    `check` is for constant values only, which it remembers by identity.
    """

    definitions: Mapping[str, Definition]
    check: InstanceCheck
    _shapes: dict[Slot, Shape] = field(default_factory=dict[Slot, Shape])

    def accepts(self, value: Json, type: Type) -> bool:
        """Whether null, or a default, may be a value of a type."""
        return self.check.matches(value, type) is not False

    def resolve(self, type: Type) -> Type:
        """Follow references from a type, and leave null and assertions out."""
        for _ in range(len(self.definitions) + MAX_DEPTH):
            match type:
                case Ref(name) if name in self.definitions:
                    type = self.definitions[name].type
                case Nullable(inner) | WithAssertions(inner):
                    type = inner
                case _:
                    return type
        return type

    def shape(self, slot: Slot, type: Type) -> Shape:
        """Return the shape of the object type at a slot; it has no fields for any other type."""
        if slot not in self._shapes:
            self._shapes[slot] = self._build(slot, type)
        return self._shapes[slot]

    def _build(self, slot: Slot, type: Type) -> Shape:
        fields: list[ShapeField] = []
        is_open = False
        pending, seen = [(slot, type)], set[str]()
        while pending:
            place, part = pending.pop()
            names: tuple[str, ...] = ()
            match part:
                case Object():
                    fields += [ShapeField(f, (*place, f.name)) for f in part.fields]
                    is_open = is_open or _has_other_keys(part)
                    names = part.bases
                case AllOf(members):
                    places = [(*place, f"&{number}") for number in range(len(members))]
                    pending += reversed([*zip(places, members, strict=True)])
                case Nullable(inner) | WithAssertions(inner):
                    pending.append((place, inner))
                case Ref(name):
                    names = (name,)
                case _:
                    is_open = True
            new = [n for n in names if n in self.definitions and n not in seen]
            pending += [((name,), self.definitions[name].type) for name in reversed(new)]
            seen.update(names)
        by_key: dict[str, tuple[ShapeField, ...]] = {}
        for item in fields:
            key = normalize_name(item.field.name)
            by_key[key] = (*by_key.get(key, ()), item)
        required = frozenset(key for key, items in by_key.items() if _is_required(items))
        return Shape(tuple(fields), is_open, by_key, required)

    def agrees(self, value: Json, type: Type, depth: int = 0) -> bool:
        """Whether a value may be of a type, by the kinds of its upper levels; null always may."""
        type = self.resolve(type)
        if value is None or depth > MAX_DEPTH:
            return True
        match type:
            case Never():
                return False
            case Unknown() | Ref() | Nullable() | WithAssertions():
                return True
            case Const(expected):
                return is_equal(value, expected)
            case Enum(members):
                is_member = any(is_equal(value, member.value) for member in members)
                return is_member or (
                    not type.closed and (type.base is None or is_of_kind(value, type.base))
                )
            case Array(items):
                return is_list(value) and all(
                    self.agrees(item, items, depth + 1) for item in value[:MAX_ITEMS]
                )
            case Map(values):
                return is_object(value) and all(
                    self.agrees(item, values, depth + 1) for item in _first(value.values())
                )
            case Object() | AllOf() if is_object(value):
                return self._has_fields(value, type)
            case Object():
                return False
            case Union(members):
                return any(self.agrees(value, member, depth + 1) for member in members)
            case AllOf(members):
                return all(self.agrees(value, member, depth + 1) for member in members)
            case _:
                return is_of_kind(value, _kind(type))

    def is_of_kind_of(self, value: Json, type: Type) -> bool:
        """Whether a value may be of a type by its own kind, whatever it contains."""
        resolved = self.resolve(type)
        if isinstance(resolved, Object):
            return value is None or is_object(value)
        is_choice = isinstance(resolved, Union)
        return self.agrees(value, resolved, MAX_DEPTH - 1 if is_choice else MAX_DEPTH)

    def _has_fields(self, value: dict[str, Json], type: Type) -> bool:
        """Whether at least half of the keys are fields of the type, with values of its tags."""
        shape = self.shape(("", str(id(type))), type)
        if not shape.fields or not value:
            return True
        pairs = [(item, shape.fields_of(key)) for key, item in value.items()]
        common = [(item, fields[0].field.type) for item, fields in pairs if fields]
        if not shape.is_open and 2 * len(common) < len(pairs):
            return False
        return all(self.agrees(v, t, MAX_DEPTH) for v, t in common if isinstance(t, Const | Enum))


def shapes_of(definitions: Mapping[str, Definition]) -> Shapes:
    """Return the shapes of all models among definitions."""
    types = {name: definition.type for name, definition in definitions.items()}
    return Shapes(definitions, InstanceCheck(types, strict_one_of=False))


def _has_other_keys(type: Object) -> bool:
    is_typed = type.additional_properties is not None
    return bool(type.pattern_properties) or (
        is_typed and not isinstance(type.additional_properties, Never)
    )


def _is_required(items: Iterable[ShapeField]) -> bool:
    return any(item.is_required_anywhere for item in items)


def _first(values: Iterable[Json]) -> list[Json]:
    return [value for value, _ in zip(values, range(MAX_ITEMS), strict=False)]


def _kind(type: Scalar) -> str:
    return type.kind
