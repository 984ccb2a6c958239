"""Hoist inline types that need a class or an alias of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from msgspec.structs import replace as evolve

from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Definition,
    Deprecation,
    Enum,
    EnumMember,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Origin,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    Unknown,
    WithAssertions,
    nullable,
    scalar,
)
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.plan.merge import merge_definitions

VARIANT = "variant"
"""The part of a base class that stands for the union of its subclasses."""

LITERAL_MEMBERS = 6
"""The most values without names and notes that an inline enum has to become `Literal[..]`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A type that becomes a named class or alias.

    `key` identifies it: a definition's name, or for an inline type its owner's key and the `part`
    of the owner that contains it. `module` is the definition whose module it is written to. An
    `Object` becomes a class, an `Enum` an enum class, everything else an alias. Every reference to
    a `nullable` class takes null too. `from_schema`: the source is a schema, which means what it
    omits, and not documentation. `assertions` are schemas that its values match in addition.
    """

    key: str
    module: str
    type: Type
    owner: str = ""
    part: str = ""
    nullable: bool = False
    from_schema: bool = True
    assertions: tuple[dict[str, Json], ...] = ()
    doc: str = ""
    deprecation: str = ""
    origin: Origin | None = None


def hoist_shapes(api: Api, exact: bool = False) -> dict[str, Shape]:
    """Return every shape of `api` by its key: definitions in their order, each before its parts.

    With `exact`, types keep the constraints that only a schema expresses.
    """
    types = merge_definitions(api, exact)
    shapes: dict[str, Shape] = {}
    for definition in api.definitions:
        _add_definition(definition, types[definition.name], definition.name == api.root, shapes)
    return shapes


def _add_definition(
    definition: Definition, type: Type, exact: bool, shapes: dict[str, Shape]
) -> None:
    name = definition.name
    assertions: tuple[dict[str, Json], ...] = ()
    while isinstance(type, WithAssertions):
        assertions = (*assertions, type.schema)
        type = type.type
    shape = Shape(
        key=name,
        module=name,
        type=type,
        assertions=assertions,
        from_schema=definition.source == "schema",
        doc=definition.doc or definition.title,
        deprecation=deprecation_text(definition.deprecation),
        origin=definition.origin,
    )
    if not exact and isinstance(type, Nullable) and is_class(type.type):
        shape = replace(shape, type=type.type, nullable=True)
    elif exact and isinstance(type, Enum) and not type.closed:
        type = Union(members=(evolve(type, closed=True), _base_scalar(type)))
        shape = replace(shape, type=type)
    shapes[name] = shape
    hoist = _hoister(shape, shapes)
    if isinstance(shape.type, Object) and is_class(shape.type):
        hoisted: Type = _hoist_object(shape.type, hoist)
    elif is_class(shape.type):
        hoisted = shape.type
    else:
        hoisted = hoist(shape.type, "", "")
    shapes[name] = replace(shape, type=hoisted)


def add_variants(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Replace references to a base class with a discriminator by the union of its subclasses."""
    types = {key: shape.type for key, shape in shapes.items()}
    subclasses: dict[str, list[str]] = {}
    for key in types:
        seen, stack = {key}, [key]
        while stack:
            ancestor = types[stack.pop()]
            bases = (
                [b for b in ancestor.bases if b in types] if isinstance(ancestor, Object) else []
            )
            for base in bases:
                if base not in seen:
                    seen.add(base)
                    stack.append(base)
                    subclasses.setdefault(base, []).append(key)
    variants: dict[str, str] = {}
    added: dict[str, Shape] = {}
    for base, keys in subclasses.items():
        type = types[base]
        if isinstance(type, Object) and type.discriminator and not shapes[base].owner:
            key = _free_key(f"{base}\x1f{VARIANT}", dict(shapes))
            members = tuple(Ref(name=name) for name in (*keys, base))
            union = Union(members=members, mode="oneOf", discriminator=type.discriminator)
            module = f"{base} {VARIANT}"
            added[key] = Shape(
                key, module, union, base, VARIANT, from_schema=shapes[base].from_schema
            )
            variants[base] = key
    updated = {
        key: replace(shape, type=_refer_to_variants(shape.type, variants))
        for key, shape in shapes.items()
    }
    return updated | added


def _refer_to_variants(type: Type, variants: Mapping[str, str]) -> Type:
    """Replace base classes in `type` by their variants, except in unions with a discriminator."""
    if not variants or (isinstance(type, Union) and type.discriminator):
        return type
    if isinstance(type, Ref):
        return Ref(name=variants.get(type.name, type.name))
    return map_children(type, lambda inner: _refer_to_variants(inner, variants))


def deprecation_text(deprecation: Deprecation | None) -> str:
    """Return the sentence for a docstring if something is deprecated, else the empty string."""
    if deprecation is None:
        return ""
    return f"Deprecated: {deprecation.reason}" if deprecation.reason else "Deprecated."


