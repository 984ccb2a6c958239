"""Count the identifiers in samples and texts that are a documented name in another case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from docmodels.inference.naming_case import case_of, words
from docmodels.ir import Field, Json, Object, Type
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.traverse import walk

_IDENTIFIER = re.compile(r"(?<![\w/.@-])[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*(?![\w/@-])")
_QUOTED_HYPHENATED = re.compile(r"[`\"'<{]([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)[`\"'>}]")
"""A quoted name with hyphens; without quotes it is an English word (`read-only`)."""
_PASCAL = re.compile(r"[A-Z]+[a-z0-9]+[A-Z][A-Za-z0-9]*")

MAX_COUNT = 10
"""How often a word counts at most: one word that every page repeats is one piece of evidence."""


def count_evidence(
    drafts: Sequence[Draft], mentions: Mapping[str, int]
) -> tuple[Counter[str], ...]:
    """Count the evidence for wire names by case, in tiers from the strongest.

    The first tier has the keys of samples and the mentions of a *sibling* field (`see created_at`):
    they are names of this API. The second tier has all mentions: the text of a field often quotes
    a protocol (OAuth's `client_id`) and not a name of this API.
    """
    names, models = _field_names(drafts), _model_names(drafts)
    sibling_mentions: set[str] = {key for draft in drafts for key in keys_of(draft.samples)}
    sibling_mentions.update(name for draft in drafts for name in draft.sampled_names.values())
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


def _field_names(drafts: Sequence[Draft]) -> set[str]:
    """Return the normalized names of several words that fields have."""
    return {
        normalize_name(field.name)
        for draft in drafts
        for field in fields_of(draft.definition.type)
        if len(words(field.name)) > 1
    }


def _model_names(drafts: Sequence[Draft]) -> set[str]:
    return {normalize_name(draft.definition.name) for draft in drafts}


def count_pascal_texts(drafts: Sequence[Draft]) -> int:
    """Return how many texts name a field in Pascal case, each another field.

    One text that lists values in Pascal case, or a term that many texts have, is one piece of evidence,
    and a text that only repeats the name of its field is none: it is a title.
    """
    names, models = _field_names(drafts), _model_names(drafts)
    texts = [draft.definition.doc for draft in drafts]
    for draft in drafts:
        fields = fields_of(draft.definition.type)
        texts += [f.doc for f in fields if normalize_name(f.doc) != normalize_name(f.name)]
    named: set[str] = set()
    count = 0
    for text in texts:
        new = {word for word in _identifiers(text) if _pascal_name(word, models) in names} - named
        count += bool(new)
        named |= new
    return count


def _pascal_name(word: str, models: set[str]) -> str:
    """Return the normalized name of a word in Pascal case that is no model; else ""."""
    is_pascal = not case_of(word) and _PASCAL.fullmatch(word) is not None
    name = normalize_name(word) if is_pascal else ""
    return name if name not in models else ""


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
        case = case_of(word) or ("pascal" if _pascal_name(word, models) else "")
        if case and normalize_name(word) in names:
            case_counts[case] += min(count, MAX_COUNT)
    return case_counts


def fields_of(type: Type) -> list[Field]:
    """Return the fields of all objects in a type."""
    return [f for inner in walk(type) if isinstance(inner, Object) for f in inner.fields]


def keys_of(samples: tuple[Json, ...]) -> list[str]:
    """Return the keys of the objects among samples."""
    objects: list[dict[str, Json]] = [sample for sample in samples if isinstance(sample, dict)]
    return [key for sample in objects for key in sample]
