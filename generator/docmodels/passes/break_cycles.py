"""A page may say that a type is a member of itself: what is meant has the same name, and no page.

Schemas that do so are refused; on a page the member is taken for anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS
from docmodels.ir import UNKNOWN, AllOf, Nullable, Object, Ref, Type, Union, WithAssertions
from docmodels.ir.cycles import find_cycles
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import map_children


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Open each circle of definitions where it closes; say so once a circle."""
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    cuts: dict[str, set[str]] = defaultdict(set)
    for names in find_cycles({name: definition.type for name, definition in by_name.items()}):
        last, first = names[-1], names[0]
        cuts[last].add(first)
        message = (
            f"`{first}` is a member of itself, by way of `{last}`: it is taken for anything there"
        )
        if first == last:
            message = f"`{first}` is a member of itself: it is taken for anything there"
        notes.append(MISSING_UNION_MEMBERS.at(by_name[last].origin, message, marked=first))
    if not cuts:
        return list(drafts)
    return [
        draft.with_type(_cut(draft.definition.type, cuts.get(draft.definition.name, ())))
        for draft in drafts
    ]


def _cut(type: Type, names: Collection[str]) -> Type:
    """Take what `type` is of `names`, in place, for anything; a base of them is none."""
    match type:
        case Ref(name) if name in names:
            return UNKNOWN
        case Object(bases=bases) if not set(bases).isdisjoint(names):
            return changed(type, bases=tuple(base for base in bases if base not in names))
        case Nullable() | Union() | AllOf() | WithAssertions():
            return map_children(type, lambda inner: _cut(inner, names))
        case _:
            return type
