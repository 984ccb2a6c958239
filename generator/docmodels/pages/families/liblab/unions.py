"""Read unions, which liblab prints as a heading without a table, then a heading per member."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from docmodels.pages.families.liblab.sections import Model

_WORD = re.compile(r"\w+")


def union_members(models: Sequence[Model]) -> Mapping[int, tuple[str, ...]]:
    """Return the member names of each union of a page, by the index of its model.

    If the page announces the members, they are the headings after that sentence. Otherwise they
    are the following headings to which no field on the page refers.
    """
    unions = [
        index for index, model in enumerate(models) if not model.has_table and not model.is_stub
    ]
    if not unions:
        return {}
    announcement = next(
        (index for index, model in enumerate(models) if model.announces_members), None
    )
    following = models[announcement + 1 :] if announcement is not None else ()
    if stubs := [model.title for model in following if model.is_stub]:
        return {unions[0]: tuple(dict.fromkeys(stubs))}
    referenced = {
        word for model in models for row in model.rows for word in _WORD.findall(row.type)
    }
    members: dict[int, tuple[str, ...]] = {}
    for index, end in zip(unions, [*unions[1:], len(models)], strict=True):
        titles = [model.title for model in models[index + 1 : end]]
        members[index] = _unreferenced(models[index].title, titles, referenced)
    return members


def _unreferenced(
    union: str, following: Sequence[str], referenced: AbstractSet[str]
) -> tuple[str, ...]:
    """Return the titles after a union that no type cell of the page names.

    A model that a field refers to follows the model of the field; if the first one is such a model,
    the union has no members on the page.
    """
    if following and following[0] in referenced:
        return ()
    others = (title for title in following if title not in referenced and title != union)
    return tuple(dict.fromkeys(others))
