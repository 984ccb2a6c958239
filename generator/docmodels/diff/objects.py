"""Compare objects: their fields, other properties and constraints."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place, inferred_by
from docmodels.diff.comparison import Comparison
from docmodels.diff.constraints import compare_constraints
from docmodels.diff.discriminators import compare_discriminators
from docmodels.diff.fields import compare_field
from docmodels.diff.object_views import ObjectView
from docmodels.diff.renamed_fields import find_renamed_fields
from docmodels.ir import STRING, Field, Never, is_placeholder


def compare_objects(
    old: ObjectView, new: ObjectView, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between two objects; those of base classes are reported there."""
    yield from _compare_fields(old, new, place, comparison)
    yield from _compare_other_properties(old, new, place, comparison)
    yield from compare_constraints(old.constraints, new.constraints, place)
    yield from compare_discriminators(old.discriminator, new.discriminator, place, comparison)


def _compare_fields(
    old: ObjectView, new: ObjectView, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    removed = {
        name: field
        for name, field in old.fields.items()
        if name not in new.fields
        and comparison.pairs.get(old.owners.get(name, "")) not in new.bases
    }
    added = {
        name: field
        for name, field in new.fields.items()
        if name not in old.fields
        and comparison.old_names.get(new.owners.get(name, "")) not in old.bases
    }
    renamed = find_renamed_fields(removed, added, place, comparison)
    for before, after, evidence in renamed:
        del removed[before.name], added[after.name]
        yield from _rename(before, after, place, evidence)
        yield from compare_field(before, after, place, comparison)
    for name, before in old.fields.items():
        owners = old.owners.get(name, ""), new.owners.get(name, "")
        is_inherited = bool(owners[0]) and comparison.pairs.get(owners[0]) == owners[1]
        if name in new.fields and not is_inherited:
            yield from compare_field(before, new.fields[name], place, comparison)
    for field in removed.values():
        yield from _remove(field, place)
    for field in added.values():
        yield from _add(field, place, is_closed=isinstance(old.additional, Never))
    if comparison.is_cosmetic:
        shared = [name for name in old.fields if name in new.fields]
        if shared != [name for name in new.fields if name in old.fields]:
            yield from place.change(kinds.FIELDS_REORDERED)


def _rename(old: Field, new: Field, place: Place, evidence: str) -> Iterator[ModelChange]:
    location = place.field(old.name).with_origins(old.origin, new.origin)
    location = location.with_inferred(inferred_by("name", values=(old, new)))
    kind = kinds.REQUIRED_FIELD_RENAMED if old.required else kinds.OPTIONAL_FIELD_RENAMED
    yield from _for_users(location, old).change(kind, old.name, new.name, evidence)


def _remove(field: Field, place: Place) -> Iterator[ModelChange]:
    kind = kinds.REQUIRED_FIELD_REMOVED if field.required else kinds.OPTIONAL_FIELD_REMOVED
    location = place.field(field.name).with_origins(field.origin, None)
    yield from _for_users(location, field).change(kind, before=field.name)


def _add(field: Field, place: Place, is_closed: bool) -> Iterator[ModelChange]:
    if is_closed:
        kind = kinds.OPTIONAL_FIELD_ADDED_TO_CLOSED
        kind = kinds.REQUIRED_FIELD_ADDED_TO_CLOSED if field.required else kind
    else:
        kind = kinds.REQUIRED_FIELD_ADDED if field.required else kinds.OPTIONAL_FIELD_ADDED
    location = place.field(field.name).with_origins(None, field.origin)
    yield from _for_users(location, field).change(kind, after=field.name)


def _for_users(place: Place, field: Field) -> Place:
    """Return the place of a field that is sent and received as its access allows."""
    place = place.with_access(field.access)
    inferred = inferred_by("required", "name", values=(field,)) if not is_placeholder(field) else ()
    return place.with_inferred(inferred)


def _compare_other_properties(
    old: ObjectView, new: ObjectView, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    was_closed, is_closed = isinstance(old.additional, Never), isinstance(new.additional, Never)
    if was_closed != is_closed:
        kind = kinds.ADDITIONAL_PROPERTIES_FORBIDDEN
        yield from place.change(kind if is_closed else kinds.ADDITIONAL_PROPERTIES_ALLOWED)
    elif not is_closed:
        yield from comparison.compare(old.additional, new.additional, place.step("{}"))
    if old.keys is not None or new.keys is not None:
        keys = old.keys or STRING, new.keys or STRING
        yield from comparison.compare(*keys, place.step("{names}"))
    for pattern in dict.fromkeys((*old.patterns, *new.patterns)):
        location = place.step(f"{{/{pattern}/}}")
        if pattern not in new.patterns:
            yield from location.change(kinds.PATTERN_PROPERTIES_REMOVED, before=pattern)
        elif pattern not in old.patterns:
            yield from location.change(kinds.PATTERN_PROPERTIES_ADDED, after=pattern)
        else:
            types = old.patterns[pattern], new.patterns[pattern]
            yield from comparison.compare(*types, location)
