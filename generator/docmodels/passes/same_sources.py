"""Find the sources that describe one API: compare them in pairs, and join the pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import MERGED_SOURCES
from docmodels.inference.same_api import (
    MIN_FIELDS,
    MIN_MODELS,
    SAME_API,
    SameApi,
    SourcePair,
    field_share,
)
from docmodels.ir.drafts import normalize_name
from docmodels.passes.matching import other_names
from docmodels.passes.sources import Source

MAX_COMPARED = 100
"""With how many of the following sources each one is compared."""


class _Pair(Struct, frozen=True):
    first: int
    second: int
    result: SameApi

    @property
    def strength(self) -> tuple[float, int]:
        """How similar the models are, and how many of them agree."""
        return self.result.similarity, self.result.agreeing


def find_apis(sources: Sequence[Source], notes: list[Note]) -> list[list[Source]]:
    """Return the sources of each API that has several; note each pair of sources of one API."""
    models = [models_of(source) for source in sources]
    numbers = [number for number in range(len(sources)) if len(models[number]) >= MIN_MODELS]
    pairs: list[_Pair] = []
    differing: set[tuple[int, int]] = set()
    for position, first in enumerate(numbers):
        for second in numbers[position + 1 : position + 1 + MAX_COMPARED]:
            is_same_kind = sources[first].kind == sources[second].kind
            pair = SourcePair(tuple(shared_models(models[first], models[second])), is_same_kind)
            if result := SAME_API.conclude(pair):
                pairs.append(_Pair(first, second, result))
            elif is_same_kind:
                differing.add((first, second))
    apis = _join(pairs, differing)
    api_of = {number: api for api in apis for number in api}
    notes.extend(
        _merged_note(sources[pair.first], sources[pair.second], pair.result)
        for pair in pairs
        if pair.second in api_of.get(pair.first, ())
    )
    return [[sources[number] for number in sorted(api)] for api in apis]


Models = Mapping[str, Sequence[frozenset[str]]]
"""The sets of fields of the models of each normalized name."""


def models_of(source: Source) -> Models:
    """Return the sets of fields of the models of each name that have several fields."""
    models: dict[str, list[frozenset[str]]] = {}
    for draft in source.drafts:
        fields = source.field_names(draft)
        if len(fields) >= MIN_FIELDS:
            models.setdefault(normalize_name(draft.definition.name), []).append(fields)
    return models


def shared_models(first: Models, second: Models) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield the fields of the models that both have, by name or by a name with an affix."""
    if len(first) > len(second):
        first, second = second, first
    numbered = {name.rstrip("0123456789"): name for name in second if name[-1:].isdigit()}
    for name, candidates in first.items():
        keys = (key for key in (*other_names(name), numbered.get(name, "")) if key not in first)
        others = second.get(name) or next(filter(None, map(second.get, keys)), None)
        if others:
            pairs = ((one, other) for one in candidates[:4] for other in others[:4])
            yield max(pairs, key=lambda pair: field_share(*pair))


def _join(pairs: Iterable[_Pair], differing: set[tuple[int, int]]) -> list[set[int]]:
    """Join pairs of sources to APIs, the surest first, without two sources that differ."""
    apis: dict[int, set[int]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.strength, reverse=True):
        first = apis.setdefault(pair.first, {pair.first})
        second = apis.setdefault(pair.second, {pair.second})
        crossing = ((min(a, b), max(a, b)) for a in first for b in second)
        if first is second or any(numbers in differing for numbers in crossing):
            continue
        first |= second
        apis |= dict.fromkeys(second, first)
    distinct = {id(api): api for _, api in sorted(apis.items())}
    return [api for api in distinct.values() if len(api) > 1]


def _merged_note(first: Source, second: Source, result: SameApi) -> Note:
    origin = second.drafts[0].definition.origin
    message = (
        f"{first.title} and {second.title} describe one API: "
        f"{result.agreeing} of {counted(result.shared, 'model')} of the same name have the same "
        "fields; their definitions are merged"
    )
    return MERGED_SOURCES.at(origin, message, "--separate keeps the sources apart")
