"""Add a union of the subclasses for each base class with a discriminator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docmodels.ir import Object, Ref, Type, Union
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.shapes import VARIANT, Shape, free_key


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
            key = free_key(f"{base}\x1f{VARIANT}", shapes)
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
