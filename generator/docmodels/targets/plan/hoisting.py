"""Hoist inline types that need a class or an alias of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import is_

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Definition,
    Enum,
    Field,
    Json,
    Map,
    Nullable,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    WithAssertions,
    scalar,
)
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.identifiers import pascal, words
from docmodels.targets.plan.options import EnumStyle
from docmodels.targets.plan.shapes import (
    Shape,
    deprecation_text,
    enum_base,
    free_key,
    is_class,
    is_dictionary,
    is_documented,
)
from docmodels.targets.plan.union_labels import has_class, member_labels

LITERAL_MEMBERS = 6
"""The most values without names and notes that an inline enum has to become `Literal[..]`."""


class _Shapes(Struct, frozen=True):
    """The shapes so far by key, and how enums are written."""

    by_key: dict[str, Shape]
    enums: EnumStyle

    def needs_name(self, type: Enum) -> bool:
        """Whether an inline enum needs a class, or an alias with `EnumStyle.LITERAL`.

        It does if it has many values, or values with names or notes, and with `EnumStyle.CLASS` if
        it has a choice of values.
        """
        if enum_base(type) == "":
            return False
        has_documented_members = any(is_documented(member) for member in type.members)
        limit = 1 if self.enums is EnumStyle.CLASS else LITERAL_MEMBERS
        return has_documented_members or len(type.members) > limit or enum_base(type) == "Enum"


def hoist_shapes(api: Api, types: Mapping[str, Type], enums: EnumStyle) -> dict[str, Shape]:
    """Return every shape of `api` by its key: definitions in their order, each before its parts.

    `types` are the types of the definitions, without any allOf.
    """
    shapes = _Shapes({}, enums)
    for definition in api.definitions:
        _add_definition(definition, types[definition.name], definition.name == api.root, shapes)
    return shapes.by_key


def _add_definition(definition: Definition, type: Type, is_root: bool, shapes: _Shapes) -> None:
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
    if not is_root and isinstance(type, Nullable) and is_class(type.type):
        shape = replace(shape, type=type.type, nullable=True)
    elif is_root and isinstance(type, Enum) and not type.closed:
        type = Union(members=(replace(type, closed=True), _base_scalar(type)))
        shape = replace(shape, type=type)
    shapes.by_key[name] = shape
    hoist = _hoister(shape, shapes)
    if isinstance(shape.type, Object) and is_class(shape.type):
        hoisted: Type = _hoist_object(shape.type, hoist)
    elif is_class(shape.type):
        hoisted = shape.type
    else:
        hoisted = hoist(shape.type, "", "")
    if hoisted is not shape.type:
        shapes.by_key[name] = replace(shape, type=hoisted)


def _base_scalar(type: Enum) -> Type:
    bases = {"StrEnum": STRING, "IntEnum": INTEGER, "Enum": NUMBER}
    return scalar(type.base) if type.base else bases.get(enum_base(type), STRING)


Hoist = Callable[[Type, str, str], Type]


def _hoist_object(type: Object, hoist: Hoist) -> Object:
    """Hoist the types inside an object that is a shape itself; return it if nothing is hoisted."""
    fields = tuple([_hoist_field(field, hoist) for field in type.fields])
    additional = type.additional_properties
    if additional is not None:
        additional = hoist(additional, "additional value", "")
    patterns = {
        key: hoist(value, "pattern value", "") for key, value in type.pattern_properties.items()
    }
    is_unchanged = (
        additional is type.additional_properties
        and all(map(is_, fields, type.fields))
        and all(map(is_, patterns.values(), type.pattern_properties.values()))
    )
    if is_unchanged:
        return type
    return replace(
        type, fields=fields, pattern_properties=patterns, additional_properties=additional
    )


def _hoist_field(field: Field, hoist: Hoist) -> Field:
    type = hoist(field.type, field.name, field.doc)
    return field if type is field.type else replace(field, type=type)


def _hoister(owner: Shape, shapes: _Shapes) -> Hoist:
    """Return the function that replaces inline types of `owner` by references to new shapes."""

    def add_shape(type: Type, part: str, doc: str) -> Ref:
        key = free_key(f"{owner.key}\x1f{part}", shapes.by_key)
        title = getattr(type, "title", "")
        text = doc or ("" if pascal(title) in pascal(part) else title)
        shape = Shape(key, owner.module, type, owner.key, part, doc=text, origin=owner.origin)
        shape = replace(shape, from_schema=owner.from_schema)
        shapes.by_key[key] = shape
        if isinstance(type, Object):
            hoisted = _hoist_object(type, _hoister(shape, shapes))
            shapes.by_key[key] = replace(shape, type=hoisted)
        return Ref(name=key)

    def hoist(type: Type, part: str, doc: str) -> Type:
        match type:
            case Object() if is_dictionary(type):
                return _to_map(type, lambda inner: hoist(inner, f"{part} value", ""))
            case Object():
                return add_shape(type, part or "object", doc)
            case Enum():
                return add_shape(type, part or "enum", doc) if shapes.needs_name(type) else type
            case Array():
                parts = _item_parts(type, part, shapes)
                return replace(
                    type,
                    prefix_items=tuple(
                        hoist(item, item_part, "")
                        for item, item_part in zip(type.prefix_items, parts, strict=True)
                    ),
                    items=hoist(type.items, f"{part} item", ""),
                )
            case Map():
                return replace(type, values=hoist(type.values, f"{part} value", ""))
            case Nullable() | WithAssertions():
                return map_children(type, lambda inner: hoist(inner, part, doc))
            case Union(members):
                labels = member_labels(type, part, shapes.needs_name)
                hoisted_members = tuple(
                    hoist(member, _add_label(part, label, part or owner.key), "")
                    for member, label in zip(members, labels, strict=True)
                )
                return replace(type, members=hoisted_members)
            case _:
                return type

    return hoist


def _add_label(part: str, label: str, context: str) -> str:
    """Add the label of a union member to a part, without the words that are in its name already.

    `Static strategy` of the part `strategy` is `strategy static`.
    """
    label_words, context_words = words(label), words(context)
    size = len(context_words)
    if size < len(label_words) and label_words[-size:] == context_words:
        label = " ".join(label_words[:-size])
    elif size < len(label_words) and label_words[:size] == context_words:
        label = " ".join(label_words[size:])
    return f"{part} {label}".strip()


def _item_parts(type: Array, part: str, shapes: _Shapes) -> list[str]:
    """Name the parts of an array by position; the position is left out if only one is a class."""
    items = (*type.prefix_items, type.items)
    is_single = sum(has_class(item, shapes.needs_name) for item in items) == 1
    numbers = range(1, len(type.prefix_items) + 1)
    return [f"{part} item" if is_single else f"{part} item {number}" for number in numbers]


def _to_map(type: Object, hoist: Callable[[Type], Type]) -> Type:
    for pattern, values in type.pattern_properties.items():
        keys = String(constraints=StringConstraints(pattern=pattern))
        return Map(values=hoist(values), keys=keys, constraints=type.constraints)
    values = UNKNOWN if type.additional_properties is None else type.additional_properties
    return Map(values=hoist(values), constraints=type.constraints)
