"""Unions whose members are told apart by a tag that is no literal of the members' own.

A mapping may give one member several tags, or other tags in another union; the heirs of a base share
its tag as plain text; a member may be a union itself. pydantic then asks a function for the member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docmodels.ir import Nullable, Ref, Scalar, Type, Union
from docmodels.targets.plan.plan import Plan, tag_values, target_class


@dataclass(frozen=True, slots=True)
class Choices:
    """The wire name and the attribute of the tag, the label that each tag stands for, the members
    by label, and the label of every other tag: nothing, where there is no such member."""

    wire: str
    attribute: str
    labels: Mapping[str, str]
    members: Mapping[str, Type]
    other: str
    nullable: bool


def choices(plan: Plan, type: Union) -> Choices | None:
    """Find how the discriminator of a union tells its members apart; None if it does not."""
    if type.discriminator is None:
        return None
    nullable = False
    leaves: dict[str, list[str]] = {}
    members: dict[str, Type] = {}
    for member in type.members:
        while isinstance(member, Nullable):
            nullable, member = True, member.type
        if member == Scalar(kind="null"):
            nullable = True
            continue
        if not isinstance(member, Ref) or not (keys := _leaves(plan, member)):
            return None
        label = plan.names.classes[member.name]
        leaves[label], members[label] = keys, member
    if not type.discriminator.mapping and not _are_stated(plan, leaves):
        return None
    other = next((each for each in leaves if _is_above(plan, leaves, each)), "")
    labels = _labels(plan, type, leaves)
    if labels is None or len(members) < 2:
        return None
    found = {key for keys in leaves.values() for key in keys}
    attributes = _attributes(plan, type.discriminator.property, found, bool(other))
    if len(attributes) != 1:
        return None
    wire = type.discriminator.property
    return Choices(wire, attributes.pop(), labels, members, other, nullable)


def _leaves(plan: Plan, type: Type) -> list[str]:
    """List the classes that a member stands for: its own, or those of a union that it names."""
    found: list[str] = []
    seen, stack = set[str](), [type]
    while stack:
        inner = stack.pop()
        if key := target_class(plan, inner):
            found.append(key)
            continue
        name = inner.name if isinstance(inner, Ref) else ""
        union = plan.resolved(inner)
        if not isinstance(union, Union) or name in seen:
            return []
        seen.add(name)
        stack.extend(reversed(union.members))
    return found


def _are_stated(plan: Plan, leaves: Mapping[str, list[str]]) -> bool:
    """Whether a schema states all members: names are tags then; on a page a mapping may be lost."""
    return all(plan.shapes[key].stated for keys in leaves.values() for key in keys)


def _is_above(plan: Plan, leaves: Mapping[str, list[str]], label: str) -> bool:
    """Whether a member is the base of all the others."""
    base, *more = leaves[label]
    others = [key for each, keys in leaves.items() if each != label for key in keys]
    return not more and all(base in plan.layouts[key].ancestors for key in others)


def _labels(plan: Plan, type: Union, leaves: Mapping[str, list[str]]) -> dict[str, str] | None:
    """Give the member that each tag stands for; None where one tag stands for two."""
    assert type.discriminator is not None
    mapped: dict[str, list[str]] = {}
    for tag, name in type.discriminator.mapping.items():
        mapped.setdefault(target_class(plan, Ref(name=name)), []).append(tag)
    found: dict[str, str] = {}
    for label, keys in leaves.items():
        for key in keys:
            field = plan.layouts[key].fields.get(type.discriminator.property)
            own = tag_values(plan, field.type) if field else ()
            for tag in own or mapped.get(key) or [key]:
                if found.setdefault(tag, label) != label:
                    return None
    return found


def _attributes(plan: Plan, wire: str, keys: set[str], optional: bool) -> set[str]:
    """Collect the attributes that hold the tag; none, where a member may come without it."""
    found: set[str] = set()
    for key in keys:
        field = plan.layouts[key].fields.get(wire)
        if field is None or field.documented_name or not (field.required or optional):
            return set()
        found.add(plan.names.attributes[key][wire])
    return found
