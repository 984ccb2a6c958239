"""Subclass or flatten: which bases a class can keep, so that it says the same and type-checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from docmodels.ir import Field, Never, Object, Type, Unknown
from docmodels.ir.traverse import children
from docmodels.targets.plan.hoisting import Shape, is_class
from docmodels.targets.plan.identifiers import snake
from docmodels.targets.plan.merge import narrowed
from docmodels.targets.plan.order import needed_first


@dataclass(frozen=True, slots=True)
class ClassLayout:
    """An object as a class: its own fields, all its fields by wire name, its order of resolution."""

    own: tuple[Field, ...]
    fields: Mapping[str, Field]
    bases: tuple[str, ...]
    ancestors: tuple[str, ...]
    additional: Type | None
    patterns: Mapping[str, Type]


def resolve_inheritance(shapes: Mapping[str, Shape]) -> dict[str, ClassLayout]:
    """Settle every object among `shapes`, each after its bases."""
    objects = {
        key: shape.type
        for key, shape in shapes.items()
        if isinstance(shape.type, Object) and is_class(shape.type)
    }
    types = {key: shape.type for key, shape in shapes.items()}
    found: dict[str, ClassLayout] = {}
    for key in needed_first(objects, lambda key: objects[key].bases):
        found[key] = _settled(key, objects[key], found, types)
    return {key: found[key] for key in objects}


def _settled(
    key: str, type: Object, found: Mapping[str, ClassLayout], types: Mapping[str, Type]
) -> ClassLayout:
    named = [base for base in dict.fromkeys(type.bases) if base in found]
    bases = [b for b in named if not any(b in found[o].ancestors[1:] for o in named)]
    inherited: dict[str, Field] = {}
    agree = True
    for base in bases:
        for name, field in found[base].fields.items():
            known = inherited.setdefault(name, field)
            agree = agree and _says_same(known, field)
    own: dict[str, Field] = {}
    for field in type.fields:
        above = inherited.get(field.name)
        both = field if above is None else _joined(above, field, types)
        if above is None or not _says_same(above, both):
            own[field.name] = both
            agree = agree and above is None
    ancestors = _linear(key, [found[base].ancestors for base in bases])
    if len(bases) > 1 and len({snake(name) for name in inherited}) < len(inherited):
        agree = False
    settled = ClassLayout(
        own=tuple(own.values()),
        fields={**inherited, **own},
        bases=tuple(bases),
        ancestors=ancestors or (key,),
        additional=type.additional_properties,
        patterns=type.pattern_properties,
    )
    return settled if agree and ancestors else _flat(settled, [found[base] for base in bases])


def _flat(lineage: ClassLayout, bases: Iterable[ClassLayout]) -> ClassLayout:
    """Write everything that is inherited into the class itself."""
    open_to = [base.additional for base in bases if base.additional is not None]
    patterns = {key: value for base in bases for key, value in base.patterns.items()}
    return replace(
        lineage,
        own=tuple(lineage.fields.values()),
        bases=(),
        ancestors=lineage.ancestors[:1],
        additional=lineage.additional or next(iter(open_to), None),
        patterns={**patterns, **lineage.patterns},
    )


def _joined(known: Field, field: Field, types: Mapping[str, Type]) -> Field:
    both = narrowed(known, field, types)
    if _has_object(both.type):
        return msgspec.structs.replace(both, type=field.type)
    return both


def _has_object(type: Type) -> bool:
    stack = [type]
    while stack:
        found = stack.pop()
        if isinstance(found, Object):
            return True
        stack.extend(children(found))
    return False


def _says_same(one: Field, other: Field) -> bool:
    if (one.type, one.required) != (other.type, other.required):
        return False
    if one.default is None or other.default is None:
        return one.default is other.default
    return bool(one.default.value == other.default.value)


def _linear(key: str, sequences: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Order a class and its ancestors as Python does (C3), or give nothing where it cannot."""
    if len(sequences) <= 1:
        return (key, *(sequences[0] if sequences else ()))
    order = [key]
    rest = [list(sequence) for sequence in sequences] + [[s[0] for s in sequences]]
    while rest := [sequence for sequence in rest if sequence]:
        heads = (sequence[0] for sequence in rest)
        head = next((h for h in heads if not any(h in s[1:] for s in rest)), None)
        if head is None:
            return ()
        order.append(head)
        rest = [sequence[1:] if sequence[0] == head else sequence for sequence in rest]
    return tuple(order)


def openness(lineage: ClassLayout) -> Type | None:
    """Give the type of the properties that no field names, those found by pattern included."""
    patterns = list(lineage.patterns.values())
    if not patterns:
        return lineage.additional
    closed = isinstance(lineage.additional, Never)
    return patterns[0] if closed and len(patterns) == 1 else Unknown()
