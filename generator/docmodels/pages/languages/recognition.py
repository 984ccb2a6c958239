"""Recognise the programming language of sets of pages: signs that decide, then signs that weigh.

One page is often ambiguous (`**string**` alone fits a dozen generators), so each set of pages (a
folder) has one language. First, signs exclude: if the cells have a sign that only some languages
print, the others are out, whatever else the cells have. Then the rest of the cells weighs. The
score of a cell in all sets together is the prior, which decides if a set has little evidence.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log2

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import (
    Evidence,
    Language,
    Sign,
    mismatch_ratio,
    refine_language,
)

_LINK = re.compile(r"\[((?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_FORMATTED = re.compile(r"\\(?=[*<>\[\]_])")
"""A backslash that a generator or a formatter of Markdown writes before what is no markup in a type."""
_WORD = re.compile(r"(?:::|\\)?[^\W\d][\w$@#]*(?:(?:::|\\|\.|/|-)[\w$@#]+)*")
_SEPARATOR = re.compile(r"::|[\\./]")
_MAX_TEXT = 12_000
_MAX_CELLS = 1500
_MAX_SIGNS = 60
_MAX_NAMES = 400

_TYPE_WORD, _OTHER_WORD, _SIGN, _MISMATCH = 3.0, 2.0, 2.0, 2.0
"""How much a cell weighs: a name that the language knows or not, a sign, a name in another case."""
_FENCES, _TITLES, _PASCAL = 30.0, 20.0, 0.5
"""How much it weighs if all pages have a fence of the language, its titles, its case of names."""
_PRIOR_WEIGHT = 6.0


class Features(Struct, frozen=True):
    """What is weighed of a set of pages.

    `words` are the names in type cells that are no class names, by weight. `text` are the distinct
    cells, the most frequent first, and `weight` their total weight. `case_mismatch` is, by naming
    case, the share of field names that are not in it.
    """

    evidence: Evidence
    words: Mapping[str, float]
    text: str
    weight: float
    case_mismatch: Mapping[Spelling, float]


def recognise_languages(
    sets: Mapping[str, Evidence], languages: Sequence[Language]
) -> dict[str, Language]:
    """Return the language of each set of pages, with its vocabulary and spelling refined."""
    scored = {key: _ScoredSet(evidence, languages) for key, evidence in sets.items()}
    weight = max(sum(pages.weight for pages in scored.values()), 1.0)
    prior = {
        language.name: sum(pages.scores[language.name] for pages in scored.values()) / weight
        for language in languages
    }
    cells = Counter[str]()
    for evidence in sets.values():
        cells.update(evidence.cells)
    recognised: dict[str, Language] = {}
    for key, evidence in sets.items():
        language = scored[key].best(prior)
        shown = evidence if evidence.cells else replace(evidence, cells=cells)
        recognised[key] = refine_language(language, shown)
    return recognised


class _ScoredSet:
    """The candidates for a set of pages, and the score of each language.

    An excluded language has the score of one that knows none of the names.
    """

    def __init__(self, evidence: Evidence, languages: Sequence[Language]) -> None:
        features = extract_features(evidence)
        self.weight = features.weight
        self.candidates = candidates(languages, features)
        lowest = -_OTHER_WORD * sum(features.words.values()) - _MISMATCH * features.weight
        self.scores = dict.fromkeys((language.name for language in languages), lowest)
        self.scores.update(
            (language.name, score(language, features)) for language in self.candidates
        )

    def best(self, prior: Mapping[str, float]) -> Language:
        """Return the candidate with the highest score; `prior` is the score of a cell elsewhere."""

        def total(language: Language) -> float:
            return self.scores[language.name] + _PRIOR_WEIGHT * prior[language.name]

        return max(self.candidates, key=total)


def candidates(languages: Sequence[Language], features: Features) -> Sequence[Language]:
    """Return the languages that no sign excludes; all languages if signs exclude each of them.

    A sign that is impossible in a language excludes it. If the pages have signs that few languages
    print, all others are excluded.
    """
    possible = [lang for lang in languages if not shows(lang.impossible, features)]
    decided = [lang for lang in possible if shows(lang.exclusive, features)]
    return decided or possible or languages


def shows(signs: Iterable[Sign], features: Features) -> bool:
    """Return whether a set of pages has one of the signs."""
    return any(_has_sign(sign, features) for sign in signs)


def _has_sign(sign: Sign, features: Features) -> bool:
    """Whether a cell matches a sign, or more than half of the pages have its layout."""
    if sign.cell is not None:
        return sign.cell.search(features.text) is not None
    return 2 * features.evidence.layouts.get(sign.layout, 0) > features.evidence.pages


def score(language: Language, features: Features) -> float:
    """Return how well a language fits: known names and signs add, unknown names subtract."""
    evidence = features.evidence
    type_words = features.words.keys() & vocabulary_words(language)
    total = _TYPE_WORD * sum(features.words[word] for word in type_words)
    total -= _OTHER_WORD * sum(features.words.values())
    mismatch = min(features.case_mismatch[case] for case in language.spellings)
    total -= _MISMATCH * features.weight * mismatch
    if language.spelling is Spelling.PASCAL and evidence.names:
        total += _PASCAL * (1.0 - mismatch)
    if language.signs is not None:
        total += _SIGN * min(len(language.signs.findall(features.text)), _MAX_SIGNS)
    for fence in language.fences:
        total += _FENCES * min(evidence.fences.get(fence, 0) / max(evidence.pages, 1), 1.0)
    if language.title is not None and evidence.titles:
        hits = sum(1 for title in evidence.titles if language.title.fullmatch(title))
        total += _TITLES * hits / len(evidence.titles)
    return total


def vocabulary_words(language: Language) -> frozenset[str]:
    """Return the names in type cells that a language gives a meaning."""
    words = language.vocabulary
    generics = words.lists | words.sets | words.maps | words.optionals | words.nullables
    return generics | words.unions | words.nulls | words.byte_types | words.names.keys()


def extract_features(evidence: Evidence) -> Features:
    """Return what is weighed of a set of pages."""
    words, text, weight = _weigh_words(evidence.cells, evidence.class_names)
    names = tuple(evidence.names)[:_MAX_NAMES]
    mismatch = {spelling: mismatch_ratio(spelling, names) for spelling in Spelling}
    return Features(evidence, words, text, weight, mismatch)


_MAX_CELL = 1_000
"""How many characters of a cell are searched for signs; a longer one is a union, or no type."""


def _weigh_words(
    cells: Mapping[str, int], class_names: Collection[str]
) -> tuple[dict[str, float], str, float]:
    """Weigh the words of cells that are no class names; a cell weighs 1 + log2 of its count."""
    words: dict[str, float] = defaultdict(float)
    texts: list[str] = []
    size = 0
    weight = 0.0
    for cell, count in Counter(cells).most_common(_MAX_CELLS):
        share = 1.0 + log2(count)
        weight += share
        if size < _MAX_TEXT:
            texts.append(cell[:_MAX_CELL])
            size += min(len(cell), _MAX_CELL)
        for word in _WORD.findall(plain_cell(cell)):
            if _lower_last_part(word) not in class_names:
                words[word] += share
    return words, "\n".join(texts), weight


@lru_cache(maxsize=32768)
def plain_cell(cell: str) -> str:
    """Return a type cell without emphasis, backticks, entities and link targets."""
    text = html.unescape(cell) if "&" in cell else cell
    if "\\" in text:
        text = _FORMATTED.sub("", text)
    text = text.replace("**", "").replace("`", "").strip()
    for _ in range(3):
        if "](" not in text:
            break
        text = _LINK.sub(r"\1", text)
    return text


@lru_cache(maxsize=65536)
def _lower_last_part(name: str) -> str:
    """Return the last part of a name with `.`, `::`, `\\` or `/` in lower case."""
    return _SEPARATOR.split(name)[-1].lower().strip("_")
