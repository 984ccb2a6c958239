"""Wire names where the generator recased them: one policy, decided by evidence for a whole API.

A page of the Go or C# generator prints `CreatedAt` for `created_at` and for `createdAt` alike. The
evidence, in this order: a JSON sample that holds the name; identifiers in descriptions and in
paths (`/pets/{pet_id}`) that are a documented name in another case; what most APIs do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.naming_case import documented_name, recase, with_acronyms, words
from docmodels.inference.naming_evidence import decided, exposed, fields_of, keys_of
from docmodels.ir import Discriminator, Field, Object, Type, Union
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.traverse import map_children

_USUAL = {Spelling.PASCAL: "snake", Spelling.SNAKE: "snake", Spelling.CAMEL: "camel"}

_NUMBER = re.compile(r"([a-z])(\d)")
"""Camel case hides whether the wire has `line1_text` or `line_1_text`."""


def run(
    drafts: Sequence[Draft], notes: list[Note], case: str, mentions: Mapping[str, int]
) -> list[Draft]:
    """Give every recased field its wire name; what is concluded says so in `Field.inferred`."""
    drafts = exposed(drafts) if case == "auto" else drafts
    recased = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    if not recased:
        return list(drafts)
    told, shown = decided(recased, mentions) if case == "auto" else (case, 0)
    found = [
        (
            _rewritten(draft, told or _USUAL[draft.spelling], case == "auto")
            if draft.spelling != Spelling.WIRE
            else draft
        )
        for draft in drafts
    ]
    notes.extend(_said(found, case, told, shown))
    return found


def _said(drafts: Sequence[Draft], case: str, decided: str, shown: int) -> list[Note]:
    if case == "as-documented":
        return []
    drafts = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    fields = (field for draft in drafts for field in fields_of(draft.definition.type))
    count = sum("name" in field.inferred for field in fields)
    if not count:
        return []
    why = (
        "as asked"
        if case != "auto"
        else (
            f"{shown} mentions in texts and examples show it"
            if decided
            else "no text shows another, so the usual one is taken"
        )
    )
    return [
        INFERRED_NAME.at(
            drafts[0].definition.origin,
            f"the names of {counted(count, 'field')} are documented in the generator's own case, "
            f"and taken to be in {_cases(drafts, decided)} case on the wire ({why})",
            "choose with --wire-case if that is not how the API spells them",
        )
    ]


def _cases(drafts: Sequence[Draft], decided: str) -> str:
    return decided or " or ".join(sorted({_USUAL[draft.spelling] for draft in drafts}))


def _rewritten(draft: Draft, case: str, concluded: bool) -> Draft:
    """Rename fields; a concluded name leaves room for the other cases, a demanded one does not."""
    keys = {normalize_name(key): key for key in keys_of(draft.samples)}

    def wire(name: str) -> str:
        likely = _possible(name, case, draft) if concluded else recase(name, case)
        return keys.get(normalize_name(name)) or likely

    renamed = _renamed(draft.definition.type, wire)
    return draft.with_type(_doubted(renamed, frozenset(keys)) if concluded else renamed)


def _doubted(type: Type, proved: frozenset[str]) -> Type:
    """Say of each name that no sample proves how else the wire may spell it."""
    type = map_children(type, lambda inner: _doubted(inner, proved))
    if not isinstance(type, Object):
        return type
    taken = {field.name for field in type.fields} | {field.documented_name for field in type.fields}
    fields = tuple(
        (
            changed(field, alternate_names=_other_cases(field, taken))
            if "name" in field.inferred and normalize_name(field.name) not in proved
            else field
        )
        for field in type.fields
    )
    return changed(type, fields=fields)


def _other_cases(field: Field, taken: set[str]) -> tuple[str, ...]:
    snake, camel, pascal = (recase(field.name, case) for case in ("snake", "camel", "pascal"))
    numbered = _NUMBER.sub(r"\1_\2", snake)
    found = dict.fromkeys((snake, camel, pascal, numbered))
    if field.name[:1].isupper():
        found[with_acronyms(field.name)] = None
    return tuple(name for name in found if name not in taken)


def _possible(name: str, case: str, draft: Draft) -> str:
    """Recase a name, unless its generator would not have printed that as it did."""
    likely = recase(name, case)
    if draft.dialect != "properties":
        return likely
    capital = (name[:1].upper() + name[1:],) if case == "pascal" else ()
    candidates = (likely, *capital, name[:1].lower() + name[1:], name)
    return next((w for w in candidates if documented_name(w, draft.spelling) == name), likely)


def _renamed(type: Type, wire: Callable[[str], str]) -> Type:
    type = map_children(type, lambda inner: _renamed(inner, wire))
    match type:
        case Object():
            fields = _named(type.fields, wire)
            discriminator = _discriminator(type.discriminator, wire)
            return changed(type, fields=fields, discriminator=discriminator)
        case Union():
            return changed(type, discriminator=_discriminator(type.discriminator, wire))
        case _:
            return type


def _discriminator(found: Discriminator | None, wire: Callable[[str], str]) -> Discriminator | None:
    return None if found is None else changed(found, property=wire(found.property))


def _named(fields: tuple[Field, ...], wire: Callable[[str], str]) -> tuple[Field, ...]:
    """Give each field its wire name; one that another field has already stays as documented."""
    taken: set[str] = set()
    named: list[Field] = []
    for field in fields:
        name = (
            field.name
            if field.documented_name and "name" not in field.inferred
            else wire(field.name)
        )
        if name in taken:
            name = field.name
        taken.add(name)
        named.append(_inferred(field, name))
    return tuple(named)


def _inferred(field: Field, name: str) -> Field:
    if name == field.name and len(words(name)) < 2:
        return field
    return changed(
        field,
        name=name,
        documented_name=field.documented_name or (field.name if name != field.name else ""),
        inferred=tuple(dict.fromkeys((*field.inferred, "name"))),
    )
