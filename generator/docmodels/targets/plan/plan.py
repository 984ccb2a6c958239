"""Build the plan of an `Api`: all decisions of a class-writing target before it writes source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import (
    UNKNOWN,
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
    WithAssertions,
)
from docmodels.ir.equality import equality_key
from docmodels.ir.graph import strongly_connected_components
from docmodels.ir.traverse import refs
from docmodels.targets.plan.alias_facts import (
    alias_ends,
    has_null_itself,
    in_place,
    nullable_shapes,
)
from docmodels.targets.plan.formats import Formats, apply_formats
from docmodels.targets.plan.hoisting import hoist_shapes
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.inheritance import ClassLayout, resolve_inheritance
from docmodels.targets.plan.merge import merge_definitions
from docmodels.targets.plan.naming import Names, assign_all_names, member_names, repeats_name
from docmodels.targets.plan.options import EnumStyle, PlanOptions, Validation
from docmodels.targets.plan.shapes import Shape, enum_base, is_class, is_large_integer
from docmodels.targets.plan.variants import add_variants

_NO_NAMES = frozenset[str]()
"""An empty set takes as much memory as one of four names, so that all items share one."""


class Plan(Struct, frozen=True):
    """Shapes by key, the layout of each class, all names, and the named members of enum classes.

    `types` are the types of the shapes, null and assertions included, to check values against.
    `recursive_aliases` maps each alias that contains itself to the first alias of its cycle.
    `validation` decides which constraints that no annotation expresses the types keep. `formats`
    are the types of formats. With `type_statements`, an alias is `type X = ..` (PEP 695).
    `alias_ends` and `nullable_shapes` are as in `alias_facts`.
    """

    api: Api
    shapes: Mapping[str, Shape]
    layouts: Mapping[str, ClassLayout]
    names: Names
    recursive_aliases: Mapping[str, str]
    enum_members: Mapping[str, tuple[tuple[str, EnumMember], ...]]
    types: Mapping[str, Type]
    alias_ends: Mapping[str, str]
    nullable_shapes: frozenset[str]
    validation: Validation = Validation.NATURAL
    formats: Formats = field(default_factory=dict[str, ImportedType])
    type_statements: bool = False

    def resolve(self, type: Type) -> Type:
        """Follow references to a type; return `UNKNOWN` for a dangling or cyclic one."""
        if not isinstance(type, Ref):
            return type
        end = self.alias_ends.get(type.name, type.name)
        return self.shapes[end].type if end in self.shapes else UNKNOWN

    def takes_null(self, type: Type) -> bool:
        """Whether null is a value of `type`."""
        for inner in in_place(type):
            if isinstance(inner, Ref):
                if inner.name in self.nullable_shapes or inner.name not in self.shapes:
                    return True
            elif has_null_itself(inner):
                return True
        return False

    def is_only_null(self, type: Type) -> bool:
        """Whether null is the only value of `type`.

        Most types do not accept null, which is known for each definition; the search follows all unions.
        """
        if isinstance(type, Ref | Union) and not self.takes_null(type):
            return False
        accepts_null, stack, seen = False, [type], set[str]()
        while stack:
            match stack.pop():
                case Null() | Const(None) | Nullable(Never()) | WithAssertions(Never()):
                    accepts_null = True
                case Enum(members) if members and all(m.value is None for m in members):
                    accepts_null = True
                case Union(members) if members:
                    stack.extend(members)
                case WithAssertions(inner) | Nullable(inner):
                    stack.append(inner)
                case Ref(name) if (end := self.alias_ends.get(name, name)) in self.shapes:
                    stack.extend([self.shapes[end].type] if end not in seen else [])
                    seen.add(end)
                case _:
                    return False
        return accepts_null

    def class_names(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the Python names of shapes."""
        names = [self.names.classes[key] for key in keys]
        return frozenset(names) if names else _NO_NAMES

    def module_of(self, key: str) -> str:
        """Return the definition whose module a shape is written to; one for a cycle of aliases."""
        return self.shapes[self.recursive_aliases.get(key, key)].module

    def is_enum_class(self, key: str) -> bool:
        """Whether `key` is written as an enum class."""
        return key in self.enum_members

    def is_alias(self, key: str) -> bool:
        """Whether `key` is written as an alias."""
        return key in self.shapes and key not in self.layouts and not self.is_enum_class(key)


def build_plan(api: Api, options: PlanOptions, notes: list[Note]) -> Plan:
    """Decide the shapes, bases and names of `api`; append diagnostics to `notes`."""
    merged = merge_definitions(api, options.validation, notes)
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
        alias_ends(shapes),
        nullable_shapes(shapes),
        options.validation,
        options.formats.types,
        options.type_statements,
    )


def _without_repeated_title(shape: Shape, name: str) -> Shape:
    """Drop the documentation of a shape that is only its name, or that of its class."""
    if not shape.doc:
        return shape
    is_repeated = any(repeats_name(shape.doc, text) for text in (name, shape.part or shape.key))
    return replace(shape, doc="") if is_repeated else shape


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
    if options.int64_enums and any(is_large_integer(member.value) for member in type.members):
        return False
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
    name = type.name if isinstance(type, Ref) else ""
    end = plan.alias_ends.get(name, name)
    return end if end in plan.layouts else ""
