"""One name, one model: equal drafts become one, different ones get names of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import NAME_CLASH
from docmodels.ir import UNKNOWN, Definition, Object
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import without_origins


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Merge the drafts of each name; the first of several different ones keeps the plain name.

    Every draft has its name as documented among its aliases afterwards.
    """
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.definition.name, []).append(draft)
    taken = set(groups)
    unified: dict[str, list[Draft]] = {}
    for name, members in groups.items():
        unified[name] = _different(members)
        for other in unified[name][1:]:
            unified[name][unified[name].index(other)] = _renamed(other, taken, notes)
    kept: list[Draft] = []
    for draft in drafts:
        kept.extend(unified.pop(draft.definition.name, ()))
    return kept


def _different(members: Sequence[Draft]) -> list[Draft]:
    """Keep one of each: stubs give way to models, equal models to the first of them."""
    if len(members) == 1:
        return [members[0]]
    full = [draft for draft in members if not _says_nothing(draft)]
    distinct: list[Draft] = []
    seen: list[Definition] = []
    for draft in full or members[:1]:
        bare = without_origins(draft.definition)
        if bare in seen:
            at = seen.index(bare)
            distinct[at] = _joined(distinct[at], draft)
        else:
            seen.append(bare)
            distinct.append(draft)
    return distinct


def _says_nothing(draft: Draft) -> bool:
    type = draft.definition.type
    return draft.is_stub or type == UNKNOWN or type == Object()


def _joined(first: Draft, other: Draft) -> Draft:
    aliases = dict.fromkeys((*first.aliases, *other.aliases))
    return replace(first, aliases=tuple(aliases), samples=(*first.samples, *other.samples))


def _renamed(draft: Draft, taken: set[str], notes: list[Note]) -> Draft:
    name = draft.definition.name
    new = _free_name(draft, taken)
    taken.add(new)
    notes.append(
        NAME_CLASH.at(
            draft.definition.origin,
            f"another model is named `{name}` too; this one becomes `{new}`",
            "the two pages differ: rename one of them, or leave one out of the inputs",
        )
    )
    return replace(
        draft,
        definition=changed(draft.definition, name=new),
        aliases=(name, *draft.aliases),
    )


def _free_name(draft: Draft, taken: set[str]) -> str:
    """Put the folder before the name; number it where that is not enough."""
    folder = PurePosixPath(draft.folder).name
    owner = draft.owner
    before = owner or folder
    longer = f"{before[:1].upper()}{before[1:]}{draft.definition.name}"
    if before and longer not in taken:
        return longer
    number = 2
    while f"{draft.definition.name}{number}" in taken:
        number += 1
    return f"{draft.definition.name}{number}"
