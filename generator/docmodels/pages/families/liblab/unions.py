"""Unions, which liblab prints as a heading without a table and the members as further headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docmodels.pages.families.liblab.sections import Model

_WORD = re.compile(r"\w+")


def members_of(group: Sequence[Model]) -> Mapping[int, tuple[str, ...]]:
    """Give the members of each model of a page that is a union, by its number.

    Where the page announces the members, they are the headings after the sentence. Elsewhere they
    are the headings that follow and that no field on the page refers to.
    """
    unions = [at for at, model in enumerate(group) if not model.has_table and not model.stub]
    if not unions:
        return {}
    announced = next((at for at, model in enumerate(group) if model.announces), None)
    after = group[announced + 1 :] if announced is not None else ()
    if stubs := [model.title for model in after if model.stub]:
        return {unions[0]: tuple(dict.fromkeys(stubs))}
    used = {word for model in group for row in model.rows for word in _WORD.findall(row.type)}
    found: dict[int, tuple[str, ...]] = {}
    for at, end in zip(unions, [*unions[1:], len(group)], strict=True):
        titles: list[str] = []
        for model in group[at + 1 : end]:
            if model.title in used and not titles:
                break
            if model.title not in used and model.title != group[at].title:
                titles.append(model.title)
        found[at] = tuple(dict.fromkeys(titles))
    return found
