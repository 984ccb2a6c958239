"""Merge the members of `allOf` into one object with base classes if that is equivalent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Enum,
    Field,
    Map,
    Never,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_constrained,
    is_object,
    is_placeholder,
)
from docmodels.ir.algebra import Merged, intersect, merge_objects
from docmodels.ir.equality import is_same
from docmodels.ir.schema_algebra import all_of
from docmodels.ir.traverse import children
from docmodels.readers.inheritance import find_property, is_extensible
from docmodels.readers.keywords import Schema, is_nullable
from docmodels.readers.objects import read_field
from docmodels.readers.residual_keywords import with_assertions
from docmodels.readers.scope import Scope
from docmodels.readers.state import ReadState

FREE_FORM: Final = Map(values=UNKNOWN)


def merge_all_of(scope: Scope, parts: Sequence[Type]) -> Type:
    """Merge the members of an `allOf` into the type of the values that all of them accept."""
    types, conditions = _partition(parts)
    if any(isinstance(part, Never) for part in types):
        return Never()
    return with_assertions(_merge_types(scope, types), all_of(conditions))


def _partition(parts: Iterable[Type]) -> tuple[list[Type], list[Schema]]:
    """Split members into types and untyped assertions; drop empty schemas and repeated refs."""
    types: list[Type] = []
    conditions: list[Schema] = []
    seen: set[str] = set()
    pending = list(reversed(list(parts)))
    while pending:
        part = pending.pop()
        if isinstance(part, AllOf) and not part.title:
            pending.extend(reversed(part.members))
        elif isinstance(part, WithAssertions) and isinstance(part.type, Unknown):
            conditions.append(part.schema)
        elif isinstance(part, Ref) and part.name not in seen:
            seen.add(part.name)
            types.append(part)
        elif not isinstance(part, Unknown | Ref):
            types.append(part)
    return types, conditions


def _merge_types(scope: Scope, types: list[Type]) -> Type:
    if len(types) < 2:
        return types[0] if types else UNKNOWN
    merged = _merge_objects(scope, types) or _intersect_all(scope, types)
    return merged or AllOf(members=tuple(types))


# --- objects -------------------------------------------------------------------------------------


def _merge_objects(scope: Scope, types: list[Type]) -> Type | None:
    """Merge references to objects and inline objects; None if one object is not equivalent."""
    bases = [part.name for part in types if isinstance(part, Ref)]
    inline = [part for part in types if isinstance(part, Object)]
    if len(bases) + len(inline) + types.count(FREE_FORM) != len(types):
        return None
    if not all(is_extensible(scope.state, base) for base in bases):
        return None
    if len(bases) == 1 and not inline:
        return Ref(name=bases[0])
    result = merge_objects(inline, _require_same)
    if result is None or not result.exact:
        return None
    merged = replace(result.value, fields=_placeholders_last(result.value.fields))
    if not (bases or merged.bases):
        return merged
    if merged.additional_properties not in (None, UNKNOWN):
        return None
    extended = replace(merged, bases=tuple(dict.fromkeys((*bases, *merged.bases))))
    return _resolve_required_only(scope, extended)


def _require_same(first: Type, second: Type) -> Merged[Type] | None:
    return Merged(first) if is_same(first, second) else None


def _resolve_required_only(scope: Scope, merged: Object) -> Type:
    """Replace fields that only `required` lists by the fields of that name in the base classes."""
    fields: list[Field] = []
    only_required: list[str] = []
    for field in merged.fields:
        if is_placeholder(field):
            inherited = _inherited_field(scope.state, merged.bases, field.name)
            if inherited is not None and _needs_no_name(inherited.type):
                field = replace(inherited, presence="required")
            elif inherited is not None:
                only_required.append(field.name)
                continue
        fields.append(field)
    condition: Schema = {"required": only_required} if only_required else {}
    return with_assertions(replace(merged, fields=_placeholders_last(fields)), condition)


def _placeholders_last(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(sorted(fields, key=is_placeholder))


def _inherited_field(state: ReadState, bases: Iterable[str], name: str) -> Field | None:
    for base in bases:
        declaration = find_property(state, base, name)
        if declaration is not None:
            return read_field(*declaration, name, True)
    return None


def _needs_no_name(type: Type) -> bool:
    """Return whether no part of the type is an object, enum or union, which need a name."""
    if isinstance(type, Object | Enum | Union | AllOf):
        return False
    return all(_needs_no_name(part) for part in children(type))


# --- other types ---------------------------------------------------------------------------------


def _intersect_all(scope: Scope, types: list[Type]) -> Type | None:
    """Intersect types that are not all objects; None if no single type is equivalent."""
    merged = types[0]
    for part in types[1:]:
        intersection = _intersect(scope, merged, part)
        if intersection is None or not intersection.exact:
            return None
        merged = intersection.value
    return merged


def _intersect(scope: Scope, first: Type, second: Type) -> Merged[Type] | None:
    for ref, other in ((first, second), (second, first)):
        if isinstance(ref, Ref) and isinstance(other, Scalar):
            return Merged(ref) if _refers_to_kind(scope, ref, other) else None
    return intersect(first, second)


def _refers_to_kind(scope: Scope, ref: Ref, scalar: Scalar) -> bool:
    definition = scope.state.definitions.schemas.get(ref.name)
    if definition is None or not is_object(definition.value):
        return False
    is_bare = not is_constrained(scalar) and not scalar.format
    return (
        is_bare
        and definition.value.get("type") == scalar.kind
        and not is_nullable(definition.scope, definition.value)
    )
