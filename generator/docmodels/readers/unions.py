"""oneOf and anyOf."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from docmodels.ir import (
    NO_CONSTRAINTS,
    NULL,
    UNKNOWN,
    Enum,
    EnumMember,
    Json,
    Nullable,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_object,
)
from docmodels.readers.keywords import Schema, flag, schemas, text
from docmodels.readers.objects import discriminator
from docmodels.readers.residual_keywords import holds_only_checks, rewritten
from docmodels.readers.scalars import identity, kind_of
from docmodels.readers.scope import Scope


def unions(scope: Scope, schema: Schema) -> list[Type]:
    """Read `oneOf` and `anyOf`, each a type of its own."""
    found: list[Type] = []
    for key in ("oneOf", "anyOf"):
        parts = schemas(scope, schema, key)
        if not parts:
            continue
        if _are_constants(parts):
            found.append(_labelled(scope, parts))
        elif all(map(holds_only_checks, parts)):
            raw = [rewritten(scope, part) for part in parts]
            found.append(WithAssertions(type=UNKNOWN, schema={key: raw}))
        else:
            found.append(_union(scope, schema, key, [scope.read(part) for part in parts]))
    return found


def or_null(type: Type) -> Type:
    """Give `type` with null allowed; written once, however often it is said."""
    return type if isinstance(type, Nullable | Unknown) or type == NULL else Nullable(type=type)


def _union(scope: Scope, schema: Schema, key: str, members: list[Type]) -> Type:
    exclusive = key == "oneOf"
    if not exclusive:
        members = _distinct(members)
    others, null = _without_null(members, exclusive)
    if len(others) == 1:
        found = others[0]
    elif not others:
        found = NULL
    else:
        found = _open_enum(others, exclusive) or Union(
            members=tuple(others),
            mode="oneOf" if exclusive else "anyOf",
            discriminator=discriminator(scope, schema),
        )
    return or_null(found) if null else found


def _are_constants(parts: list[Json]) -> bool:
    """Whether `oneOf` lists values with titles and descriptions: an enum with words."""
    if not all(is_object(part) and "const" in part for part in parts):
        return False
    values = [identity(part["const"]) for part in parts]
    kinds = {kind_of(part["const"]) for part in parts if part["const"] is not None}
    plain = all(_LABELS.issuperset(key for key in part if key[:2] != "x-") for part in parts)
    typed = all(
        part.get("type", kind_of(part["const"])) == kind_of(part["const"]) for part in parts
    )
    return (
        plain
        and typed
        and len(set(values)) == len(values)
        and len(kinds) == 1
        and kinds <= _SCALARS
    )


_LABELS = frozenset({"const", "type", "title", "description", "deprecated"})
_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def _labelled(scope: Scope, parts: list[Json]) -> Type:
    members = tuple(
        EnumMember(
            value=part["const"],
            name=text(scope, part, "title"),
            doc=text(scope, part, "description"),
            deprecated=flag(scope, part, "deprecated"),
        )
        for part in parts
    )
    rest = tuple(member for member in members if member.value is not None)
    base = cast(ScalarKind, kind_of(rest[0].value))
    found = Enum(members=rest, base=base)
    return found if len(rest) == len(members) else Nullable(type=found)


def _distinct(members: list[Type]) -> list[Type]:
    if len(members) > 100:  # comparing each with each is for lists that people write
        return members
    found: list[Type] = []
    for member in members:
        if member not in found:
            found.append(member)
    return found


def _without_null(members: list[Type], exclusive: bool) -> tuple[list[Type], bool]:
    """Take null out of the members, unless oneOf could count it twice."""
    nulls = sum(member == NULL for member in members)
    others = [member for member in members if member != NULL]
    takes_null = [isinstance(member, Nullable | Unknown) for member in others]
    if not exclusive and any(takes_null):
        return [m.type if isinstance(m, Nullable) else m for m in others], True
    if nulls == 0 or (exclusive and (nulls > 1 or any(takes_null))):
        return members, False
    return others, True


def _open_enum(members: list[Type], exclusive: bool) -> Enum | None:
    """`anyOf` of an enum and its base type: the values known today, and others."""
    if exclusive or len(members) != 2:
        return None
    for enum, base in (members, members[::-1]):
        if isinstance(enum, Enum) and isinstance(base, Scalar) and enum.base == base.kind:
            if base.constraints == NO_CONSTRAINTS and not base.format:
                return replace(enum, closed=False)
    return None
