"""Find the unions whose members a field distinguishes by its only values: literal tags."""

from __future__ import annotations

from docmodels.ir import Const, Enum, Nullable, Type, Union
from docmodels.ir.traverse import children
from docmodels.targets.plan.plan import Plan, resolve_class
from docmodels.targets.plan.shapes import enum_base


def tag_values(plan: Plan, type: Type) -> tuple[str, ...]:
    """Return the only strings that a tag of `type` takes; empty if it takes others too."""
    resolved = plan.resolve(type)
    match resolved:
        case Const(value) if isinstance(value, str):
            return (value,)
        case Enum() if resolved.closed and enum_base(resolved) == "StrEnum":
            return tuple(str(member.value) for member in resolved.members)
        case _:
            return ()


def discriminator_attribute(plan: Plan, type: Union) -> str:
    """Return the attribute that is the discriminator of a union; empty if there is none.

    Every member must be a class with a required tag, under the same attribute and wire name; the
    type of the tag must enumerate its values, and no value may be a tag of two members.
    """
    if type.discriminator is None:
        return ""
    wire_name, seen_values, attributes = type.discriminator.property, set[str](), set[str]()
    for member in type.members:
        non_null = member.type if isinstance(member, Nullable) else member
        key = resolve_class(plan, non_null)
        field = plan.layouts[key].fields.get(wire_name) if key else None
        if field is None or not field.required or field.documented_name:
            return ""
        values = tag_values(plan, field.type)
        if not values or seen_values & set(values):
            return ""
        seen_values.update(values)
        attributes.add(plan.names.attributes[key][wire_name])
    return attributes.pop() if len(attributes) == 1 and len(type.members) > 1 else ""


def tag_fields(plan: Plan) -> frozenset[tuple[str, str]]:
    """Return the discriminator fields of all unions, by class and wire name."""
    tags: set[tuple[str, str]] = set()
    for shape in plan.shapes.values():
        for union in _unions_in(shape.type):
            if union.discriminator and discriminator_attribute(plan, union):
                for member in union.members:
                    non_null = member.type if isinstance(member, Nullable) else member
                    tags.add((resolve_class(plan, non_null), union.discriminator.property))
    return _with_declaring_classes(plan, tags)


def _with_declaring_classes(plan: Plan, tags: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Add the base classes of tagged classes, since a base class may declare the tag."""
    return frozenset(
        (ancestor, wire_name)
        for key, wire_name in tags
        for ancestor in plan.layouts[key].resolution_order
    )


def _unions_in(type: Type) -> list[Union]:
    unions: list[Union] = []
    stack = [type]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Union):
            unions.append(inner)
        stack.extend(children(inner))
    return unions
