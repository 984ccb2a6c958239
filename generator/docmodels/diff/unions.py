"""Compare unions and allOf: pair their members, then compare the members of each pair."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Literal

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison, Definitions, resolve, union_members
from docmodels.diff.discriminators import compare_union_discriminators
from docmodels.diff.object_views import object_view
from docmodels.diff.values import value_set
from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Integer,
    Map,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
)
from docmodels.ir.type_descriptions import describe_type

MAX_CANDIDATES = 12
"""How many members of one shape a member is compared with."""


def compare_unions(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between two unions; a type that is none is the union of itself."""
    members = tuple(union_members(old)), tuple(union_members(new))
    is_flattened = (
        place.pages[0] and _is_flattened(old, members[1], comparison.old, comparison.new),
        place.pages[1] and _is_flattened(new, members[0], comparison.new, comparison.old),
    )
    if any(is_flattened):
        place = place.with_inferred(("flattened-unions",))
    removed, added = list[Type](), list[Type]()
    yield from _compare_pairs(*members, place, comparison, (removed, added))
    for member in removed:
        if not any(_accepts(other, member, "old", comparison) for other in _values(members[1])):
            yield from place.change(kinds.UNION_MEMBER_REMOVED, before=describe_type(member))
    for member in added:
        if not any(_accepts(other, member, "new", comparison) for other in _values(members[0])):
            yield from place.change(kinds.UNION_MEMBER_ADDED, after=describe_type(member))
    if not (isinstance(old, Union) and isinstance(new, Union)):
        return
    yield from compare_union_discriminators(old, new, place, comparison)
    is_overlapping = not (old.discriminator and new.discriminator) and not (
        _are_disjoint(old.members, comparison.old) and _are_disjoint(new.members, comparison.new)
    )
    if old.mode != new.mode and is_overlapping:
        is_loose = new.mode == "anyOf"
        yield from place.change(
            kinds.ONE_OF_BECAME_ANY_OF if is_loose else kinds.ANY_OF_BECAME_ONE_OF
        )


def _is_flattened(
    type: Type, members: Sequence[Type], definitions: Definitions, others: Definitions
) -> bool:
    """Whether an object has exactly the fields of all members of a union: pages print it so."""
    view = object_view(type, definitions)
    if view is None or len(members) < 2:
        return False
    views = [object_view(part, others) for member in members if (part := resolve(member, others))]
    names = {name for member in views if member for name in member.fields}
    return len(views) == len(members) and all(views) and view.fields.keys() == names


def _values(members: Sequence[Type]) -> Iterator[Type]:
    """Yield the first members that are no objects, and no references, which may lead to some."""
    yield from islice(
        (member for member in members if not isinstance(member, Ref | Object | Map)), MAX_CANDIDATES
    )


def _accepts(type: Type, member: Type, side: Literal["old", "new"], comparison: Comparison) -> bool:
    """Whether a member of the other union accepts all values of `member`, which is no object."""
    if isinstance(member, Ref | Object | Map):
        return False
    if side == "old":
        return not any(c.breaks_sent for c in comparison.compare(member, type, _place(comparison)))
    return not any(c.breaks_received for c in comparison.compare(type, member, _place(comparison)))


def compare_members(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between two allOf; a type that is none is the allOf of itself."""
    members = tuple(type.members if isinstance(type, AllOf) else (type,) for type in (old, new))
    removed, added = list[Type](), list[Type]()
    yield from _compare_pairs(members[0], members[1], place, comparison, (removed, added))
    for member in removed:
        yield from place.change(kinds.ALL_OF_MEMBER_REMOVED, before=describe_type(member))
    for member in added:
        yield from place.change(kinds.ALL_OF_MEMBER_ADDED, after=describe_type(member))


def _compare_pairs(
    old: Sequence[Type],
    new: Sequence[Type],
    place: Place,
    comparison: Comparison,
    unpaired: tuple[list[Type], list[Type]],
) -> Iterator[ModelChange]:
    """Pair equal members, then the only two of a shape; add the others to `unpaired`."""
    names = {member.name: number for number, member in enumerate(new) if isinstance(member, Ref)}
    remaining_old, used = list[Type](), set[int]()
    for member in old:
        name = comparison.pairs.get(member.name) if isinstance(member, Ref) else None
        if name in names and names[name] not in used:
            used.add(names[name])
        else:
            remaining_old.append(member)
    groups = _by_shape(remaining_old, comparison.old)
    remaining_new = [member for number, member in enumerate(new) if number not in used]
    groups_new = _by_shape(remaining_new, comparison.new)
    for shape in dict.fromkeys((*groups, *groups_new)):
        before, after = _without_equal(groups.get(shape, []), groups_new.get(shape, []), comparison)
        if len(before) == len(after) == 1 and not isinstance(before[0], Ref):
            location = place.step(f"<{shape}>") if len(old) > 1 else place
            yield from comparison.compare(before[0], after[0], location)
        else:
            unpaired[0].extend(before)
            unpaired[1].extend(after)


def _without_equal(
    old: Sequence[Type], new: Sequence[Type], comparison: Comparison
) -> tuple[list[Type], list[Type]]:
    """Remove the members that have an equal one on the other side."""
    remaining, candidates = list[Type](), list(new)
    for member in old:
        equal = next(
            (
                number
                for number, candidate in enumerate(islice(candidates, MAX_CANDIDATES))
                if not any(comparison.compare(member, candidate, _place(comparison)))
            ),
            None,
        )
        if equal is None:
            remaining.append(member)
        else:
            del candidates[equal]
    return remaining, candidates


def _place(comparison: Comparison) -> Place:
    """Return a place that no report has, to find whether two members are equal."""
    return Place(unprinted=comparison.unprinted)


def _by_shape(members: Sequence[Type], definitions: Definitions) -> dict[str, list[Type]]:
    groups: dict[str, list[Type]] = {}
    for member in members:
        groups.setdefault(_shape(member, definitions), []).append(member)
    return groups


def _shape(type: Type, definitions: Definitions) -> str:
    """Return the kind of JSON values that a type describes, as far as it is only one."""
    resolved = resolve(type, definitions)
    match resolved:
        case String():
            return "string"
        case Integer() | Number():
            return "number"
        case Boolean():
            return "boolean"
        case Array():
            return "array"
        case Object() | Map():
            return "object"
        case _ if resolved and (values := value_set(resolved)):
            types = {value.__class__.__name__: None for value in values.values}
            return {"str": "string", "bool": "boolean", "int": "number", "float": "number"}.get(
                "".join(types), "other"
            )
        case _:
            return "other"


def _are_disjoint(members: Sequence[Type], definitions: Definitions) -> bool:
    """Whether no value can match two members, because each is of another kind."""
    shapes: list[Hashable] = [_shape(member, definitions) for member in members]
    return "other" not in shapes and len(set(shapes)) == len(shapes)
