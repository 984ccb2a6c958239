"""Turn any text into Python identifiers, in several cases, and make them unique in a scope."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from docmodels.targets.plan.reserved_names import KEYWORDS, SYMBOL_PAIRS, SYMBOL_WORDS

_PLAIN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_WORD = re.compile(r"U{2,}s(?![lsd])|U{2,}[ls]d+(?![ls])|U+(?![ls])(d[lsd]*)?|U?[lsd]+")
"""A word in the codes of `_character_class`: `IDs`, `IPv4`, `HTTP`, `V1beta1`, `Name2`, `2fa`."""


def words(text: str) -> list[str]:
    """Split `text` into lower-case words at separators and changes of case.

    A leading sign is a word (`+1` is `plus 1`); other symbols are words only if `text` consists of
    symbols.
    """
    return [*_words(text)]


@lru_cache(maxsize=8192)  # the same names recur in several cases
def _words(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKC", text)
    parts = _leading_sign(text) + [part.lower() for part in _split_words(text)]
    return tuple(parts or _words_for_symbols(text))


def snake(text: str) -> str:
    """Convert to `snake_case`: a legal identifier (or keyword) without a leading underscore."""
    if _PLAIN.fullmatch(text):
        return text
    return _to_identifier("_".join(words(text)), "field_")


def upper(text: str) -> str:
    """Convert to `UPPER_CASE`, for the name of an enum member."""
    return _to_identifier("_".join(words(text)), "value_").upper()


def pascal(text: str) -> str:
    """Convert to `PascalCase`; keep a text that is a class name already."""
    if text.isidentifier() and text[0].isupper() and unicodedata.normalize("NFKC", text) == text:
        return text
    return _to_identifier("".join(_capitalize(word) for word in _words_with_case(text)), "Model")


class Scope:
    """The names that are taken so far; each name is allocated once."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def allocate(self, *candidates: str) -> str:
        """Allocate the first free name of `candidates`, else the last one with a number."""
        for candidate in candidates:
            if candidate not in self._taken:
                self._taken.add(candidate)
                return candidate
        number = 2
        while with_number(candidates[-1], number) in self._taken:
            number += 1
        return self.allocate(with_number(candidates[-1], number))


def assign_names(
    texts: Iterable[str],
    to_name: Callable[[str], str],
    is_reserved: Callable[[str], bool],
    suffix: str = "_",
) -> dict[str, str]:
    """Map each of `texts` to a unique name.

    A text that is a valid name keeps it, wherever it stands; the others follow in order. A reserved
    name gets the suffix.
    """
    preferred: dict[str, str] = {}
    for text in texts:
        name = to_name(text)
        preferred[text] = f"{name}{suffix}" if name in KEYWORDS or is_reserved(name) else name
    names = {text: candidate for text, candidate in preferred.items() if text == candidate}
    taken = set(names.values())
    counts: dict[str, int] = {}
    for text, candidate in preferred.items():
        if text in names:
            continue
        name, number = candidate, counts.get(candidate, 1)
        while name in taken or is_reserved(name):
            number += 1
            name = with_number(candidate, number)
        counts[candidate] = number
        taken.add(name)
        names[text] = name
    return {text: names[text] for text in preferred}


def with_number(name: str, number: int) -> str:
    """Append a number to a name: `Pet2`, but `pet_2` and `Tag1_2`."""
    pascal_case = name[0].isupper() and not name[-1].isdigit() and not name.isupper()
    return f"{name}{number}" if pascal_case else f"{name}_{number}"


def _to_identifier(name: str, prefix: str) -> str:
    if not name[0].isdigit() and name.isidentifier():
        return name
    kept = "".join(char for char in name if f"a{char}".isidentifier())
    return kept if kept.isidentifier() else f"{prefix}{kept}"


def _capitalize(word: str) -> str:
    return word[0].upper() + word[1:]


def _leading_sign(text: str) -> list[str]:
    return [SYMBOL_WORDS[text[0]]] if text[:1] in ("+", "-") and text[1:2].isalnum() else []


def _words_with_case(text: str) -> list[str]:
    """Split `text` into words and keep their capitals (`APIKey` stays `APIKey`)."""
    text = unicodedata.normalize("NFKC", text)
    return _leading_sign(text) + _split_at_symbols(text) or [
        word for symbol in _words_for_symbols(text) for word in symbol.split("_")
    ]


def _split_at_symbols(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_SYMBOLS.sub(" ", text).split()
    return "".join(char if _is_identifier_character(char) else " " for char in text).split()


_ASCII_SYMBOLS = re.compile(r"[^A-Za-z0-9]+")


def _split_words(text: str) -> list[str]:
    is_ascii = text.isascii()
    codes = text.translate(_ASCII) if is_ascii else "".join(map(_character_class, text))
    return [text[match.start() : match.end()] for match in _WORD.finditer(codes)]


@lru_cache(maxsize=4096)
def _character_class(char: str) -> str:
    """Return the class of a character: `U` upper case, `s` the letter s, `l` another letter,
    `d` digit, and a space for everything else."""
    if not _is_identifier_character(char):
        return " "
    if char.isdecimal():
        return "d"
    return "s" if char == "s" else "U" if char.isupper() else "l"


@lru_cache(maxsize=4096)
def _is_identifier_character(char: str) -> bool:
    return char != "_" and f"a{char}".isidentifier() and f"a{char.lower()}".isidentifier()


def _words_for_symbols(text: str) -> list[str]:
    """Split `text` into words, with words for its symbols."""
    parts: list[str] = []
    index = 0
    while index < len(text):
        pair, char = text[index : index + 2], text[index]
        if pair in SYMBOL_PAIRS:
            parts.append(SYMBOL_PAIRS[pair])
            index += 2
            continue
        parts.append(SYMBOL_WORDS.get(char) or _character_words(char))
        index += 1
    spaced = "".join(part if len(part) == 1 else f" {part} " for part in parts)
    return spaced.split() or ["empty"]


def _character_words(char: str) -> str:
    if _is_identifier_character(char):
        return char.lower() if len(char.lower()) == 1 else char
    name = unicodedata.name(char, f"u{ord(char):04x}")
    return "_".join(re.findall(r"[a-z0-9]+", name.lower()))


_ASCII = {number: _character_class(chr(number)) for number in range(128)}
"""The classes of the characters of ASCII by their numbers."""
