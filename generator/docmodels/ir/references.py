"""Changing what types refer to: references, bases, mappings of discriminators, kept checks."""

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

Naming: TypeAlias = Callable[[str], str]
"""Gives the name that takes the place of a name."""

_POINT: Final = "#/$defs/"
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas")


def rename_refs(type: Type, name: Naming) -> Type:
    """Give `type` with every name it refers to changed, at any depth."""
    type = map_children(type, lambda inner: rename_refs(inner, name))
    match type:
        case Ref():
            return Ref(name=name(type.name))
        case Object():
            found = _remapped(type.discriminator, name)
            return replace(type, bases=tuple(map(name, type.bases)), discriminator=found)
        case Union():
            return replace(type, discriminator=_remapped(type.discriminator, name))
        case WithAssertions():
            return replace(type, schema=_repointed(type.schema, name))
        case _:
            return type


def with_explicit_mappings(
    definitions: Sequence[Definition], names: Collection[str]
) -> tuple[Definition, ...]:
    """State what the discriminators imply about `names`, which are to be changed.

    Without a mapping, the tag of a member is the name of its definition (OpenAPI 3.1, section
    4.8.25), and stays that when the definition gets another name.
    """
    heirs = _heirs(definitions, names)
    return tuple(
        replace(made, type=_spelled(made.type, heirs.get(made.name, ()), names))
        for made in definitions
    )


def checked_names(type: Type) -> Iterator[str]:
    """Yield the names that the kept checks inside `type` refer to."""
    found: list[str] = []

    def noted(name: str) -> str:
        found.append(name)
        return name

    pending = [type]
    while pending:
        inner = pending.pop()
        if isinstance(inner, WithAssertions):
            _repointed(inner.schema, noted)
        pending.extend(children(inner))
    yield from found


def inplace_refs(type: Type) -> Iterator[str]:
    """Yield the definitions that a value of `type` has to fit at the same place."""
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


def _heirs(definitions: Sequence[Definition], names: Collection[str]) -> dict[str, list[str]]:
    """List under each definition those of `names` that extend it, at any distance."""
    bases = {made.name: tuple(inplace_refs(made.type)) for made in definitions}
    found: dict[str, list[str]] = {}
    for name in names:
        seen, pending = {name}, list(bases.get(name, ()))
        while pending:
            if (above := pending.pop()) not in seen:
                seen.add(above)
                found.setdefault(above, []).append(name)
                pending.extend(bases.get(above, ()))
    return found


def _spelled(type: Type, heirs: Iterable[str], names: Collection[str]) -> Type:
    below = heirs if isinstance(type, Nullable | WithAssertions) else ()
    type = map_children(type, lambda inner: _spelled(inner, below, names))
    match type:
        case Object(discriminator=Discriminator() as found):
            return replace(type, discriminator=_stated(found, heirs))
        case Union(discriminator=Discriminator() as found):
            bare = [m.type if isinstance(m, Nullable) else m for m in type.members]
            members = [m.name for m in bare if isinstance(m, Ref) and m.name in names]
            return replace(type, discriminator=_stated(found, members))
        case _:
            return type


def _stated(found: Discriminator, names: Iterable[str]) -> Discriminator:
    mapped = {*found.mapping.values()}
    implied = {name: name for name in names if name not in mapped and name not in found.mapping}
    return replace(found, mapping={**found.mapping, **implied}) if implied else found


def _remapped(found: Discriminator | None, name: Naming) -> Discriminator | None:
    if found is None or not found.mapping:
        return found
    return replace(found, mapping={tag: name(target) for tag, target in found.mapping.items()})


def _repointed(schema: Mapping[str, Json], name: Naming) -> dict[str, Json]:
    """Rewrite the references of a JSON Schema; `enum` and `const` hold values, not schemas."""
    found: dict[str, Json] = {}
    for key, value in schema.items():
        if key == "$ref" and isinstance(value, str) and value.startswith(_POINT):
            found[key] = _POINT + name(value.removeprefix(_POINT))
        elif key in _NAMED and isinstance(value, dict):
            named = cast(dict[str, Json], value)
            found[key] = {inner: _repointed_value(part, name) for inner, part in named.items()}
        else:
            found[key] = value if key in ("enum", "const") else _repointed_value(value, name)
    return found


def _repointed_value(value: Json, name: Naming) -> Json:
    if is_list(value):
        return [_repointed_value(part, name) for part in value]
    return _repointed(cast(dict[str, Json], value), name) if isinstance(value, dict) else value
