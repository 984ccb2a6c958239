"""Compare enums and constants with each other, and with the primitive types of their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.ir import Const, Enum, Json, Scalar, ScalarKind, Type
from docmodels.ir.equality import equality_key
from docmodels.ir.type_descriptions import json_text


class ValueSet(Struct, frozen=True):
    """The values of an enum or of a constant, without null; `is_closed`: there are no others."""

    values: tuple[Json, ...]
    is_closed: bool


def value_set(type: Type) -> ValueSet | None:
    """Return the values of an enum or a constant, None for any other type."""
    match type:
        case Const(value):
            return ValueSet((value,), is_closed=True)
        case Enum(members=members, closed=closed):
            values = (member.value for member in members)
            return ValueSet(tuple(value for value in values if value is not None), closed)
        case _:
            return None


def compare_values(old: ValueSet, new: ValueSet, place: Place) -> Iterator[ModelChange]:
    """Yield the changes between two enums: values added or removed, opened or closed."""
    before = {equality_key(value): value for value in old.values}
    after = {equality_key(value): value for value in new.values}
    removed = [value for key, value in before.items() if key not in after]
    added = [value for key, value in after.items() if key not in before]
    is_closed = old.is_closed and new.is_closed
    if removed:
        kind = kinds.ENUM_VALUES_REMOVED if new.is_closed else kinds.OPEN_ENUM_VALUES_REMOVED
        yield from place.change(kind, before=_list(removed))
    if added:
        kind = kinds.ENUM_VALUES_ADDED if is_closed else kinds.OPEN_ENUM_VALUES_ADDED
        yield from place.change(kind, after=_list(added))
    if old.is_closed != new.is_closed:
        yield from place.change(kinds.ENUM_OPENED if old.is_closed else kinds.ENUM_CLOSED)


def compare_with_scalar(
    values: ValueSet, type: Scalar, is_enum_new: bool, place: Place
) -> Iterator[ModelChange]:
    """Yield the changes between an enum and a primitive type, either of which is the new one."""
    text, side = _list(values.values), "after" if is_enum_new else "before"
    if not all(_is_of_kind(value, type.kind) for value in values.values):
        texts = (type.kind, text) if is_enum_new else (text, type.kind)
        yield from place.change(kinds.TYPE_CHANGED, *texts)
    elif values.is_closed:
        kind = kinds.BECAME_ENUM if is_enum_new else kinds.NO_LONGER_ENUM
        yield from place.change(kind, **{side: text})
    elif values.values:
        kind = kinds.OPEN_ENUM_VALUES_ADDED if is_enum_new else kinds.OPEN_ENUM_VALUES_REMOVED
        yield from place.change(kind, **{side: text})


def _is_of_kind(value: Json, kind: ScalarKind) -> bool:
    match value:
        case bool():
            return kind == "boolean"
        case str():
            return kind == "string"
        case int():
            return kind in ("integer", "number")
        case float():
            return kind == "number" or (kind == "integer" and value.is_integer())
        case _:
            return False


def _list(values: Iterable[Json]) -> str:
    return ", ".join(map(json_text, values))
