"""Merge each allOf into one type that a Python class or alias can express.

The objects of an allOf become one object with bases; a union is distributed over the other
members; scalars combine their constraints. If no single type expresses the allOf, the result
accepts more values than the allOf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Final

from msgspec.structs import replace

from docmodels.ir import (
    NULL,
    UNKNOWN,
    AllOf,
    Api,
    Array,
    Const,
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
    nullable,
)
from docmodels.ir.algebra import (
    Merged,
    intersect_enums,
    may_be_null,
    merge_constraints,
    merge_fields,
    merge_objects,
    merge_scalars,
    without_null,
)
from docmodels.ir.graph import sort_topologically
from docmodels.ir.json_schema import assertion_schema
from docmodels.ir.json_types import json_types
from docmodels.ir.references import inplace_refs
from docmodels.ir.schema_algebra import Schema, or_null
from docmodels.ir.traverse import map_children, refs, walk
from docmodels.targets.plan.closed_objects import close_object, split_closed
from docmodels.targets.plan.conditional_properties import with_conditional_properties
from docmodels.targets.plan.lossless import is_composed, is_lossless
from docmodels.targets.plan.options import Validation
from docmodels.targets.plan.shapes import is_dictionary
from docmodels.targets.plan.structural_assertions import structural_assertions

Types = Mapping[str, Type]

MAX_DISTRIBUTED = 64
"""The most classes that the unions of one allOf may become; with more, their members are lost."""

_FREE_OBJECT = Map(values=UNKNOWN)


def merge_definitions(api: Api, validation: Validation = Validation.NATURAL) -> dict[str, Type]:
    """Return the type of every definition without any `AllOf`.

    Every base of an `Object` is the name of another `Object` in the result. `NATURAL` keeps no
    `WithAssertions`, `STRICT` those about objects and arrays; `EXACT` keeps all, and adds one where
    merging loses a constraint. An `unevaluatedProperties: false` closes an object if that means
    the same; the assertions of `EXACT` include it in any case.
    """
    merge = _MERGES[validation]
    definitions = {definition.name: definition.type for definition in api.definitions}
    merged: dict[str, Type] = {}
    for name in _sorted_by_dependency(definitions):
        type, closed = definitions[name], None
        if validation is not Validation.EXACT and (split := split_closed(type, definitions)):
            inner, others = split
            type_of_object = WithAssertions(type=inner, schema=others) if others else inner
            closed = close_object(merge(type_of_object, merged), merged)
        merged[name] = closed or merge(type, merged)
    return {name: merged[name] for name in definitions}


def _sorted_by_dependency(definitions: Types) -> list[str]:
    """Sort definitions topologically by hard dependency (bases, allOf, aliases), then by nested
    hard dependency, then by plain reference; ignore back edges of the weaker kinds."""
    order = sort_topologically(definitions, lambda name: refs(definitions[name]))
    order = sort_topologically(order, lambda name: _nested_dependencies(definitions[name]))
    return sort_topologically(order, lambda name: inplace_refs(definitions[name], True))


def _nested_dependencies(type: Type) -> Iterator[str]:
    """Yield the hard dependencies of the allOf types and the objects with bases in `type`."""
    for inner in walk(type):
        if is_composed(inner):
            yield from inplace_refs(inner, True)


def _merge_exactly(type: Type, types: Types) -> Type:
    """Merge, and keep the constraints that the merged type loses as assertions."""
    match type:
        case WithAssertions(inner, schema):
            return WithAssertions(type=_merge_exactly(inner, types), schema=schema)
        case Nullable(inner):
            merged = _merge_exactly(inner, types)
            if not isinstance(merged, WithAssertions):
                return nullable(merged)
            return WithAssertions(type=nullable(merged.type), schema=or_null(merged.schema))
        case AllOf(members):
            merged = _merge(type, types)
            if is_lossless(members, types):
                return map_children(merged, lambda inner: _merge_exactly(inner, types))
            return WithAssertions(type=_as_any_of(merged), schema=assertion_schema(type))
        case Object() if not all(_is_base_class(base, types, exact=True) for base in type.bases):
            return WithAssertions(type=_merge(type, types), schema=assertion_schema(type))
        case _:
            merged = _with_resolved_bases(type, types)
            return map_children(merged, lambda inner: _merge_exactly(inner, types))


def _as_any_of(type: Type) -> Type:
    """Return a union that accepts every value of its members: merged members may be equal."""
    match type:
        case Nullable(inner):
            return nullable(_as_any_of(inner))
        case Union() if type.discriminator is None:
            return replace(type, mode="anyOf")
        case _:
            return type


def _merge(type: Type, types: Types) -> Type:
    match type:
        case WithAssertions(inner, schema):
            return with_conditional_properties(_merge(inner, types), schema, types)
        case AllOf():
            return _merge_all_of(
                [_merge(member, types) for member in type.members], types, type.title
            )
        case Object() if not all(_is_base_class(base, types) for base in type.bases):
            alone = _merge(replace(type, bases=()), types)
            return _merge_all_of(
                [*(Ref(name=base) for base in type.bases), alone], types, type.title
            )
        case _:
            merged = _with_resolved_bases(type, types)
            return map_children(merged, lambda inner: _merge(inner, types))


def _merge_structurally(type: Type, types: Types) -> Type:
    """Merge, and keep the assertions about objects and arrays."""
    match type:
        case WithAssertions(inner, schema):
            return _with_structure(_merge_structurally(inner, types), schema)
        case Nullable(inner):
            merged = _merge_structurally(inner, types)
            if not isinstance(merged, WithAssertions):
                return nullable(merged)
            return WithAssertions(type=nullable(merged.type), schema=or_null(merged.schema))
        case AllOf(members):
            return _merge_with_assertions(
                [_merge_structurally(member, types) for member in members], types, type
            )
        case Object() if not all(_is_base_class(base, types) for base in type.bases):
            alone = _merge_structurally(replace(type, bases=()), types)
            bases = (Ref(name=base) for base in type.bases)
            return _merge_with_assertions(
                [*bases, alone], types, AllOf(members=(), title=type.title)
            )
        case _:
            merged = _with_resolved_bases(type, types)
            return map_children(merged, lambda inner: _merge_structurally(inner, types))


def _merge_with_assertions(members: list[Type], types: Types, all_of: AllOf) -> Type:
    """Merge the members of an allOf; the result has the assertions of those that are no classes."""
    merged = _merge_all_of(list(map(_without_assertions, members)), types, all_of.title)
    if isinstance(merged, Array) and all_of.members and not is_lossless(all_of.members, types):
        return _with_structure(merged, assertion_schema(all_of))
    for member in members:
        if isinstance(member, Ref) and not _is_base_class(member.name, types):
            member = types.get(member.name, UNKNOWN)
        while isinstance(member, WithAssertions):
            merged, member = _with_structure(merged, member.schema), member.type
    return merged


def _without_assertions(type: Type) -> Type:
    while isinstance(type, WithAssertions):
        type = type.type
    return type


def _with_structure(type: Type, schema: Schema) -> Type:
    structure = structural_assertions(schema)
    return WithAssertions(type=type, schema=structure) if structure else type


def _is_base_class(name: str, types: Types, exact: bool = False) -> bool:
    """Whether a definition is a class or an alias of one, which `Object.bases` can name.

    A dictionary with a type of its values is none. With `exact`, a class with assertions is none.
    """
    while exact and isinstance(target := types.get(name), Ref):
        name = target.name
    target = types.get(name, UNKNOWN) if exact else _resolve(Ref(name=name), types)
    return isinstance(target, Object) and (target == Object() or not is_dictionary(target))


_MERGES: Final = {
    Validation.NATURAL: _merge,
    Validation.STRICT: _merge_structurally,
    Validation.EXACT: _merge_exactly,
}


def _with_resolved_bases(type: Type, types: Types) -> Type:
    """Return an object whose bases are the classes that the given bases are aliases of."""
    if not isinstance(type, Object) or not type.bases:
        return type
    return replace(type, bases=tuple({_object_name(base, types): None for base in type.bases}))


def _resolve(type: Type, types: Types) -> Type:
    """Follow references to a type; return `UNKNOWN` for a dangling or cyclic one."""
    seen: set[str] = set()
    while isinstance(type, Ref | WithAssertions):
        if isinstance(type, WithAssertions):
            type = type.type
            continue
        if type.name in seen:
            return UNKNOWN
        seen.add(type.name)
        type = types.get(type.name, UNKNOWN)
    return type


def _merge_all_of(members: list[Type], types: Types, title: str) -> Type:
    """Merge the members of one allOf, each of which is merged already."""
    takes_null = bool(members) and all(_takes_null(member, types) for member in members)
    unmerged = next((m for m in members if isinstance(m, Ref) and m.name not in types), None)
    if unmerged is not None:  # a cycle: the reference is narrower than its merge
        return unmerged
    non_null = [_without_null(member, types) for member in members]
    non_null = [member for member in non_null if not isinstance(_resolve(member, types), Unknown)]
    if takes_null and NULL in non_null:
        return NULL
    non_null = _without_free_objects(non_null, types)
    merged = _merge_non_null(non_null, types, title) if non_null else UNKNOWN
    return nullable(merged) if takes_null and non_null else merged


def _without_free_objects(members: list[Type], types: Types) -> list[Type]:
    """Drop members that are only `type: object` if another member describes the object."""
    targets = [_resolve(member, types) for member in members]
    specific = [member for member, t in zip(members, targets, strict=True) if t != _FREE_OBJECT]
    if any(isinstance(target, Object | Map) and target != _FREE_OBJECT for target in targets):
        return specific
    return members


def _takes_null(type: Type, types: Types) -> bool:
    target = _resolve(type, types)
    members = target.members if isinstance(target, Union) else (target,)
    return any(may_be_null(_resolve(member, types)) for member in members)


def _without_null(type: Type, types: Types) -> Type:
    target = _resolve(type, types)
    return without_null(target) if isinstance(target, Nullable) else type


def _merge_non_null(members: list[Type], types: Types, title: str) -> Type:
    if len(members) == 1:
        return members[0]
    targets = [_resolve(member, types) for member in members]
    if any(isinstance(target, Never) for target in targets):
        return Never()
    if all(isinstance(target, Object | Map) for target in targets):
        return _merge_objects(members, types, title)
    unions = [target for target in targets if isinstance(target, Union)]
    if unions and prod(len(union.members) for union in unions) <= MAX_DISTRIBUTED:
        index = targets.index(unions[0])
        distributed = _distribute(unions[0], members[:index] + members[index + 1 :], types)
        if isinstance(distributed, Union):
            return replace(distributed, title=title)
        if distributed is not None:
            return distributed
    return _pick_narrowest(members, targets, types)


def _distribute(union: Union, others: list[Type], types: Types) -> Type | None:
    """Merge each member of a union with `others`; None if no member shares a JSON type with them.

    `type: object` beside a union with other members is a common mistake: no member is left out.
    """
    limits = [
        _json_types(other, types)
        for other in others
        if not isinstance(_resolve(other, types), Object | Map)
    ]
    members: list[Type] = []
    for member in union.members:
        kinds = _json_types(member, types)
        if any(kinds.isdisjoint(limit) for limit in limits):
            continue
        name = member.name if isinstance(member, Ref) else ""
        members.append(_merge_all_of([*others, member], types, name))
    if len(members) < 2:
        return members[0] if members else None
    return replace(union, members=tuple(members))


def _json_types(type: Type, types: Types) -> frozenset[str]:
    return json_types(type, lambda inner: _resolve(inner, types))


def _merge_objects(members: list[Type], types: Types, title: str) -> Type:
    bases: list[str] = []
    parts: list[Object] = []
    for member in members:
        target = _resolve(member, types)
        if isinstance(member, Ref) and _is_base_class(member.name, types):
            bases.append(_object_name(member.name, types))
        elif isinstance(target, Map):
            parts.append(Object(additional_properties=target.values))
        elif isinstance(target, Object):
            bases.extend(target.bases)
            parts.append(target)
    merged = merge_objects(parts, lambda first, second: _merge_two(first, second, types))
    assert merged is not None, "_merge_two returns a type for any two types"
    return replace(merged.value, bases=tuple(dict.fromkeys(bases)), title=title)


def _object_name(name: str, types: Types) -> str:
    type = types[name]
    while isinstance(type, Ref | WithAssertions):
        if isinstance(type, Ref):
            name, type = type.name, types[type.name]
        else:
            type = type.type
            if isinstance(type, Object):
                return name
    return name


def _merge_two(first: Type, second: Type, types: Types) -> Merged[Type]:
    return Merged(_merge_all_of([first, second], types, ""), exact=False)


def intersect_fields(field: Field, other: Field, types: Types) -> Field:
    """Merge two declarations of one field into one that satisfies both."""
    merged = merge_fields(field, other, lambda one, two: _merge_two(one, two, types))
    assert merged is not None, "_merge_two returns a type for any two types"
    return merged.value


def _pick_narrowest(members: list[Type], targets: list[Type], types: Types) -> Type:
    """Merge types that are not all objects: prefer constants, then enums, then scalars."""
    enums = [target for target in targets if isinstance(target, Enum) and target.closed]
    if len(enums) > 1:
        return _intersect_enums(members, targets, enums)
    for kinds in (Const, Enum):
        for member, target in zip(members, targets, strict=True):
            if isinstance(target, kinds):
                return member
    scalars = [target for target in targets if isinstance(target, Scalar)]
    if len(scalars) == len(targets) and (merged := merge_scalars(scalars)) is not None:
        return merged.value
    arrays = [target for target in targets if isinstance(target, Array)]
    if arrays and len(arrays) == len(targets):
        constraints = merge_constraints([array.constraints for array in arrays])
        array = next((array for array in arrays if array.prefix_items), arrays[0])
        items = (
            array.items
            if array.prefix_items
            else _merge_all_of([a.items for a in arrays], types, "")
        )
        return replace(array, items=items, constraints=constraints.value)
    objects = [m for m, t in zip(members, targets, strict=True) if isinstance(t, Object)]
    return _merge_all_of(objects, types, "") if objects else members[0]


def _intersect_enums(members: list[Type], targets: list[Type], enums: list[Enum]) -> Type:
    """Intersect the values of enums; return the member that has exactly these values, if any."""
    shared: Type = enums[0]
    for enum in enums[1:]:
        intersection = intersect_enums(shared, enum) if isinstance(shared, Enum) else None
        shared = intersection.value if intersection else shared
    if not isinstance(shared, Enum):
        return shared
    for member, target in zip(members, targets, strict=True):
        if target in enums and len(target.members) == len(shared.members):
            return member
    return shared
