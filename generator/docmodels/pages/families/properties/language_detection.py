"""Detect the programming language of each folder of pages by scoring all of its type cells.

One page is often ambiguous (`**string**` alone fits a dozen generators), so each folder gets one
language. The score of the whole set is the prior, which decides if a folder has little evidence.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from docmodels.ir.drafts import Spelling
from docmodels.pages.languages import LANGUAGES, Evidence, Language, mismatch_ratio, refine_language
from docmodels.pages.markdown import Page

# The literal first character lets `re` skip to each line; without it detection takes twice as long.
_CELL = re.compile(
    r"\n *\|? *(?:\*\*|`)([^|*`\n]+|`[^|`\n]+`)(?:\*\*|`) *\| *([^|\n]+)(?:\|.*\[(optional))?"
)
_WIDE_CELL = re.compile(r"\n\*\*([^|*\n]+)\*\* *\|(?:[^|\n]*\|){3} *([^|\n]+)(?:\|.*\[(optional))?")
_MEMBER = re.compile(r"\n *[*-] +(\S[^(\n]*(?:\([^)\n]*\))?) *(?=\n)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_WORD = re.compile(r"(?:::|\\)?[^\W\d][\w$@#]*(?:(?:::|\\|\.|/|-)[\w$@#]+)*")
_FENCE = re.compile(r"```(\w+)")
_SEPARATOR = re.compile(r"::|[\\./]")
_PSEUDO_FIELDS = {"any string name", "value"}
_MAX_TEXT = 12_000
_MAX_PAGES = 300
_MAX_TITLES = 60
_MAX_NAMES = 400
_PRIOR_WEIGHT = 6.0


@dataclass(frozen=True, slots=True)
class LanguageFeatures:
    """What identifies the language of a set of pages.

    `words` are the names in type cells that are no class names, by weight. `penalty` is subtracted
    from each score; names that a language knows outweigh it. `text` is the text of the cells and
    `weight` their total weight. `fences` counts pages by info word, `titles` are class titles,
    `cells` are the distinct cells with whether their field is optional. `two_column_pages` is the
    number of pages whose table has only two columns. `case_mismatch` is, by naming case, the share
    of the `field_count` field names that are not in it.
    """

    words: Mapping[str, float]
    penalty: float
    text: str
    weight: float
    fences: Mapping[str, int]
    titles: tuple[str, ...]
    cells: frozenset[tuple[str, bool]]
    two_column_pages: int
    case_mismatch: Mapping[Spelling, float]
    field_count: int


def detect_languages(
    folders: Mapping[str, Sequence[Page]], titles: Mapping[str, str], names: frozenset[str]
) -> dict[str, Language]:
    """Return the language of each folder, with its vocabulary refined.

    `folders` are the pages by folder, `titles` the headings by path, `names` the class names of
    the whole set in lower case.
    """
    overall = extract_features(
        [page for pages in folders.values() for page in pages], titles, names
    )
    overall_scores = {language.name: score(language, overall) for language in LANGUAGES}
    if len(folders) == 1:
        best = max(LANGUAGES, key=lambda language: overall_scores[language.name])
        return dict.fromkeys(
            folders, refine_language(best, Evidence(overall.cells, overall.titles))
        )
    languages: dict[str, Language] = {}
    for folder, pages in folders.items():
        features = extract_features(pages, titles, names)

        def total(language: Language, features: LanguageFeatures = features) -> float:
            prior = overall_scores[language.name] / max(overall.weight, 1.0)
            return score(language, features) + _PRIOR_WEIGHT * prior

        evidence = Evidence(features.cells or overall.cells, features.titles)
        languages[folder] = refine_language(max(LANGUAGES, key=total), evidence)
    return languages


def extract_features(
    pages: Sequence[Page], titles: Mapping[str, str], names: frozenset[str]
) -> LanguageFeatures:
    """Extract the features of a sample of pages; a distinct cell weighs 1 + log2 of its count."""
    cell_counts: Counter[tuple[str, str]] = Counter()
    fences: Counter[str] = Counter()
    two_column_pages = 0
    fields: dict[str, None] = {}
    sample = pages[:: len(pages) // _MAX_PAGES + 1]
    for page in sample:
        text = page.text
        is_wide = "| SQL Type |" in text
        for name, cell, word in (_WIDE_CELL if is_wide else _CELL).findall(text):
            fields[name] = None
            cell_counts[cell, word] += 1
        if "## oneOf" in text or "## anyOf" in text:
            cell_counts.update((member, "") for member in _MEMBER.findall(text))
        if "```" in text:
            fences.update(set(_FENCE.findall(text)))
        two_column_pages += "\nName | Type\n" in text
    cells = Counter[str]()
    for (cell, _), count in cell_counts.items():
        cells[plain_cell(cell)] += count
    words, text, weight = _weigh_words(cells, names)
    distinct_cells = frozenset((plain_cell(cell), bool(word)) for cell, word in cell_counts)
    field_names = [name for name in fields if name not in _PSEUDO_FIELDS][:_MAX_NAMES]
    sample_titles = tuple(titles[page.path] for page in sample[:_MAX_TITLES] if titles[page.path])
    case_mismatch = {
        language.spelling: mismatch_ratio(language, field_names)
        for language in _LANGUAGE_PER_SPELLING
    }
    penalty = 2.0 * sum(words.values())
    return LanguageFeatures(
        words,
        penalty,
        text,
        weight,
        fences,
        sample_titles,
        distinct_cells,
        two_column_pages,
        case_mismatch,
        len(field_names),
    )


_LANGUAGE_PER_SPELLING = tuple({language.spelling: language for language in LANGUAGES}.values())


def _weigh_words(cells: Counter[str], names: frozenset[str]) -> tuple[dict[str, float], str, float]:
    words: dict[str, float] = defaultdict(float)
    texts: list[str] = []
    size = 0
    weight = 0.0
    for cell, count in cells.most_common(1500):
        share = 1.0 + log2(count)
        weight += share
        if size < _MAX_TEXT:
            texts.append(cell)
            size += len(cell)
        for word in _WORD.findall(cell):
            if last_part(word) not in names:
                words[word] += share
    return words, "\n".join(texts), weight


@lru_cache(maxsize=32768)
def plain_cell(cell: str) -> str:
    """Return a type cell without emphasis, backticks, entities and link targets."""
    text = html.unescape(cell) if "&" in cell else cell
    text = text.replace("**", "").replace("`", "").replace("\\*", "*").strip()
    for _ in range(3):
        if "](" not in text:
            break
        text = _LINK.sub(r"\1", text)
    return text


@lru_cache(maxsize=65536)
def last_part(name: str) -> str:
    """Return the last part of a name with `.`, `::`, `\\` or `/` in lower case."""
    return _SEPARATOR.split(name)[-1].lower().strip("_")


@lru_cache(maxsize=256)
def _known_words(name: str) -> frozenset[str]:
    vocabulary = next(language.vocabulary for language in LANGUAGES if language.name == name)
    generic = (
        vocabulary.lists
        | vocabulary.sets
        | vocabulary.maps
        | vocabulary.optionals
        | vocabulary.nullables
    )
    return (
        frozenset(vocabulary.names)
        | generic
        | vocabulary.unions
        | vocabulary.nulls
        | vocabulary.byte_types
    )


def score(language: Language, features: LanguageFeatures) -> float:
    """Return how well a language fits: known names and signatures add, unknown names subtract.

    Only typescript-fetch prints two columns, which is all that distinguishes it from
    typescript-axios.
    """
    known_words = _known_words(language.name)
    total = (
        3.0 * sum(features.words[word] for word in features.words.keys() & known_words)
        - features.penalty
    )
    mismatch = features.case_mismatch[language.spelling]
    total -= 2.0 * features.weight * mismatch
    if language.spelling is Spelling.PASCAL and features.field_count:
        total += 0.5 * (1.0 - mismatch)
    if language.signature is not None:
        total += 2.0 * min(len(language.signature.findall(features.text)), 60)
    pages = max(len(features.titles), 1)
    for fence in language.fences:
        total += 30.0 * min(features.fences.get(fence, 0) / pages, 1.0)
    if language.title_pattern is not None:
        hits = sum(1 for title in features.titles if language.title_pattern.fullmatch(title))
        total += 20.0 * hits / pages
    if language.name.endswith("-fetch"):
        total += 2.0 * features.two_column_pages - 0.5
    return total
