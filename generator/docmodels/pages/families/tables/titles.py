"""Read headings and captions: the kind of what follows, and the text that names a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import get_args

from msgspec import Struct

from docmodels.inference.models_from_tables import Kind
from docmodels.pages.families.tables.words import Words, plain_text, word_key, words

DECISIVE: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind) if kind}
"""The kinds that describe what a table contains."""

_NUMBERING = re.compile(
    r"(?:[(（]?(?:\d{1,2}[.)）、．])*(?:\d{1,2}(?=\s)|(?<=[.)）、．]))|[一二三四五六七八九十]{1,3}[、.．])[\s.、]*"
)
_ENDPOINT = re.compile(
    r"(?:(?<![\s%:：|–—(（-])[\s%:：|–—(（-]++)?+\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b[\s:]++[^\s/]{0,99}+/"
)
"""A method and a path after a name; alone, they are the name."""
_STATUS = re.compile(
    r"(?<![\w.])([1-5](?:\d\d|xx))(?![\w.])(?:\s*+(?:[-:–]\s*+)?[A-Z][\w ]*+)?", re.I
)
_PARENTHESES = re.compile(r"(?:(?<!\s)\s++)?+[(（【]([^()（）【】]*+)[)）】]\s*+")
_ITEMS = re.compile(r"\[\w{0,5}\]$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FUNCTION = re.compile(
    r"(?:^|[\s.#])[A-Za-z_]\w*\((?:[\w\s,.:=<>\[\]?|{}'\"]*)\)\s*(?:=>|[:{].*)?$"
)
_MARKED = re.compile(r"`([\w.]+)`|\[([^\[\]]+)\]\([^()]{0,300}\)")
_NAMED = frozenset({"object", "fields"})
_CAMEL = re.compile(r"[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[a-z][^\W_]*_\w+|[a-z]\w*+(?:\.\w+|\[\])")
_MAX_SUFFIX = 8
_SENTENCE, _PHRASE = 6, 3
"""A heading of more words is a sentence, and so is a caption with a colon of more than 3 words."""
_MAX_TITLE = 200


class Title(Struct, frozen=True):
    """What a heading or caption states.

    `kind` is a key of `headings` in `words.toml`, or empty. `excluded` is the reason why what
    follows has no model. `name` is the text without the words of kinds: empty for a generic heading.
    `status` is a status code. `qualifies`: `name` belongs to the name of the heading around it.
    """

    kind: str = ""
    excluded: str = ""
    name: str = ""
    status: str = ""
    qualifies: bool = False


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title:
    """Read the text of a heading or caption."""
    plain = plain_text(text[:_MAX_TITLE])
    plain = _NUMBERING.sub("", plain, count=1) if _NUMBERING.match(plain) else plain
    if (endpoint := _ENDPOINT.search(plain)) is not None and endpoint.start() > 0:
        plain = plain[: endpoint.start()]
    if _FUNCTION.search(plain):
        return Title(excluded="function", name=plain)
    status = _STATUS.search(plain)
    if status is not None:
        plain = plain[: status.start()] + " " + plain[status.end() :]
    code = status[1] if status else ""
    if status is not None and status.start() == 0 and len(plain.split()) < _SENTENCE:
        return Title("response", status=code)
    title = _read_words(plain.strip())
    if not title.name and code and not title.kind and not title.excluded:
        return Title("response", status=code)
    return Title(title.kind, title.excluded, title.name, code, title.qualifies)


@lru_cache(maxsize=8192)
def caption_title(text: str) -> Title:
    """Read a caption; in a sentence (`The `kite` object has:`) the code or link is the name."""
    title = read_title(text)
    if title.name or title.excluded or title.kind in ("response", "request"):
        return title
    marked = [*_MARKED.finditer(text[:_MAX_TITLE])]
    if len(marked) != 1:
        return title
    before, after = text[: marked[0].start()].split(), text[marked[0].end() :].split()
    beside = (" ".join(before[-1:]), " ".join(after[:1]))
    kinds = {words().headings.get(word_key(word), "") for word in beside}
    return Title("object", name=marked[0][1] or marked[0][2]) if kinds & _NAMED else title


def is_plain(caption: str) -> bool:
    """Return whether a caption is a line of text and not bold."""
    return not caption.lstrip(" >").startswith(("**", "__"))


@lru_cache(maxsize=8192)
def excluded_by_path(text: str) -> str:
    """Return why a heading rules out models in all that it contains, or an empty text."""
    table, key = words().excluded_paths, word_key(text[:_MAX_TITLE])
    if key in table:
        return table[key]
    for word, reason in table.items():
        is_long = " " in word or (_CJK.search(word) is not None and len(word) > 2)
        if is_long and word in key:
            return reason
    return "database" if key.startswith("table:") else ""


def _read_words(text: str) -> Title:
    """Read a title without numbering and status code."""
    table = words()
    key = word_key(text)
    if key in table.excluded:
        return Title(excluded=table.excluded[key])
    if key in table.headings:
        return Title(_kind(table.headings[key]))
    if (qualified := _after(text, table.notations["qualifier"])) and len(qualified.split()) <= 3:
        return Title(name=_strip_words(qualified)[1], qualifies=True)
    if (inner := _PARENTHESES.search(text)) is not None:
        outer = (text[: inner.start()] + " " + text[inner.end() :]).strip()
        title = _read_words(outer)
        if (reason := table.excluded.get(word_key(inner[1]))) is not None:
            return Title(excluded=reason)
        if title.kind == "neutral" and (type_name := _CAMEL.match(inner[1])) is not None:
            return Title("request", name=type_name[0])
        if title.name or title.excluded or _is_generic(inner[1]):
            kind = title.kind or _kind(table.headings.get(word_key(inner[1]), ""))
            return Title(kind, title.excluded, title.name)
        return Title(title.kind, name=inner[1].strip())
    for separator in (":", "：", " - ", " – ", " — "):
        before, _, after = text.partition(separator)
        if after.strip() and word_key(before) in table.headings:
            return Title(_kind(table.headings[word_key(before)]), name=_strip_words(after)[1])
    if (leading := _kind_first(text)) is not None:
        return leading
    kind, name, excluded = _strip_words(text)
    if _is_sentence(text):
        name = _object_in(text)
        return Title("object", name=name) if name else Title(_first_kind(text) or kind, excluded)
    first = _kind(table.headings.get(word_key(text.split(" ", 1)[0]), ""))
    if not kind and not excluded and first in ("required", "optional"):
        return Title(first)
    return Title(kind, excluded, _ITEMS.sub("", name))


def _is_sentence(text: str) -> bool:
    """Return whether a title is a sentence, which contains no name; with a colon, few words are."""
    is_caption = text.rstrip("* _")[-1:] in (":", "：")
    if is_caption and any(mark in text.rstrip("* _:：") for mark in (",", "，", "。", ". ")):
        return True
    return len(text.split()) > (_PHRASE if is_caption else _SENTENCE)


def _object_in(sentence: str) -> str:
    """Return the name in `Each kite object contains:`: the words before the word of an object."""
    table = words()
    tokens = _without_article(sentence, table).split()
    for index, token in enumerate(tokens[1:_PHRASE], 1):
        if table.headings.get(word_key(token)) == "object":
            return " ".join(tokens[:index])
    return ""


def _kind_first(text: str) -> Title | None:
    """Read `Fields Kite:`, where one name follows the word of a kind."""
    before, _, name = text.strip(" :：").rpartition(" ")
    kind = words().headings.get(word_key(before), "")
    if kind in ("fields", "object", "response") and _CAMEL.fullmatch(name.strip("`*")):
        return Title("object" if kind != "fields" else kind, name=name.strip("`*"))
    return None


def _first_kind(sentence: str) -> str:
    """Return the kind of the words at the start of a sentence: `The response has these ..`."""
    table = words()
    tokens = _without_article(sentence, table).split()
    for count in range(min(table.longest, len(tokens)), 0, -1):
        if (kind := table.headings.get(word_key(" ".join(tokens[:count])))) is not None:
            return _kind(kind)
    return ""


def _kind(kind: str) -> str:
    return "" if kind in ("noise", "ignored") else kind


def _is_generic(text: str) -> bool:
    key = word_key(text)
    return not key or key in words().headings or not re.search(r"[^\W\d]", key)


def _after(text: str, prefixes: tuple[str, ...]) -> str:
    """Return the text after one of some words at its start, or nothing."""
    key = plain_text(text).strip(" :：")
    for prefix in prefixes:
        if key.lower().startswith(prefix) and (key[len(prefix) : len(prefix) + 1] == " "):
            return key[len(prefix) :].strip()
    return ""


def _strip_words(text: str) -> tuple[str, str, str]:
    """Return the kind, the remaining name and the reason of exclusion of a title."""
    table = words()
    name = text.strip().strip(":：").strip()
    if (of := _phrase_of(name, table)) is not None:
        return of
    kind = ""
    for _ in range(_MAX_SUFFIX):
        for suffix, shorter in _suffixes(name, table.longest):
            if suffix in table.excluded and (not shorter or _excludes_as_suffix(suffix)):
                return kind, shorter, table.excluded[suffix]
            if suffix in table.headings and _may_strip(suffix, shorter, kind):
                if kind in _NAMED and table.headings[suffix] not in (kind, "noise"):
                    continue
                kind = kind or _kind(table.headings[suffix])
                name = shorter
                break
        else:
            break
    return kind, _without_article(name, table), ""


def _phrase_of(name: str, table: Words) -> tuple[str, str, str] | None:
    """Read `Fields of the X`: the kind is in front of the name."""
    tokens = name.split()
    for index, token in enumerate(tokens[1:5], 1):
        if token.lower() in table.notations["of"]:
            kind = table.headings.get(word_key(" ".join(tokens[:index])), "")
            remaining = _without_article(" ".join(tokens[index + 1 :]), table)
            return (_kind(kind), _strip_words(remaining)[1], "") if kind and remaining else None
    return None


def _suffixes(name: str, longest: int) -> Iterator[tuple[str, str]]:
    """Yield the words at the end of a name, the longest first, each with the text before it."""
    tokens = name.split()
    for count in range(min(longest, len(tokens)), 0, -1):
        yield word_key(" ".join(tokens[-count:])), " ".join(tokens[:-count])
    if _CJK.search(name):
        for count in range(min(8, len(name) - 1), 1, -1):
            yield word_key(name[-count:]), name[:-count].strip(" 的-—:：")


def _excludes_as_suffix(suffix: str) -> bool:
    return " " in suffix or words().excluded[suffix] in ("header", "status") or len(suffix) > 9


def _may_strip(suffix: str, shorter: str, kind: str) -> bool:
    """Return whether a word is no part of a name: words of a kind, and noise before them."""
    table = words().headings
    if table[suffix] == "ignored":
        return not shorter
    if table[suffix] == "noise":
        return bool(kind) or not shorter or any(s in table for s, _ in _suffixes(shorter, 3))
    return True


def _without_article(name: str, table: Words) -> str:
    first, _, remaining = name.partition(" ")
    return remaining.strip() if remaining and first.lower() in table.notations["article"] else name
