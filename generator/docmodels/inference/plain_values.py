"""Read values that a text lists as plain words: `one of open, shut`, `open - is open. shut - ..`.

A list ends with its sentence, and each item is one word: a sentence whose list has other words is
prose. White space is one space, because pages print a text in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from docmodels.inference.listed_values import ADMISSIBLE, is_conditional, is_no_value
from docmodels.ir.drafts import normalize_name

MAX_LENGTH = 600
"""A longer text describes more than the values."""

_ANNOUNCEMENT = re.compile(
    rf"\b(?:(?:{ADMISSIBLE}|current) (?:\w+ )?"
    r"(?:values?|options|choices|statuses|states|types|modes|settings|kinds|levels|languages)"
    r"(?: (?:are|is|includes?))?(?: one of| either)?"
    r"|values (?:are|include)|(?:options|choices|values)(?: are|(?= ?:))"
    rf"|{ADMISSIBLE}(?=:)"
    r"|(?:one of|either)(?: the)?(?: following)?(?: (?:values|options))?"
    r") ?:? ",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:can|could|may|must|should|will) (?:only )?be(?: set to)?(?: either| one of)?(?: the following)?:? ",
    re.IGNORECASE,
)
_LIST_END = re.compile(r"[.!?;)](?= |\Z)|\Z")
_SEPARATOR = re.compile(r" ?, ?(?:(?:or|and) )?| (?:or|and) | ?[|/] ?")
_WORD = re.compile(r"[A-Za-z0-9]+(?:[._+:-][A-Za-z0-9]+)*")
_EXAMPLES = re.compile(
    r"\b(?:e\.?g|ex|examples?|such as|like|typically|usually|normally|common|separated|combinations?|etc)\b"
    r"|\.\.\.|…",
    re.IGNORECASE,
)
_STATED_DEFAULT = re.compile(r"\(?\bdefaults?\b[^.()]*[.)]?\Z", re.IGNORECASE)
_MARKED_DEFAULT = re.compile(r" ?\(default\)", re.IGNORECASE)
_NO_WORDS = frozenset(
    "true false etc more others not it n/a oneof anyof allof enum enumerable optional required".split()
)
"""Words of a list that are no values: pronouns, and terms of schemas."""
_BRACKET = re.compile(r"\((?:(?:either|one of):? )?([^()]+)\)\.?\Z", re.IGNORECASE)
_BRACKET_SEPARATOR = re.compile(
    r" ?, ?(?:(?:or|and) )?| or | ?\| ?| / |(?<=[A-Za-z]{3})/(?=[A-Za-z]{3})"
)
"""A unit has a slash between shorter words: `km/h`."""
_SQUARE_BRACKET = re.compile(r"(?<![\w\]])\[ ?([^\[\]()]+)\]\.?\Z")
_LAST_COLON = re.compile(r": (?P<list>[^:.`'\"*]*[^:.`'\"* ])\.?\Z")
_ALTERNATIVE = re.compile(r" or | ?\| ?")

_BULLET = re.compile(r"(?:\A| )[-*•] ")
_SEGMENT_END = re.compile(r"[.:;!?()](?= |\Z)")
_BEFORE_VALUE = re.compile(r"(?:.* )?(?:of|either|as|are|is|be|to) ", re.IGNORECASE)

_NAMED_NUMBERS = re.compile(
    r"(?:\A|[.:>(] ?|=> ?)(?:[-*] )?(?P<list>[A-Z]\w* ?= ?\d[\w =,*-]*)\)?\.?\Z"
)
_NAMED_NUMBER = re.compile(r"[A-Z]\w* ?= ?(\d{1,9})")
_NUMBER_SEPARATOR = re.compile(r" ?, ?| [-*] ")
_NUMBER_NAMES = re.compile(r"(\d{1,9}) ?[-=:–] ?[A-Za-z][A-Za-z_]*")


_CAPITALS_AT_END = re.compile(
    r"(?:\A|[.:!?] )([A-Z][A-Z0-9_]+(?:(?:, (?:or |and )?| or | and | ?[|/] ?)[A-Z][A-Z0-9_]+)+)\.?\Z"
)
_ADMITTED_WORDS = re.compile(
    rf"(?:\A|[.,:;(] )(?:only |currently )*([\w./+-]+(?:(?:, (?:or |and )?| or | and )[\w./+-]+)+)"
    rf" (?:is|are) (?:currently |only )?{ADMISSIBLE}\b",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"[.:!?] ")
_CLAUSE_SEPARATOR = re.compile(r"[,;] (?:and |or )?")
_CLAUSE = re.compile(
    r"(?P<value>[a-z][\w-]*),? (?:(?P<condition>(?:if|when|unless|without|with)\b.*|otherwise)|for .+)"
)
_SETTING = re.compile(
    r"\b(?:if|when) (?:(?:it|its|it's|this|the \w+|the value)(?: is)? )?set to "
    r"(?P<value>[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*)(?=[,;:.]? )",
    re.IGNORECASE,
)


def announced_words(text: str) -> tuple[str, ...]:
    """Return the plain words of the list that a sentence announces: `One of open, shut`.

    Two lists, a condition before the announcement and words of examples exclude it.
    """
    return _words_after(_ANNOUNCEMENT, text)


def words_after_verb(text: str) -> tuple[str, ...]:
    """Return the plain words after `can be`: `The state can be OPEN or SHUT`.

    `can be` announces adjectives too; the caller distinguishes them.
    """
    return _words_after(_VERB, text)


def _words_after(announcement: re.Pattern[str], text: str) -> tuple[str, ...]:
    words = _plain_text(text)
    lists = {
        values
        for match in announcement.finditer(words)
        if (values := _list_at(words, match.end())) and not is_conditional(words, match.start())
    }
    return lists.pop() if len(lists) == 1 else ()


@lru_cache(maxsize=16)  # all forms of lists are looked for in one text
def _short_text(text: str) -> str:
    """Return a text with single spaces; "" if it is long or has examples."""
    is_short = len(text) <= MAX_LENGTH and not _EXAMPLES.search(text)
    return " ".join(text.split()) if is_short else ""


@lru_cache(maxsize=16)
def _plain_text(text: str) -> str:
    """Return a short text without marks of a default and the default at its end."""
    words = _MARKED_DEFAULT.sub("", _short_text(text))
    return _STATED_DEFAULT.sub("", words).rstrip()


def _list_at(text: str, start: int) -> tuple[str, ...]:
    end = _LIST_END.search(text, start)
    return split_words(text[start : end.start() if end else len(text)], _SEPARATOR)


def split_words(text: str, separator: re.Pattern[str] = _SEPARATOR) -> tuple[str, ...]:
    """Return the items of a list, if there are at least two and each is another word."""
    items = tuple(item.strip() for item in separator.split(text))
    is_list = len(items) > 1 and len({item.lower() for item in items}) == len(items)
    if not is_list or not all(map(_WORD.fullmatch, items)):
        return ()
    return () if any(is_no_value(item) or item.lower() in _NO_WORDS for item in items) else items


def words_at_end(text: str) -> tuple[str, ...]:
    """Return the plain alternatives after the last colon, or the words in square brackets at the end of a text.

    `How it is run: manual or auto`, `How it is run [manual, auto]`.
    """
    if ": " not in text and "[" not in text:
        return ()
    words = _plain_text(text)
    square = _SQUARE_BRACKET.search(words)
    if square is not None:
        return split_words(square[1].strip())
    colon = _LAST_COLON.search(words) if len(words) <= MAX_LENGTH // 2 else None
    if colon is None or is_conditional(words, colon.start()):
        return ()
    has_or = _ALTERNATIVE.search(colon["list"]) is not None
    return split_words(colon["list"], _BRACKET_SEPARATOR) if has_or else ()


def bracketed_words(text: str) -> tuple[str, ...]:
    """Return the plain words in brackets at the end of a text: `State of the lock (open or shut)`."""
    match = _BRACKET.search(_plain_text(text))
    return split_words(match[1], _BRACKET_SEPARATOR) if match is not None else ()


def words_with_default(text: str, is_default: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the plain words of the only list in a text that has the printed default.

    The list needs no announcement: `Kind of ticket - single - day`, `The plan: free, pro`.
    """
    lists = {values for values in _lists(_short_text(text)) if any(map(is_default, values))}
    return lists.pop() if len(lists) == 1 else ()


