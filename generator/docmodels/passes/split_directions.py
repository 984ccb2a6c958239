"""Two views of a model: what is read never has write-only fields, what is sent no read-only ones.

JSON Schema 2020-12 validation, section 9.4, and OpenAPI 3.0.3, section 4.7.24: a read-only property
is not to be sent in a request, a write-only one not in a response, and `required` counts only where
the property may be at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import AllOf, Definition, Field, Nullable, Object, Type, WithAssertions
from docmodels.ir.drafts import Direction, Draft, normalize_name
from docmodels.ir.references import checked_names, inplace_refs, rename_refs, with_explicit_mappings
from docmodels.ir.traverse import map_children, refs


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Split every definition that requests and responses see differently.

    The plain name is the response model; the request model is called `NameRequest` and follows it.
    A body that stands inline in a request or a response is only that one's, and is not split.
    """
    sent, read = _view(drafts, _is_read_only), _view(drafts, _is_write_only)
    differing = _differing(drafts, sent, read)
    if not differing:
        return list(drafts)
    names = _names(drafts, differing)
    sent = replace(sent, names=names)
    notes.extend(_numbered(drafts, names))
    spelled = with_explicit_mappings([draft.definition for draft in drafts], names)
    found: list[Draft] = []
    for draft, told in zip(drafts, spelled, strict=True):
        if draft.definition.name not in differing:
            found.append(draft)
            continue
        if draft.direction is not Direction.REQUEST:
            found.append(replace(draft, definition=read.of(draft.definition)))
        if draft.direction is not Direction.RESPONSE:
            found.append(replace(draft, definition=sent.of(told)))
    return found


_Bars: TypeAlias = Callable[[Field], bool]
_NONE: frozenset[str] = frozenset()


def _is_read_only(field: Field) -> bool:
    return field.read_only


def _is_write_only(field: Field) -> bool:
    return field.write_only


@dataclass(frozen=True, slots=True)
class _View:
    """One way of seeing definitions: without fields that it `bars`, and under other `names`.

    `barred` are the fields that a definition bars, itself or by what it extends or combines.
    """

    bars: _Bars
    barred: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def of(self, definition: Definition) -> Definition:
        """Give a definition as it is seen this way."""
        old = definition.name
        name = self.names.get(old, old)
        made_up = () if name == old else ("name",)
        return changed(
            definition,
            name=name,
            type=rename_refs(self.type(definition), lambda name: self.names.get(name, name)),
            inferred=tuple(dict.fromkeys((*definition.inferred, *made_up))),
        )

    def type(self, definition: Definition) -> Type:
        """Give the type of a definition without the fields that are barred."""
        return self._without(definition.type, self.barred.get(definition.name, _NONE))

    def _without(self, type: Type, here: frozenset[str]) -> Type:
        """Leave out the fields of `here` at this place, and at others what is barred there."""
        match type:
            case Nullable() | WithAssertions() | AllOf():
                return map_children(type, lambda part: self._without(part, here))
            case Object():
                type = changed(type, fields=tuple(f for f in type.fields if f.name not in here))
            case _:
                pass
        return map_children(type, lambda part: self._without(part, self._at(part)))

    def _at(self, type: Type) -> frozenset[str]:
        above = (self.barred.get(name, _NONE) for name in inplace_refs(type))
        return frozenset(_said(type, self.bars)).union(*above)


def _view(drafts: Sequence[Draft], bars: _Bars) -> _View:
    """Find what each definition bars; what a base or a part bars holds for the whole."""
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    barred = {name: frozenset(_said(type, bars)) for name, type in types.items()}
    heirs: dict[str, list[str]] = {}
    for name, type in types.items():
        for above in inplace_refs(type):
            heirs.setdefault(above, []).append(name)
    pending = [name for name, fields in barred.items() if fields]
    while pending:
        name = pending.pop()
        for heir in heirs.get(name, ()):
            if not barred[name] <= barred[heir]:
                barred[heir] |= barred[name]
                pending.append(heir)
    return _View(bars, barred, {})


def _said(type: Type, bars: _Bars) -> Iterator[str]:
    """Yield the fields that a type itself bars at its place, its references left aside."""
    pending = [type]
    while pending:
        match pending.pop():
            case Object(fields=fields):
                yield from (field.name for field in fields if bars(field))
            case Nullable(inner) | WithAssertions(inner):
                pending.append(inner)
            case AllOf(members):
                pending.extend(members)
            case _:
                pass


def _differing(drafts: Sequence[Draft], sent: _View, read: _View) -> set[str]:
    """Name the definitions whose two views differ, by themselves or by what they refer to."""
    differing = {d.definition.name for d in drafts if _seen_apart(d.definition, sent, read)}
    if not differing:
        return differing
    users = _users(drafts)
    one_sided = {draft.definition.name for draft in drafts if draft.direction is not Direction.BOTH}
    pending = [name for name in differing if name not in one_sided]
    while pending:
        for user in users.get(pending.pop(), ()):
            if user not in differing:
                differing.add(user)
                pending.extend([user] if user not in one_sided else [])
    return differing


def _seen_apart(definition: Definition, sent: _View, read: _View) -> bool:
    return sent.type(definition) != read.type(definition)


def _users(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """List the definitions that refer to each; one that tells its heirs apart refers to them."""
    tells = {d.definition.name for d in drafts if _tells_heirs(d.definition.type)}
    found: dict[str, list[str]] = {}
    for definition in (draft.definition for draft in drafts):
        for name in (*refs(definition.type), *checked_names(definition.type)):
            found.setdefault(name, []).append(definition.name)
        above = [name for name in inplace_refs(definition.type) if name in tells]
        found.setdefault(definition.name, []).extend(above)
    return found


def _tells_heirs(type: Type) -> bool:
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return isinstance(type, Object) and type.discriminator is not None


def _names(drafts: Sequence[Draft], differing: Collection[str]) -> dict[str, str]:
    """Name the request models; a name that would be that of another class is numbered."""
    taken = {normalize_name(draft.definition.name) for draft in drafts}
    found: dict[str, str] = {}
    for draft in drafts:
        old = draft.definition.name
        if old not in differing or draft.direction is not Direction.BOTH:
            continue
        wanted = name = f"{old}{_SUFFIX}"
        number = 2
        while normalize_name(name) in taken:
            name, number = f"{wanted}{number}", number + 1
        taken.add(normalize_name(name))
        found[old] = name
    return found


_SUFFIX = "Request"


def _numbered(drafts: Sequence[Draft], names: Mapping[str, str]) -> Iterator[Note]:
    for draft in drafts:
        old = draft.definition.name
        if (new := names.get(old, "")) and new != f"{old}{_SUFFIX}":
            message = f"`{old}{_SUFFIX}` is there already; the request model of `{old}` is `{new}`"
            help = "choose another name with --rename"
            yield RENAMED.at(draft.definition.origin, message, help)
