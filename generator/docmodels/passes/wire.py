"""Wire names where the generator recased them: one policy, decided by evidence for a whole API.

A page of the Go or C# generator prints `CreatedAt` for `created_at` and for `createdAt` alike. The
evidence, in this order: a JSON sample that holds the name; identifiers in descriptions and in
paths (`/pets/{pet_id}`) that are a documented name in another case; what most APIs do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from msgspec.structs import replace as changed

from docmodels.drafts import Draft, Spelling
from docmodels.ir import Discriminator, Field, Json, Object, Type, Union
from docmodels.notes import INFERRED_NAME, Note
from docmodels.passes.link import fold
from docmodels.passes.recasing import documented_name
from docmodels.walk import rebuilt

CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z][a-z0-9]*|\d+|[^\W\d_]+")
_IDENTIFIER = re.compile(r"(?<![\w/.@-])[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*(?![\w/@-])")
_USUAL = {Spelling.PASCAL: "snake", Spelling.SNAKE: "snake", Spelling.CAMEL: "camel"}
_ENOUGH = 2
_CLEAR = 5
_MANY = 20


def run(
    drafts: Sequence[Draft], notes: list[Note], case: str, mentions: Mapping[str, int]
) -> list[Draft]:
    """Give every recased field its wire name; what is concluded says so in `Field.inferred`."""
    drafts = _exposed(drafts) if case == "auto" else drafts
    recased = [draft for draft in drafts if draft.spelling != Spelling.WIRE]
    if not recased:
        return list(drafts)
    decided, shown = _decided(_evidence(recased, mentions)) if case == "auto" else (case, 0)
    notes.extend(_said(recased, case, decided, shown))
    return [
        (
            _rewritten(draft, decided or _USUAL[draft.spelling], obeyed=case != "auto")
            if draft.spelling != Spelling.WIRE
            else draft
        )
        for draft in drafts
    ]


def _exposed(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Find out a set of pages that claims wire names and recased them all the same.

    OpenAPI Generator's typescript-axios prints wire names unless told `modelPropertyNaming`; then
    every name is in camel case, and the texts go on speaking of `created_at`.
    """
    claimed = [draft for draft in drafts if draft.spelling == Spelling.WIRE and draft.language]
    names = [field.name for draft in claimed for field in _fields(draft.definition.type)]
    cases = Counter(case for name in names if (case := _case_of(name)))
    if cases["camel"] < _MANY or cases["camel"] < 0.98 * cases.total():
        return drafts
    *_, everywhere = _evidence(claimed, {})
    if everywhere["camel"] or everywhere["snake"] < _CLEAR:
        return drafts
    return [
        (
            replace(draft, spelling=Spelling.CAMEL)
            if draft.spelling == Spelling.WIRE and draft.language
            else draft
        )
        for draft in drafts
    ]


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Split a name at its case changes and punctuation: `HTTPServerId` is http, server, id."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=65536)
def recase(name: str, case: str) -> str:
    """Write a documented name in another case; punctuation at its ends stays."""
    found = words(name)
    if case in ("as-documented", _case_of(name)) or not found:
        return name
    head = name[: len(name) - len(name.lstrip("_@$-"))]
    match case:
        case "snake":
            body = "_".join(found)
        case "kebab":
            body = "-".join(found)
        case "pascal":
            body = "".join(word.capitalize() for word in found)
        case _:
            body = found[0] + "".join(word.capitalize() for word in found[1:])
    return head + body


def _case_of(name: str) -> str:
    """Name the case of an identifier of several words, or nothing."""
    if "_" in name:
        return "snake" if name.islower() else ""
    if "-" in name:
        return "kebab" if name.islower() else ""
    return "camel" if name[0].islower() and not name.islower() else ""


