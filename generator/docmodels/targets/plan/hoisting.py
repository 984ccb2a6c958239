"""What gets a Python name of its own: the definitions, and the inline types that need a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import msgspec

from docmodels.ir import (
    UNKNOWN,
    Api,
    Array,
    Constraints,
    Definition,
    Enum,
    EnumMember,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Origin,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.plan.merge import merged_types

VARIANT = "variant"
"""The part of a base that stands for any of its heirs."""

LITERAL_MEMBERS = 6
"""An inline enum of at most so many plain values is written in place, as `Literal[..]`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A type with a name of its own.

    `key` tells it from all others: a definition's name, or for an inline type its owner's key and
    the `part` of the owner that it was found in. `home` is the definition it is written with. An
    `Object` becomes a class, an `Enum` one of enum, everything else an alias. A `nullable` one is
    a class whose every mention takes null too. `stated`: a schema says what it is, and means what
    it leaves out. `conditions` are schemas that its values meet beside their type.
    """

    key: str
    home: str
    type: Type
    owner: str = ""
    part: str = ""
    nullable: bool = False
    stated: bool = True
    conditions: tuple[dict[str, Json], ...] = ()
    doc: str = ""
    deprecation: str = ""
    origin: Origin | None = None


def shapes(api: Api, exact: bool = False) -> dict[str, Shape]:
    """Give every shape of `api` by its key: definitions in their order, each before its parts.

    Where it is to be `exact`, types keep what only a schema can say.
    """
    types = merged_types(api, exact)
    found: dict[str, Shape] = {}
    for definition in api.definitions:
        _define(definition, types[definition.name], definition.name == api.root, found)
    return found


def _define(definition: Definition, type: Type, exact: bool, found: dict[str, Shape]) -> None:
    name = definition.name
    conditions: tuple[dict[str, Json], ...] = ()
    while isinstance(type, WithAssertions):
        conditions = (*conditions, type.schema)
        type = type.type
    shape = Shape(
        key=name,
        home=name,
        type=type,
        conditions=conditions,
        stated=definition.source == "schema",
        doc=definition.doc or definition.title,
        deprecation=deprecation(definition.deprecated, definition.deprecation),
        origin=definition.origin,
    )
    if not exact and isinstance(type, Nullable) and is_class(type.type):
        shape = replace(shape, type=type.type, nullable=True)
    elif exact and isinstance(type, Enum) and not type.closed:
        type = Union(members=(msgspec.structs.replace(type, closed=True), _base_of(type)))
        shape = replace(shape, type=type)
    found[name] = shape
    lift = _lifter(shape, found)
    if isinstance(shape.type, Object) and is_class(shape.type):
        whole: Type = _object_lifted(shape.type, lift)
    elif is_class(shape.type):
        whole = shape.type
    else:
        whole = lift(shape.type, "", "")
    found[name] = replace(shape, type=whole)


def with_variants(found: Mapping[str, Shape]) -> dict[str, Shape]:
    """Let each mention of a base with a discriminator mean whichever of its heirs is told."""
    types = {key: shape.type for key, shape in found.items()}
    heirs: dict[str, list[str]] = {}
    for key in types:
        seen, stack = {key}, [key]
        while stack:
            above = types[stack.pop()]
            bases = [b for b in above.bases if b in types] if isinstance(above, Object) else []
            for base in bases:
                if base not in seen:
                    seen.add(base)
                    stack.append(base)
                    heirs.setdefault(base, []).append(key)
    keys: dict[str, str] = {}
    added: dict[str, Shape] = {}
    for base, names in heirs.items():
        type = types[base]
        if isinstance(type, Object) and type.discriminator and not found[base].owner:
            key = _free(f"{base}\x1f{VARIANT}", dict(found))
            members = tuple(Ref(name=name) for name in (*names, base))
            union = Union(members=members, mode="oneOf", discriminator=type.discriminator)
            home = f"{base} {VARIANT}"
            added[key] = Shape(key, home, union, base, VARIANT, stated=found[base].stated)
            keys[base] = key
    changed = {
        key: replace(shape, type=_mentioning(shape.type, keys)) for key, shape in found.items()
    }
    return changed | added


def _mentioning(type: Type, keys: Mapping[str, str]) -> Type:
    """Put the variants of a base in the place of the base, but where a union tells them apart."""
    if not keys or (isinstance(type, Union) and type.discriminator):
        return type
    if isinstance(type, Ref):
        return Ref(name=keys.get(type.name, type.name))
    return map_children(type, lambda inner: _mentioning(inner, keys))


def deprecation(deprecated: bool, why: str) -> str:
    """Give the sentence about a deprecated thing, or nothing."""
    if not deprecated:
        return ""
    return f"Deprecated: {why}" if why else "Deprecated."


def is_class(type: Type) -> bool:
    """Whether `type` is written as a class of its own where it is given a name."""
    return (
        isinstance(type, Object)
        and not _is_bare(type)
        or (isinstance(type, Enum) and enum_base(type) != "")
    )


def enum_base(type: Enum) -> str:
    """Name the enum class for the values of `type`; nothing if only a `Literal` can hold them."""
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


def _is_bare(type: Object) -> bool:
    """An object that names nothing: a dictionary, where it has no name."""
    if type.fields or type.bases:
        return False
    closed = isinstance(type.additional_properties, Never)
    return (
        not closed if not type.pattern_properties else closed and len(type.pattern_properties) == 1
    )


def _base_of(type: Enum) -> Type:
    kinds = {"StrEnum": "string", "IntEnum": "integer", "Enum": "number"}
    return Scalar(kind=type.base or kinds.get(enum_base(type), "string"))  # type: ignore[arg-type]


Lift = Callable[[Type, str, str], Type]


def _object_lifted(type: Object, lift: Lift) -> Object:
    """Lift what is inside an object that is a shape itself."""
    additional = type.additional_properties
    return msgspec.structs.replace(
        type,
        fields=tuple(
            msgspec.structs.replace(field, type=lift(field.type, field.name, field.doc))
            for field in type.fields
        ),
        pattern_properties={
            key: lift(value, "pattern value", "") for key, value in type.pattern_properties.items()
        },
        additional_properties=(
            None if additional is None else lift(additional, "additional value", "")
        ),
    )


def _lifter(owner: Shape, found: dict[str, Shape]) -> Lift:
    """Make the function that takes inline types out of `owner`: it puts a reference in place."""

    def named(type: Type, part: str, doc: str) -> Ref:
        key = _free(f"{owner.key}\x1f{part}", found)
        title = getattr(type, "title", "")
        text = doc or ("" if pascal(title) in pascal(part) else title)
        shape = Shape(key, owner.home, type, owner.key, part, doc=text, origin=owner.origin)
        shape = replace(shape, stated=owner.stated)
        found[key] = shape
        if isinstance(type, Object):
            inside = _object_lifted(type, _lifter(shape, found))
            found[key] = replace(shape, type=inside)
        return Ref(name=key)

    def lift(type: Type, part: str, doc: str) -> Type:
        match type:
            case Object() if _is_bare(type):
                return _dictionary(type, lambda inner: lift(inner, f"{part} value", ""))
            case Object():
                return named(type, part or "object", doc)
            case Enum():
                return named(type, part or "enum", doc) if _is_big(type) else type
            case Array():
                return msgspec.structs.replace(
                    type,
                    prefix_items=tuple(
                        lift(item, f"{part} item {i}", "")
                        for i, item in enumerate(type.prefix_items, 1)
                    ),
                    items=lift(type.items, f"{part} item", ""),
                )
            case Map():
                return msgspec.structs.replace(type, values=lift(type.values, f"{part} value", ""))
            case Nullable(inner):
                return Nullable(type=lift(inner, part, doc))
            case WithAssertions(inner):
                return msgspec.structs.replace(type, type=lift(inner, part, doc))
            case Union(members):
                alone = len([each for each in members if not isinstance(each, Unknown)]) == 1
                lifted = tuple(
                    lift(member, f"{part} {_option(member, number, alone)}", "")
                    for number, member in enumerate(members, 1)
                )
                return msgspec.structs.replace(type, members=lifted)
            case _:
                return type

    return lift


def _option(member: Type, number: int, alone: bool) -> str:
    """Call a member of an inline union by its title, else by its place or, alone, by its kind."""
    title = getattr(member, "title", "")
    if title and len(pascal(title)) <= 40:
        return title
    return "object" if alone and isinstance(member, Object) else f"option {number}"


def _free(key: str, found: dict[str, Shape]) -> str:
    while key in found:
        key += "'"
    return key


def _dictionary(type: Object, lift: Callable[[Type], Type]) -> Type:
    for pattern, values in type.pattern_properties.items():
        keys = Scalar(kind="string", constraints=Constraints(pattern=pattern))
        return Map(values=lift(values), keys=keys, constraints=type.constraints)
    values = UNKNOWN if type.additional_properties is None else type.additional_properties
    return Map(values=lift(values), constraints=type.constraints)


def _is_big(type: Enum) -> bool:
    """Whether an inline enum deserves a class: many values, or ones with names or words."""
    if enum_base(type) == "":
        return False
    told = any(_is_told(member) for member in type.members)
    return told or len(type.members) > LITERAL_MEMBERS or enum_base(type) == "Enum"


def _is_told(member: EnumMember) -> bool:
    return bool(member.name or member.doc)
