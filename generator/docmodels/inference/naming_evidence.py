"""Infer the case of an API's wire names from samples and from identifiers in texts.

The evidence counts for the whole API: a generator changes the case of all names or of none.
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
_QUOTED_HYPHENATED = re.compile(r"[`\"'<{]([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)[`\"'>}]")
"""A quoted name with hyphens; without quotes it is an English word (`read-only`)."""
_PASCAL = re.compile(r"[A-Z]+[a-z0-9]+(?:[A-Z]+[a-z0-9]*)+")
_MIN_COUNT = 2
_MIN_CLEAR_COUNT = 5
_MIN_CAMEL_NAMES = 20


def infer_wire_case(drafts: Sequence[Draft], mentions: Mapping[str, int]) -> tuple[str, int]:
    """Return the case that the first conclusive tier of evidence shows, and its number of mentions.

    Returns `("", 0)` if no tier is conclusive.
    """
    tiers = _count_evidence(drafts, mentions)
    for counts in tiers:
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        (case, count), (_, second_count) = ranked[:2]
        if count >= _MIN_COUNT and count > second_count:
            return case, count
    strongest, *_ = tiers
    if len(strongest) == 1:
        return strongest.most_common(1)[0]
    return _case_of_enum_values(drafts)


def _case_of_enum_values(drafts: Sequence[Draft]) -> tuple[str, int]:
    """Return the clearly prevalent case of enum values: most APIs use it for field names too."""
    values = [member.value for draft in drafts for member in _string_members(draft.definition.type)]
    counts = Counter(case for value in values if value[:1].isalpha() and (case := case_of(value)))
    case, count = counts.most_common(1)[0] if counts else ("", 0)
    is_clear = (
        count >= _MIN_CLEAR_COUNT and count >= 4 * (counts.total() - count) and case != "kebab"
    )
    return (case, count) if is_clear else ("", 0)


def _string_members(type: Type) -> list[EnumMember]:
    """Return the members with a string value of all enums in a type."""
    enums = [inner for inner in walk(type) if isinstance(inner, Enum)]
    return [m for enum in enums for m in enum.members if isinstance(m.value, str)]


def detect_recased_pages(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Mark pages as camel case if their dialect prints wire names but the texts contradict it.

    OpenAPI Generator's typescript-axios prints wire names unless its option `modelPropertyNaming`
    is set; then every name is in camel case, while the texts still mention `created_at`.
    """
    wire_drafts = [draft for draft in drafts if draft.spelling == Spelling.WIRE and draft.language]
    names = [field.name for draft in wire_drafts for field in fields_of(draft.definition.type)]
    cases = Counter(case for name in names if (case := case_of(name)))
    if cases["camel"] < _MIN_CAMEL_NAMES or cases["camel"] < 0.98 * cases.total():
        return drafts
    *_, all_mentions = _count_evidence(wire_drafts, {})
    if all_mentions["camel"] or all_mentions["snake"] < _MIN_CLEAR_COUNT:
        return drafts
    return [
        (
            replace(draft, spelling=Spelling.CAMEL)
            if draft.spelling == Spelling.WIRE and draft.language
            else draft
        )
        for draft in drafts
    ]


def _count_evidence(
    drafts: Sequence[Draft], mentions: Mapping[str, int]
) -> tuple[Counter[str], ...]:
    """Count the evidence for wire names by case, in tiers from the strongest.

    The first tier has the keys of samples and the mentions of a *sibling* field (`see created_at`):
    they are names of this API. The second tier has all mentions: the text of a field often quotes
    a protocol (OAuth's `client_id`) and not a name of this API.
    """
    names = {
        normalize_name(field.name)
        for draft in drafts
        for field in fields_of(draft.definition.type)
        if len(words(field.name)) > 1
    }
    models = {normalize_name(draft.definition.name) for draft in drafts}
    sibling_mentions: set[str] = {key for draft in drafts for key in keys_of(draft.samples)}
    all_mentions: Counter[str] = Counter(mentions)
    for draft in drafts:
        fields = fields_of(draft.definition.type)
        siblings = {normalize_name(field.name) for field in fields}
        all_mentions.update(_identifiers(draft.definition.doc))
        for field in fields:
            identifiers = _identifiers(field.doc)
            all_mentions.update(identifiers)
            sibling_mentions.update(
                w
                for w in identifiers
                if normalize_name(w) in siblings and normalize_name(w) != normalize_name(field.name)
            )
    return _count_by_case(dict.fromkeys(sibling_mentions, 1), names, models), _count_by_case(
        all_mentions, names, models
    )


def _identifiers(text: str) -> set[str]:
    """Return the words of a text that may be names."""
    if not text:
        return set()
    identifiers = {word for word in _IDENTIFIER.findall(text) if "-" not in word}
    return identifiers | set(_QUOTED_HYPHENATED.findall(text)) if "-" in text else identifiers


def _count_by_case(counts: Mapping[str, int], names: set[str], models: set[str]) -> Counter[str]:
    """Count the words that name fields by case; a Pascal-case name of a model does not count."""
    case_counts: Counter[str] = Counter()
    for word, count in counts.items():
        case = case_of(word)
        if not case and _PASCAL.fullmatch(word) and normalize_name(word) not in models:
            case = "pascal"
        if case and normalize_name(word) in names:
            case_counts[case] += min(count, 10)
    return case_counts


def fields_of(type: Type) -> list[Field]:
    """Return the fields of all objects in a type."""
    return [f for inner in walk(type) if isinstance(inner, Object) for f in inner.fields]


def keys_of(samples: tuple[Json, ...]) -> list[str]:
    """Return the keys of the objects among samples."""
    objects: list[dict[str, Json]] = [sample for sample in samples if isinstance(sample, dict)]
    return [key for sample in objects for key in sample]
