"""Load `words.toml`: the words of hand-written tables, in several languages."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()\s]{0,300}(?:\([^()]{0,99}\)[^()\s]{0,99}){0,3}(?: \"[^\"]{0,99}\")?\)"
    r"|\[[^\[\]]{0,300}\])"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{#[^{}]*\}|<!--[^<>]{0,300}-->")
_EMPHASIS = re.compile(r"[*`]+|~~|(?<!\w)_+|(?<!_)_++(?!\w)")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Letters of languages that print no spaces between words."""
_SPACES = re.compile(r"\s+")
_EDGES = " \t:：.。,，?？!！;；()（）[]【】{}《》「」*-–—|#"


class Words(Struct, frozen=True):
    """The tables of `words.toml`, by word.

    `headers` maps a header word to the role of its column. `headings` maps a word to its kind, and
    `excluded` a word to the reason why a heading with it has no model; `excluded_paths` is the same
    for all headings around a table. `longest` is the number of words of the longest heading word.
    `constraints` maps a word of a column of constraints to the role of the column that has the same.
    `types` maps a word to the name of its type, `types_by_header` those of single languages.
    `type_signs` matches type cells that rule a table out, by the reason.
    """

    headers: Mapping[str, str]
    constraints: Mapping[str, str]
    headings: Mapping[str, str]
    excluded: Mapping[str, str]
    excluded_paths: Mapping[str, str]
    longest: int
    types: Mapping[str, str]
    types_by_header: Mapping[str, Mapping[str, str]]
    generics: Mapping[str, frozenset[str]]
    notations: Mapping[str, tuple[str, ...]]
    qualifiers: Mapping[str, frozenset[str]]
    presence: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    type_signs: Mapping[str, re.Pattern[str]]


@cache
def words() -> Words:
    """Return the words of all languages."""
    source = files("docmodels.pages.families.tables").joinpath("words.toml")
    document: dict[str, Any] = tomllib.loads(source.read_text("utf-8"))
    headings: dict[str, Any] = document["headings"]
    excluded, paths = headings.pop("excluded"), headings.pop("excluded_path")
    kinds = _by_word(headings)
    all_words = [*kinds, *_by_word(excluded), *_by_word(paths)]
    return Words(
        headers=_by_word(document["headers"]),
        constraints=_by_word(document["constraints"]),
        headings=kinds,
        excluded=_by_word(excluded),
        excluded_paths=_by_word(paths),
        longest=max(word.count(" ") + 1 for word in all_words),
        types=_by_word(document["types"]),
        types_by_header={
            header: _by_word(table) for header, table in document["types_by_header"].items()
        },
        generics={kind: frozenset(names) for kind, names in document["generics"].items()},
        notations={key: _longest_first(names) for key, names in document["notations"].items()},
        qualifiers={key: frozenset(names) for key, names in document["qualifiers"].items()},
        presence={key: tuple(names) for key, names in document["presence"].items()},
        values={key: _longest_first(names) for key, names in document["values"].items()},
        type_signs={
            reason: re.compile("|".join(signs)) for reason, signs in document["type_signs"].items()
        },
    )


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the key of each word; the first key wins."""
    result: dict[str, str] = {}
    for key, names in table.items():
        for name in names:
            result.setdefault(name, key)
    return result


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=16384)
def plain_text(text: str) -> str:
    """Return the text of a cell or heading without links, tags, anchors, emphasis and escapes."""
    text = html.unescape(text)
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text or "{" in text:
        text = _TAG.sub(" ", text)
    text = text.replace("\\", "")
    return _SPACES.sub(" ", _EMPHASIS.sub("", text)).strip()


@lru_cache(maxsize=16384)
def word_key(text: str) -> str:
    """Return a text as the tables write words: plain, lower case, without punctuation around it."""
    return plain_text(text).lower().strip(_EDGES)


def whole_words(alternatives: Iterable[str]) -> str:
    """Return a pattern for words: letters beside them belong to another word, but not in Chinese."""
    latin, others = list[str](), list[str]()
    for word in alternatives:
        (others if _UNSPACED.search(word) else latin).append(re.escape(word))
    return rf"(?:(?<![^\W_])(?:{'|'.join(latin)})(?![^\W\d_])|(?:{'|'.join(others)}))"
