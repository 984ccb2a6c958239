"""Make a union of each type that msgspec decodes only with help, and leave out what adds nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Enum,
    Field,
    Never,
    Nullable,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
    scalar,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.scalars import is_constrained
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.inheritance import ClassLayout
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import enum_base
from docmodels.targets.python.annotations import TYPED_FORMATS, is_tuple
from docmodels.targets.python.literals import enum_kind, is_number, literal_values

_INT64 = range(-(2**63), 2**63)
_SURROGATE = re.compile("[\ud800-\udfff]")


def with_unions(plan: Plan) -> Plan:
    """Return the plan with unions in place of references that msgspec does not decode.

    An open enum becomes the union of its class and the type of its values. An enum class that
    msgspec refuses, and a reference from an alias to its cycle, become a union of one member; other
    values that msgspec refuses become their type. A union with any string loses its dates: a string
    stays as it is. The items of an array that is no tuple become one union.
    """
    shapes = {
        key: replace(shape, type=_shape_type(shape.type, plan, key))
        for key, shape in plan.shapes.items()
    }
    layouts = {key: _layout(layout, plan) for key, layout in plan.layouts.items()}
    return replace(plan, shapes=shapes, layouts=layouts)


def _layout(layout: ClassLayout, plan: Plan) -> ClassLayout:
    return replace(
        layout,
        own_fields=tuple(_field(field, plan) for field in layout.own_fields),
        fields={name: _field(field, plan) for name, field in layout.fields.items()},
    )


def _field(field: Field, plan: Plan) -> Field:
    return replace(field, type=_with_unions(field.type, plan))


def _shape_type(type: Type, plan: Plan, key: str) -> Type:
    """Return the type of a shape; an alias refers to its cycle by unions of one member.

    Only references inside containers lead back to an alias: others would be a `circular-ref`.
    """
    if plan.is_enum_class(key):
        return type
    changed = _with_unions(type, plan)
    return _defer(changed, plan, key, is_inplace=True) if key in plan.recursive_aliases else changed


def _defer(type: Type, plan: Plan, key: str, *, is_inplace: bool) -> Type:
    """Make unions of the references to the cycle of the alias `key`, except those in place."""
    cycles: Mapping[str, str] = plan.recursive_aliases
    if isinstance(type, Ref):
        is_cycle = cycles.get(type.name) == cycles[key]
        return Union(members=(type,)) if is_cycle and not is_inplace else type
    stays = is_inplace and isinstance(type, Nullable | Union | WithAssertions)
    return map_children(type, lambda inner: _defer(inner, plan, key, is_inplace=stays))


def _with_unions(type: Type, plan: Plan) -> Type:
    """Return `type` with unions."""
    if isinstance(type, Ref):
        return _with_base(type, plan)
    if isinstance(type, Enum | Const):
        return _with_decodable_values(type)
    changed = map_children(type, lambda inner: _with_unions(inner, plan))
    match changed:
        case Union():
            return _without_formats(changed, plan)
        case Array() if changed.prefix_items and not is_tuple(changed):
            return _without_positions(changed)
        case _:
            return changed


def _with_base(type: Ref, plan: Plan) -> Type:
    if not plan.is_enum_class(type.name):
        return type
    enum = plan.shapes[type.name].type
    assert isinstance(enum, Enum)
    if not enum.closed:
        return Union(members=(type, scalar(enum.base or enum_kind(enum))))
    is_refused = enum_base(enum) == "Enum" or not _are_decodable(enum)
    return Union(members=(type,)) if is_refused else type


def _with_decodable_values(type: Enum | Const) -> Type:
    """Return the type of the values if msgspec takes one of them in no `Literal[..]`."""
    if _are_decodable(type):
        return type
    values = literal_values(type) or []
    if all(isinstance(value, str) for value in values):
        return STRING
    if all(map(is_number, values)):
        return INTEGER
    is_numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    return NUMBER if is_numeric else UNKNOWN


def _are_decodable(type: Enum | Const) -> bool:
    """Whether msgspec takes all values: strings of Unicode, integers of 64 bits, no fractions."""
    values = [type.value] if isinstance(type, Const) else [m.value for m in type.members]
    return all(
        value in _INT64 if is_number(value) else not _SURROGATE.search(str(value))
        for value in values
    ) and not any(isinstance(value, float) for value in values)


def _without_positions(type: Array) -> Array:
    """Return an array whose items are of any type of the positions."""
    types = [*type.prefix_items, *([] if isinstance(type.items, Never) else [type.items])]
    items = UNKNOWN if UNKNOWN in types else union_of(types)
    constraints, count = type.constraints, len(type.prefix_items)
    if isinstance(type.items, Never):
        maximum = count if constraints.max_items is None else min(constraints.max_items, count)
        constraints = replace(constraints, max_items=maximum)
    return replace(type, items=items, prefix_items=(), constraints=constraints)


def _without_formats(type: Union, plan: Plan) -> Type:
    """Remove the strings of a union that another member accepts as they are."""
    if not any(_is_any_string(member, plan) for member in type.members):
        return type
    members = tuple(
        member
        for member in type.members
        if not isinstance(member, String) or _is_any_string(member, plan)
    )
    return members[0] if len(members) == 1 else replace(type, members=members)


def _is_any_string(type: Type, plan: Plan) -> bool:
    if not isinstance(type, String) or is_constrained(type):
        return False
    return type.format not in TYPED_FORMATS and type.format not in plan.formats
