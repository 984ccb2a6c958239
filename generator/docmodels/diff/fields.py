"""Compare one field in two versions: presence, access, type, default and annotations."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diff import kinds
from docmodels.diff.annotations import compare_annotations
from docmodels.diff.changes import ModelChange, Place, inferred_by
from docmodels.diff.comparison import Comparison
from docmodels.ir import Field, is_placeholder
from docmodels.ir.equality import is_equal
from docmodels.ir.type_descriptions import json_text


def compare_field(
    old: Field, new: Field, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes of a field; a fact that one of the versions lacks is none."""
    place = place.field(old.name).with_origins(old.origin, new.origin)
    users = place.with_access(old.access).with_access(new.access)
    if old.presence != new.presence:
        kind = kinds.FIELD_BECAME_REQUIRED if new.required else kinds.FIELD_BECAME_OPTIONAL
        presence = users.with_inferred(inferred_by("required", values=(old, new)))
        yield from presence.change(kind)
    yield from _compare_access(old, new, place)
    if not is_placeholder(old) and not is_placeholder(new):
        types = users.with_inferred(inferred_by("type", "values", values=(old, new)))
        yield from comparison.compare(old.type, new.type, types)
    yield from _compare_defaults(old, new, users)
    if (old.deprecation is None) != (new.deprecation is None):
        is_deprecated = new.deprecation is not None
        yield from users.change(
            kinds.FIELD_DEPRECATED if is_deprecated else kinds.FIELD_UNDEPRECATED
        )
    if comparison.is_cosmetic:
        yield from compare_annotations(old, new, users)


def _compare_access(old: Field, new: Field, place: Place) -> Iterator[ModelChange]:
    """A field leaves requests when it becomes read-only, responses when it becomes write-only."""
    if old.access == new.access:
        return
    if new.access == "read-only" and old.access == "read-write":
        yield from place.change(kinds.BECAME_READ_ONLY)
    if new.access == "write-only":
        yield from place.change(kinds.BECAME_WRITE_ONLY)
    if old.access == "read-only":
        kind = kinds.REQUIRED_NO_LONGER_READ_ONLY if new.required else kinds.NO_LONGER_READ_ONLY
        yield from place.change(kind)
    if old.access == "write-only" and new.access == "read-write":
        yield from place.change(kinds.NO_LONGER_WRITE_ONLY)
    if old.access == "write-only" and new.access == "read-only":
        yield from place.change(kinds.BECAME_READ_ONLY)


def _compare_defaults(old: Field, new: Field, place: Place) -> Iterator[ModelChange]:
    before, after = old.default, new.default
    if before and after:
        if not is_equal(before.value, after.value):
            texts = json_text(before.value), json_text(after.value)
            yield from place.change(kinds.DEFAULT_CHANGED, *texts)
    elif before:
        yield from place.change(kinds.DEFAULT_REMOVED, before=json_text(before.value))
    elif after:
        yield from place.change(kinds.DEFAULT_ADDED, after=json_text(after.value))
