"""Find the unions whose members a field distinguishes by its only values: literal tags."""

from __future__ import annotations

from docmodels.ir import Const, Enum, Type, Union
from docmodels.ir.algebra import without_null
from docmodels.ir.traverse import walk
from docmodels.targets.plan.inheritance import resolution_order
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


def discriminator_attribute(plan: Plan, union: Union) -> str:
    """Return the attribute that is the discriminator of a union; empty if there is none."""
    return _discriminator(plan, union)[1]


def _discriminator(plan: Plan, union: Union) -> tuple[str, str]:
    """Return the wire name and the attribute of a literal tag; both are empty if there is none.

    A union of schemas needs no `discriminator` to have one: where each member requires another
    constant of one property, that property selects the same member, and a oneOf has only one.
    """
    keys = [resolve_class(plan, without_null(member)) for member in union.members]
    if len(keys) < 2 or not all(keys):
        return "", ""
    if union.discriminator is not None:
        names = [union.discriminator.property]
    elif all(plan.shapes[key].from_schema for key in keys):
        names = [field.name for field in plan.layouts[keys[0]].fields.values() if field.required]
    else:
        names = []
    pairs = ((name, _tag_attribute(plan, keys, name)) for name in names)
    return next((pair for pair in pairs if pair[1]), ("", ""))


def _tag_attribute(plan: Plan, keys: list[str], wire_name: str) -> str:
    """Return the attribute of the tag `wire_name` of classes; empty if it is no literal tag.

    Every class must have it as a required field, under the same attribute and wire name; the type
    of the tag must enumerate its values, and no value may be a tag of two classes.
    """
    seen_values, attributes = set[str](), set[str]()
    for key in keys:
        field = plan.layouts[key].fields.get(wire_name)
        if field is None or not field.required or field.documented_name:
            return ""
        values = tag_values(plan, field.type)
        if not values or seen_values & set(values):
            return ""
        seen_values.update(values)
        attributes.add(plan.names.attributes[key][wire_name])
    return attributes.pop() if len(attributes) == 1 else ""


def tag_fields(plan: Plan) -> frozenset[tuple[str, str]]:
    """Return the discriminator fields of all unions, by class and wire name."""
    tags: set[tuple[str, str]] = set()
    for shape in plan.shapes.values():
        for union in _unions_in(shape.type):
            wire_name, _ = _discriminator(plan, union)
            if wire_name:
                keys = (resolve_class(plan, without_null(member)) for member in union.members)
                tags.update((key, wire_name) for key in keys)
    return _with_declaring_classes(plan, tags)


def _with_declaring_classes(plan: Plan, tags: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Add the base classes of tagged classes, since a base class may declare the tag."""
    return frozenset(
        (ancestor, wire_name)
        for key, wire_name in tags
        for ancestor in resolution_order(plan.layouts, key)
    )


def _unions_in(type: Type) -> list[Union]:
    return [inner for inner in walk(type) if isinstance(inner, Union)]
