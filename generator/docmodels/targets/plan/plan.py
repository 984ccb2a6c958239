"""Build the plan of an `Api`: all decisions of a class-writing target before it writes source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Api,
    Const,
    Enum,
    EnumMember,
    Json,
    Null,
    Nullable,
    Ref,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.traverse import children, refs
from docmodels.targets import NO_RENAMING, Renaming
from docmodels.targets.plan.hoisting import Shape, add_variants, enum_base, hoist_shapes, is_class
from docmodels.targets.plan.inheritance import ClassLayout, resolve_inheritance
from docmodels.targets.plan.naming import IsReserved, Names, assign_all_names, member_names
from docmodels.targets.plan.order import strongly_connected_components


@dataclass(frozen=True)
class Plan:
    """Shapes by key, the layout of each class, all names, and the members of enums.

    `recursive_aliases` maps each alias that contains itself to the first alias of its cycle. With
    `exact`, constraints that annotations cannot express become schemas in `checks`.
    """

    api: Api
    shapes: Mapping[str, Shape]
    layouts: Mapping[str, ClassLayout]
    names: Names
    recursive_aliases: Mapping[str, str]
    exact: bool = False
    checks: dict[str, dict[str, Json]] = field(default_factory=dict[str, "dict[str, Json]"])
    members: dict[str, tuple[tuple[str, EnumMember], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, EnumMember], ...]]
    )

    def resolve(self, type: Type) -> Type:
        """Follow references to a type; return `UNKNOWN` for a dangling or cyclic one."""
        seen: set[str] = set()
        while isinstance(type, Ref):
            if type.name in seen or type.name not in self.shapes:
                return UNKNOWN
            seen.add(type.name)
            type = self.shapes[type.name].type
        return type

    def takes_null(self, type: Type) -> bool:
        """Whether null is a value of `type`."""
        takes, stack, seen = False, [type], set[str]()
        while stack and not takes:
            match stack.pop():
                case Unknown() | Nullable() | Null() | Const(None) | AllOf():
                    takes = True
                case Enum() as enum:
                    takes = any(member.value is None for member in enum.members)
                case Ref(name) if name in self.shapes and name not in seen:
                    seen.add(name)
                    takes = self.shapes[name].nullable
                    stack.append(self.shapes[name].type)
                case Ref(name):
                    takes = name not in self.shapes
                case Union(members):
                    stack.extend(members)
                case WithAssertions(inner):
                    stack.append(inner)
                case _:
                    pass
        return takes

    def enum_members(self, key: str) -> tuple[tuple[str, EnumMember], ...]:
        """Return the names and members of the enum class `key`, one member per value."""
        if key not in self.members:
            type = self.shapes[key].type
            assert isinstance(type, Enum)
            unique = tuple({member.value: member for member in reversed(type.members)}.values())[
                ::-1
            ]
            self.members[key] = tuple(zip(member_names(unique), unique, strict=True))
        return self.members[key]

    def class_names(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the Python names of shapes."""
        return frozenset(self.names.classes[key] for key in keys)

    def module_of(self, key: str) -> str:
        """Return the definition whose module a shape is written to; one for a cycle of aliases."""
        return self.shapes[self.recursive_aliases.get(key, key)].module

    def is_enum_class(self, key: str) -> bool:
        """Whether `key` is written as an enum class."""
        shape = self.shapes.get(key)
        return shape is not None and isinstance(shape.type, Enum) and enum_base(shape.type) != ""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How to plan.

    `is_reserved` refuses attribute names that the target needs. With `exact`, the models check
    every keyword. With `variants`, a reference to a base class with a discriminator becomes the
    union of its subclasses.
    """

    is_reserved: IsReserved
    exact: bool = False
    variants: bool = False
    renaming: Renaming = NO_RENAMING


def build_plan(api: Api, options: PlanOptions, notes: list[Note]) -> Plan:
    """Decide the shapes, bases and names of `api`; append diagnostics to `notes`."""
    shapes = hoist_shapes(api, options.exact)
    shapes = add_variants(shapes) if options.variants else shapes
    layouts = resolve_inheritance(shapes)
    names = assign_all_names(shapes, layouts, options.is_reserved, notes, options.renaming)
    return Plan(api, shapes, layouts, names, _recursive_aliases(shapes), options.exact)


def _recursive_aliases(shapes: Mapping[str, Shape]) -> dict[str, str]:
    """Find the cycles of aliases; map each alias in one to the first of its cycle."""
    edges = {
        key: [
            name for name in refs(shape.type) if name in shapes and not is_class(shapes[name].type)
        ]
        for key, shape in shapes.items()
        if not is_class(shape.type)
    }
    groups: dict[int, list[str]] = {}
    components = strongly_connected_components(edges)
    for key in edges:
        groups.setdefault(components[key], []).append(key)
    return {
        key: keys[0]
        for keys in groups.values()
        for key in keys
        if len(keys) > 1 or key in edges[key]
    }


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

    pydantic requires that every member is a model with a required tag of `Literal` type, under the
    same attribute and alias, and that no value is a tag of two members.
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


def resolve_class(plan: Plan, type: Type) -> str:
    """Return the key of the class that `type` refers to, directly or by aliases; empty if none."""
    seen: set[str] = set()
    while isinstance(type, Ref) and type.name not in seen:
        seen.add(type.name)
        if type.name in plan.layouts:
            return type.name
        if type.name not in plan.shapes:
            return ""
        type = plan.shapes[type.name].type
    return ""


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