def _evidence(drafts: Sequence[Draft], mentions: Mapping[str, int]) -> tuple[Counter[str], ...]:
    """Count by case what shows the wire, in tiers from the strongest.

    First the keys of samples and the mentions of a *sibling* field (`see created_at`): they are
    about this API's own names. Then all mentions: a text about its own field often quotes a
    protocol (OAuth's `client_id`) and not the wire.
    """
    names = {
        fold(field.name)
        for draft in drafts
        for field in _fields(draft.definition.type)
        if len(words(field.name)) > 1
    }
    strong: set[str] = {key for draft in drafts for key in _keys(draft.samples)}
    anywhere: Counter[str] = Counter(mentions)
    for draft in drafts:
        fields = _fields(draft.definition.type)
        siblings = {fold(field.name) for field in fields}
        anywhere.update(_IDENTIFIER.findall(draft.definition.doc))
        for field in fields:
            found = set(_IDENTIFIER.findall(field.doc)) if field.doc else set[str]()
            anywhere.update(found)
            strong.update(w for w in found if fold(w) in siblings and fold(w) != fold(field.name))
    return _by_case(dict.fromkeys(strong, 1), names), _by_case(anywhere, names)


def _by_case(seen: Mapping[str, int], names: set[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in seen.items():
        case = _case_of(word)
        if case and fold(word) in names:
            found[case] += min(count, 10)
    return found


def _fields(type: Type) -> list[Field]:
    found: list[Field] = []

    def look(inner: Type) -> Type:
        if isinstance(inner, Object):
            found.extend(inner.fields)
        return rebuilt(inner, look)

    look(type)
    return found


def _keys(samples: tuple[Json, ...]) -> list[str]:
    found: list[dict[str, Json]] = [sample for sample in samples if isinstance(sample, dict)]
    return [key for sample in found for key in sample]


def _decided(tiers: tuple[Counter[str], ...]) -> tuple[str, int]:
    """Give the case that the first conclusive tier shows, and how often it does."""
    for evidence in tiers:
        ranked = [*evidence.most_common(2), ("", 0), ("", 0)]
        (case, count), (_, second) = ranked[:2]
        if count >= _ENOUGH and count > second:
            return case, count
    strong, *_ = tiers
    return strong.most_common(1)[0] if len(strong) == 1 else ("", 0)


def _said(drafts: Sequence[Draft], case: str, decided: str, shown: int) -> list[Note]:
    if case == "as-documented":
        return []
    count = sum(len(_fields(draft.definition.type)) for draft in drafts)
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
            f"{count} field names are documented in the generator's own case; "
            f"their wire names are taken to be in {_cases(drafts, decided)} case ({why})",
            "choose with --wire-case if that is not how the API spells them",
        )
    ]


def _cases(drafts: Sequence[Draft], decided: str) -> str:
    return decided or " or ".join(sorted({_USUAL[draft.spelling] for draft in drafts}))


def _rewritten(draft: Draft, case: str, obeyed: bool) -> Draft:
    keys = {fold(key): key for key in _keys(draft.samples)}

    def wire(name: str) -> str:
        likely = recase(name, case) if obeyed else _possible(name, case, draft)
        return keys.get(fold(name)) or likely

    definition = draft.definition
    return replace(draft, definition=changed(definition, type=_renamed(definition.type, wire)))


def _possible(name: str, case: str, draft: Draft) -> str:
    """Recase a name, unless its generator would not have printed that as it did."""
    likely = recase(name, case)
    if draft.dialect != "properties":
        return likely
    candidates = (likely, name[:1].lower() + name[1:], name)
    return next((w for w in candidates if documented_name(w, draft.spelling) == name), likely)


def _renamed(type: Type, wire: Callable[[str], str]) -> Type:
    type = rebuilt(type, lambda inner: _renamed(inner, wire))
    match type:
        case Object():
            return changed(
                type,
                fields=_named(type.fields, wire),
                discriminator=_discriminator(type.discriminator, wire),
            )
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
        name = field.name if field.documented and "name" not in field.inferred else wire(field.name)
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
        documented=field.documented or (field.name if name != field.name else ""),
        inferred=tuple(dict.fromkeys((*field.inferred, "name"))),
    )
