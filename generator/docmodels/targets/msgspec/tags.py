"""Decide which structs have a tag: the value of a property that selects the struct in a union.

A struct has one tag, which is no field. So its class declares the property itself, requires it,
and has the same only value for it in every union.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from docmodels.ir import Null, Nullable, Object, Ref, String, Type, Union
from docmodels.ir.traverse import children, walk
from docmodels.targets.msgspec.wire_names import is_wire_name
from docmodels.targets.plan.callable_discriminators import callable_discriminator
from docmodels.targets.plan.discriminators import tag_values
from docmodels.targets.plan.plan import Plan, resolve_class


class Tag(Struct, frozen=True):
    """The property that identifies a struct, and its value."""

    property: str
    value: str


def struct_tags(plan: Plan) -> dict[str, Tag]:
    """Return the tag of each struct that has one; a union of structs has tags for all or none.

    A union is given up if another one gives one of its structs another tag. A property that is
    plain text becomes a tag only where a discriminator maps it, and if nothing else refers to the
    class: elsewhere it may have other values.
    """
    unions = [tags for union in _unions(plan) if (tags := _union_tags(plan, union))]
    while True:
        chosen, contradicted = _merge(unions)
        contradicted |= _texts_used_elsewhere(plan, chosen, unions)
        if not contradicted:
            return chosen
        unions = [tags for tags in unions if contradicted.isdisjoint(tags)]


def _merge(unions: list[dict[str, Tag]]) -> tuple[dict[str, Tag], set[str]]:
    """Return the tags of all unions, and the classes that have several."""
    chosen: dict[str, Tag] = {}
    contradicted: set[str] = set()
    for tags in unions:
        for key, tag in tags.items():
            if chosen.setdefault(key, tag) != tag:
                contradicted.add(key)
    return chosen, contradicted


def _texts_used_elsewhere(
    plan: Plan, tags: Mapping[str, Tag], unions: list[dict[str, Tag]]
) -> set[str]:
    """Return the classes whose tag is plain text and that more than the tagged unions refer to."""
    texts = {
        key
        for key, tag in tags.items()
        if not tag_values(plan, plan.layouts[key].fields[tag.property].type)
    }
    member_sets = {frozenset(tags) for tags in unions}
    used = {plan.api.root}
    for shape in plan.shapes.values() if texts else ():
        used.add(resolve_class(plan, shape.type))
        for inner in walk(shape.type):
            is_tagged = isinstance(inner, Union) and _member_keys(plan, inner) in member_sets
            if not is_tagged:
                used |= {key for part in _parts(inner) if (key := resolve_class(plan, part))}
    return texts & used


def _parts(type: Type) -> Iterator[Type]:
    """Yield the types directly inside `type`, without null; a base class counts as one."""
    for part in children(type):
        yield part.type if isinstance(part, Nullable) else part
    if isinstance(type, Object):
        yield from (Ref(name=base) for base in type.bases)
    if isinstance(type, Nullable):
        yield type.type


def _unions(plan: Plan) -> Iterator[Union]:
    for shape in plan.shapes.values():
        for inner in walk(shape.type):
            if isinstance(inner, Union):
                yield inner


def _member_keys(plan: Plan, union: Union) -> frozenset[str]:
    return frozenset(key for part in _parts(union) if (key := resolve_class(plan, part)))


def _union_tags(plan: Plan, union: Union) -> dict[str, Tag]:
    """Return the tags of the structs of a union; empty if they have none."""
    if (discriminator := callable_discriminator(plan, union)) is not None:
        tags: dict[str, list[str]] = {}
        for value, key in discriminator.classes.items():
            tags.setdefault(key, []).append(value)
        if discriminator.default_label or any(len(values) > 1 for values in tags.values()):
            return {}
        wire_name = discriminator.wire_name
        chosen = {key: Tag(wire_name, values[0]) for key, values in tags.items()}
        return chosen if all(_may_have_tag(plan, key, wire_name) for key in chosen) else {}
    keys = _literal_members(plan, union)
    properties = [field.name for field in plan.layouts[keys[0]].own_fields] if keys else []
    options = (_literal_tags(plan, keys, name) for name in properties)
    return next((tags for tags in options if tags), dict[str, Tag]())


def _literal_members(plan: Plan, union: Union) -> list[str]:
    """Return the classes among the members of a union if there are several, each once."""
    keys: list[str] = []
    for member in _parts(union):
        if isinstance(member, Null | String):
            continue
        if key := resolve_class(plan, member):
            keys.append(key)
    return keys if len(set(keys)) == len(keys) > 1 else []


def _literal_tags(plan: Plan, keys: list[str], wire_name: str) -> dict[str, Tag]:
    """Return the tags that a property gives to classes; empty if its values do not differ."""
    tags: dict[str, Tag] = {}
    for key in keys:
        field = plan.layouts[key].fields.get(wire_name)
        values = tag_values(plan, field.type) if field else ()
        if len(values) != 1 or not _may_have_tag(plan, key, wire_name):
            return {}
        tags[key] = Tag(wire_name, values[0])
    return tags if len(set(tags.values())) == len(keys) else {}


def _may_have_tag(plan: Plan, key: str, wire_name: str) -> bool:
    """Whether a property of a class may be its tag: declared there, required, never inherited."""
    layout = plan.layouts[key]
    field = next((field for field in layout.own_fields if field.name == wire_name), None)
    is_base = any(key in other.bases for other in plan.layouts.values())
    return (
        field is not None
        and field.required
        and not field.documented_name
        and is_wire_name(wire_name)
        and isinstance(plan.resolve(field.type), String) | bool(tag_values(plan, field.type))
        and not is_base
        and not any(wire_name in plan.layouts[b].fields for b in layout.bases)
    )
