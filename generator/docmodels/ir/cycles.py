"""Definitions that are themselves, or extend themselves, with nothing in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docmodels.ir import AllOf, Map, Nullable, Object, Ref, Type, Union, WithAssertions
from docmodels.ir.traverse import children


def find_cycles(types: Mapping[str, Type]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each circle of `types` in turn: the last of them refers to the first."""
    done: set[str] = set()
    for start, type in types.items():
        trail: dict[str, Iterator[str]] = {start: _in_place(type)}
        while trail:
            name, following = next(reversed(trail.items()))
            target = next((found for found in following if found not in done), None)
            if target is None:
                done.add(name)
                del trail[name]
            elif target in trail:
                names = tuple(trail)
                yield names[names.index(target) :]
            elif target in types:
                trail[target] = _in_place(types[target])


def _in_place(type: Type) -> Iterator[str]:
    """Yield the names whose values a value of `type` would have to be, at the same place."""
    pending = [type]
    while pending:
        found = pending.pop()
        match found:
            case Ref(name):
                yield name
            case Object():
                yield from found.bases
            case Map():
                pass
            case Nullable() | Union() | AllOf() | WithAssertions():
                pending.extend(children(found))
            case _:
                pass