def is_class(type: Type) -> bool:
    """Whether a named `type` becomes a class rather than an alias."""
    return (
        isinstance(type, Object)
        and not _is_dictionary(type)
        or (isinstance(type, Enum) and enum_base(type) != "")
    )


def enum_base(type: Enum) -> str:
    """Return the name of the enum base class for the values of `type`; empty if none takes them."""
    values = [member.value for member in type.members]
    if values and all(isinstance(value, str) for value in values):
        return "StrEnum"
    if values and all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return "IntEnum"
    if any(isinstance(v, float) for v in values) and all(_is_number(v) for v in values):
        return "Enum"
    return ""


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_dictionary(type: Object) -> bool:
    """Whether an object has no fields and no bases, so that it becomes a dictionary."""
    if type.fields or type.bases:
        return False
    closed = isinstance(type.additional_properties, Never)
    return (
        not closed if not type.pattern_properties else closed and len(type.pattern_properties) == 1
    )


def _base_scalar(type: Enum) -> Type:
    bases = {"StrEnum": STRING, "IntEnum": INTEGER, "Enum": NUMBER}
    return scalar(type.base) if type.base else bases.get(enum_base(type), STRING)


Hoist = Callable[[Type, str, str], Type]


def _hoist_object(type: Object, hoist: Hoist) -> Object:
    """Hoist the types inside an object that is a shape itself."""
    additional = type.additional_properties
    return evolve(
        type,
        fields=tuple(
            evolve(field, type=hoist(field.type, field.name, field.doc)) for field in type.fields
        ),
        pattern_properties={
            key: hoist(value, "pattern value", "") for key, value in type.pattern_properties.items()
        },
        additional_properties=(
            None if additional is None else hoist(additional, "additional value", "")
        ),
    )


def _hoister(owner: Shape, shapes: dict[str, Shape]) -> Hoist:
    """Return the function that replaces inline types of `owner` by references to new shapes."""

    def add_shape(type: Type, part: str, doc: str) -> Ref:
        key = _free_key(f"{owner.key}\x1f{part}", shapes)
        title = getattr(type, "title", "")
        text = doc or ("" if pascal(title) in pascal(part) else title)
        shape = Shape(key, owner.module, type, owner.key, part, doc=text, origin=owner.origin)
        shape = replace(shape, from_schema=owner.from_schema)
        shapes[key] = shape
        if isinstance(type, Object):
            hoisted = _hoist_object(type, _hoister(shape, shapes))
            shapes[key] = replace(shape, type=hoisted)
        return Ref(name=key)

    def hoist(type: Type, part: str, doc: str) -> Type:
        match type:
            case Object() if _is_dictionary(type):
                return _to_map(type, lambda inner: hoist(inner, f"{part} value", ""))
            case Object():
                return add_shape(type, part or "object", doc)
            case Enum():
                return add_shape(type, part or "enum", doc) if _needs_class(type) else type
            case Array():
                return evolve(
                    type,
                    prefix_items=tuple(
                        hoist(item, f"{part} item {i}", "")
                        for i, item in enumerate(type.prefix_items, 1)
                    ),
                    items=hoist(type.items, f"{part} item", ""),
                )
            case Map():
                return evolve(type, values=hoist(type.values, f"{part} value", ""))
            case Nullable(inner):
                return nullable(hoist(inner, part, doc))
            case WithAssertions(inner):
                return evolve(type, type=hoist(inner, part, doc))
            case Union(members):
                known_members = sum(not isinstance(member, Unknown) for member in members)
                hoisted_members = tuple(
                    hoist(member, f"{part} {_member_part(member, number, known_members == 1)}", "")
                    for number, member in enumerate(members, 1)
                )
                return evolve(type, members=hoisted_members)
            case _:
                return type

    return hoist


def _member_part(member: Type, number: int, is_only_member: bool) -> str:
    """Name the part of a union member: its title, else its position or, if alone, its kind."""
    title = getattr(member, "title", "")
    if title and len(pascal(title)) <= 40:
        return title
    return "object" if is_only_member and isinstance(member, Object) else f"option {number}"


def _free_key(key: str, shapes: dict[str, Shape]) -> str:
    while key in shapes:
        key += "'"
    return key


def _to_map(type: Object, hoist: Callable[[Type], Type]) -> Type:
    for pattern, values in type.pattern_properties.items():
        keys = String(constraints=StringConstraints(pattern=pattern))
        return Map(values=hoist(values), keys=keys, constraints=type.constraints)
    values = UNKNOWN if type.additional_properties is None else type.additional_properties
    return Map(values=hoist(values), constraints=type.constraints)


def _needs_class(type: Enum) -> bool:
    """Whether an inline enum needs a class: it has many values, or values with names or notes."""
    if enum_base(type) == "":
        return False
    has_documented_members = any(_is_documented(member) for member in type.members)
    return (
        has_documented_members or len(type.members) > LITERAL_MEMBERS or enum_base(type) == "Enum"
    )


def _is_documented(member: EnumMember) -> bool:
    return bool(member.name or member.doc)
