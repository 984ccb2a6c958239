"""Find definitions that have another name by the places that refer to them.

If all places in paired definitions that referred to `A` refer to `B` now, and no other place refers
to `B`, `A` is renamed to `B`: provided that neither has another pair, and that both are of one kind
and share at least `MIN_SHARED` of their fields or values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from docmodels.diff.comparison import Definitions, without_null
from docmodels.diff.object_views import object_view
from docmodels.diff.values import value_set
from docmodels.ir import Definition, Object, Ref, Type
from docmodels.ir.equality import equality_key
from docmodels.ir.traverse import children

MIN_SHARED = 0.5


def find_renamed_references(
    old: Definitions, new: Definitions, pairs: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the new name and the evidence by the old names of further definitions.

    Pairs that are new lead to further ones: each pair is visited once.
    """
    renamed: dict[str, tuple[str, str]] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sources: dict[str, set[str]] = defaultdict(set)
    paired_new = set(pairs.values())
    pending = dict(pairs)
    while pending:
        touched: dict[str, Counter[str]] = {}
        for name, new_name in pending.items():
            for before, after in _parallel_refs(old[name].type, new[new_name].type):
                counts[before][after] += 1
                sources[after].add(before)
                touched[before] = counts[before]
        candidates = {
            before: next(iter(targets))
            for before, targets in touched.items()
            if len(targets) == 1 and before not in pairs and before not in renamed
        }
        pending = {
            before: after
            for before, after in candidates.items()
            if after not in paired_new
            and sources[after] == {before}
            and before in old
            and after in new
            and _is_alike(old[before], new[after], old, new)
        }
        for before, after in pending.items():
            paired_new.add(after)
            renamed[before] = after, f"all {counts[before][after]} references lead to it"
    return renamed


def _parallel_refs(old: Type, new: Type) -> Iterator[tuple[str, str]]:
    """Yield the names of the definitions to which the same places refer in both types."""
    pending = [(old, new)]
    while pending:
        before, after = map(without_null, pending.pop())
        if isinstance(before, Ref) and isinstance(after, Ref):
            yield before.name, after.name
        elif isinstance(before, Object) and isinstance(after, Object):
            if len(before.bases) == len(after.bases):
                yield from zip(before.bases, after.bases, strict=True)
            types = {field.name: field.type for field in after.fields}
            pending += (
                (field.type, types[field.name]) for field in before.fields if field.name in types
            )
        elif before.__class__ is after.__class__:
            parts = tuple(children(before)), tuple(children(after))
            if len(parts[0]) == len(parts[1]):
                pending += zip(*parts, strict=True)


def _is_alike(
    old: Definition, new: Definition, old_definitions: Definitions, new_definitions: Definitions
) -> bool:
    before = _parts(old.type, old_definitions)
    after = _parts(new.type, new_definitions)
    if not before and not after:
        return old.type.__class__ is new.type.__class__
    return len(before & after) >= MIN_SHARED * len(before | after)


def _parts(type: Type, definitions: Definitions) -> set[object]:
    if view := object_view(type, definitions):
        return set(view.fields)
    values = value_set(type)
    return set(map(equality_key, values.values)) if values else set()
