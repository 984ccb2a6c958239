"""Everything about an `Api` that a class-writing target decides before it writes a line."""

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
    Nullable,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.traverse import children, refs
from docmodels.targets import NO_RENAMING, Renaming
from docmodels.targets.plan.hoisting import Shape, enum_base, is_class, shapes, with_variants
from docmodels.targets.plan.inheritance import ClassLayout, resolve_inheritance
from docmodels.targets.plan.naming import Names, Reserved, member_names, name_all
from docmodels.targets.plan.order import circles


@dataclass(frozen=True)
class Plan:
    """Shapes by key, the lineage of each class among them, the names, and the members of enums.

    `circular` are the aliases that contain themselves, each with the first of its circle. `exact`:
    what annotations cannot say becomes a schema among the `checks`.
    """

    api: Api
    shapes: Mapping[str, Shape]
    layouts: Mapping[str, ClassLayout]
    names: Names
    circular: Mapping[str, str]
    exact: bool = False
    checks: dict[str, dict[str, Json]] = field(default_factory=dict[str, "dict[str, Json]"])
    members: dict[str, tuple[tuple[str, EnumMember], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, EnumMember], ...]]
    )

    def resolved(self, type: Type) -> Type:
        """Follow references to other names until something else; anything, where one dangles."""
        seen: set[str] = set()
        while isinstance(type, Ref):
            if type.name in seen or type.name not in self.shapes:
                return UNKNOWN
            seen.add(type.name)
            type = self.shapes[type.name].type
        return type

    def takes_null(self, type: Type) -> bool:
        """Whether null is a value of `type`."""
        found, stack, seen = False, [type], set[str]()
        while stack and not found:
            match stack.pop():
                case Unknown() | Nullable() | Scalar("null") | Const(None) | AllOf():
                    found = True
                case Enum() as enum:
                    found = any(member.value is None for member in enum.members)
                case Ref(name) if name in self.shapes and name not in seen:
                    seen.add(name)
                    found = self.shapes[name].nullable
                    stack.append(self.shapes[name].type)
                case Ref(name):
                    found = name not in self.shapes
                case Union(members):
                    stack.extend(members)
                case WithAssertions(inner):
                    stack.append(inner)
                case _:
                    pass
        return found

    def enum_members(self, key: str) -> tuple[tuple[str, EnumMember], ...]:
        """Give the named members of the enum class `key`, equal values once."""
        if key not in self.members:
            type = self.shapes[key].type
            assert isinstance(type, Enum)
            kept = tuple({member.value: member for member in reversed(type.members)}.values())[::-1]
            self.members[key] = tuple(zip(member_names(kept), kept, strict=True))
        return self.members[key]

    def class_names(self, keys: Iterable[str]) -> frozenset[str]:
        """Give the Python names of shapes."""
        return frozenset(self.names.classes[key] for key in keys)

    def home(self, key: str) -> str:
        """Give the definition whose file a shape is written to: one for a whole circle."""
        return self.shapes[self.circular.get(key, key)].home

    def is_enum_class(self, key: str) -> bool:
        """Whether `key` is written as an enum class."""
        shape = self.shapes.get(key)
        return shape is not None and isinstance(shape.type, Enum) and enum_base(shape.type) != ""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How to plan: `reserved` says what names the target needs, `exact` whether to hold to every
    keyword; with `variants`, a mention of a base with a discriminator means any of its heirs."""

    reserved: Reserved
    exact: bool = False
    variants: bool = False
    renaming: Renaming = NO_RENAMING


def plan(api: Api, wishes: PlanOptions, notes: list[Note]) -> Plan:
    """Decide shapes, bases and names of `api`."""
    found = shapes(api, wishes.exact)
    found = with_variants(found) if wishes.variants else found
    settled = resolve_inheritance(found)
    names = name_all(found, settled, wishes.reserved, notes, wishes.renaming)
    return Plan(api, found, settled, names, _circular(found), wishes.exact)


def _circular(found: Mapping[str, Shape]) -> dict[str, str]:
    """Find the aliases that lead back to themselves through aliases alone."""
    edges = {
        key: [name for name in refs(shape.type) if name in found and not is_class(found[name].type)]
        for key, shape in found.items()
        if not is_class(shape.type)
    }
    circle: dict[int, list[str]] = {}
    numbers = circles(edges)
    for key in edges:
        circle.setdefault(numbers[key], []).append(key)
    return {
        key: keys[0]
        for keys in circle.values()
        for key in keys
        if len(keys) > 1 or key in edges[key]
    }


def tag_values(plan: Plan, type: Type) -> tuple[str, ...]:
    """Give the strings that a tag of `type` can be, or nothing if it can be others too."""
    found = plan.resolved(type)
    match found:
        case Const(value) if isinstance(value, str):
            return (value,)
        case Enum() if found.closed and enum_base(found) == "StrEnum":
            return tuple(str(member.value) for member in found.members)
        case _:
            return ()


def tagged(plan: Plan, type: Union) -> str:
    """Give the attribute that tells the members of a union apart, or nothing.

    pydantic wants every member to be a model whose tag is required, a `Literal`, under one
    attribute and one alias, with no value in two of them.
    """
    if type.discriminator is None:
        return ""
    wire, seen, attributes = type.discriminator.property, set[str](), set[str]()
    for member in type.members:
        bare = member.type if isinstance(member, Nullable) else member
        key = target_class(plan, bare)
        field = plan.layouts[key].fields.get(wire) if key else None
        if field is None or not field.required or field.documented_name:
            return ""
        values = tag_values(plan, field.type)
        if not values or seen & set(values):
            return ""
        seen.update(values)
        attributes.add(plan.names.attributes[key][wire])
    return attributes.pop() if len(attributes) == 1 and len(type.members) > 1 else ""


def target_class(plan: Plan, type: Type) -> str:
    """Give the key of the class that `type` refers to, or nothing."""
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
    """List the fields, by class and wire name, that some union tells its members apart by."""
    found: set[tuple[str, str]] = set()
    for shape in plan.shapes.values():
        for union in _unions(shape.type):
            if union.discriminator and tagged(plan, union):
                for member in union.members:
                    bare = member.type if isinstance(member, Nullable) else member
                    found.add((target_class(plan, bare), union.discriminator.property))
    return _with_declarers(plan, found)


def _with_declarers(plan: Plan, tags: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Add the ancestors of tagged classes: the one that declares the tag writes it."""
    return frozenset((up, wire) for key, wire in tags for up in plan.layouts[key].ancestors)


def _unions(type: Type) -> list[Union]:
    found: list[Union] = []
    stack = [type]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Union):
            found.append(inner)
        stack.extend(children(inner))
    return found
