"""How alike two names are, and the choice of pairs that are alike on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from msgspec import Struct

from docmodels.ir.drafts import normalize_name

MAX_NAME = 100
"""How many characters of a name are compared."""


class Candidate(Struct, frozen=True):
    """Two names that may be the old and the new name of one thing, with the reason."""

    old: str
    new: str
    score: float
    evidence: str


def differ_only_in_case(old: str, new: str) -> bool:
    """Whether two names have the same letters and digits, without regard to case."""
    key = normalize_name(old)
    return bool(key) and key == normalize_name(new)


def name_similarity(old: str, new: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    names = normalize_name(old)[:MAX_NAME], normalize_name(new)[:MAX_NAME]
    return SequenceMatcher(None, *names, autojunk=False).ratio()


def choose_pairs(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose pairs by descending score; a name whose best score is that of two names has none."""
    ordered = sorted(candidates, key=lambda candidate: -candidate.score)
    best: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in ordered:
        for side in (("old", candidate.old), ("new", candidate.new)):
            group = best.setdefault(side, [])
            if not group or group[0].score == candidate.score:
                group.append(candidate)
    return [
        candidate
        for candidate in ordered
        if best["old", candidate.old] == [candidate] and best["new", candidate.new] == [candidate]
    ]
