"""Set wire names where the generator changed their case: one case for the whole API.

A page of the Go or C# generator prints `CreatedAt` for `created_at` and for `createdAt`. The case
is inferred (`inference.wire_case`) or requested; a name that a JSON sample has is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.identifiers import fields_of, keys_of
from docmodels.inference.naming_case import (
    convert_case,
    documented_name,
    with_acronyms,
    words,
)
from docmodels.inference.recased_pages import RECASED_PAGES
from docmodels.inference.wire_case import WIRE_CASE, WireCase, WireEvidence
from docmodels.inference.wire_case_by_default import WIRE_CASE_BY_DEFAULT
from docmodels.inference.wire_case_from_enums import WIRE_CASE_FROM_ENUMS
from docmodels.ir import Discriminator, Field, Object, Type, Union, inferences, is_inferred
from docmodels.ir.acronyms import with_capital_acronyms
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.model import Inference
from docmodels.ir.traverse import is_leaf, map_children
from docmodels.passes.context import PassContext

_LETTER_DIGIT = re.compile(r"([a-z])(\d)")
"""Camel case hides whether the wire has `line1_text` or `line_1_text`."""


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Set the wire names of all fields whose case the generator changed.

    Inferred names have "name" in `Field.inferred`, and one note reports their number.
    """
    policy = context.options.wire_case
    is_inferred = policy == "auto"
    drafts = _detect_recased_pages(drafts) if is_inferred else drafts
    converted_drafts = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    if not converted_drafts:
        return list(drafts)
    proved = frozenset(name for draft in drafts for name in draft.proved_names)
    evidence = WireEvidence(converted_drafts, context.mentions, proved)
    shown = _infer_case(evidence) if is_inferred else None
    chosen = shown if is_inferred else WireCase(policy)
    renamed_drafts = [
        (
            _with_wire_names(draft, _case_of(draft, chosen), is_inferred)
            if draft.spelling != Spelling.WIRE
            else draft
        )
        for draft in drafts
    ]
    context.notes.extend(_inferred_name_notes(renamed_drafts, policy, chosen))
    return renamed_drafts


