"""Every reference finds its definition; what nobody defines becomes a placeholder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import is_
from typing import TypeAlias

from msgspec.structs import replace as changed

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
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.traverse import map_children, with_type


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where a name leads, from the strictest reading of it to the loosest."""

    exact: dict[str, str]
    in_file: dict[tuple[str, str], str]
    in_folder: dict[tuple[str, str], str]
    aliases: dict[str, str]
    folded: dict[str, str]

    def find(self, name: str, draft: Draft) -> str | None:
        """Give the definition that `name` means on `draft`'s page."""
        return (
            self.in_file.get((_file(draft), name))
            or self.in_folder.get((draft.folder, name))
            or self.exact.get(name)
            or self.aliases.get(name)
            or self.folded.get(normalize_name(name))
        )


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Make each reference the exact name of a definition, adding placeholders at the end."""
    directory = _directory(drafts)
    missing: dict[str, Origin | None] = {}
    uses: Counter[str] = Counter()

    def found(name: str, draft: Draft, origin: Origin | None) -> str:
        target = directory.find(name, draft)
        if target is None:
            uses[name] += 1
            missing.setdefault(name, origin)
            return name
        return target

    linked = [_linked(draft, found) for draft in drafts]
    notes.extend(_dangling(name, origin, uses[name]) for name, origin in missing.items())
    return [*linked, *(_placeholder(name, origin) for name, origin in missing.items())]


def _file(draft: Draft) -> str:
    return draft.definition.origin.file if draft.definition.origin else ""


def _names(draft: Draft) -> Iterator[str]:
    yield draft.definition.name
    yield from draft.aliases


def _directory(drafts: Sequence[Draft]) -> _Directory:
    directory = _Directory({}, {}, {}, {}, {})
    for draft in drafts:
        own = draft.definition.name
        directory.exact[own] = own
        for name in _names(draft):
            directory.in_file.setdefault((_file(draft), name), own)
            directory.in_folder.setdefault((draft.folder, name), own)
            directory.aliases.setdefault(name, own)
        directory.folded.setdefault(normalize_name(own), own)
    for draft in drafts:
        for name in draft.aliases:
            directory.folded.setdefault(normalize_name(name), draft.definition.name)
    directory.folded.pop("", None)
    return directory


_Find: TypeAlias = Callable[[str, Draft, Origin | None], str]


def _linked(draft: Draft, found: _Find) -> Draft:
    definition = draft.definition
    return draft.with_type(_link(definition.type, draft, found, definition.origin))


def _link(type: Type, draft: Draft, found: _Find, origin: Origin | None) -> Type:
    """Link `type`; `origin` is the place of the nearest field or definition around it."""
    match type:
        case Ref(name):
            target = found(name, draft, origin)
            return type if target == name else Ref(name=target)
        case Object():
            linked = _link_fields(type, draft, found, origin)
            bases = tuple(found(base, draft, origin) for base in type.bases)
            discriminator = _mapped(type.discriminator, draft, found, origin)
            kept = bases == type.bases and discriminator is type.discriminator
            return linked if kept else changed(linked, bases=bases, discriminator=discriminator)
        case Union():
            rest = map_children(type, lambda t: _link(t, draft, found, origin))
            return changed(rest, discriminator=_mapped(type.discriminator, draft, found, origin))
        case _:
            return map_children(type, lambda t: _link(t, draft, found, origin))


def _link_fields(type: Object, draft: Draft, found: _Find, origin: Origin | None) -> Object:
    def linked(field: Field) -> Field:
        return with_type(field, lambda t: _link(t, draft, found, field.origin or origin))

    fields = tuple(map(linked, type.fields))
    if (
        all(map(is_, fields, type.fields))
        and not type.pattern_properties
        and type.additional_properties is None
    ):
        return type
    rest = map_children(changed(type, fields=()), lambda t: _link(t, draft, found, origin))
    assert isinstance(rest, Object)
    return changed(rest, fields=fields)


def _mapped(
    discriminator: Discriminator | None, draft: Draft, found: _Find, origin: Origin | None
) -> Discriminator | None:
    if discriminator is None or not discriminator.mapping:
        return discriminator
    mapping = {value: found(name, draft, origin) for value, name in discriminator.mapping.items()}
    return changed(discriminator, mapping=mapping)


def _dangling(name: str, origin: Origin | None, uses: int) -> Note:
    more = f" (and {uses - 1} more times)" if uses > 1 else ""
    return DANGLING_REF.at(
        origin,
        f"no input defines `{name}`{more}; it is accepted as anything",
        f"add the page or schema that defines `{name}` to the inputs",
        marked=name,
    )


def _placeholder(name: str, origin: Origin | None) -> Draft:
    definition = Definition(name=name, type=UNKNOWN, inferred=("definition",), origin=origin)
    return Draft(definition, dialect="")
