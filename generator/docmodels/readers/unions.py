"""Read `oneOf` and `anyOf`: unions, labelled enums, open enums, unions of assertions."""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

from msgspec import json
from msgspec.structs import replace

from docmodels.ir import (
    DEPRECATED,
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
    equality_key,
    is_constrained,
    is_object,
    nullable,
)
from docmodels.ir.vocabulary import LABELS, UNION_KEYWORDS
from docmodels.readers.keywords import Schema, flag, schemas, text
from docmodels.readers.objects import read_discriminator
from docmodels.readers.residual_keywords import is_assertion_only, to_2020_12
from docmodels.readers.scalars import value_kind
from docmodels.readers.scope import Scope


def read_unions(scope: Scope, schema: Schema) -> list[Type]:
    """Read `oneOf` and `anyOf` into one type each."""
    types: list[Type] = []
    for key in UNION_KEYWORDS:
        parts = schemas(scope, schema, key)
        if not parts:
            continue
        if _are_labelled_constants(parts):
            types.append(_labelled_enum(scope, parts))
        elif all(map(is_assertion_only, parts)):
            raw = [to_2020_12(scope, part) for part in parts]
            types.append(WithAssertions(type=UNKNOWN, schema={key: raw}))
        else:
            types.append(_read_union(scope, schema, key, [scope.read(part) for part in parts]))
    return types


def _read_union(scope: Scope, schema: Schema, key: str, members: list[Type]) -> Type:
    exclusive = key == "oneOf"
    if not exclusive:
        members = _unique(members)
    non_null, has_null = _without_null(members, exclusive)
    if len(non_null) == 1:
        type = non_null[0]
    elif not non_null:
        type = NULL
    else:
        type = _open_enum(non_null, exclusive) or Union(
            members=tuple(non_null),
            mode="oneOf" if exclusive else "anyOf",
            discriminator=read_discriminator(scope, schema),
        )
    return nullable(type) if has_null else type


def _are_labelled_constants(parts: list[Json]) -> bool:
    """Return whether a union lists scalar constants with titles and descriptions: an enum."""
    if not all(is_object(part) and "const" in part for part in parts):
        return False
    values = [equality_key(part["const"]) for part in parts]
    kinds = {value_kind(part["const"]) for part in parts if part["const"] is not None}
    has_only_labels = all(
        _LABEL_KEYWORDS.issuperset(key for key in part if key[:2] != "x-") for part in parts
    )
    types_match = all(
        part.get("type", value_kind(part["const"])) == value_kind(part["const"]) for part in parts
    )
    return (
        has_only_labels
        and types_match
        and len(set(values)) == len(values)
        and len(kinds) == 1
        and kinds <= _SCALARS
    )


_LABEL_KEYWORDS = frozenset({"const", "type"}.union(LABELS))
_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def _labelled_enum(scope: Scope, parts: list[Json]) -> Type:
    members = tuple(
        EnumMember(
            value=part["const"],
            name=text(scope, part, "title"),
            doc=text(scope, part, "description"),
            deprecation=DEPRECATED if flag(scope, part, "deprecated") else None,
        )
        for part in parts
    )
    non_null = tuple(member for member in members if member.value is not None)
    base = cast(ScalarKind, value_kind(non_null[0].value))
    enum = Enum(members=non_null, base=base)
    return enum if len(non_null) == len(members) else nullable(enum)


def _unique(members: list[Type]) -> list[Type]:
    """Drop repeated members; constants are compared as JSON values, so that 1 and true differ."""
    unique: dict[Hashable, Type] = {}
    for member in members:
        unique.setdefault(equality_key(json.decode(json.encode(member))), member)
    return list(unique.values())


def _without_null(members: list[Type], exclusive: bool) -> tuple[list[Type], bool]:
    """Return the members without null, and whether null is allowed.

    The members of `oneOf` stay as they are if two of them may accept null, which rejects null.
    """
    nulls = sum(member == NULL for member in members)
    non_null = [member for member in members if member != NULL]
    takes_null = [isinstance(member, Nullable | Unknown) for member in non_null]
    if not exclusive and any(takes_null):
        return [m.type if isinstance(m, Nullable) else m for m in non_null], True
    if nulls == 0 or (exclusive and (nulls > 1 or any(takes_null))):
        return members, False
    return non_null, True


def _open_enum(members: list[Type], exclusive: bool) -> Enum | None:
    """Return an open enum for `anyOf` of an enum and its base type."""
    if exclusive or len(members) != 2:
        return None
    for enum, base in (members, members[::-1]):
        if isinstance(enum, Enum) and isinstance(base, Scalar) and enum.base == base.kind:
            if not is_constrained(base) and not base.format:
                return replace(enum, closed=False)
    return None