def _detect_recased_pages(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Set the spelling of pages that should have wire names, but have not."""
    candidates = [draft for draft in drafts if _should_have_wire_names(draft)]
    spelling = RECASED_PAGES.conclude(candidates)
    if spelling is None:
        return drafts
    return [
        replace(draft, spelling=spelling) if _should_have_wire_names(draft) else draft
        for draft in drafts
    ]


def _should_have_wire_names(draft: Draft) -> bool:
    return draft.spelling == Spelling.WIRE and bool(draft.language)


def _infer_case(evidence: WireEvidence) -> WireCase | None:
    """Return the case of the API's names that texts, samples or enum values show, if any do."""
    return WIRE_CASE.conclude(evidence) or WIRE_CASE_FROM_ENUMS.conclude(evidence)


def _case_of(draft: Draft, chosen: WireCase | None) -> str:
    """Return the case of the wire names of a draft; without a conclusion, as documented."""
    wire_case = chosen or WIRE_CASE_BY_DEFAULT.conclude(draft.spelling)
    return "as-documented" if wire_case is None else wire_case.case


def _inferred_name_notes(
    drafts: Sequence[Draft], policy: str, chosen: WireCase | None
) -> list[Note]:
    drafts = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    fields = [field for draft in drafts for field in fields_of(draft.definition.type)]
    sampled_count = sum(_SAMPLED in field.inferred for field in fields)
    count = sum(is_inferred(field, "name") for field in fields) - sampled_count
    cases = {_case_of(draft, chosen) for draft in drafts} - {"as-documented"}
    origin = drafts[0].definition.origin
    message = f"the wire names of {counted(sampled_count, 'field')} are those of the samples"
    notes = [INFERRED_NAME.at(origin, message)] if sampled_count else []
    if not count or not cases:
        return notes
    reason = (
        "as requested"
        if policy != "auto"
        else (
            f"shown by {counted(chosen.mention_count, 'mention')} in texts and examples"
            if chosen
            else "no text shows another case, so the default is used"
        )
    )
    return [
        *notes,
        INFERRED_NAME.at(
            origin,
            f"the pages print the names of {counted(count, 'field')} in the generator's case; "
            f"the wire names are inferred in {' or '.join(sorted(cases))} case ({reason})",
            "choose another case with --wire-case if the API uses one",
        ),
    ]


def _with_wire_names(draft: Draft, case: str, is_inferred: bool) -> Draft:
    """Rename fields; inferred names get alternate names, requested ones do not."""
    keys = {normalize_name(key): key for key in keys_of(draft.samples)} | dict(draft.sampled_names)

    def wire_name(name: str) -> str:
        candidate = (
            _possible_wire_name(name, case, draft) if is_inferred else convert_case(name, case)
        )
        if is_inferred and not f"_{name.lstrip('@$')}".isidentifier():
            candidate = name  # generators print identifiers, or these with a digit before
        return keys.get(normalize_name(name)) or candidate

    type = _rename_fields(draft.definition.type, wire_name, draft.proved_names)
    type = _mark_sampled_names(type, draft.sampled_names) if draft.sampled_names else type
    return draft.with_type(_with_alternate_names(type, frozenset(keys)) if is_inferred else type)


def _mark_sampled_names(type: Type, names: Mapping[str, str]) -> Type:
    """Record that captured samples show a name, in place of the case of all names."""
    type = map_children(type, lambda inner: _mark_sampled_names(inner, names))
    if not isinstance(type, Object):
        return type
    return replace(type, fields=tuple(_mark_sampled_name(field, names) for field in type.fields))


def _mark_sampled_name(field: Field, names: Mapping[str, str]) -> Field:
    if not is_inferred(field, "name") or names.get(normalize_name(field.name)) != field.name:
        return field
    others = tuple(inference for inference in field.inferred if inference.fact != "name")
    return replace(field, inferred=(*others, _SAMPLED))


_SAMPLED = Inference(fact="name", by="wire-names-from-samples")


def _with_alternate_names(type: Type, sampled_names: frozenset[str]) -> Type:
    """Add alternate names to inferred names that no sample proves."""
    if is_leaf(type):
        return type
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
    """Return the names that a field may have beside its inferred one, which no other field has."""
    names = _recased_names(field.name, field.documented_name or field.name)
    return tuple(name for name in names if name not in used_names)


@lru_cache(maxsize=8192)  # most names of fields recur
def _recased_names(name: str, documented: str) -> tuple[str, ...]:
    """Return the names that generators print alike, the likely ones first.

    Of 550 public APIs, 14 have a required field whose name begins with an underscore, which no
    generator prints, and 13 one in capitals, which those that print snake case do not show.
    """
    snake, camel, pascal = (convert_case(name, case) for case in ("snake", "camel", "pascal"))
    numbered_name = _LETTER_DIGIT.sub(r"\1_\2", snake)
    names = dict.fromkeys((snake, camel, pascal, numbered_name))
    names |= dict.fromkeys(convert_case(snake, case) for case in ("camel", "pascal"))
    names |= dict.fromkeys(with_capital_acronyms(cased) for cased in (camel, pascal))
    names[numbered_name.replace("_", "-")] = None
    if name[:1].isupper():
        names[with_acronyms(name)] = None
    if documented.isalnum() and not documented[:2].isupper():
        names[documented[0].swapcase() + documented[1:]] = None
    names[snake.upper()] = None
    if documented[:1].isalpha():
        names |= dict.fromkeys((f"_{snake}", f"_{camel}"))
    return tuple(names)


def _possible_wire_name(name: str, case: str, draft: Draft) -> str:
    """Return the likeliest wire name that the generator prints as `name`."""
    converted_name = convert_case(name, case)
    if not draft.recases_names:
        return converted_name
    capital = (name[:1].upper() + name[1:],) if case == "pascal" else ()
    candidates = (converted_name, *capital, name[:1].lower() + name[1:], name)
    return next(
        (
            candidate
            for candidate in candidates
            if documented_name(candidate, draft.spelling) == name
        ),
        converted_name,
    )


def _rename_fields(
    type: Type, wire_name: Callable[[str], str], proved_names: frozenset[str]
) -> Type:
    if is_leaf(type):
        return type
    type = map_children(type, lambda inner: _rename_fields(inner, wire_name, proved_names))
    match type:
        case Object():
            fields = _with_unique_names(type.fields, wire_name, proved_names)
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
    fields: tuple[Field, ...], wire_name: Callable[[str], str], proved_names: frozenset[str]
) -> tuple[Field, ...]:
    """Rename fields; keep the documented name where another field has the wire name already."""
    used_names: set[str] = set()
    renamed_fields: list[Field] = []
    for field in fields:
        if field.name in proved_names:
            used_names.add(field.name)
            renamed_fields.append(field)
            continue
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


_INFERRED_FROM_CASE = inferences("wire-case", "name")


def _with_name(field: Field, name: str) -> Field:
    if name == field.name and len(words(name)) < 2 and not name[:1].isupper():
        return field
    return replace(
        field,
        name=name,
        documented_name=field.documented_name or (field.name if name != field.name else ""),
        inferred=(
            field.inferred if is_inferred(field, "name") else field.inferred + _INFERRED_FROM_CASE
        ),
    )
