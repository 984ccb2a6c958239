"""Combine a schema with its allOf, oneOf, anyOf and not."""

from __future__ import annotations

from collections.abc import Mapping

from docmodels.ir import (
    UNKNOWN,
    Map,
    Never,
    Type,
    Unknown,
    WithAssertions,
)
from docmodels.ir.algebra import all_of_types, union_of
from docmodels.ir.json_schema import assertion_schema

_BARE_OBJECT = Map(values=UNKNOWN)


def compose(base: Type, groups: Mapping[str, list[Type]]) -> Type:
    """Combine a schema and its allOf, oneOf and anyOf members into one allOf.

    A bare `type: object` next to members is left out.
    """
    members = [base, *groups["allOf"]]
    members += [union_of(groups["oneOf"], "oneOf")] if groups["oneOf"] else []
    members += [union_of(groups["anyOf"])] if groups["anyOf"] else []
    members = [member for member in members if member not in (UNKNOWN, _BARE_OBJECT)]
    return all_of_types(members) if members else base


def apply_not(type: Type, members: list[Type]) -> Type:
    """Add the members of `not` to a type as assertions."""
    for member in members:
        if isinstance(member, Unknown):
            return Never()
        type = WithAssertions(type=type, schema={"not": assertion_schema(member)})
    return type
