"""Find the unions that need a callable discriminator.

The tag is no `Literal` of each member where a mapping gives one member several tags, or other tags
in another union; where subclasses inherit the tag of their base class as plain text; and where a
member is a union itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from docmodels.ir import Null, Nullable, Object, Ref, Type, Union
from docmodels.targets.plan.discriminators import tag_values
from docmodels.targets.plan.plan import Plan, resolve_class


class CallableDiscriminator(Struct, frozen=True):
    """A discriminator that is a function of the tag.

    `wire_name` and `attribute` name the tag. `classes` maps tags to classes, `labels` maps tags to
    labels, `members` labels to members of the union. `default_label` stands for every other tag; it
    is empty if there is none.
    """

    wire_name: str
    attribute: str
    classes: Mapping[str, str]
    labels: Mapping[str, str]
    members: Mapping[str, Type]
    default_label: str
    nullable: bool


def callable_discriminator(plan: Plan, union: Union) -> CallableDiscriminator | None:
    """Return the callable discriminator of a union; None if its members cannot be distinguished."""
    if union.discriminator is None:
        return None
    nullable = False
    classes: dict[str, list[str]] = {}
    members: dict[str, Type] = {}
    for member in union.members:
        while isinstance(member, Nullable):
            nullable, member = True, member.type
        if isinstance(member, Null):
            nullable = True
            continue
        if not isinstance(member, Ref) or not (member_classes := _member_classes(plan, member)):
            return None
        label = plan.names.classes[member.name]
        classes[label], members[label] = member_classes, member
    if not union.discriminator.mapping and not _are_from_schema(plan, classes):
        return None
    default_label = _common_base(plan, classes)
    tags = _classes_by_tag(plan, union, classes)
    if tags is None or len(members) < 2:
        return None
    label_by_class = {key: label for label, member_keys in classes.items() for key in member_keys}
    attributes = _tag_attributes(
        plan, union.discriminator.property, set(label_by_class), bool(default_label)
    )
    if len(attributes) != 1:
        return None
    wire_name = union.discriminator.property
    labels = {tag: label_by_class[key] for tag, key in tags.items()}
    return CallableDiscriminator(
        wire_name, attributes.pop(), tags, labels, members, default_label, nullable
    )


def _member_classes(plan: Plan, type: Type) -> list[str]:
    """List the classes of a member: the class that it refers to, or those of a nested union.

    The list is empty if any of them is not a class.
    """
    classes: list[str] = []
    seen, stack = set[str](), [type]
    while stack:
        member = stack.pop()
        if key := resolve_class(plan, member):
            classes.append(key)
            continue
        name = member.name if isinstance(member, Ref) else ""
        union = plan.resolve(member)
        if not isinstance(union, Union) or name in seen:
            return []
        seen.add(name)
        stack.extend(reversed(union.members))
    return classes


def _are_from_schema(plan: Plan, classes: Mapping[str, list[str]]) -> bool:
    """Whether all members come from a schema, so that names are tags; a page may omit a mapping."""
    return all(plan.shapes[key].from_schema for keys in classes.values() for key in keys)


def _common_base(plan: Plan, classes: Mapping[str, list[str]]) -> str:
    """Return the member that is a base of all the others in the source; the classes may not inherit.

    Empty if there is none.
    """
    common: set[str] | None = None
    for key in (key for keys in classes.values() for key in keys):
        bases = _with_bases(plan, key)
        common = bases if common is None else common & bases
        if not common:
            return ""
    if common is None:
        return ""
    bases_of_all = (
        label for label, keys in classes.items() if len(keys) == 1 and keys[0] in common
    )
    return next(bases_of_all, "")


def _with_bases(plan: Plan, key: str) -> set[str]:
    """Return a class and all its bases in the source."""
    seen, stack = set[str](), [key]
    while stack:
        name = stack.pop()
        type = plan.shapes[name].type if name in plan.shapes else None
        if isinstance(type, Object) and name not in seen:
            seen.add(name)
            stack.extend(type.bases)
    return seen


def _classes_by_tag(
    plan: Plan, union: Union, classes: Mapping[str, list[str]]
) -> dict[str, str] | None:
    """Map each tag to its class; None if classes of two members share a tag."""
    assert union.discriminator is not None
    mapped_tags: dict[str, list[str]] = {}
    for tag, name in union.discriminator.mapping.items():
        mapped_tags.setdefault(resolve_class(plan, Ref(name=name)), []).append(tag)
    tags: dict[str, str] = {}
    for keys in classes.values():
        for key in keys:
            field = plan.layouts[key].fields.get(union.discriminator.property)
            values = tag_values(plan, field.type) if field else ()
            for tag in values or mapped_tags.get(key) or [key]:
                if tags.setdefault(tag, key) not in keys:
                    return None
    return tags


def _tag_attributes(plan: Plan, wire_name: str, keys: set[str], has_default: bool) -> set[str]:
    """Collect the attributes of the tag; none if a member may omit it and there is no default."""
    attributes: set[str] = set()
    for key in keys:
        field = plan.layouts[key].fields.get(wire_name)
        if field is None or field.documented_name or not (field.required or has_default):
            return set()
        attributes.add(plan.names.attributes[key][wire_name])
    return attributes
