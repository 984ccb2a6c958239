"""Break cycles of pure references that pages create; the closing reference becomes `Unknown`.

On a page, a type that is a member of itself means another type of the same name that has no page.
Readers of schemas reject such cycles (`circular-ref`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS
from docmodels.ir import UNKNOWN, AllOf, Nullable, Object, Ref, Type, Union, WithAssertions
from docmodels.ir.drafts import Draft
from docmodels.ir.references import reference_cycles
from docmodels.ir.traverse import map_children
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Remove the closing reference of each cycle, and report it (`missing-union-members`)."""
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    closing_refs: dict[str, set[str]] = defaultdict(set)
    for names in reference_cycles({name: definition.type for name, definition in by_name.items()}):
        last, first = names[-1], names[0]
        closing_refs[last].add(first)
        message = f"`{first}` is a member of itself through `{last}`; any value is accepted there"
        if first == last:
            message = f"`{first}` is a member of itself; any value is accepted there"
        context.notes.append(MISSING_UNION_MEMBERS.at(by_name[last].origin, message, marked=first))
    if not closing_refs:
        return list(drafts)
    return [
        draft.with_type(
            _without_refs(draft.definition.type, closing_refs.get(draft.definition.name, ()))
        )
        for draft in drafts
    ]


def _without_refs(type: Type, names: Collection[str]) -> Type:
    """Replace in-place references to `names` in `type` by `Unknown`; remove bases among `names`."""
    match type:
        case Ref(name) if name in names:
            return UNKNOWN
        case Object(bases=bases) if not set(bases).isdisjoint(names):
            return replace(type, bases=tuple(base for base in bases if base not in names))
        case Nullable() | Union() | AllOf() | WithAssertions():
            return map_children(type, lambda inner: _without_refs(inner, names))
        case _:
            return type
