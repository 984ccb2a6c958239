"""The part of an API around one definition."""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace

from docmodels.ir import Api
from docmodels.ir.references import assertion_refs
from docmodels.ir.traverse import refs


def neighbourhood(api: Api, name: str, depth: int) -> Api:
    """Return `api` with the definitions that are at most `depth` references away from `name`.

    References count in both directions: to a definition and from it. Raises `KeyError` if there is
    no definition `name`.
    """
    definitions = api.by_name()
    neighbours: dict[str, set[str]] = defaultdict(set)
    for definition in api.definitions:
        for other in (*refs(definition.type), *assertion_refs(definition.type)):
            neighbours[definition.name].add(other)
            neighbours[other].add(definition.name)
    reached = {definitions[name].name}
    outermost = set(reached)
    for _ in range(depth):
        outermost = {other for inner in outermost for other in neighbours[inner]} - reached
        reached |= outermost
        if not outermost:
            break
    kept = tuple(definition for definition in api.definitions if definition.name in reached)
    return replace(api, definitions=kept)
