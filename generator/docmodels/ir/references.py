"""Find and rename references: `Ref`, base classes, discriminator mappings, assertion schemas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from docmodels.ir import (
    AllOf,
    Definition,
    Discriminator,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.graph import find_cycles
from docmodels.ir.pointers import definition_ref, referenced_name
from docmodels.ir.schema_algebra import map_refs, schema_refs
from docmodels.ir.traverse import map_children, walk

RenameFunction: TypeAlias = Callable[[str], str]
"""Takes the name of a definition and returns its new name."""


def rename_refs(type: Type, rename: RenameFunction) -> Type:
    """Return `type` with every reference renamed by `rename`, at any depth."""
    type = map_children(type, lambda inner: rename_refs(inner, rename))
    match type:
        case Ref():
            return Ref(name=rename(type.name))
        case Object():
            discriminator = _rename_mapping_targets(type.discriminator, rename)
            return replace(type, bases=tuple(map(rename, type.bases)), discriminator=discriminator)
        case Union():
            return replace(type, discriminator=_rename_mapping_targets(type.discriminator, rename))
        case WithAssertions():
            return replace(
                type, schema=map_refs(type.schema, lambda name: definition_ref(rename(name)))
            )
        case _:
            return type


def with_explicit_mappings(
    definitions: Sequence[Definition], names: Collection[str]
) -> tuple[Definition, ...]:
    """Return `definitions` with explicit discriminator mappings for the definitions in `names`.

    Call this before definitions are renamed. A member without a mapping has the name of its
    definition as its tag (OpenAPI 3.1, section 4.8.25); the tag must not change with the name.
    """
    subclasses = _subclasses_by_base(definitions, names)
    return tuple(
        replace(
            definition,
            type=_with_explicit_mapping(
                definition.type, subclasses.get(definition.name, ()), names
            ),
        )
        for definition in definitions
    )


def assertion_refs(type: Type) -> Iterator[str]:
    """Yield the names that the assertion schemas inside `type` refer to, at any depth."""
    for inner in walk(type):
        if isinstance(inner, WithAssertions):
            names = map(referenced_name, schema_refs(inner.schema))
            yield from (name for name in names if name is not None)


def inplace_refs(type: Type, alternatives: bool = False) -> Iterator[str]:
    """Yield the references that a value of `type` must match at the same instance location.

    With `alternatives`, also those in the members of unions, of which it matches one.
    """
    pending = [type]
    while pending:
        match pending.pop():
            case Ref(name):
                yield name
            case Object(bases=bases):
                yield from bases
            case Nullable(inner) | WithAssertions(inner):
                pending.append(inner)
            case AllOf(members):
                pending.extend(reversed(members))
            case Union(members) if alternatives:
                pending.extend(reversed(members))
            case _:
                pass


def reference_cycles(types: Mapping[str, Type]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each cycle of definitions that consist of references only.

    The last name refers to the first. A reference inside a field, an item or a map value ends no
    type in itself, and makes no cycle.
    """
    return find_cycles(types, lambda name: inplace_refs(types[name], alternatives=True))


def _subclasses_by_base(
    definitions: Sequence[Definition], names: Collection[str]
) -> dict[str, list[str]]:
    """Map each base class to those of `names` that extend it, directly or indirectly."""
    bases = {definition.name: tuple(inplace_refs(definition.type)) for definition in definitions}
    subclasses: dict[str, list[str]] = {}
    for name in names:
        seen, pending = {name}, list(bases.get(name, ()))
        while pending:
            if (base := pending.pop()) not in seen:
                seen.add(base)
                subclasses.setdefault(base, []).append(name)
                pending.extend(bases.get(base, ()))
    return subclasses


def _with_explicit_mapping(type: Type, subclasses: Iterable[str], names: Collection[str]) -> Type:
    inner_subclasses = subclasses if isinstance(type, Nullable | WithAssertions) else ()
    type = map_children(type, lambda inner: _with_explicit_mapping(inner, inner_subclasses, names))
    match type:
        case Object(discriminator=Discriminator() as discriminator):
            return replace(type, discriminator=_with_implied_tags(discriminator, subclasses))
        case Union(discriminator=Discriminator() as discriminator):
            member_types = [m.type if isinstance(m, Nullable) else m for m in type.members]
            members = [m.name for m in member_types if isinstance(m, Ref) and m.name in names]
            return replace(type, discriminator=_with_implied_tags(discriminator, members))
        case _:
            return type


def _with_implied_tags(discriminator: Discriminator, names: Iterable[str]) -> Discriminator:
    targets = {*discriminator.mapping.values()}
    implied_tags = {
        name: name for name in names if name not in targets and name not in discriminator.mapping
    }
    return (
        replace(discriminator, mapping={**discriminator.mapping, **implied_tags})
        if implied_tags
        else discriminator
    )


def _rename_mapping_targets(
    discriminator: Discriminator | None, rename: RenameFunction
) -> Discriminator | None:
    if discriminator is None or not discriminator.mapping:
        return discriminator
    return replace(
        discriminator,
        mapping={tag: rename(target) for tag, target in discriminator.mapping.items()},
    )
