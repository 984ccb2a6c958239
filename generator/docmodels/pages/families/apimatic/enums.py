"""Infer the values of enums from pages that list only the names of the members.

A value is *sampled* if a default, an example or a quoted word in a text contains it. The other
values are inferred from the names of their members. Without a sampled value in the whole API, the
values stay unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.inference.enum_values_from_examples import ENUM_VALUES_FROM_EXAMPLES, NamedValue
from docmodels.inference.enum_values_from_names import (
    CASES,
    ENUM_VALUES_FROM_NAMES,
    SampledMembers,
    has_one_spelling,
    split_joined,
)
from docmodels.inference.naming_case import words
from docmodels.inference.plain_values import announced_words
from docmodels.ir import INTEGER, STRING, UNKNOWN, Enum, EnumMember, Json, ScalarKind, Type
from docmodels.pages.families.apimatic.reserved import RESERVED_WORDS

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_AFFIXED = re.compile(
    r"(?:enum|e|n|value)_?(?P<digits>\d\w*)|enum_?(?P<word>[a-z]+)", re.IGNORECASE
)
_QUOTATION = re.compile(
    r"`([^`\n]{1,80})`|[\"“]([^\"”\n]{1,80})[\"”]|'([^'\n]{1,80})'|\*\*([^*\n]{1,80})\*\*"
    r"|<code>([^<\n]{1,80})</code>"
)

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_EXPLAINED = re.compile(r"(?:^|[.;] )[^\S\n]*+([A-Za-z][\w-]{0,60}): ", re.MULTILINE)
"""A word with its meaning at the beginning of a line or sentence."""


class EnumEvidence(Struct):
    """The member names and descriptions of an enum page, and the sampled values by member name.

    `samples` are values of examples and defaults, `quoted` those of texts, which are weaker.
    `has_words`: the names show where a word ends (not in Go: `PASTDUE`). `splits` are the words of names
    without such signs that can be split.
    """

    names: list[str]
    docs: list[str] = field(default_factory=list[str])
    samples: dict[str, str] = field(default_factory=dict[str, str])
    quoted: dict[str, str] = field(default_factory=dict[str, str])
    string_count: int = 0
    integer_count: int = 0
    has_words: bool = True
    splits: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def split_names(self, vocabulary: AbstractSet[str]) -> None:
        """Split the names into words of a vocabulary, those of all names of the pages."""
        self.splits = {
            name: parts
            for name in self.names
            if (parts := split_joined(strip_affix(name), vocabulary)) is not None
        }

    def words_of(self, name: str) -> list[str]:
        """Return the words of a member's name in lower case; without signs in it, those of its sampled value."""
        sampled = "" if self.has_words else self.samples.get(name) or self.quoted.get(name, "")
        return list(words(sampled)) or self.splits.get(name) or split_words(name)

    @property
    def shows_words(self) -> bool:
        """Whether the words of each member without a sampled value are known."""
        sampled = {*self.samples, *self.quoted}
        return self.has_words or all(name in self.splits or name in sampled for name in self.names)

    def add_value(self, value: Json) -> None:
        """Add a value of this enum from an example or a default."""
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int):
            self.integer_count += 1
        elif isinstance(value, str):
            self.string_count += 1
            self._add(value, self.samples)

    def _add(self, value: str, values: dict[str, str]) -> None:
        """Add a value if a member's name matches it; ignore it otherwise."""
        names = [(name, strip_affix(name)) for name in self.names]
        for name in ENUM_VALUES_FROM_EXAMPLES.conclude(NamedValue(value, names)) or ():
            values.setdefault(name, value)

    @property
    def values(self) -> dict[str, str]:
        """The sampled values by member name; a text gives way to examples in another case."""
        words_of = {name: self.words_of(name) for name in (*self.samples, *self.quoted)}
        cases = [
            write
            for write in CASES.values()
            if all(write(words_of[name]) == value for name, value in self.samples.items())
        ]
        quoted = {
            name: value
            for name, value in self.quoted.items()
            if not cases or any(write(words_of[name]) == value for write in cases)
        }
        return {**(quoted if self.samples else self.quoted), **self.samples}

    def common_case(self, of_api: str = "") -> str:
        """Return the case in which the sampled values have the names of their members, or "".

        `of_api` is the case of most values of the API, or "".
        """
        if not self.shows_words:
            return ""
        members = ((self.words_of(name), value) for name, value in self.values.items())
        return ENUM_VALUES_FROM_NAMES.conclude(SampledMembers(members, of_api)) or ""

    @property
    def is_complete(self) -> bool:
        """Whether the value of each member is sampled."""
        return len(self.values) == len(self.names)

    def leaves_one_value_for_each(self) -> bool:
        """Whether the sampled values leave one value for each other member; texts do not suffice."""
        sampled = [(split_words(name), value) for name, value in self.values.items()]
        others = [split_words(name) for name in self.names if name not in self.values]
        return self.has_words and bool(self.samples) and has_one_spelling(sampled, others)

    def add_quoted_values(self, text: str) -> None:
        """Add the values that a text quotes, lists (`either month or day`) or explains (`month: ..`)."""
        for groups in _QUOTATION.findall(text):
            self._add(next(group for group in groups if group).strip("\"'"), self.quoted)
        for value in (*announced_words(text), *_EXPLAINED.findall(text)):
            self._add(value, self.quoted)


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


def infer_enum(evidence: EnumEvidence, common_case: str) -> tuple[Type, bool]:
    """Return the type of an enum and whether all its values are sampled.

    `common_case` is the case of most values of the API, or "". The enum is closed if all its
    values are sampled, or if the sampled ones leave one value for each other member.
    """
    if evidence.integer_count and not evidence.string_count:
        return INTEGER, False
    case, values = evidence.common_case(common_case), evidence.values
    members = tuple(
        EnumMember(
            value=value, name=name, doc=evidence.docs[index] if index < len(evidence.docs) else ""
        )
        for index, name in enumerate(evidence.names)
        if (value := values.get(name) or _infer_value(name, evidence.words_of(name), case))
    )
    if not members:
        return (STRING if evidence.string_count else UNKNOWN), False
    is_string = evidence.string_count > 0
    base: ScalarKind | None = "string" if is_string or evidence.is_complete else None
    is_closed = evidence.is_complete or (
        len(members) == len(evidence.names) and evidence.leaves_one_value_for_each()
    )
    if not is_string and all(_is_number(member) for member in members):
        numbers = (replace(member, value=int(str(member.value))) for member in members)
        texts = (EnumMember(value=member.value) for member in members)
        members, base = (*numbers, *texts), None
    return Enum(members=members, closed=is_closed, base=base), evidence.is_complete


def _is_number(member: EnumMember) -> bool:
    """Return whether a text without quotes may be the number that it contains."""
    return isinstance(member.value, str) and _NUMBER.fullmatch(member.value) is not None


def _infer_value(name: str, parts: list[str], case: str) -> str:
    """Convert a member's name to the case of the values; return "" if that is impossible."""
    if not case or strip_affix(name).isdigit():
        return ""
    return CASES[case](parts)


def most_common_case(evidence: Mapping[str, EnumEvidence]) -> str:
    """Return the case of most sampled values of an API, or "" without any."""
    votes: Counter[str] = Counter()
    for enum in evidence.values():
        if case := enum.common_case():
            votes[case] += len(enum.values)
    ranking = votes.most_common(1)
    return ranking[0][0] if ranking else ""
