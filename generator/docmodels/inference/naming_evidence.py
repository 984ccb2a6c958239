"""What shows how an API spells its names: samples, and identifiers in texts.

The evidence is for a whole API, never for one field: a generator recases them all or none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docmodels.inference.naming_case import case_of, words
from docmodels.ir import Enum, EnumMember, Field, Json, Object, Type
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.ir.traverse import walk

_IDENTIFIER = re.compile(r"(?<![\w/.@-])[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*(?![\w/@-])")
_MARKED = re.compile(r"[`\"'<{]([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)[`\"'>}]")
"""A name with hyphens; without a mark it is a word of the language (`read-only`)."""
_PASCAL = re.compile(r"[A-Z]+[a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")
_ENOUGH = 2
_CLEAR = 5
_MANY = 20


def decided(drafts: Sequence[Draft], mentions: Mapping[str, int]) -> tuple[str, int]:
    """Give the case that the first conclusive tier of evidence shows, and how often it does."""
    tiers = _evidence(drafts, mentions)
    for evidence in tiers:
        ranked = [*evidence.most_common(2), ("", 0), ("", 0)]
        (case, count), (_, second) = ranked[:2]
        if count >= _ENOUGH and count > second:
            return case, count
    strong, *_ = tiers
    if len(strong) == 1:
        return strong.most_common(1)[0]
    return _by_values(drafts)


def _by_values(drafts: Sequence[Draft]) -> tuple[str, int]:
    """Take the case of enum values (`in_progress`): who writes them so, mostly writes names so."""
    values = [member.value for draft in drafts for member in _members(draft.definition.type)]
    found = Counter(case for value in values if value[:1].isalpha() and (case := case_of(value)))
    case, count = found.most_common(1)[0] if found else ("", 0)
    clear = count >= _CLEAR and count >= 4 * (found.total() - count) and case != "kebab"
    return (case, count) if clear else ("", 0)


def _members(type: Type) -> list[EnumMember]:
    """The members of all enums in a type whose value is a string."""
    enums = [found for found in walk(type) if isinstance(found, Enum)]
    return [m for enum in enums for m in enum.members if isinstance(m.value, str)]


def exposed(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Find out a set of pages that claims wire names and recased them all the same.

    OpenAPI Generator's typescript-axios prints wire names unless told `modelPropertyNaming`; then
    every name is in camel case, and the texts go on speaking of `created_at`.
    """
    claimed = [draft for draft in drafts if draft.spelling == Spelling.WIRE and draft.language]
    names = [field.name for draft in claimed for field in fields_of(draft.definition.type)]
    cases = Counter(case for name in names if (case := case_of(name)))
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


def _evidence(drafts: Sequence[Draft], mentions: Mapping[str, int]) -> tuple[Counter[str], ...]:
    """Count by case what shows the wire, in tiers from the strongest.

    First the keys of samples and the mentions of a *sibling* field (`see created_at`): they are
    about this API's own names. Then all mentions: a text about its own field often quotes a
    protocol (OAuth's `client_id`) and not the wire.
    """
    names = {
        normalize_name(field.name)
        for draft in drafts
        for field in fields_of(draft.definition.type)
        if len(words(field.name)) > 1
    }
    models = {normalize_name(draft.definition.name) for draft in drafts}
    strong: set[str] = {key for draft in drafts for key in keys_of(draft.samples)}
    anywhere: Counter[str] = Counter(mentions)
    for draft in drafts:
        fields = fields_of(draft.definition.type)
        siblings = {normalize_name(field.name) for field in fields}
        anywhere.update(_identifiers(draft.definition.doc))
        for field in fields:
            found = _identifiers(field.doc)
            anywhere.update(found)
            strong.update(
                w
                for w in found
                if normalize_name(w) in siblings and normalize_name(w) != normalize_name(field.name)
            )
    return _by_case(dict.fromkeys(strong, 1), names, models), _by_case(anywhere, names, models)


def _identifiers(text: str) -> set[str]:
    """Give the words of a text that may be names."""
    if not text:
        return set()
    words = {word for word in _IDENTIFIER.findall(text) if "-" not in word}
    return words | set(_MARKED.findall(text)) if "-" in text else words


def _by_case(seen: Mapping[str, int], names: set[str], models: set[str]) -> Counter[str]:
    """Count words that are names of fields by their case; a capital may begin a model's name too."""
    found: Counter[str] = Counter()
    for word, count in seen.items():
        case = case_of(word)
        if not case and _PASCAL.fullmatch(word) and normalize_name(word) not in models:
            case = "pascal"
        if case and normalize_name(word) in names:
            found[case] += min(count, 10)
    return found


def fields_of(type: Type) -> list[Field]:
    """Give the fields of all objects in a type."""
    return [f for found in walk(type) if isinstance(found, Object) for f in found.fields]


def keys_of(samples: tuple[Json, ...]) -> list[str]:
    """Give the keys of the objects among samples."""
    found: list[dict[str, Json]] = [sample for sample in samples if isinstance(sample, dict)]
    return [key for sample in found for key in sample]
