"""Values of enums whose pages print only the names of their members.

What is known of a value is kept apart from what is concluded: a default, an example or a quoted
word in a text *shows* a value; for the others, the case that the shown ones have is taken, and the
enum stays open. Where nothing shows how the API writes its values, nothing is concluded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from docmodels.ir import INTEGER, STRING, UNKNOWN, Enum, EnumMember, Json, ScalarKind, Type
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.apimatic.reserved import RESERVED
from docmodels.pages.families.apimatic.word_segmentation import Lexicon

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DECORATED = re.compile(
    r"(?:enum|e|n|value)_?(?P<digits>\d\w*)|enum_?(?P<word>[a-z]+)", re.IGNORECASE
)
_QUOTED = re.compile(
    r"`([^`\n]{1,80})`|[\"“]([^\"”\n]{1,80})[\"”]|'([^'\n]{1,80})'|\*\*([^*\n]{1,80})\*\*"
)

CASES: dict[str, Callable[[list[str]], str]] = {
    "snake": lambda words: "_".join(words),
    "upper": lambda words: "_".join(words).upper(),
    "kebab": lambda words: "-".join(words),
    "camel": lambda words: words[0] + "".join(word.capitalize() for word in words[1:]),
    "pascal": lambda words: "".join(word.capitalize() for word in words),
    "title": lambda words: " ".join(word.capitalize() for word in words),
    "words": lambda words: " ".join(words),
    "joined": lambda words: "".join(words),
    "upper-joined": lambda words: "".join(words).upper(),
}
"""How an API may write the values of its enums, the commonest first."""


_FEW = 8
"""An enum with fewer than one value in so many shown stays open."""


@dataclass(slots=True)
class Members:
    """An enum page: its members' names and descriptions, and the values that something shows.

    `lexicon` takes names apart where the language prints no sign of where words end (Go: `PASTDUE`).
    """

    names: list[str]
    docs: list[str] = field(default_factory=list[str])
    shown: dict[str, str] = field(default_factory=dict[str, str])
    strings: int = 0
    integers: int = 0
    lexicon: Lexicon | None = None

    def show(self, value: Json) -> None:
        """Take a value that an example or a default gives."""
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int):
            self.integers += 1
        elif isinstance(value, str):
            self.strings += 1
            self.quote(value)

    def quote(self, value: str) -> None:
        """Take a value that may be one of a member, if it is one."""
        wanted = normalize_name(value)
        for name in self.names:
            if wanted and wanted in _folds(name):
                self.shown.setdefault(name, value)

    def words(self, name: str) -> list[str]:
        """Give the words of a member's name in lower case, or nothing where they are in doubt."""
        return split(name) if self.lexicon is None else self.lexicon.split(plain(name))

    def pairs(self) -> Iterable[tuple[list[str], str]]:
        """Give the words of each shown member and its value; joined names have those of the value."""
        for name, value in self.shown.items():
            yield split(value if self.lexicon else name), value

    def mention(self, text: str) -> None:
        """Take values quoted in a text."""
        for groups in _QUOTED.findall(text):
            self.quote(next(group for group in groups if group).strip("\"'"))


def _folds(name: str) -> tuple[str, str]:
    return normalize_name(name), normalize_name(plain(name))


def plain(name: str) -> str:
    """Take off what the generator puts before a digit or a reserved word: `ENUM_1`, `EnumSelf`."""
    found = _DECORATED.fullmatch(name)
    if found is None:
        return name
    word = found["digits"] or found["word"]
    return word if found["digits"] or word.lower() in RESERVED else name


def split(name: str) -> list[str]:
    """Give the words of a member's name, in lower case."""
    return [word.lower() for word in _WORD.findall(plain(name))] or [name.lower()]


def case_of(pairs: Iterable[tuple[list[str], str]], prior: str = "") -> str:
    """Give the case that explains names and their values, all of them or most; `prior` wins ties."""
    votes: Counter[str] = Counter()
    count = 0
    for words, value in pairs:
        fitting = [case for case, write in CASES.items() if write(words) == value]
        votes.update(fitting)
        count += 1
    if not count:
        return prior
    ranked = sorted(votes, key=lambda case: (-votes[case], case != prior, list(CASES).index(case)))
    return ranked[0] if ranked and votes[ranked[0]] * 4 >= count * 3 else ""


def values(members: Members, prior: str) -> tuple[Type, bool]:
    """Give the type of an enum and whether all its values are shown.

    `prior` is the case that most of the API's values have, or nothing. An enum is closed if all
    its values are shown, or if its own examples are and agree with the case of the others.
    """
    if members.integers and not members.strings:
        return INTEGER, False
    case = case_of(members.pairs(), prior)
    found = tuple(
        EnumMember(value=value, name=name, doc=members.docs[at] if at < len(members.docs) else "")
        for at, name in enumerate(members.names)
        if (value := members.shown.get(name) or _concluded(members, name, case))
    )
    if not found:
        return (STRING if members.strings else UNKNOWN), False
    whole = len(members.shown) == len(members.names)
    agreed = case and members.strings and len(members.shown) * _FEW >= len(found)
    agreed = agreed and members.lexicon is None
    closed = whole or bool(agreed and len(found) == len(members.names))
    base: ScalarKind | None = "string" if members.strings or whole else None
    return Enum(members=found, closed=closed, base=base), whole


def _concluded(members: Members, name: str, case: str) -> str:
    """Write a member's name in the case of values, or give nothing."""
    if not case or plain(name).isdigit():
        return ""
    words = members.words(name)
    return CASES[case](words) if words else ""


def prior_of(enums: Mapping[str, Members]) -> str:
    """Give the case that most shown values of an API have; words of one part tell little."""
    votes: Counter[str] = Counter()
    for members in enums.values():
        case = case_of(members.pairs())
        if case:
            votes[case] += len(members.shown)
    ranked = votes.most_common(1)
    return ranked[0][0] if ranked else ""
