"""Algorithms on directed graphs of names, without recursion.

A graph is its names in order and a function that returns the successors of a name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def sort_topologically(
    names: Iterable[str], dependencies: Callable[[str], Iterable[str]]
) -> list[str]:
    """Sort `names` so that the dependencies of a name precede it; keep the given order otherwise.

    Back edges and dependencies that are not among `names` are ignored.
    """
    order: list[str] = []
    visited = dict.fromkeys(names, False)
    for start in visited:
        stack = [(start, iter(dependencies(start)))] if not visited[start] else []
        visited[start] = True
        while stack:
            name, remaining = stack[-1]
            unvisited = next(
                (dependency for dependency in remaining if visited.get(dependency) is False), None
            )
            if unvisited is None:
                order.append(name)
                stack.pop()
            else:
                visited[unvisited] = True
                stack.append((unvisited, iter(dependencies(unvisited))))
    return order


def find_cycles(
    names: Collection[str], successors: Callable[[str], Iterable[str]]
) -> Iterator[tuple[str, ...]]:
    """Yield one cycle for each back edge of a depth-first search; its last name precedes its first.

    Without these back edges, the graph has no cycle. Successors outside `names` are ignored.
    """
    done: set[str] = set()
    for start in names:
        path: dict[str, Iterator[str]] = {start: iter(successors(start))}
        while path:
            name, remaining = next(reversed(path.items()))
            target = next((successor for successor in remaining if successor not in done), None)
            if target is None:
                done.add(name)
                del path[name]
            elif target in path:
                members = tuple(path)
                yield members[members.index(target) :]
            elif target in names:
                path[target] = iter(successors(target))


def names_that_reach(edges: Mapping[Name, Iterable[Name]], ends: Iterable[Name]) -> set[Name]:
    """Return the names from which a path leads to one of `ends`, these included."""
    predecessors: dict[Name, list[Name]] = {}
    for name, targets in edges.items():
        for target in targets:
            predecessors.setdefault(target, []).append(name)
    reaching, stack = set[Name](), list(ends)
    while stack:
        name = stack.pop()
        if name not in reaching:
            reaching.add(name)
            stack.extend(predecessors.get(name, ()))
    return reaching


def strongly_connected_components(edges: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Map each name to the number of its strongly connected component (Kosaraju's algorithm).

    A name has the same number as its targets or a lower one.
    """
    finished = sort_topologically(edges, lambda name: edges[name])
    predecessors: dict[str, list[str]] = {name: [] for name in edges}
    for name, targets in edges.items():
        for target in targets:
            if target in predecessors:
                predecessors[target].append(name)
    component: dict[str, int] = {}
    for number, start in enumerate(reversed(finished)):
        stack = [start]
        while stack:
            name = stack.pop()
            if name not in component:
                component[name] = number
                stack.extend(predecessors[name])
    return component
