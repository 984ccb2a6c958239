"""Add a union of the subclasses for each base class with a discriminator."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from docmodels.ir import Object, Ref, Type, Union
from docmodels.ir.graph import sort_topologically
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.shapes import VARIANT, Shape, free_key


def add_variants(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Replace references to a base class with a discriminator by the union of its subclasses."""
    bases_by_key = {
        key: [base for base in shape.type.bases if base in shapes]
        for key, shape in shapes.items()
        if isinstance(shape.type, Object) and shape.type.bases
    }
    with_tag = {
        base
        for bases in bases_by_key.values()
        for base in bases
        if _has_tag(shapes[base]) and not shapes[base].owner
    }
    if not with_tag:
        return dict(shapes)
    subclasses = _subclasses(list(shapes), bases_by_key, with_tag)
    variants: dict[str, str] = {}
    added: dict[str, Shape] = {}
    for base, keys in subclasses.items():
        type = shapes[base].type
        assert isinstance(type, Object)
        key = free_key(f"{base}\x1f{VARIANT}", shapes)
        members = tuple(Ref(name=name) for name in (*keys, base))
        union = Union(members=members, mode="oneOf", discriminator=type.discriminator)
        module = f"{base} {VARIANT}"
        added[key] = Shape(key, module, union, base, VARIANT, from_schema=shapes[base].from_schema)
        variants[base] = key
    updated = {
        key: replace(shape, type=_refer_to_variants(shape.type, variants))
        for key, shape in shapes.items()
    }
    return updated | added


def _has_tag(shape: Shape) -> bool:
    return isinstance(shape.type, Object) and shape.type.discriminator is not None


def _subclasses(
    keys: Sequence[str], bases: Mapping[str, Sequence[str]], with_tag: Collection[str]
) -> dict[str, list[str]]:
    """Return all subclasses of the classes in `with_tag`, each in the order of `keys`."""
    ancestors: dict[str, tuple[str, ...]] = {}
    for key in sort_topologically(keys, lambda key: bases.get(key, ())):
        declared = bases.get(key, ())
        nearest = [base for base in declared if base in with_tag]
        others = [name for base in reversed(declared) for name in ancestors.get(base, ())]
        ancestors[key] = tuple(dict.fromkeys((*nearest, *others)))
    subclasses: dict[str, list[str]] = {}
    for key in keys:
        for base in ancestors[key]:
            if base != key:
                subclasses.setdefault(base, []).append(key)
    return subclasses


def _refer_to_variants(type: Type, variants: Mapping[str, str]) -> Type:
    """Replace base classes in `type` by their variants, except in unions with a discriminator."""
    if not variants or (isinstance(type, Union) and type.discriminator):
        return type
    if isinstance(type, Ref):
        return Ref(name=variants.get(type.name, type.name))
    return map_children(type, lambda inner: _refer_to_variants(inner, variants))
