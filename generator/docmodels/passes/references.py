"""Resolve the names that sources print to definitions: an index of names, and typed references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import is_
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import Discriminator, Field, Object, Origin, Ref, Type, Union
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.traverse import map_children, map_field_type


class NameIndex(Struct, frozen=True):
    """An index of drafts by name, from the strictest match to the loosest."""

    exact: dict[str, Draft]
    in_file: dict[tuple[str, str], Draft]
    in_folder: dict[tuple[str, str], Draft]
    aliases: dict[str, Draft]
    normalized: dict[str, Draft]

    def resolve(self, name: str, draft: Draft) -> Draft | None:
        """Return the definition that `name` means on the page of `draft`, if any."""
        return (
            self.in_file.get((_file(draft), name))
            or self.in_folder.get((draft.folder, name))
            or self.exact.get(name)
            or self.aliases.get(name)
            or self.normalized.get(normalize_name(name))
        )


def build_index(drafts: Sequence[Draft]) -> NameIndex:
    """Index drafts by their names and aliases."""
    index = NameIndex({}, {}, {}, {}, {})
    for draft in drafts:
        target = draft.definition.name
        index.exact[target] = draft
        for name in _names(draft):
            index.in_file.setdefault((_file(draft), name), draft)
            index.in_folder.setdefault((draft.folder, name), draft)
            index.aliases.setdefault(name, draft)
        index.normalized.setdefault(normalize_name(target), draft)
    for draft in drafts:
        for name in draft.aliases:
            index.normalized.setdefault(normalize_name(name), draft)
    index.normalized.pop("", None)
    return index


def _file(draft: Draft) -> str:
    return draft.definition.origin.file if draft.definition.origin else ""


def _names(draft: Draft) -> Iterator[str]:
    yield draft.definition.name
    yield from draft.aliases


Resolve: TypeAlias = Callable[[str, Draft, Origin | None], str]
"""Returns the name of a definition for a printed name, the draft that prints it, and its place."""


def resolve_references(draft: Draft, resolve: Resolve) -> Draft:
    """Return the draft with every name that it refers to replaced by what `resolve` returns."""
    definition = draft.definition
    return draft.with_type(_link(definition.type, draft, resolve, definition.origin))


def _link(type: Type, draft: Draft, resolve: Resolve, origin: Origin | None) -> Type:
    """Resolve references in `type`; `origin` is the place of the nearest field or definition."""
    match type:
        case Ref(name):
            target = resolve(name, draft, origin)
            return type if target == name else Ref(name=target)
        case Object():
            linked_object = _link_fields(type, draft, resolve, origin)
            bases = tuple(resolve(base, draft, origin) for base in type.bases)
            discriminator = _link_discriminator(type.discriminator, draft, resolve, origin)
            is_unchanged = bases == type.bases and discriminator is type.discriminator
            return (
                linked_object
                if is_unchanged
                else replace(linked_object, bases=bases, discriminator=discriminator)
            )
        case Union():
            union = map_children(type, lambda t: _link(t, draft, resolve, origin))
            return replace(
                union, discriminator=_link_discriminator(type.discriminator, draft, resolve, origin)
            )
        case _:
            return map_children(type, lambda t: _link(t, draft, resolve, origin))


def _link_fields(type: Object, draft: Draft, resolve: Resolve, origin: Origin | None) -> Object:
    def link_field(field: Field) -> Field:
        return map_field_type(field, lambda t: _link(t, draft, resolve, field.origin or origin))

    fields = tuple(map(link_field, type.fields))
    if (
        all(map(is_, fields, type.fields))
        and not type.pattern_properties
        and type.additional_properties is None
    ):
        return type
    additional = map_children(replace(type, fields=()), lambda t: _link(t, draft, resolve, origin))
    assert isinstance(additional, Object)
    return replace(additional, fields=fields)


def _link_discriminator(
    discriminator: Discriminator | None, draft: Draft, resolve: Resolve, origin: Origin | None
) -> Discriminator | None:
    if discriminator is None or not discriminator.mapping:
        return discriminator
    mapping = {value: resolve(name, draft, origin) for value, name in discriminator.mapping.items()}
    return replace(discriminator, mapping=mapping)
