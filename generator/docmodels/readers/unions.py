"""Read `oneOf` and `anyOf`: unions, labelled enums, open enums, unions of assertions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec.structs import replace

from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Enum,
    EnumMember,
    Json,
    Scalar,
    ScalarKind,
    Type,
    WithAssertions,
    equality_key,
    is_constrained,
    is_object,
    nullable,
)
from docmodels.ir.algebra import split_null, union_of
from docmodels.ir.equality import distinct
from docmodels.ir.instance_check import value_kind
from docmodels.ir.vocabulary import LABELS, UNION_KEYWORDS
from docmodels.readers.keywords import Schema, flag, schemas, text
from docmodels.readers.objects import read_discriminator
from docmodels.readers.residual_keywords import is_assertion_only, to_2020_12
from docmodels.readers.scope import Scope
from docmodels.readers.untyped import Part, is_about_several_types, union_part


def read_unions(scope: Scope, schema: Schema) -> list[Part]:
    """Read `oneOf` and `anyOf` into one type each."""
    unions: list[Part] = []
    for key in UNION_KEYWORDS:
        parts = schemas(scope, schema, key)
        if not parts:
            continue
        if _are_labelled_constants(parts):
            unions.append(Part(_labelled_enum(scope, parts), tuple(parts)))
        elif all(map(is_assertion_only, parts)) or is_about_several_types(parts):
            raw = [to_2020_12(scope, part) for part in parts]
            unions.append(Part(WithAssertions(type=UNKNOWN, schema={key: raw}), tuple(parts)))
        else:
            union = _read_union(scope, schema, key, _read_members(scope, parts))
            unions.append(union_part(key, parts, union))
    return unions


def _read_members(scope: Scope, parts: list[Json]) -> list[Type]:
    """Read the members of a union; those that list constants are one enum, where the first is."""
    constants = [part for part in parts if _are_labelled_constants([part])]
    if len(constants) < 2 or not _are_labelled_constants(constants):
        return [scope.read(part) for part in parts]
    ids = set(map(id, constants))
    return [
        _labelled_enum(scope, constants) if part is constants[0] else scope.read(part)
        for part in parts
        if part is constants[0] or id(part) not in ids
    ]


def _read_union(scope: Scope, schema: Schema, key: str, members: list[Type]) -> Type:
    if key == "oneOf":
        return union_of(members, "oneOf", read_discriminator(scope, schema))
    non_null, has_null = split_null(distinct(members))
    enum = _open_enum(non_null)
    if enum is not None:
        return nullable(enum) if has_null else enum
    return union_of(members, "anyOf", read_discriminator(scope, schema))


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


def _open_enum(members: Sequence[Type]) -> Enum | None:
    """Return an open enum for `anyOf` of an enum and its base type."""
    if len(members) != 2:
        return None
    for enum, base in (members, members[::-1]):
        if isinstance(enum, Enum) and isinstance(base, Scalar) and enum.base == base.kind:
            if not is_constrained(base) and not base.format:
                return replace(enum, closed=False)
    return None
