"""Find definitions that have another name in the new version.

Two definitions are taken for one if their names differ in case or punctuation only, or if the names
of their fields (of enums: the values) are nearly the same: at least `MIN_SHARED` of all, and at
least `MIN_FEATURES` of them, or all of them where the names are alike too. Other types have to be
equal and to have names that are alike. Of several candidates with the same share, the one whose
name is most alike counts, if it is alike at all; otherwise none does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from docmodels.diff.comparison import Definitions
from docmodels.diff.object_views import object_view
from docmodels.diff.similarity import Candidate, choose_pairs, differ_only_in_case, name_similarity
from docmodels.diff.values import value_set
from docmodels.ir import Array, Definition, Type
from docmodels.ir.drafts import normalize_name
from docmodels.ir.equality import equality_key, type_key
from docmodels.ir.traverse import without_origins

MIN_SHARED = 0.75
MIN_FEATURES = 3
MIN_ALIKE = 0.6
MAX_OWNERS = 30
"""A feature that more definitions have proves nothing."""

Features = frozenset[Hashable]


def find_renamed_models(old: Definitions, new: Definitions) -> list[Candidate]:
    """Return the pairs of definitions that only one of the versions has under their name."""
    removed = {name: old[name] for name in old if name not in new}
    added = {name: new[name] for name in new if name not in old}
    by_key = defaultdict[str, list[str]](list)
    for name in added:
        by_key[normalize_name(name)].append(name)
    in_other_case = [
        Candidate(name, names[0], 2, "the same name in another case")
        for name in removed
        if len(names := by_key[normalize_name(name)]) == 1 and differ_only_in_case(name, names[0])
    ]
    pairs = choose_pairs(in_other_case)
    paired = {
        (side, name) for pair in pairs for side, name in (("old", pair.old), ("new", pair.new))
    }
    features_old = {
        name: _features(removed[name], old) for name in removed if ("old", name) not in paired
    }
    features_new = {
        name: _features(added[name], new) for name in added if ("new", name) not in paired
    }
    return [*pairs, *choose_pairs(_candidates(features_old, features_new))]


def _features(definition: Definition, definitions: Definitions) -> Features:
    type: Type = definition.type
    items = type.items if isinstance(type, Array) else type
    if view := object_view(items, definitions):
        kind = "field" if items is type else "field of items"
        return frozenset((kind, name) for name in view.fields)
    if values := value_set(type):
        return frozenset(("value", equality_key(value)) for value in values.values)
    return frozenset({("type", type_key(without_origins(definition).type))})


def _candidates(old: dict[str, Features], new: dict[str, Features]) -> Iterator[Candidate]:
    owners = defaultdict[Hashable, list[str]](list)
    for name, features in new.items():
        for feature in features:
            owners[feature].append(name)
    for name, features in old.items():
        shared = _count_shared(features, owners)
        for other, count in shared.items():
            share = count / len(features | new[other])
            alike = name_similarity(name, other)
            is_enough = count >= MIN_FEATURES or alike >= MIN_ALIKE
            if is_enough and share >= (MIN_SHARED if count >= MIN_FEATURES else 1):
                kind = _FEATURE_NAMES[next(iter(features))[0]]  # type: ignore[index]
                evidence = f"{count} of {len(features | new[other])} {kind} are the same"
                tie_break = alike / 1000 if alike >= MIN_ALIKE else 0
                yield Candidate(name, other, share + tie_break, evidence)


_FEATURE_NAMES = {
    "field": "fields",
    "field of items": "fields of items",
    "value": "values",
    "type": "types",
}


def _count_shared(
    features: Iterable[Hashable], owners: dict[Hashable, list[str]]
) -> dict[str, int]:
    """Count the features that each definition shares, of those that share a rare one."""
    shared: dict[str, int] = {}
    frequent: list[Hashable] = []
    for feature in features:
        names = owners.get(feature, [])
        if len(names) > MAX_OWNERS:
            frequent.append(feature)
            continue
        for name in names:
            shared[name] = shared.get(name, 0) + 1
    for feature in frequent:
        for name in shared.keys() & set(owners[feature]):
            shared[name] += 1
    return shared
