"""Find fields that have another name in the new version.

Two fields of one object are taken for one if their types are the same and one of these holds, in
the order of strength: the names differ in case or punctuation only; the source documents one of the
names for the other; their descriptions are the same and have at least `MIN_WORDS` words; they are
the only field removed and the only one added, and their names are at least as alike as `MIN_ALIKE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docmodels.diff.changes import Place
from docmodels.diff.comparison import Comparison
from docmodels.diff.similarity import Candidate, choose_pairs, differ_only_in_case, name_similarity
from docmodels.ir import Field

MIN_WORDS = 3
MIN_ALIKE = 0.6
MAX_FIELDS = 40
"""Objects that lose or gain more fields are redesigned, and no fields of theirs are paired."""


def find_renamed_fields(
    removed: Mapping[str, Field], added: Mapping[str, Field], place: Place, comparison: Comparison
) -> list[tuple[Field, Field, str]]:
    """Return the old field, the new field and the evidence for each that is renamed."""
    if not removed or not added or max(len(removed), len(added)) > MAX_FIELDS:
        return []
    pairs = choose_pairs(_candidates(removed, added, place, comparison))
    return [(removed[pair.old], added[pair.new], pair.evidence) for pair in pairs]


def _candidates(
    removed: Mapping[str, Field], added: Mapping[str, Field], place: Place, comparison: Comparison
) -> Iterator[Candidate]:
    is_only_pair = len(removed) == len(added) == 1
    for old in removed.values():
        for new in added.values():
            evidence, score = _evidence(old, new, is_only_pair)
            if evidence and not any(comparison.compare(old.type, new.type, place)):
                yield Candidate(old.name, new.name, score, evidence)


def _evidence(old: Field, new: Field, is_only_pair: bool) -> tuple[str, float]:
    if differ_only_in_case(old.name, new.name):
        return "the same name in another case", 4
    names = {old.documented_name, *old.alternate_names, new.documented_name, *new.alternate_names}
    if {old.name, new.name} & (names - {""}):
        return "the name that the source documents", 3
    words = old.doc.split()
    if len(words) >= MIN_WORDS and words == new.doc.split():
        return "the same description and type", 2
    if is_only_pair and name_similarity(old.name, new.name) >= MIN_ALIKE:
        return "the only field with this type, and a similar name", 1
    return "", 0
