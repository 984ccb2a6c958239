"""Find the builtins that the annotations of a class may refer to.

A field of such a name shadows it: type checkers, pydantic and `typing.get_type_hints` look the
names of an annotation up among the attributes of its class first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docmodels.ir import (
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Never,
    Number,
    Object,
    Ref,
    String,
    Type,
    WithAssertions,
)
from docmodels.ir.traverse import children
from docmodels.targets.plan.inheritance import ClassLayout
from docmodels.targets.plan.shapes import Shape, is_class

_DICTIONARY = frozenset({"dict", "str"})
_VALUE_TYPES = {str: "str", int: "int", float: "float", bool: "bool", list: "list", dict: "dict"}
_NONE = frozenset[str]()


def annotation_names(layout: ClassLayout, shapes: Mapping[str, Shape]) -> frozenset[str]:
    """Return the builtins that annotations and default factories of the class may contain."""
    names: set[str] = set()
    types: list[Type] = [field.type for field in layout.own_fields]
    extra = [*layout.pattern_properties.values()]
    if not isinstance(layout.additional_properties, Never | None):
        extra.append(layout.additional_properties)
    if extra:
        names |= _DICTIONARY
    stack = [*types, *extra]
    while stack:
        type = stack.pop()
        names |= _own_names(type, shapes)
        stack += children(type)
    return frozenset(names)


def _own_names(type: Type, shapes: Mapping[str, Shape]) -> frozenset[str]:
    match type:
        case String():
            return frozenset({"str"})
        case Integer():
            return frozenset({"int"})
        case Number():
            return frozenset({"float", "int"})
        case Boolean():
            return frozenset({"bool"})
        case Array():
            return frozenset({"list", "tuple"} if type.prefix_items else {"list"})
        case Map() | Object():
            return _DICTIONARY
        case Const(value):
            return _value_names([value])
        case Enum() as enum:
            return _value_names(member.value for member in enum.members)
        case Ref(name) if name in shapes:
            target = shapes[name].type
            is_open_enum = isinstance(target, Enum) and is_class(target) and not target.closed
            return _own_names(target, shapes) if is_open_enum else _NONE
        case WithAssertions():
            return frozenset(_VALUE_TYPES.values())
        case _:
            return _NONE


def _value_names(values: Iterable[Json]) -> frozenset[str]:
    types = {value.__class__ for value in values}
    return frozenset(name for type, name in _VALUE_TYPES.items() if type in types)
