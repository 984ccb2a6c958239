"""Merge the members of `allOf` into one object with base classes if that is equivalent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from docmodels.ir import (
    NO_OBJECT_CONSTRAINTS,
    UNKNOWN,
    AllOf,
    ConstraintValues,
    Enum,
    Field,
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
    constraint_values,
    is_constrained,
    is_object,
    is_placeholder,
    scalar,
)
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
    return with_assertions(_merge_types(scope, types), _conjunction(conditions))


def _partition(parts: Iterable[Type]) -> tuple[list[Type], list[Schema]]:
    """Split members into types and untyped assertions; drop empty schemas and repeated refs."""
    types: list[Type] = []
    conditions: list[Schema] = []
    pending = list(reversed(list(parts)))
    while pending:
        part = pending.pop()
        if isinstance(part, AllOf) and not part.title:
            pending.extend(reversed(part.members))
        elif isinstance(part, WithAssertions) and isinstance(part.type, Unknown):
            conditions.append(part.schema)
        elif not isinstance(part, Unknown) and not (isinstance(part, Ref) and part in types):
            types.append(part)
    return types, conditions


def _conjunction(conditions: list[Schema]) -> Schema:
    conjunction: Schema = {}
    for index, condition in enumerate(conditions):
        if not conjunction.keys().isdisjoint(condition) or "if" in condition and index:
            return {"allOf": conditions}
        conjunction |= condition
    return conjunction


def _merge_types(scope: Scope, types: list[Type]) -> Type:
    if len(types) < 2:
        return types[0] if types else UNKNOWN
    merged = _merge_objects(scope, types) or _merge_scalars(scope, types)
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
    merged = _merge_inline(inline)
    if merged is None or not (bases or merged.bases):
        return merged
    if merged.additional_properties not in (None, UNKNOWN):
        return None
    extended = replace(merged, bases=tuple(dict.fromkeys((*bases, *merged.bases))))
    return _resolve_required_only(scope, extended)


def _merge_inline(inline: list[Object]) -> Object | None:
    """Merge objects whose fields differ or overlap by `required` only; else return None."""
    if len(inline) < 2:
        return inline[0] if inline else Object()
    fields: dict[str, Field] = {}
    merged = Object()
    for part in inline:
        if (
            part.additional_properties not in (None, UNKNOWN)
            or part.pattern_properties
            or part.title
        ):
            return None
        if part.constraints != NO_OBJECT_CONSTRAINTS or (
            merged.discriminator and part.discriminator
        ):
            return None
        for field in part.fields:
            existing = fields.get(field.name)
            intersection = field if existing is None else _intersect_fields(existing, field)
            if intersection is None:
                return None
            fields[field.name] = intersection
        merged = replace(
            merged,
            bases=(*merged.bases, *part.bases),
            additional_properties=part.additional_properties or merged.additional_properties,
            discriminator=part.discriminator or merged.discriminator,
        )
    return replace(merged, fields=_placeholders_last(fields.values()))


def _intersect_fields(first: Field, second: Field) -> Field | None:
    if is_placeholder(second) or first == second:
        return replace(first, presence="required") if second.required else first
    return replace(second, presence="required") if is_placeholder(first) else None


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


# --- scalars -------------------------------------------------------------------------------------


def _merge_scalars(scope: Scope, types: list[Type]) -> Type | None:
    """Merge scalars with enums, references or scalars of the same kind; None if impossible."""
    merged = types[0]
    for part in types[1:]:
        intersection = _intersect_types(scope, merged, part) or _intersect_types(
            scope, part, merged
        )
        if intersection is None:
            return None
        merged = intersection
    return merged


def _intersect_types(scope: Scope, first: Type, second: Type) -> Type | None:
    """Return the type of values that both types accept; None if no single type expresses it."""
    if first == second and not isinstance(first, Object | Union | AllOf):
        return first
    if not isinstance(second, Scalar):
        return None
    if isinstance(first, Nullable):
        return _intersect_types(scope, first.type, second)
    is_unconstrained = not is_constrained(second)
    if isinstance(first, Enum):
        return first if is_unconstrained and first.base == second.kind and first.closed else None
    if isinstance(first, Ref):
        return (
            first
            if is_unconstrained and not second.format and _refers_to_kind(scope, first, second)
            else None
        )
    if isinstance(first, Scalar):
        return _intersect_scalars(first, second)
    return None


def _refers_to_kind(scope: Scope, ref: Ref, scalar: Scalar) -> bool:
    definition = scope.state.definitions.schemas.get(ref.name)
    if definition is None or not is_object(definition.value):
        return False
    return definition.value.get("type") == scalar.kind and not is_nullable(
        definition.scope, definition.value
    )


def _intersect_scalars(first: Scalar, second: Scalar) -> Scalar | None:
    kinds = {first.kind, second.kind}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return None
    if first.format and second.format and first.format != second.format:
        return None
    limits = _intersect_constraints(
        constraint_values(first.constraints), constraint_values(second.constraints)
    )
    if limits is None:
        return None
    kind = "integer" if "integer" in kinds else first.kind
    return scalar(kind, first.format or second.format, limits)


def _intersect_constraints(
    first: ConstraintValues, second: ConstraintValues
) -> ConstraintValues | None:
    limits = dict(first)
    for key, value in second.items():
        if key not in limits:
            limits[key] = value
        elif value == limits[key]:
            continue
        elif key.startswith(("min", "exclusive_min")):
            limits[key] = max(limits[key], value)
        elif key.startswith(("max", "exclusive_max")):
            limits[key] = min(limits[key], value)
        else:
            return None
    return limits
