"""What `allOf` brings together: one object with bases where that says the same, else all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import asdict, replace

from docmodels.ir import (
    NO_CONSTRAINTS,
    UNKNOWN,
    AllOf,
    Constraints,
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
    is_object,
)
from docmodels.ir.traverse import children as parts_of
from docmodels.readers.inheritance import described_in, heritable
from docmodels.readers.keywords import Schema, nullable
from docmodels.readers.objects import is_placeholder, read_field
from docmodels.readers.residual_keywords import checked
from docmodels.readers.scope import Reading, Scope

FREE_FORM: Final = Map(values=UNKNOWN)


def together(scope: Scope, parts: Sequence[Type]) -> Type:
    """Give the type of the values that every one of `parts` takes."""
    types, conditions = _sorted_out(parts)
    if any(isinstance(part, Never) for part in types):
        return Never()
    return checked(_one_type(scope, types), _conjunction(conditions))


def _sorted_out(parts: Iterable[Type]) -> tuple[list[Type], list[Schema]]:
    """Take conditions that hang on no type apart, and drop what says nothing or says it twice."""
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
    found: Schema = {}
    for index, condition in enumerate(conditions):
        if not found.keys().isdisjoint(condition) or "if" in condition and index:
            return {"allOf": conditions}
        found |= condition
    return found


def _one_type(scope: Scope, types: list[Type]) -> Type:
    if len(types) < 2:
        return types[0] if types else UNKNOWN
    found = _object(scope, types) or _scalar(scope, types)
    return found or AllOf(members=tuple(types))


# --- objects -------------------------------------------------------------------------------------


def _object(scope: Scope, types: list[Type]) -> Type | None:
    """Make one object of references to objects and inline ones, if nothing changes by that."""
    bases = [part.name for part in types if isinstance(part, Ref)]
    inline = [part for part in types if isinstance(part, Object)]
    if len(bases) + len(inline) + types.count(FREE_FORM) != len(types):
        return None
    if not all(heritable(scope.reading, base) for base in bases):
        return None
    if len(bases) == 1 and not inline:
        return Ref(name=bases[0])
    merged = _merged(inline)
    if merged is None or not (bases or merged.bases):
        return merged
    if merged.additional_properties not in (None, UNKNOWN):
        return None
    own = replace(merged, bases=tuple(dict.fromkeys((*bases, *merged.bases))))
    return _with_required(scope, own)


def _merged(inline: list[Object]) -> Object | None:
    """Make one object of several whose fields do not overlap, or overlap by `required` only."""
    if len(inline) < 2:
        return inline[0] if inline else Object()
    fields: dict[str, Field] = {}
    found = Object()
    for part in inline:
        if (
            part.additional_properties not in (None, UNKNOWN)
            or part.pattern_properties
            or part.title
        ):
            return None
        if part.constraints != NO_CONSTRAINTS or (found.discriminator and part.discriminator):
            return None
        for field in part.fields:
            known = fields.get(field.name)
            both = field if known is None else _both(known, field)
            if both is None:
                return None
            fields[field.name] = both
        found = replace(
            found,
            bases=(*found.bases, *part.bases),
            additional_properties=part.additional_properties or found.additional_properties,
            discriminator=part.discriminator or found.discriminator,
        )
    return replace(found, fields=_placeholders_last(fields.values()))


def _both(first: Field, second: Field) -> Field | None:
    if is_placeholder(second) or first == second:
        return replace(first, required=True) if second.required else first
    return replace(second, required=True) if is_placeholder(first) else None


def _with_required(scope: Scope, found: Object) -> Type:
    """Let fields that are only required take their description from the bases."""
    fields: list[Field] = []
    only_required: list[str] = []
    for field in found.fields:
        if is_placeholder(field):
            inherited = _inherited(scope.reading, found.bases, field.name)
            if inherited is not None and _names_nothing(inherited.type):
                field = replace(inherited, required=True)
            elif inherited is not None:
                only_required.append(field.name)
                continue
        fields.append(field)
    condition: Schema = {"required": only_required} if only_required else {}
    return checked(replace(found, fields=_placeholders_last(fields)), condition)


def _placeholders_last(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(sorted(fields, key=is_placeholder))


def _inherited(reading: Reading, bases: Iterable[str], name: str) -> Field | None:
    for base in bases:
        place = described_in(reading, base, name)
        if place is not None:
            return read_field(*place, name, True)
    return None


def _names_nothing(type: Type) -> bool:
    """Whether a copy of the type would need no name of its own."""
    if isinstance(type, Object | Enum | Union | AllOf):
        return False
    return all(_names_nothing(part) for part in parts_of(type))


# --- scalars -------------------------------------------------------------------------------------


def _scalar(scope: Scope, types: list[Type]) -> Type | None:
    """Make one type of a scalar's constraints and what else says only the same of it."""
    found = types[0]
    for part in types[1:]:
        merged = _both_scalars(scope, found, part) or _both_scalars(scope, part, found)
        if merged is None:
            return None
        found = merged
    return found


def _both_scalars(scope: Scope, first: Type, second: Type) -> Type | None:
    """Give what `first` is when it is `second` too, if that can be said in one."""
    if first == second and not isinstance(first, Object | Union | AllOf):
        return first
    if not isinstance(second, Scalar):
        return None
    if isinstance(first, Nullable):
        return _both_scalars(scope, first.type, second)
    bare = second.constraints == NO_CONSTRAINTS
    if isinstance(first, Enum):
        return first if bare and first.base == second.kind and first.closed else None
    if isinstance(first, Ref):
        return first if bare and not second.format and _is_kind(scope, first, second) else None
    if isinstance(first, Scalar):
        return _narrowed(first, second)
    return None


def _is_kind(scope: Scope, ref: Ref, scalar: Scalar) -> bool:
    target = scope.reading.targets.get(ref.name)
    if target is None or not is_object(target.value):
        return False
    return target.value.get("type") == scalar.kind and not nullable(target.scope, target.value)


def _narrowed(first: Scalar, second: Scalar) -> Scalar | None:
    kinds = {first.kind, second.kind}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return None
    if first.format and second.format and first.format != second.format:
        return None
    limits = _both_limits(first.constraints, second.constraints)
    if limits is None:
        return None
    kind = "integer" if "integer" in kinds else first.kind
    return Scalar(kind=kind, format=first.format or second.format, constraints=limits)


def _both_limits(first: Constraints, second: Constraints) -> Constraints | None:
    found, default = asdict(first), asdict(NO_CONSTRAINTS)
    for key, value in asdict(second).items():
        if value == default[key] or value == found[key]:
            continue
        if found[key] == default[key]:
            found[key] = value
        elif key.startswith(("min", "exclusive_min")):
            found[key] = max(found[key], value)
        elif key.startswith(("max", "exclusive_max")):
            found[key] = min(found[key], value)
        else:
            return None
    return Constraints(**found)
