"""Infer wire names where the generator changed their case: one case for the whole API.

A page of the Go or C# generator prints `CreatedAt` for `created_at` and for `createdAt`. The
evidence, in this order: a JSON sample with the name; identifiers in descriptions and paths
(`/pets/{pet_id}`) that are a documented name in another case; the usual case of APIs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.naming_case import convert_case, documented_name, with_acronyms, words
from docmodels.inference.naming_evidence import (
    detect_recased_pages,
    fields_of,
    infer_wire_case,
    keys_of,
)
from docmodels.ir import Discriminator, Field, Object, Type, Union, inferences, is_inferred
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.traverse import map_children

_DEFAULT_CASES = {Spelling.PASCAL: "snake", Spelling.SNAKE: "snake", Spelling.CAMEL: "camel"}

_LETTER_DIGIT = re.compile(r"([a-z])(\d)")
"""Camel case hides whether the wire has `line1_text` or `line_1_text`."""


def run(
    drafts: Sequence[Draft], notes: list[Note], case: str, mentions: Mapping[str, int]
) -> list[Draft]:
    """Set the wire names of all fields whose case the generator changed.

    `case` is one of `naming_case.CASES`; `mentions` counts identifiers. Inferred names have
    "name" in `Field.inferred`, and one note reports their number.
    """
    drafts = detect_recased_pages(drafts) if case == "auto" else drafts
    recased_drafts = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    if not recased_drafts:
        return list(drafts)
    chosen_case, mention_count = (
        infer_wire_case(recased_drafts, mentions) if case == "auto" else (case, 0)
    )
    renamed_drafts = [
        (
            _with_wire_names(draft, chosen_case or _DEFAULT_CASES[draft.spelling], case == "auto")
            if draft.spelling != Spelling.WIRE
            else draft
        )
        for draft in drafts
    ]
    notes.extend(_inferred_name_notes(renamed_drafts, case, chosen_case, mention_count))
    return renamed_drafts


def _inferred_name_notes(
    drafts: Sequence[Draft], case: str, chosen_case: str, mention_count: int
) -> list[Note]:
    if case == "as-documented":
        return []
    drafts = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    fields = (field for draft in drafts for field in fields_of(draft.definition.type))
    count = sum(is_inferred(field, "name") for field in fields)
    if not count:
        return []
    reason = (
        "as requested"
        if case != "auto"
        else (
            f"{mention_count} mentions in texts and examples show it"
            if chosen_case
            else "no text shows another case, so the default is used"
        )
    )
    return [
        INFERRED_NAME.at(
            drafts[0].definition.origin,
            f"the pages print the names of {counted(count, 'field')} in the generator's case; "
            f"the wire names are inferred in {_case_names(drafts, chosen_case)} case ({reason})",
            "choose another case with --wire-case if the API uses one",
        )
    ]


def _case_names(drafts: Sequence[Draft], chosen_case: str) -> str:
    return chosen_case or " or ".join(sorted({_DEFAULT_CASES[draft.spelling] for draft in drafts}))


def _with_wire_names(draft: Draft, case: str, is_inferred: bool) -> Draft:
    """Rename fields; inferred names get alternate names, requested ones do not."""
    keys = {normalize_name(key): key for key in keys_of(draft.samples)}

    def wire_name(name: str) -> str:
        candidate = (
            _possible_wire_name(name, case, draft) if is_inferred else convert_case(name, case)
        )
        return keys.get(normalize_name(name)) or candidate

    type = _rename_fields(draft.definition.type, wire_name)
    return draft.with_type(_with_alternate_names(type, frozenset(keys)) if is_inferred else type)


def _with_alternate_names(type: Type, sampled_names: frozenset[str]) -> Type:
    """Add alternate names to inferred names that no sample proves."""
    type = map_children(type, lambda inner: _with_alternate_names(inner, sampled_names))
    if not isinstance(type, Object):
        return type
    used_names = {field.name for field in type.fields} | {
        field.documented_name for field in type.fields
    }
    fields = tuple(
        (
            replace(field, alternate_names=_alternate_names(field, used_names))
            if is_inferred(field, "name") and normalize_name(field.name) not in sampled_names
            else field
        )
        for field in type.fields
    )
    return replace(type, fields=fields)


def _alternate_names(field: Field, used_names: set[str]) -> tuple[str, ...]:
    snake, camel, pascal = (convert_case(field.name, case) for case in ("snake", "camel", "pascal"))
    numbered_name = _LETTER_DIGIT.sub(r"\1_\2", snake)
    names = dict.fromkeys((snake, camel, pascal, numbered_name))
    if field.name[:1].isupper():
        names[with_acronyms(field.name)] = None
    return tuple(name for name in names if name not in used_names)


def _possible_wire_name(name: str, case: str, draft: Draft) -> str:
    """Return the likeliest wire name that the generator prints as `name`."""
    recased_name = convert_case(name, case)
    if draft.dialect != "properties":
        return recased_name
    capital = (name[:1].upper() + name[1:],) if case == "pascal" else ()
    candidates = (recased_name, *capital, name[:1].lower() + name[1:], name)
    return next(
        (
            candidate
            for candidate in candidates
            if documented_name(candidate, draft.spelling) == name
        ),
        recased_name,
    )


def _rename_fields(type: Type, wire_name: Callable[[str], str]) -> Type:
    type = map_children(type, lambda inner: _rename_fields(inner, wire_name))
    match type:
        case Object():
            fields = _with_unique_names(type.fields, wire_name)
            discriminator = _rename_discriminator(type.discriminator, wire_name)
            return replace(type, fields=fields, discriminator=discriminator)
        case Union():
            return replace(type, discriminator=_rename_discriminator(type.discriminator, wire_name))
        case _:
            return type


def _rename_discriminator(
    discriminator: Discriminator | None, wire_name: Callable[[str], str]
) -> Discriminator | None:
    return (
        None
        if discriminator is None
        else replace(discriminator, property=wire_name(discriminator.property))
    )


def _with_unique_names(
    fields: tuple[Field, ...], wire_name: Callable[[str], str]
) -> tuple[Field, ...]:
    """Rename fields; keep the documented name where another field has the wire name already."""
    used_names: set[str] = set()
    renamed_fields: list[Field] = []
    for field in fields:
        name = (
            field.name
            if field.documented_name and not is_inferred(field, "name")
            else wire_name(field.name)
        )
        if name in used_names:
            name = field.name
        used_names.add(name)
        renamed_fields.append(_with_name(field, name))
    return tuple(renamed_fields)


def _with_name(field: Field, name: str) -> Field:
    if name == field.name and len(words(name)) < 2:
        return field
    return replace(
        field,
        name=name,
        documented_name=field.documented_name or (field.name if name != field.name else ""),
        inferred=(
            field.inferred
            if is_inferred(field, "name")
            else (*field.inferred, *inferences("wire-names", "name"))
        ),
    )
