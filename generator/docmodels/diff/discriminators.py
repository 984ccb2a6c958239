"""Compare discriminators: the property, and which definition each of its values selects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.diff.comparison import Comparison, Definitions
from docmodels.ir import Discriminator, Ref, Type, Union, is_inferred
from docmodels.ir.type_descriptions import json_text


def compare_discriminators(
    old: Discriminator | None, new: Discriminator | None, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between the discriminators of two base classes."""
    if old is None or new is None:
        yield from _compare_existence(old, new, place)
    else:
        yield from _compare_property(old, new, place)
        yield from _compare_values(old.mapping, new.mapping, place, comparison)


def compare_union_discriminators(
    old: Type, new: Type, place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    """Yield the changes between the discriminators of two unions.

    A value that selects a member which only one of the unions has is no change of its own. A member
    without a mapping is selected by its name (OpenAPI 3.1.0, section 4.8.25).
    """
    before, after = (type.discriminator if isinstance(type, Union) else None for type in (old, new))
    if before is None or after is None:
        yield from _compare_existence(before, after, place)
        return
    yield from _compare_property(before, after, place)
    names = [list(_member_names(type)) for type in (old, new)]
    new_names = set(names[1])
    shared = {name for name in names[0] if comparison.pairs.get(name) in new_names}
    shared_new = {comparison.pairs[name] for name in shared}
    mappings = (
        _full_mapping(before, shared, comparison.old),
        _full_mapping(after, shared_new, comparison.new),
    )
    yield from _compare_values(*mappings, place, comparison)


def _member_names(type: Type) -> Iterator[str]:
    members = type.members if isinstance(type, Union) else ()
    yield from (member.name for member in members if isinstance(member, Ref))


def _full_mapping(
    discriminator: Discriminator, names: Collection[str], definitions: Definitions
) -> dict[str, str]:
    """Return the values that select one of `names`, those that names imply included.

    A name that is inferred, from the name of a file for example, implies no value.
    """
    explicit = {value: name for value, name in discriminator.mapping.items() if name in names}
    mapped = set(explicit.values())
    implied = [
        name
        for name in sorted(names)
        if name not in mapped and not is_inferred(definitions[name], "name")
    ]
    return {**explicit, **{name: name for name in implied}}


def _compare_existence(
    old: Discriminator | None, new: Discriminator | None, place: Place
) -> Iterator[ModelChange]:
    if old:
        yield from place.change(kinds.DISCRIMINATOR_REMOVED, before=old.property)
    if new:
        yield from place.change(kinds.DISCRIMINATOR_ADDED, after=new.property)


def _compare_property(
    old: Discriminator, new: Discriminator, place: Place
) -> Iterator[ModelChange]:
    if old.property != new.property:
        kind = kinds.DISCRIMINATOR_PROPERTY_CHANGED
        yield from place.change(kind, old.property, new.property)


def _compare_values(
    old: Mapping[str, str], new: Mapping[str, str], place: Place, comparison: Comparison
) -> Iterator[ModelChange]:
    removed = [value for value in old if value not in new]
    added = [value for value in new if value not in old]
    changed = [
        value
        for value, name in old.items()
        if value in new and comparison.pairs.get(name, name) != new[value]
    ]
    for kind, before, after in (
        (kinds.DISCRIMINATOR_VALUES_REMOVED, removed, ()),
        (kinds.DISCRIMINATOR_VALUES_ADDED, (), added),
        (kinds.DISCRIMINATOR_VALUES_CHANGED, changed, changed),
    ):
        texts = [
            ", ".join(f"{json_text(value)} ({mapping[value]})" for value in values)
            for mapping, values in ((old, before), (new, after))
        ]
        if any(texts):
            yield from place.change(kind, *texts)
