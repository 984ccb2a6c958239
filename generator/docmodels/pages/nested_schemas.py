"""Put the types of nested schemas in the place of the references to their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from docmodels.ir import AllOf, Enum, Nullable, Object, Ref, Type, Union, nullable
from docmodels.ir.algebra import all_of_types
from docmodels.ir.graph import sort_topologically
from docmodels.ir.traverse import map_children, refs, walk
from docmodels.pages.schema_facts import is_bare, kind_of, union_of_members

_MAX_DEPTH = 20
"""Deeper nested schemas are models, which bounds the depth of types."""


def inline_nested(types: Mapping[str, Type], models: frozenset[str]) -> dict[str, Type]:
    """Return the types of all models, by the path of their page.

    A nested schema stays a model of its own if several schemas share it and it needs a class, if it
    is part of itself, or if it is nested too deep.
    """
    counts = Counter(name for type in types.values() for name in refs(type))
    inlined: dict[str, Type] = {}
    depths: dict[str, int] = {}
    kept: set[str] = set(models)
    results: dict[str, Type] = {}

    def replace(name: str) -> Type:
        if name in inlined:
            return inlined[name]
        kept.add(name)
        return Ref(name=name)

    for path in sort_topologically(types, lambda name: refs(types[name])):
        nested = [depths[name] for name in refs(types[path]) if name in inlined]
        depths[path] = 1 + max(nested, default=0)
        results[path] = type = _substitute(types[path], replace, results)
        is_shared = counts[path] > 1 and _needs_class(type)
        if path not in kept and not is_shared and depths[path] < _MAX_DEPTH:
            inlined[path] = type
        else:
            kept.add(path)
    return {path: type for path, type in results.items() if path in kept}


def _needs_class(type: Type) -> bool:
    return any(isinstance(inner, Object | Enum) for inner in walk(type))


def _substitute(type: Type, replace: Callable[[str], Type], types: Mapping[str, Type]) -> Type:
    """Replace every reference; combine again what then accepts more.

    `types` are those of schemas by path, as far as they are read.
    """

    def substitute(inner: Type) -> Type:
        return _substitute(inner, replace, types)

    match type:
        case Ref(name):
            return replace(name)
        case Nullable(inner):
            return nullable(substitute(inner))
        case Union(members, mode):
            return union_of_members([substitute(member) for member in members], mode)
        case AllOf(members):
            new_members = [substitute(member) for member in members]
            return all_of_types(_without_implied(new_members, types))
        case _:
            return map_children(type, substitute)


def _without_implied(members: list[Type], types: Mapping[str, Type]) -> list[Type]:
    """Leave out members that only restrict the kind of a value, if another member does that, too."""
    kinds = {kind_of(member, types) for member in members if not is_bare(member)}
    return [m for m in members if not is_bare(m) or kind_of(m, types) not in kinds]