def _lists(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the lists of words in a text: the items of bullets, and the ends of its segments."""
    _, *items = _BULLET.split(text)
    plain_items = tuple(item.strip("`'\"., ") for item in items)
    if len(set(plain_items)) == len(plain_items) > 1 and all(map(_WORD.fullmatch, plain_items)):
        yield plain_items
    for segment in _SEGMENT_END.split(text):
        first, separator, others = _first_item(segment.strip())
        if separator and (values := split_words(f"{first}{separator}{others}")):
            yield values


def _first_item(segment: str) -> tuple[str, str, str]:
    """Split a segment at its first separator; the first item is without the words before it."""
    separator = _SEPARATOR.search(segment)
    if separator is None:
        return segment, "", ""
    first = segment[: separator.start()]
    before = _BEFORE_VALUE.match(first)
    return first[before.end() if before else 0 :], separator[0], segment[separator.end() :]


def last_capitals(text: str) -> tuple[str, ...]:
    """Return the words in capitals of which the last sentence consists: `State of the lock. OPEN or SHUT`."""
    match = _CAPITALS_AT_END.search(_plain_text(text))
    return split_words(match[1]) if match is not None else ()


def supported_words(text: str) -> tuple[str, ...]:
    """Return the plain words of a clause that ends with their admission: `Currently oil or gas are supported`."""
    match = _ADMITTED_WORDS.search(_short_text(text))
    return split_words(match[1]) if match is not None else ()


def words_with_conditions(text: str) -> tuple[str, ...]:
    """Return the words that begin the clauses of the last sentence: `oil if it is warm, gas otherwise`.

    All clauses are conditions, or all state what the word is for: `asc for ascending, desc for descending`.
    """
    clauses = _CLAUSE_SEPARATOR.split(_LAST_SENTENCE.split(_short_text(text))[-1].rstrip(". "))
    matches = [_CLAUSE.fullmatch(clause) for clause in clauses]
    if len(clauses) < 2 or not all(matches):
        return ()
    kinds = {bool(match["condition"]) for match in matches if match}
    values = tuple(match["value"] for match in matches if match)
    is_list = len(kinds) == 1 and len(set(values)) == len(values)
    return values if is_list and not any(map(is_no_value, values)) else ()


def words_of_settings(text: str) -> tuple[str, ...]:
    """Return the plain words of at least two conditions: `If set to oil, .. If set to gas, ..`."""
    values = tuple(dict.fromkeys(match["value"] for match in _SETTING.finditer(_short_text(text))))
    has_others = any(is_no_value(value) or value.lower() in _NO_WORDS for value in values)
    return values if len(values) > 1 and not has_others else ()


def numbers_of_names(text: str) -> tuple[int, ...]:
    """Return the numbers of a text that ends with their names: `Unknown = 0, Open = 1`."""
    words = " ".join(text.replace("`", "").split())
    match = _NAMED_NUMBERS.search(words)
    items = _NUMBER_SEPARATOR.split(match["list"]) if match is not None else []
    numbers = [int(item[1]) for item in map(_NAMED_NUMBER.fullmatch, items) if item]
    is_list = len(numbers) == len(items) > 1 and len(set(numbers)) == len(numbers)
    return tuple(numbers) if is_list else ()


def numbers_with_names(text: str) -> tuple[int, ...]:
    """Return the numbers of a text that consists of numbers with names: `0 - Open 1 - Shut`."""
    words = " ".join(text.split())
    numbers = tuple(int(number) for number in _NUMBER_NAMES.findall(words))
    has_others = _NUMBER_NAMES.sub("", words).strip(" ,;*-.") != ""
    is_list = len(numbers) > 1 and len(set(numbers)) == len(numbers)
    return numbers if is_list and not has_others else ()


def is_symbol_of(value: str, symbol: str) -> bool:
    """Whether `symbol`, the name of an enum member, has the letters of the value at its end."""
    letters = normalize_name(value)
    return bool(letters) and normalize_name(symbol).endswith(letters)
