"""Find and rename references: `Ref`, base classes, discriminator mappings, assertion schemas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, cast

from msgspec.structs import replace

from docmodels.ir import (
    AllOf,
    Definition,
    Discriminator,
    Json,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
    is_list,
)
from docmodels.ir.traverse import children, map_children
from docmodels.ir.vocabulary import JSON_VALUED, SCHEMA_MAPS

RenameFunction: TypeAlias = Callable[[str], str]
"""Takes the name of a definition and returns its new name."""

_DEFS_PREFIX: Final = "#/$defs/"


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
            return replace(type, schema=_rename_schema_refs(type.schema, rename))
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
    names: list[str] = []

    def record(name: str) -> str:
        names.append(name)
        return name

    pending = [type]
    while pending:
        inner = pending.pop()
        if isinstance(inner, WithAssertions):
            _rename_schema_refs(inner.schema, record)
        pending.extend(children(inner))
    yield from names


def inplace_refs(type: Type) -> Iterator[str]:
    """Yield the references that a value of `type` must match at the same instance location."""
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
                pending.extend(members)
            case _:
                pass


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


def _rename_schema_refs(schema: Mapping[str, Json], rename: RenameFunction) -> dict[str, Json]:
    """Rename the references in a JSON Schema; `enum` and `const` contain values, not schemas."""
    renamed_schema: dict[str, Json] = {}
    for key, value in schema.items():
        if key == "$ref" and isinstance(value, str) and value.startswith(_DEFS_PREFIX):
            renamed_schema[key] = _DEFS_PREFIX + rename(value.removeprefix(_DEFS_PREFIX))
        elif key in SCHEMA_MAPS and isinstance(value, dict):
            schemas = cast(dict[str, Json], value)
            renamed_schema[key] = {
                inner: _rename_value_refs(part, rename) for inner, part in schemas.items()
            }
        else:
            renamed_schema[key] = value if key in JSON_VALUED else _rename_value_refs(value, rename)
    return renamed_schema


def _rename_value_refs(value: Json, rename: RenameFunction) -> Json:
    if is_list(value):
        return [_rename_value_refs(part, rename) for part in value]
    return (
        _rename_schema_refs(cast(dict[str, Json], value), rename)
        if isinstance(value, dict)
        else value
    )
