"""Merge the members of one allOf into one type, up to a size that the document justifies.

The objects of an allOf become one object with bases; a union is distributed over the other members;
scalars combine their constraints. Definitions that share unions or arrays could become a type whose
size is exponential in that of the document, so a merge that exceeds its limit is given up
(decision 0046).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import prod
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    NULL,
    UNKNOWN,
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
from docmodels.ir.json_types import json_types
from docmodels.ir.traverse import walk
from docmodels.targets.plan.base_classes import Types, class_key, is_base_class, resolve

MAX_DISTRIBUTED: Final = 64
"""The most classes that the unions of one allOf may become; with more, their members are lost."""

MAX_COPIED: Final = 1_000
"""The most types that an allOf may copy of unions in the unions that it refers to."""

MAX_FIELD_TYPE: Final = 1_000
"""The most types in the type of a field that a class and its bases declare."""

_FREE_OBJECT: Final = Map(values=UNKNOWN)


MAX_LEVELS: Final = 50
"""The most unions, properties and items inside each other that an allOf merges."""


class Sizes(Struct, frozen=True):
    """The number of types in all definitions, and in an allOf with what it directly refers to."""

    document: int
    all_of: int


class _LimitError(Exception):
    """A merged type exceeds its limit."""


def merge_all_of(members: Sequence[Type], types: Types, title: str, sizes: Sizes) -> Merged[Type]:
    """Return the type for the members of an allOf, each of which is merged already.

    The result is not `exact` if it leaves out members of unions, since there would be too many.
    """
    unions = [target for m in members if isinstance(target := resolve(m, types), Union)]
    classes = min(prod(len(union.members) for union in unions), MAX_DISTRIBUTED)
    limit = classes * sizes.all_of + min(sizes.document, MAX_COPIED) + MAX_DISTRIBUTED
    merge = _Merge(types, limit)
    try:
        merged = merge.merge(members, title)
    except _LimitError:
        return Merged(_widen(members, types, title), exact=False)
    if _is_larger(merged, limit):
        return Merged(_widen(members, types, title), exact=False)
    return Merged(merged, exact=not merge.is_partial)


def intersect_fields(field: Field, other: Field, types: Types) -> Field:
    """Merge two declarations of one field into one that satisfies both.

    If the type of both is too large, the second declaration remains.
    """
    merge = _Merge(types, MAX_FIELD_TYPE)
    try:
        merged = merge_fields(field, other, merge.merge_two)
    except _LimitError:
        return other
    assert merged is not None, "merge_two returns a type for any two types"
    return other if _is_larger(merged.value.type, MAX_FIELD_TYPE) else merged.value


def _is_larger(type: Type, limit: int) -> bool:
    return sum(1 for _ in islice(walk(type), limit + 1)) > limit


def _widen(members: Sequence[Type], types: Types, title: str) -> Type:
    """Return a small type that accepts every value of an allOf, and keeps all properties."""
    refs = [member for member in members if isinstance(member, Ref)]
    bases = [class_key(ref.name, types) for ref in refs if is_base_class(ref.name, types)]
    if bases:
        return Object(bases=tuple(dict.fromkeys(bases)), additional_properties=UNKNOWN, title=title)
    return refs[0] if refs else members[0]


class _Merge(Struct):
    """The merge of one allOf, with the number of its steps so far.

    `is_partial` if members of unions are left out.
    """

    types: Types
    limit: int
    steps: int = 0
    level: int = 0
    is_partial: bool = False

    def merge(self, members: Sequence[Type], title: str) -> Type:
        """Merge types; raise `_LimitError` after too many steps, or on too many levels."""
        self.steps += 1
        self.level += 1
        if self.steps > self.limit or self.level > MAX_LEVELS:
            raise _LimitError
        merged = self._merge(members, title)
        self.level -= 1
        return merged

    def _merge(self, members: Sequence[Type], title: str) -> Type:
        types = self.types
        takes_null = bool(members) and all(_takes_null(member, types) for member in members)
        unmerged = next((m for m in members if isinstance(m, Ref) and m.name not in types), None)
        if unmerged is not None:  # a cycle: the reference is narrower than its merge
            return unmerged
        non_null = [_without_null(member, types) for member in members]
        non_null = [m for m in non_null if not isinstance(resolve(m, types), Unknown)]
        if takes_null and NULL in non_null:
            return NULL
        non_null = _without_free_objects(non_null, types)
        merged = self._merge_non_null(non_null, title) if non_null else UNKNOWN
        return nullable(merged) if takes_null and non_null else merged

    def merge_two(self, first: Type, second: Type) -> Merged[Type]:
        """Merge the types of two declarations of one property."""
        return Merged(self.merge([first, second], ""), exact=False)

    def _merge_non_null(self, members: list[Type], title: str) -> Type:
        if len(members) == 1:
            return members[0]
        targets = [resolve(member, self.types) for member in members]
        if any(isinstance(target, Never) for target in targets):
            return Never()
        if all(isinstance(target, Object | Map) for target in targets):
            return self._merge_objects(members, title)
        unions = [target for target in targets if isinstance(target, Union)]
        if unions and prod(len(union.members) for union in unions) <= MAX_DISTRIBUTED:
            index = targets.index(unions[0])
            distributed = self._distribute(unions[0], members[:index] + members[index + 1 :])
            if isinstance(distributed, Union):
                return replace(distributed, title=title)
            if distributed is not None:
                return distributed
        elif unions:
            self.is_partial = True
        return self._pick_narrowest(members, targets)

    def _distribute(self, union: Union, others: list[Type]) -> Type | None:
        """Merge each member of a union with `others`; None if no member shares a JSON type with them.

        `type: object` beside a union with other members is a common mistake: no member is left out.
        """
        limits = [
            _json_types(other, self.types)
            for other in others
            if not isinstance(resolve(other, self.types), Object | Map)
        ]
        members: list[Type] = []
        for member in union.members:
            kinds = _json_types(member, self.types)
            if any(kinds.isdisjoint(limit) for limit in limits):
                continue
            name = member.name if isinstance(member, Ref) else ""
            members.append(self.merge([*others, member], name))
        if len(members) < 2:
            return members[0] if members else None
        return replace(union, members=tuple(members))

    def _merge_objects(self, members: list[Type], title: str) -> Type:
        bases: list[str] = []
        parts: list[Object] = []
        for member in members:
            target = resolve(member, self.types)
            if isinstance(member, Ref) and is_base_class(member.name, self.types):
                bases.append(class_key(member.name, self.types))
            elif isinstance(target, Map):
                parts.append(Object(additional_properties=target.values))
            elif isinstance(target, Object):
                bases.extend(target.bases)
                parts.append(target)
        merged = merge_objects(parts, self.merge_two)
        assert merged is not None, "merge_two returns a type for any two types"
        return replace(merged.value, bases=tuple(dict.fromkeys(bases)), title=title)

    def _pick_narrowest(self, members: list[Type], targets: list[Type]) -> Type:
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
            items = array.items if array.prefix_items else self.merge([a.items for a in arrays], "")
            return replace(array, items=items, constraints=constraints.value)
        objects = [m for m, t in zip(members, targets, strict=True) if isinstance(t, Object)]
        return self.merge(objects, "") if objects else members[0]


def _without_free_objects(members: list[Type], types: Types) -> list[Type]:
    """Drop members that are only `type: object` if another member describes the object."""
    targets = [resolve(member, types) for member in members]
    specific = [member for member, t in zip(members, targets, strict=True) if t != _FREE_OBJECT]
    if any(isinstance(target, Object | Map) and target != _FREE_OBJECT for target in targets):
        return specific
    return members


def _takes_null(type: Type, types: Types) -> bool:
    target = resolve(type, types)
    members = target.members if isinstance(target, Union) else (target,)
    return any(may_be_null(resolve(member, types)) for member in members)


def _without_null(type: Type, types: Types) -> Type:
    target = resolve(type, types)
    return without_null(target) if isinstance(target, Nullable) else type


def _json_types(type: Type, types: Types) -> frozenset[str]:
    return json_types(type, lambda inner: resolve(inner, types))


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
