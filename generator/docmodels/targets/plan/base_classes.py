"""Follow references to definitions, and decide which definitions can be base classes."""

from __future__ import annotations

from collections.abc import Mapping

from docmodels.ir import UNKNOWN, Object, Ref, Type, WithAssertions
from docmodels.targets.plan.shapes import is_dictionary

Types = Mapping[str, Type]


def resolve(type: Type, types: Types) -> Type:
    """Follow references to a type; return `UNKNOWN` for a dangling or cyclic one."""
    seen: set[str] = set()
    while isinstance(type, Ref | WithAssertions):
        if isinstance(type, WithAssertions):
            type = type.type
            continue
        if type.name in seen:
            return UNKNOWN
        seen.add(type.name)
        type = types.get(type.name, UNKNOWN)
    return type


def is_base_class(name: str, types: Types, exact: bool = False) -> bool:
    """Whether a definition is a class or an alias of one, which `Object.bases` can name.

    A dictionary with a type of its values is none. With `exact`, a class with assertions is none.
    """
    while exact and isinstance(target := types.get(name), Ref):
        name = target.name
    target = types.get(name, UNKNOWN) if exact else resolve(Ref(name=name), types)
    return isinstance(target, Object) and (target == Object() or not is_dictionary(target))


def class_key(name: str, types: Types) -> str:
    """Return the name of the class that a definition is, or is an alias of."""
    type = types[name]
    while isinstance(type, Ref | WithAssertions):
        if isinstance(type, Ref):
            name, type = type.name, types[type.name]
        else:
            type = type.type
            if isinstance(type, Object):
                return name
    return name
