"""Compare two types at one place."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diff import kinds
from docmodels.diff.assertions import compare_assertions
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison, accepts_null, resolve, without_null
from docmodels.diff.constraints import compare_constraints, compare_scalars
from docmodels.diff.object_views import object_view
from docmodels.diff.objects import compare_objects
from docmodels.diff.unions import compare_members, compare_unions
from docmodels.diff.values import compare_values, compare_with_scalar, value_set
from docmodels.ir import (
    AllOf,
    Array,
    Enum,
    Never,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.type_descriptions import describe_type


def compare_types(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between two types; those of referenced definitions are not repeated."""
    if old is new:
        return
    before, after = without_null(old), without_null(new)
    is_pair = comparison.is_pair(before, after)
    if not (is_pair and (before is old) == (after is new)):
        yield from _compare_null(old, new, place, comparison)
    if is_pair or isinstance(before, Enum) and before == after:
        return
    if isinstance(before, Ref) or isinstance(after, Ref):
        yield from _compare_resolved(before, after, place, comparison)
    else:
        yield from _compare_structures(before, after, place, comparison)


def _compare_null(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Compare null, unless one of the types accepts any value."""
    types = resolve(old, comparison.old), resolve(new, comparison.new)
    before, after = accepts_null(old, comparison.old), accepts_null(new, comparison.new)
    if before != after and not any(isinstance(type, Unknown) for type in types):
        yield from place.change(kinds.NULL_ADDED if after else kinds.NULL_REMOVED)


def _compare_resolved(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Compare what references lead to. An equal type in place of a definition is no change."""
    before, after = resolve(old, comparison.old), resolve(new, comparison.new)
    if before is None or after is None:
        return
    before, after = without_null(before), without_null(after)
    key = (id(before), id(after))
    if key not in comparison.differences:
        comparison.differences[key] = ()  # equal, unless a difference is reached
        inner = Place(pages=place.pages, unprinted=place.unprinted)
        changes = tuple(_compare_structures(before, after, inner, comparison))
        comparison.differences[key] = changes
    changes = comparison.differences[key]
    if not any(change.kind not in kinds.COSMETIC for change in changes):
        comparison.substituted.update(type.name for type in (old,) if isinstance(type, Ref))
        return
    if _have_common_fields(before, after, comparison) or len(changes) == 1:
        for change in changes:
            yield from place.rebase(change)
    else:
        yield from place.change(kinds.TYPE_CHANGED, describe_type(old), describe_type(new))


def _have_common_fields(old: Type, new: Type, comparison: Comparison) -> bool:
    """Whether two objects have at least half of their fields in common."""
    views = object_view(old, comparison.old), object_view(new, comparison.new)
    before, after = (view.fields.keys() if view else set[str]() for view in views)
    return 2 * len(before & after) >= max(len(before), len(after), 1)


def _compare_structures(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    if isinstance(old, WithAssertions) or isinstance(new, WithAssertions):
        yield from compare_assertions(old, new, place, comparison)
        inner = _without_assertions(old), _without_assertions(new)
        yield from compare_types(*inner, place, comparison)
    elif isinstance(old, Unknown) or isinstance(new, Unknown):
        if not (isinstance(old, Unknown) and isinstance(new, Unknown)):
            kind = _unknown_kind(isinstance(old, Unknown), place)
            yield from place.change(kind, describe_type(old), describe_type(new))
    elif isinstance(old, Never) or isinstance(new, Never):
        if not (isinstance(old, Never) and isinstance(new, Never)):
            kind = kinds.TYPE_WIDENED if isinstance(old, Never) else kinds.TYPE_NARROWED
            yield from place.change(kind, describe_type(old), describe_type(new))
    else:
        yield from _compare_composites(old, new, place, comparison)


def _compare_composites(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    before, after = object_view(old, comparison.old), object_view(new, comparison.new)
    if before and after:
        yield from compare_objects(before, after, place, comparison)
    elif (isinstance(old, AllOf) and not before) or (isinstance(new, AllOf) and not after):
        yield from compare_members(old, new, place, comparison)
    elif isinstance(old, Union) or isinstance(new, Union):
        yield from compare_unions(old, new, place, comparison)
    elif isinstance(old, Array) and isinstance(new, Array):
        yield from _compare_arrays(old, new, place, comparison)
    else:
        yield from _compare_leaves(old, new, place)


def _unknown_kind(is_old_unknown: bool, place: Place) -> kinds.ChangeKind:
    """Return the kind of change between any value and a type: a page may only lack the type."""
    if is_old_unknown:
        return kinds.TYPE_DOCUMENTED if place.pages[0] else kinds.TYPE_NARROWED
    return kinds.TYPE_UNDOCUMENTED if place.pages[1] else kinds.TYPE_WIDENED


def _without_assertions(type: Type) -> Type:
    return type.type if isinstance(type, WithAssertions) else type


def _compare_leaves(old: Type, new: Type, place: Place) -> Iterator[ModelChange]:
    before, after = value_set(old), value_set(new)
    if before and after:
        yield from compare_values(before, after, place)
    elif before and isinstance(new, Scalar):
        yield from compare_with_scalar(before, new, is_enum_new=False, place=place)
    elif after and isinstance(old, Scalar):
        yield from compare_with_scalar(after, old, is_enum_new=True, place=place)
    elif isinstance(old, Scalar) and isinstance(new, Scalar):
        yield from compare_scalars(old, new, place)
    else:
        yield from place.change(kinds.TYPE_CHANGED, describe_type(old), describe_type(new))


def _compare_arrays(
    old: Array, new: Array, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Compare items, and those with a type of their own by position."""
    for number in range(max(len(old.prefix_items), len(new.prefix_items))):
        before, after = (
            array.prefix_items[number] if number < len(array.prefix_items) else array.items
            for array in (old, new)
        )
        yield from compare_types(before, after, place.step(f"[{number}]"), comparison)
    yield from compare_types(old.items, new.items, place.step("[]"), comparison)
    yield from compare_constraints(old.constraints, new.constraints, place)
