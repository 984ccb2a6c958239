"""Resolve references to definitions; create placeholders for names that no input defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as evolve
from operator import is_
from typing import TypeAlias

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import DANGLING_REF
from docmodels.ir import (
    UNKNOWN,
    Definition,
    Discriminator,
    Field,
    Object,
    Origin,
    Ref,
    Type,
    Union,
    inferences,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.traverse import map_children, map_field_type
from docmodels.passes.context import PassContext


@dataclass(frozen=True, slots=True)
class _NameIndex:
    """An index of definitions by name, from the strictest match to the loosest."""

    exact: dict[str, str]
    in_file: dict[tuple[str, str], str]
    in_folder: dict[tuple[str, str], str]
    aliases: dict[str, str]
    normalized: dict[str, str]

    def resolve(self, name: str, draft: Draft) -> str | None:
        """Return the name of the definition that `name` means on the page of `draft`, if any."""
        return (
            self.in_file.get((_file(draft), name))
            or self.in_folder.get((draft.folder, name))
            or self.exact.get(name)
            or self.aliases.get(name)
            or self.normalized.get(normalize_name(name))
        )


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Replace each reference by the exact name of a definition; append placeholders.

    Adds one note (`dangling-ref`) for each name that no input defines.
    """
    index = _build_index(drafts)
    missing: dict[str, Origin | None] = {}
    counts: Counter[str] = Counter()

    def resolve(name: str, draft: Draft, origin: Origin | None) -> str:
        target = index.resolve(name, draft)
        if target is None:
            counts[name] += 1
            missing.setdefault(name, origin)
            return name
        return target

    linked_drafts = [_link_draft(draft, resolve) for draft in drafts]
    context.notes.extend(
        _dangling_note(name, origin, counts[name], context.other_pages.get(normalize_name(name)))
        for name, origin in missing.items()
    )
    return [*linked_drafts, *(_placeholder(name, origin) for name, origin in missing.items())]


def _file(draft: Draft) -> str:
    return draft.definition.origin.file if draft.definition.origin else ""


def _names(draft: Draft) -> Iterator[str]:
    yield draft.definition.name
    yield from draft.aliases


def _build_index(drafts: Sequence[Draft]) -> _NameIndex:
    index = _NameIndex({}, {}, {}, {}, {})
    for draft in drafts:
        target = draft.definition.name
        index.exact[target] = target
        for name in _names(draft):
            index.in_file.setdefault((_file(draft), name), target)
            index.in_folder.setdefault((draft.folder, name), target)
            index.aliases.setdefault(name, target)
        index.normalized.setdefault(normalize_name(target), target)
    for draft in drafts:
        for name in draft.aliases:
            index.normalized.setdefault(normalize_name(name), draft.definition.name)
    index.normalized.pop("", None)
    return index


_Resolve: TypeAlias = Callable[[str, Draft, Origin | None], str]


def _link_draft(draft: Draft, resolve: _Resolve) -> Draft:
    definition = draft.definition
    return draft.with_type(_link(definition.type, draft, resolve, definition.origin))


def _link(type: Type, draft: Draft, resolve: _Resolve, origin: Origin | None) -> Type:
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


def _link_fields(type: Object, draft: Draft, resolve: _Resolve, origin: Origin | None) -> Object:
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
    discriminator: Discriminator | None, draft: Draft, resolve: _Resolve, origin: Origin | None
) -> Discriminator | None:
    if discriminator is None or not discriminator.mapping:
        return discriminator
    mapping = {value: resolve(name, draft, origin) for value, name in discriminator.mapping.items()}
    return replace(discriminator, mapping=mapping)


def _dangling_note(name: str, origin: Origin | None, count: int, page: str | None) -> Note:
    """Create the note for a name; `page` is the input with that name, which has no model."""
    more = f" ({count} references)" if count > 1 else ""
    message = f"no input defines `{name}`{more}; any value is accepted"
    help = f"add the page or schema that defines `{name}` to the inputs"
    if page:
        message = f"{page} does not define `{name}`{more}; any value is accepted"
        help = f"complete that page, or add the API description, which defines `{name}`"
    note = DANGLING_REF.at(origin, message, help, marked=name)
    return evolve(note, occurrences=count)


def _placeholder(name: str, origin: Origin | None) -> Draft:
    definition = Definition(
        name=name,
        type=UNKNOWN,
        inferred=inferences("dangling-references", "definition"),
        origin=origin,
    )
    return Draft(definition, dialect="")
