"""Python names for any text: words, their two spellings, and scopes in which names are unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from docmodels.targets.plan.reserved_names import KEYWORDS, SYMBOL_PAIRS, SYMBOL_WORDS

_PLAIN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_WORD = re.compile(r"U{2,}s(?![lsd])|U{2,}[ls]d+(?![ls])|U+(?![ls])(d[lsd]*)?|U?[lsd]+")
"""A word, in the codes of `_code`: `IDs`, `IPv4`, `HTTP` or `V1beta1`, `Name2` or `2fa`."""


def words(text: str) -> list[str]:
    """Split `text` into lower-case words at separators and changes of case.

    A sign before the first word is one (`+1` is plus 1); other symbols only where nothing else
    is left of the text.
    """
    text = unicodedata.normalize("NFKC", text)
    return _sign(text) + [part.lower() for part in _split(text)] or _spelled(text)


def snake(text: str) -> str:
    """Spell as `lower_case`: a legal identifier (or keyword), never with an underscore in front."""
    if _PLAIN.fullmatch(text):
        return text
    return _legal("_".join(words(text)), "field_")


def upper(text: str) -> str:
    """Spell as `UPPER_CASE`: the name of an enum member."""
    return _legal("_".join(words(text)), "value_").upper()


def pascal(text: str) -> str:
    """Spell as `PascalCase`; a name that could be a class already keeps its look."""
    if text.isidentifier() and text[0].isupper() and unicodedata.normalize("NFKC", text) == text:
        return text
    return _legal("".join(_capital(word) for word in _cased(text)), "Model")


def spelled(text: str) -> str:
    """Spell as `lower_case` with a word for every symbol: the long form, for names that clash."""
    return _legal("_".join(_spelled(text)), "field_")


class Scope:
    """Names given out so far; a name is given once."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def claim(self, *wishes: str) -> str:
        """Take the first of `wishes` that is free, else the last one with a number."""
        for wish in wishes:
            if wish not in self._taken:
                self._taken.add(wish)
                return wish
        number = 2
        while numbered(wishes[-1], number) in self._taken:
            number += 1
        return self.claim(numbered(wishes[-1], number))


def assign(
    texts: Iterable[str], spell: Callable[[str], str], reserved: Callable[[str], bool]
) -> dict[str, str]:
    """Give each of `texts` a name of its own.

    A text that is its own name keeps it, whatever comes before it; the others follow in order. A
    reserved name gets an underscore at its end.
    """
    wishes = {text: _aside(spell(text), reserved) for text in texts}
    names = {text: wish for text, wish in wishes.items() if text == wish}
    taken = set(names.values())
    counts: dict[str, int] = {}
    for text, wish in wishes.items():
        if text in names:
            continue
        name, number = wish, counts.get(wish, 1)
        while name in taken or reserved(name):
            number += 1
            name = numbered(wish, number)
        counts[wish] = number
        taken.add(name)
        names[text] = name
    return {text: names[text] for text in wishes}


def numbered(name: str, number: int) -> str:
    """Put a number after a name: `Pet2`, but `pet_2` and `Tag1_2`."""
    pascal_case = name[0].isupper() and not name[-1].isdigit() and not name.isupper()
    return f"{name}{number}" if pascal_case else f"{name}_{number}"


def _aside(name: str, reserved: Callable[[str], bool]) -> str:
    return f"{name}_" if name in KEYWORDS or reserved(name) else name


def _legal(name: str, prefix: str) -> str:
    if not name[0].isdigit() and name.isidentifier():
        return name
    kept = "".join(char for char in name if f"a{char}".isidentifier())
    return kept if kept.isidentifier() else f"{prefix}{kept}"


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _sign(text: str) -> list[str]:
    return [SYMBOL_WORDS[text[0]]] if text[:1] in ("+", "-") and text[1:2].isalnum() else []


def _cased(text: str) -> list[str]:
    """The words of `text` with the capitals inside them kept (`APIKey` stays so)."""
    text = unicodedata.normalize("NFKC", text)
    return _sign(text) + _pieces(text) or [
        word for long in _spelled(text) for word in long.split("_")
    ]


def _pieces(text: str) -> list[str]:
    return "".join(char if _is_part(char) else " " for char in text).split()


def _split(text: str) -> list[str]:
    codes = "".join(map(_code, text))
    return [text[match.start() : match.end()] for match in _WORD.finditer(codes)]


@lru_cache(maxsize=4096)
def _code(char: str) -> str:
    """Class a character: U upper, l other letter, s the letter s, d digit, blank the rest."""
    if not _is_part(char):
        return " "
    if char.isdecimal():
        return "d"
    return "s" if char == "s" else "U" if char.isupper() else "l"


@lru_cache(maxsize=4096)
def _is_part(char: str) -> bool:
    return char != "_" and f"a{char}".isidentifier() and f"a{char.lower()}".isidentifier()


def _spelled(text: str) -> list[str]:
    """Every word and every symbol of `text`, in words."""
    found: list[str] = []
    index = 0
    while index < len(text):
        pair, char = text[index : index + 2], text[index]
        if pair in SYMBOL_PAIRS:
            found.append(SYMBOL_PAIRS[pair])
            index += 2
            continue
        found.append(SYMBOL_WORDS.get(char) or _letter(char))
        index += 1
    joined = "".join(part if len(part) == 1 else f" {part} " for part in found)
    return joined.split() or ["empty"]


def _letter(char: str) -> str:
    if _is_part(char):
        return char.lower() if len(char.lower()) == 1 else char
    name = unicodedata.name(char, f"u{ord(char):04x}")
    return "_".join(re.findall(r"[a-z0-9]+", name.lower()))
