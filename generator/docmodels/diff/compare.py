"""Compare two versions of an API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from docmodels.diff import kinds
from docmodels.diff.annotations import compare_annotations
from docmodels.diff.changes import ModelChange, Place, inferred_by
from docmodels.diff.comparison import Comparison, Definitions, definitions_of
from docmodels.diff.object_views import object_view
from docmodels.diff.renamed_models import find_renamed_models
from docmodels.diff.renamed_references import find_renamed_references
from docmodels.diff.types import compare_types
from docmodels.diff.unprinted import unprinted_facts
from docmodels.ir import Api, Definition


def compare_apis(old: Api, new: Api, *, cosmetic: bool = False) -> tuple[ModelChange, ...]:
    """Return the changes from `old` to `new`: those of models in the order of `old`, then new ones.

    With `cosmetic`, descriptions, titles, examples and the order of fields count too. A change that
    follows from an inferred fact breaks nothing; a fact that one version does not have at all, as
    documentation has no constraints, is no change.
    """
    before, after = definitions_of(old), definitions_of(new)
    pairs, evidence = pair_definitions(before, after)
    unprinted = unprinted_facts(before, after)
    comparison = Comparison(before, after, pairs, compare_types, cosmetic, unprinted)
    by_model = {
        name: list(_compare_pair(before[name], after[pairs[name]], evidence, comparison))
        for name in before
        if name in pairs
    }
    # After all comparisons, because they find the definitions that equal types stand for.
    by_model |= {
        name: list(_remove(before[name], comparison)) for name in before if name not in pairs
    }
    groups = (by_model[name] for name in before)
    paired = set(pairs.values())
    added = (_add(after[name]) for name in after if name not in paired)
    return tuple(chain.from_iterable(chain(groups, added)))


def pair_definitions(
    old: Definitions, new: Definitions
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the new names by old names, and the evidence for those that differ."""
    renamed = {
        candidate.old: (candidate.new, candidate.evidence)
        for candidate in find_renamed_models(old, new)
    }
    pairs = {name: name for name in old if name in new}
    pairs |= {name: new_name for name, (new_name, _) in renamed.items()}
    renamed |= find_renamed_references(old, new, pairs)
    pairs |= {name: new_name for name, (new_name, _) in renamed.items()}
    return pairs, {name: evidence for name, (_, evidence) in renamed.items()}


def _compare_pair(
    old: Definition, new: Definition, evidence: Mapping[str, str], comparison: Comparison
) -> Iterator[ModelChange]:
    pages = old.source == "documentation", new.source == "documentation"
    place = Place(old.name, "", old.origin, new.origin, pages=pages, unprinted=comparison.unprinted)
    if old.name != new.name:
        yield from place.change(kinds.MODEL_RENAMED, old.name, new.name, evidence[old.name])
    inferred = inferred_by("type", "values", values=(old, new))
    yield from comparison.compare(old.type, new.type, place.with_inferred(inferred))
    if (old.deprecation is None) != (new.deprecation is None):
        is_deprecated = new.deprecation is not None
        yield from place.change(
            kinds.MODEL_DEPRECATED if is_deprecated else kinds.MODEL_UNDEPRECATED
        )
    if comparison.is_cosmetic:
        yield from compare_annotations(old, new, place)


def _remove(old: Definition, comparison: Comparison) -> Iterator[ModelChange]:
    is_substituted = old.name in comparison.substituted or _is_part(old, comparison)
    kind = kinds.MODEL_INLINED if is_substituted else kinds.MODEL_REMOVED
    yield from Place(old.name, "", old.origin).change(kind, before=old.name)


def _is_part(old: Definition, comparison: Comparison) -> bool:
    """Whether a page documents a part of an allOf, as OpenAPI Generator up to 6 names it.

    `PetAllOf` has the fields that `Pet` adds to its base class, and nothing refers to it.
    """
    owner = old.name.removesuffix("AllOf")
    if old.source != "documentation" or owner in ("", old.name) or owner not in comparison.pairs:
        return False
    part = object_view(old.type, comparison.old)
    whole = object_view(comparison.new[comparison.pairs[owner]].type, comparison.new)
    return part is not None and whole is not None and part.fields.keys() <= whole.fields.keys()


def _add(new: Definition) -> Iterator[ModelChange]:
    yield from Place(new.name, "", None, new.origin).change(kinds.MODEL_ADDED, after=new.name)
