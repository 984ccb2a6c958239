"""Build the plan of an `Api`: all decisions of a class-writing target before it writes source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Api,
    Const,
    Enum,
    EnumMember,
    Never,
    Null,
    Nullable,
    Ref,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.equality import equality_key
from docmodels.ir.graph import strongly_connected_components
from docmodels.ir.traverse import refs
from docmodels.targets.plan.formats import Formats, apply_formats
from docmodels.targets.plan.hoisting import hoist_shapes
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.inheritance import ClassLayout, resolve_inheritance
from docmodels.targets.plan.merge import merge_definitions
from docmodels.targets.plan.naming import Names, assign_all_names, member_names, repeats_name
from docmodels.targets.plan.options import EnumStyle, PlanOptions, Validation
from docmodels.targets.plan.shapes import Shape, enum_base, is_class
from docmodels.targets.plan.variants import add_variants


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes by key, the layout of each class, all names, and the named members of enum classes.

    `types` are the types of the shapes, null and assertions included, to check values against.
    `recursive_aliases` maps each alias that contains itself to the first alias of its cycle.
    `validation` decides which constraints that no annotation expresses the types keep. `formats`
    are the types of formats. With `type_statements`, an alias is `type X = ..` (PEP 695).
    """

    api: Api
    shapes: Mapping[str, Shape]
    layouts: Mapping[str, ClassLayout]
    names: Names
    recursive_aliases: Mapping[str, str]
    enum_members: Mapping[str, tuple[tuple[str, EnumMember], ...]]
    types: Mapping[str, Type]
    validation: Validation = Validation.NATURAL
    formats: Formats = field(default_factory=dict[str, ImportedType])
    type_statements: bool = False

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

    def is_only_null(self, type: Type) -> bool:
        """Whether null is the only value of `type`."""
        has_null, stack, seen = False, [type], set[str]()
        while stack:
            match stack.pop():
                case Null() | Const(None) | Nullable(Never()) | WithAssertions(Never()):
                    has_null = True
                case Enum(members) if members and all(m.value is None for m in members):
                    has_null = True
                case Union(members) if members:
                    stack.extend(members)
                case WithAssertions(inner) | Nullable(inner):
                    stack.append(inner)
                case Ref(name) if name in self.shapes:
                    stack.extend([self.shapes[name].type] if name not in seen else [])
                    seen.add(name)
                case _:
                    return False
        return has_null

    def class_names(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the Python names of shapes."""
        return frozenset(self.names.classes[key] for key in keys)

    def module_of(self, key: str) -> str:
        """Return the definition whose module a shape is written to; one for a cycle of aliases."""
        return self.shapes[self.recursive_aliases.get(key, key)].module

    def is_enum_class(self, key: str) -> bool:
        """Whether `key` is written as an enum class."""
        return key in self.enum_members


def build_plan(api: Api, options: PlanOptions, notes: list[Note]) -> Plan:
    """Decide the shapes, bases and names of `api`; append diagnostics to `notes`."""
    merged = merge_definitions(api, options.validation)
    types = apply_formats(api.definitions, merged, options.formats, notes)
    shapes = hoist_shapes(api, types, options.enums)
    shapes = add_variants(shapes) if options.variants else shapes
    layouts = resolve_inheritance(shapes, options.single_inheritance)
    names = assign_all_names(shapes, layouts, options.is_reserved, notes, options.renaming)
    if options.validation is Validation.NATURAL:
        _note_patterns(shapes, layouts, names, notes)
    members = {
        key: _named_members(shape.type)
        for key, shape in shapes.items()
        if isinstance(shape.type, Enum) and _is_enum_class(shape.type, options)
    }
    shapes = {key: _without_repeated_title(s, names.classes[key]) for key, s in shapes.items()}
    full_types = {key: shape.full_type() for key, shape in shapes.items()}
    aliases = recursive_aliases(shapes)
    return Plan(
        api,
        shapes,
        layouts,
        names,
        aliases,
        members,
        full_types,
        options.validation,
        options.formats.types,
        options.type_statements,
    )


def _without_repeated_title(shape: Shape, name: str) -> Shape:
    """Drop the documentation of a shape that is only its name, or that of its class."""
    is_repeated = any(repeats_name(shape.doc, text) for text in (name, shape.part or shape.key))
    return replace(shape, doc="") if shape.doc and is_repeated else shape


def _note_patterns(
    shapes: Mapping[str, Shape],
    layouts: Mapping[str, ClassLayout],
    names: Names,
    notes: list[Note],
) -> None:
    """Report pattern properties: classes read them as additional properties of any name."""
    for key, layout in layouts.items():
        if layout.pattern_properties:
            patterns = ", ".join(f"`{pattern}`" for pattern in layout.pattern_properties)
            message = f"`{names.classes[key]}` does not check which of its names match {patterns}"
            help = "the values are additional properties; --validation strict checks the patterns"
            notes.append(UNENFORCED_KEYWORD.at(shapes[key].origin, message, help))


def _is_enum_class(type: Enum, options: PlanOptions) -> bool:
    """Whether a named enum is a class; `Literal[..]` takes no float."""
    is_literal = enum_base(type) in ("StrEnum", "IntEnum") and options.enums is EnumStyle.LITERAL
    return is_class(type) and options.enum_classes and not is_literal


def _named_members(type: Enum) -> tuple[tuple[str, EnumMember], ...]:
    """Return the names and members of an enum class, one member per value."""
    by_key = {equality_key(member.value): member for member in reversed(type.members)}
    unique = tuple(by_key.values())[::-1]
    return tuple(zip(member_names(unique), unique, strict=True))


def recursive_aliases(shapes: Mapping[str, Shape]) -> dict[str, str]:
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
