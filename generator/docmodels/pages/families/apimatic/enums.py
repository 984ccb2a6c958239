"""Infer the values of enums from pages that list only the names of the members.

A value is *sampled* if a default, an example or a quoted word in a text contains it. The other
values are *inferred*: the member's name is converted to the case of the sampled values, and the
enum stays open. Without a sampled value in the whole API, the values stay unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from docmodels.ir import INTEGER, STRING, UNKNOWN, Enum, EnumMember, Json, ScalarKind, Type
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.apimatic.reserved import RESERVED_WORDS
from docmodels.pages.families.apimatic.word_segmentation import Segmenter

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_AFFIXED = re.compile(
    r"(?:enum|e|n|value)_?(?P<digits>\d\w*)|enum_?(?P<word>[a-z]+)", re.IGNORECASE
)
_QUOTATION = re.compile(
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
"""How an API may write the values of its enums, the most common case first."""

_MAX_MEMBERS_PER_SAMPLE = 8
"""An enum stays open if it has more members per sampled value than this."""


@dataclass(slots=True)
class EnumEvidence:
    """The member names and descriptions of an enum page, and the sampled values by member name.

    `segmenter` splits names without word boundaries (Go: `PASTDUE`); None if names have them.
    """

    names: list[str]
    docs: list[str] = field(default_factory=list[str])
    values: dict[str, str] = field(default_factory=dict[str, str])
    string_count: int = 0
    integer_count: int = 0
    segmenter: Segmenter | None = None

    def add_value(self, value: Json) -> None:
        """Add a value of this enum from an example or a default."""
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int):
            self.integer_count += 1
        elif isinstance(value, str):
            self.string_count += 1
            self.add_candidate(value)

    def add_candidate(self, value: str) -> None:
        """Add a value if a member's name matches it; ignore it otherwise."""
        key = normalize_name(value)
        for name in self.names:
            if key and key in _normalized_names(name):
                self.values.setdefault(name, value)

    def split_name(self, name: str) -> list[str]:
        """Split a member's name into lower-case words; return [] if the split is ambiguous."""
        return (
            split_words(name) if self.segmenter is None else self.segmenter.split(strip_affix(name))
        )

    def words_and_values(self) -> Iterable[tuple[list[str], str]]:
        """Yield the words and the value of each sampled member.

        Names without word boundaries take the words of the value.
        """
        for name, value in self.values.items():
            yield split_words(value if self.segmenter else name), value

    def add_quoted_values(self, text: str) -> None:
        """Add the values that a text quotes."""
        for groups in _QUOTATION.findall(text):
            self.add_candidate(next(group for group in groups if group).strip("\"'"))


def _normalized_names(name: str) -> tuple[str, str]:
    return normalize_name(name), normalize_name(strip_affix(name))


def strip_affix(name: str) -> str:
    """Remove the prefix that the generator adds to a digit or a reserved word: `ENUM_1`."""
    match = _AFFIXED.fullmatch(name)
    if match is None:
        return name
    word = match["digits"] or match["word"]
    return word if match["digits"] or word.lower() in RESERVED_WORDS else name


def split_words(name: str) -> list[str]:
    """Split a member's name into lower-case words."""
    return [word.lower() for word in _WORD.findall(strip_affix(name))] or [name.lower()]


def infer_case(pairs: Iterable[tuple[list[str], str]], common_case: str = "") -> str:
    """Return the case that converts at least three quarters of the names to their values, or "".

    `common_case` wins ties, and is the result if there are no pairs.
    """
    votes: Counter[str] = Counter()
    count = 0
    for words, value in pairs:
        matches = [case for case, write in CASES.items() if write(words) == value]
        votes.update(matches)
        count += 1
    if not count:
        return common_case
    ranking = sorted(
        votes, key=lambda case: (-votes[case], case != common_case, list(CASES).index(case))
    )
    return ranking[0] if ranking and votes[ranking[0]] * 4 >= count * 3 else ""


def infer_enum(evidence: EnumEvidence, common_case: str) -> tuple[Type, bool]:
    """Return the type of an enum and whether all its values are sampled.

    `common_case` is the case of most values of the API, or "". The enum is closed if all its
    values are sampled, or if enough are and their case gives a value for every member.
    """
    if evidence.integer_count and not evidence.string_count:
        return INTEGER, False
    case = infer_case(evidence.words_and_values(), common_case)
    members = tuple(
        EnumMember(
            value=value, name=name, doc=evidence.docs[index] if index < len(evidence.docs) else ""
        )
        for index, name in enumerate(evidence.names)
        if (value := evidence.values.get(name) or _infer_value(evidence, name, case))
    )
    if not members:
        return (STRING if evidence.string_count else UNKNOWN), False
    is_complete = len(evidence.values) == len(evidence.names)
    is_consistent = (
        case
        and evidence.string_count
        and len(evidence.values) * _MAX_MEMBERS_PER_SAMPLE >= len(members)
    )
    is_consistent = is_consistent and evidence.segmenter is None
    closed = is_complete or bool(is_consistent and len(members) == len(evidence.names))
    base: ScalarKind | None = "string" if evidence.string_count or is_complete else None
    return Enum(members=members, closed=closed, base=base), is_complete


def _infer_value(evidence: EnumEvidence, name: str, case: str) -> str:
    """Convert a member's name to the case of the values; return "" if that is impossible."""
    if not case or strip_affix(name).isdigit():
        return ""
    words = evidence.split_name(name)
    return CASES[case](words) if words else ""


def most_common_case(evidence: Mapping[str, EnumEvidence]) -> str:
    """Return the case of most sampled values of an API, or "" without any."""
    votes: Counter[str] = Counter()
    for enum in evidence.values():
        case = infer_case(enum.words_and_values())
        if case:
            votes[case] += len(enum.values)
    ranking = votes.most_common(1)
    return ranking[0][0] if ranking else ""
