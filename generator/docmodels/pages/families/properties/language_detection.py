"""Which programming language do the pages document? All type cells of a folder vote.

A small page is often ambiguous (`**string**` alone fits a dozen generators), so the choice is made
for each folder, and what the whole set says tips the balance where a folder says little.
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
from docmodels.pages.languages import LANGUAGES, Evidence, Language, misspelled, settled
from docmodels.pages.markdown import Page

# A literal first character lets the engine skip to each line: half of all time went by otherwise.
_CELL = re.compile(
    r"\n *\|? *(?:\*\*|`)([^|*`\n]+|`[^|`\n]+`)(?:\*\*|`) *\| *([^|\n]+)(?:\|.*\[(optional))?"
)
_WIDE_CELL = re.compile(r"\n\*\*([^|*\n]+)\*\* *\|(?:[^|\n]*\|){3} *([^|\n]+)(?:\|.*\[(optional))?")
_MEMBER = re.compile(r"\n *[*-] +(\S[^(\n]*(?:\([^)\n]*\))?) *(?=\n)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_WORD = re.compile(r"(?:::|\\)?[^\W\d][\w$@#]*(?:(?:::|\\|\.|/|-)[\w$@#]+)*")
_FENCE = re.compile(r"```(\w+)")
_SEPARATOR = re.compile(r"::|[\\./]")
_NO_FIELDS = {"any string name", "value"}
_MOST_TEXT = 12_000
_MOST_PAGES = 300
_MOST_TITLES = 60
_MOST_NAMES = 400
_PRIOR = 6.0


@dataclass(frozen=True, slots=True)
class Votes:
    """What a set of pages shows: words and texts of type cells by weight, fences, titles, the
    cells themselves, how many of its pages print two columns only, and of which spellings what
    share of its field names is not."""

    words: Mapping[str, float]
    against: float
    text: str
    weight: float
    fences: Mapping[str, int]
    titles: tuple[str, ...]
    cells: frozenset[tuple[str, bool]]
    narrow: int
    foreign: Mapping[Spelling, float]
    fields: int


def choose(
    folders: Mapping[str, Sequence[Page]], titles: Mapping[str, str], names: frozenset[str]
) -> dict[str, Language]:
    """Give each folder its language; `titles` are the headings by path, `names` the class names of
    the set in lower case."""
    whole = votes([page for pages in folders.values() for page in pages], titles, names)
    general = {language.name: score(language, whole) for language in LANGUAGES}
    if len(folders) == 1:
        best = max(LANGUAGES, key=lambda language: general[language.name])
        return dict.fromkeys(folders, settled(best, Evidence(whole.cells, whole.titles)))
    chosen: dict[str, Language] = {}
    for folder, pages in folders.items():
        own = votes(pages, titles, names)

        def total(language: Language, own: Votes = own) -> float:
            prior = general[language.name] / max(whole.weight, 1.0)
            return score(language, own) + _PRIOR * prior

        evidence = Evidence(own.cells or whole.cells, own.titles)
        chosen[folder] = settled(max(LANGUAGES, key=total), evidence)
    return chosen


def votes(pages: Sequence[Page], titles: Mapping[str, str], names: frozenset[str]) -> Votes:
    """Gather what the pages show, each distinct cell weighed by how often it stands there."""
    found: Counter[tuple[str, str]] = Counter()
    fences: Counter[str] = Counter()
    narrow = 0
    fields: dict[str, None] = {}
    sample = pages[:: len(pages) // _MOST_PAGES + 1]
    for page in sample:
        text = page.text
        wide = "| SQL Type |" in text
        for name, cell, word in (_WIDE_CELL if wide else _CELL).findall(text):
            fields[name] = None
            found[cell, word] += 1
        if "## oneOf" in text or "## anyOf" in text:
            found.update((member, "") for member in _MEMBER.findall(text))
        if "```" in text:
            fences.update(set(_FENCE.findall(text)))
        narrow += "\nName | Type\n" in text
    cells = Counter[str]()
    for (cell, _), count in found.items():
        cells[plain(cell)] += count
    words, text, weight = _weighed(cells, names)
    optional = frozenset((plain(cell), bool(word)) for cell, word in found)
    printed = [name for name in fields if name not in _NO_FIELDS][:_MOST_NAMES]
    shown = tuple(titles[page.path] for page in sample[:_MOST_TITLES] if titles[page.path])
    foreign = {language.spelling: misspelled(language, printed) for language in _ONE_OF_EACH}
    against = 2.0 * sum(words.values())
    return Votes(
        words, against, text, weight, fences, shown, optional, narrow, foreign, len(printed)
    )


_ONE_OF_EACH = tuple({language.spelling: language for language in LANGUAGES}.values())


def _weighed(cells: Counter[str], names: frozenset[str]) -> tuple[dict[str, float], str, float]:
    words: dict[str, float] = defaultdict(float)
    texts: list[str] = []
    size = 0
    weight = 0.0
    for cell, count in cells.most_common(1500):
        share = 1.0 + log2(count)
        weight += share
        if size < _MOST_TEXT:
            texts.append(cell)
            size += len(cell)
        for word in _WORD.findall(cell):
            if tail(word) not in names:
                words[word] += share
    return words, "\n".join(texts), weight


@lru_cache(maxsize=32768)
def plain(cell: str) -> str:
    """Give a type cell without emphasis, code marks, entities and link targets."""
    text = html.unescape(cell) if "&" in cell else cell
    text = text.replace("**", "").replace("`", "").replace("\\*", "*").strip()
    for _ in range(3):
        if "](" not in text:
            break
        text = _LINK.sub(r"\1", text)
    return text


@lru_cache(maxsize=65536)
def tail(name: str) -> str:
    """Give the last part of a dotted or `::` name in lower case."""
    return _SEPARATOR.split(name)[-1].lower().strip("_")


@lru_cache(maxsize=256)
def _known(name: str) -> frozenset[str]:
    words = next(language.vocabulary for language in LANGUAGES if language.name == name)
    generic = words.lists | words.sets | words.maps | words.optionals | words.nullables
    return frozenset(words.names) | generic | words.unions | words.nulls | words.bytes


def score(language: Language, found: Votes) -> float:
    """Weigh how well a language fits: known words and signs for it, unknown words against it.

    Only typescript-fetch prints two columns, and nothing else tells it from typescript-axios.
    """
    known = _known(language.name)
    total = 3.0 * sum(found.words[word] for word in found.words.keys() & known) - found.against
    foreign = found.foreign[language.spelling]
    total -= 2.0 * found.weight * foreign
    if language.spelling is Spelling.PASCAL and found.fields:
        total += 0.5 * (1.0 - foreign)
    if language.signature is not None:
        total += 2.0 * min(len(language.signature.findall(found.text)), 60)
    pages = max(len(found.titles), 1)
    for fence in language.fences:
        total += 30.0 * min(found.fences.get(fence, 0) / pages, 1.0)
    if language.title is not None:
        hits = sum(1 for title in found.titles if language.title.fullmatch(title))
        total += 20.0 * hits / pages
    if language.name.endswith("-fetch"):
        total += 2.0 * found.narrow - 0.5
    return total
