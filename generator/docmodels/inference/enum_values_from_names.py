"""Infer the other values of an enum: the names of its members in the case of the sampled values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from msgspec import Struct

from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.inference.inference import Inference, Source

MIN_SHARE = 3 / 4
"""One value in four may be an exception (an acronym, a word that the generator splits)."""

MAX_WORD_LENGTH = 30
MAX_NAME_LENGTH = 120
"""Longer words are not looked for, and longer names not split, which bounds the time."""

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


class SampledMembers(Struct, frozen=True):
    """The words of each sampled member's name with its value, and the case of most enums or ""."""

    members: Iterable[tuple[list[str], str]]
    common_case: str = ""


def has_one_spelling(sampled: Iterable[tuple[list[str], str]], others: Iterable[list[str]]) -> bool:
    """Whether the sampled values leave one value for each other member.

    `sampled` are the words of the sampled members with their values, `others` those of the other
    members. All cases that write every sampled value have to write the others in the same way:
    `OPEN` leaves one value for the member `SEALED`, but not for `IN_PROGRESS`.
    """
    members = list(sampled)
    cases = [
        write for write in CASES.values() if all(write(words) == value for words, value in members)
    ]
    return bool(members and cases) and all(
        len({write(words) for write in cases}) == 1 for words in others
    )


def split_joined(name: str, vocabulary: AbstractSet[str]) -> list[str] | None:
    """Split a name without signs of words into the fewest words of a vocabulary; None if two ways are as short.

    `PASTDUE` is `past` and `due` if other names of the pages have these words.
    """
    text = name.lower()
    if len(text) > MAX_NAME_LENGTH:
        return None
    ways: list[tuple[int, list[str]] | None] = [(0, [])]
    is_unique = [True]
    for end in range(1, len(text) + 1):
        best: tuple[int, list[str]] | None = None
        unique = False
        for start in range(max(0, end - MAX_WORD_LENGTH), end):
            way, word = ways[start], text[start:end]
            if way is None or word not in vocabulary:
                continue
            if best is None or way[0] + 1 < best[0]:
                best, unique = (way[0] + 1, [*way[1], word]), is_unique[start]
            elif way[0] + 1 == best[0]:
                unique = False
        ways.append(best)
        is_unique.append(unique)
    last = ways[-1]
    return last[1] if last is not None and last[1] and is_unique[-1] else None


def _infer(sampled: SampledMembers) -> str | None:
    """Return the case that converts most of the names to their values.

    The common case wins ties, and is the conclusion if no member is sampled.
    """
    votes: Counter[str] = Counter()
    count = 0
    for words, value in sampled.members:
        votes.update(case for case, write in CASES.items() if write(words) == value)
        count += 1
    if not count:
        return sampled.common_case or None
    order = list(CASES)
    ranking = sorted(
        votes, key=lambda case: (-votes[case], case != sampled.common_case, order.index(case))
    )
    return ranking[0] if ranking and votes[ranking[0]] >= MIN_SHARE * count else None


ENUM_VALUES_FROM_NAMES = Inference(
    name="enum-values-from-names",
    title="The value of an enum member is its name in the case of the values that are sampled.",
    evidence=(
        (Source.ROW, "the words of the names of the members"),
        (Source.EXAMPLE, "the sampled values of the enum; without any, those of all enums"),
        (
            Source.PATTERN,
            "in names without signs of words (`PASTDUE`): the words of other names and texts",
        ),
    ),
    threshold=(
        f"one case gives at least {MIN_SHARE:.0%} of the sampled values: some are exceptions; a name "
        "without signs is split into the fewest words, if only one way is as short. The enum is closed if all its sampled values leave one value for each other member"
    ),
    infer=_infer,
    rule=MISSING_ENUM_VALUES,
)
