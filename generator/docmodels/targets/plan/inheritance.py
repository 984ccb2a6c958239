"""Decide per class: keep the base classes, or flatten the inherited fields.

A class keeps its bases if the result accepts the same values and type-checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import Field, Never, Object, Type, Union, Unknown
from docmodels.ir.equality import is_equal, is_same
from docmodels.ir.graph import sort_topologically
from docmodels.ir.traverse import children
from docmodels.targets.plan.all_of import intersect_fields
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.plan.shapes import Shape, is_class


class ClassLayout(Struct, frozen=True):
    """An object as a class.

    `own_fields` are the fields that the class declares, and `fields` all fields by wire name.
    `depth` is the number of classes in the method resolution order. `linearization` is that order,
    which begins with the class itself, if there are several bases; else it is in those of the bases.
    """

    own_fields: tuple[Field, ...]
    fields: Mapping[str, Field]
    bases: tuple[str, ...]
    depth: int
    linearization: tuple[str, ...]
    additional_properties: Type | None
    pattern_properties: Mapping[str, Type]


def resolve_inheritance(
    shapes: Mapping[str, Shape], single: bool = False
) -> dict[str, ClassLayout]:
    """Return the layout of every class among `shapes`; with `single`, of one base at most."""
    objects = {
        key: shape.type
        for key, shape in shapes.items()
        if isinstance(shape.type, Object) and is_class(shape.type)
    }
    types = {key: shape.type for key, shape in shapes.items()}
    layouts: dict[str, ClassLayout] = {}
    for key in sort_topologically(objects, lambda key: objects[key].bases):
        layouts[key] = _layout(key, objects[key], layouts, types)
        if single and len(layouts[key].bases) > 1:
            bases = [layouts[base] for base in layouts[key].bases]
            layouts[key] = _flatten(layouts[key], bases)
    return {key: layouts[key] for key in objects}


def _layout(
    key: str, type: Object, layouts: Mapping[str, ClassLayout], types: Mapping[str, Type]
) -> ClassLayout:
    known_bases = [base for base in dict.fromkeys(type.bases) if base in layouts]
    bases = _without_ancestors(known_bases, layouts)
    inherited: dict[str, Field] = {}
    is_consistent = True
    for base in bases:
        for name, field in layouts[base].fields.items():
            first_field = inherited.setdefault(name, field)
            is_consistent = is_consistent and _declares_same(first_field, field)
    own_fields: dict[str, Field] = {}
    for field in type.fields:
        inherited_field = inherited.get(field.name)
        merged = field if inherited_field is None else _merge_fields(inherited_field, field, types)
        if inherited_field is None or not _declares_same(inherited_field, merged):
            own_fields[field.name] = merged
            is_consistent = is_consistent and inherited_field is None
    orders = [tuple(resolution_order(layouts, base)) for base in bases if len(bases) > 1]
    order = _linearize(key, orders) if orders else ()
    if len(bases) > 1 and len({snake(name) for name in inherited}) < len(inherited):
        is_consistent = False
    layout = ClassLayout(
        own_fields=tuple(own_fields.values()),
        fields={**inherited, **own_fields},
        bases=tuple(bases),
        depth=len(order) or 1 + sum(layouts[base].depth for base in bases[:1]),
        linearization=order,
        additional_properties=type.additional_properties,
        pattern_properties=type.pattern_properties,
    )
    return (
        layout
        if is_consistent and (order or not orders)
        else _flatten(layout, [layouts[base] for base in bases])
    )


def resolution_order(layouts: Mapping[str, ClassLayout], key: str) -> Iterator[str]:
    """Yield the classes in the method resolution order of a class, itself first."""
    while len(bases := layouts[key].bases) == 1:
        yield key
        (key,) = bases
    yield from layouts[key].linearization or (key,)


def ancestors(layouts: Mapping[str, ClassLayout], key: str) -> Iterator[str]:
    """Yield the classes that a class derives from, in its method resolution order."""
    return islice(resolution_order(layouts, key), 1, None)


def _without_ancestors(bases: list[str], layouts: Mapping[str, ClassLayout]) -> list[str]:
    """Return the base classes that no other base class derives from."""
    if len(bases) < 2:
        return bases
    inherited = {name for base in bases for name in ancestors(layouts, base)}
    return [base for base in bases if base not in inherited]


def _flatten(layout: ClassLayout, bases: Iterable[ClassLayout]) -> ClassLayout:
    """Replace the bases of a class by declarations of all inherited fields."""
    additional = [
        base.additional_properties for base in bases if base.additional_properties is not None
    ]
    pattern_properties = {
        key: value for base in bases for key, value in base.pattern_properties.items()
    }
    return replace(
        layout,
        own_fields=tuple(layout.fields.values()),
        bases=(),
        depth=1,
        linearization=(),
        additional_properties=layout.additional_properties or next(iter(additional), None),
        pattern_properties={**pattern_properties, **layout.pattern_properties},
    )


def _merge_fields(inherited: Field, field: Field, types: Mapping[str, Type]) -> Field:
    merged = intersect_fields(inherited, field, types)
    if _contains_object(merged.type):
        return replace(merged, type=field.type)
    return merged


def _contains_object(type: Type) -> bool:
    stack = [type]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Object):
            return True
        stack.extend(children(inner))
    return False


def _declares_same(one: Field, other: Field) -> bool:
    if one.required != other.required or not is_same(one.type, other.type):
        return False
    if one.default is None or other.default is None:
        return one.default is other.default
    return is_equal(one.default.value, other.default.value)


def _linearize(key: str, sequences: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the C3 linearization of a class and its bases; empty if there is none."""
    order = [key]
    remaining = [list(sequence) for sequence in sequences] + [[s[0] for s in sequences]]
    while remaining := [sequence for sequence in remaining if sequence]:
        heads = (sequence[0] for sequence in remaining)
        head = next((h for h in heads if not any(h in s[1:] for s in remaining)), None)
        if head is None:
            return ()
        order.append(head)
        remaining = [sequence[1:] if sequence[0] == head else sequence for sequence in remaining]
    return tuple(order)


def extra_type(layout: ClassLayout) -> Type | None:
    """Return the type of the properties that are no fields, pattern properties included.

    It is the union of the types of the patterns and of all other properties. None means that the
    source leaves them open.
    """
    additional = layout.additional_properties
    if not layout.pattern_properties:
        return additional
    if additional is None:
        return Unknown()
    types: list[Type] = []
    for type in (*layout.pattern_properties.values(), additional):
        if isinstance(type, Unknown):
            return type
        if not isinstance(type, Never) and not any(is_same(type, other) for other in types):
            types.append(type)
    return Union(members=tuple(types)) if len(types) > 1 else next(iter(types), additional)
