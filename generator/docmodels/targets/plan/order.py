"""Orders over graphs of names, without recursion: what comes first, and what goes in circles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def needed_first(names: Iterable[str], needs: Callable[[str], Iterable[str]]) -> list[str]:
    """Order `names` so that what a name needs stands before it, otherwise as given.

    A need that leads back to where it came from is passed over; so is one that `names` lacks.
    """
    order: list[str] = []
    known = dict.fromkeys(names, False)
    for start in known:
        stack = [(start, iter(needs(start)))] if not known[start] else []
        known[start] = True
        while stack:
            name, rest = stack[-1]
            following = next((need for need in rest if known.get(need) is False), None)
            if following is None:
                order.append(name)
                stack.pop()
            else:
                known[following] = True
                stack.append((following, iter(needs(following))))
    return order


def circles(edges: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Number the strongly connected parts: two names are in one circle if their numbers agree.

    What a name leads to has the same number or a higher one.
    """
    finished = needed_first(edges, lambda name: edges[name])
    back: dict[str, list[str]] = {name: [] for name in edges}
    for name, targets in edges.items():
        for target in targets:
            if target in back:
                back[target].append(name)
    number: dict[str, int] = {}
    for count, start in enumerate(reversed(finished)):
        stack = [start]
        while stack:
            name = stack.pop()
            if name not in number:
                number[name] = count
                stack.extend(back[name])
    return number
