"""Steps over all drafts at once, each of which could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docmodels.drafts import Draft
from docmodels.ir import Api
from docmodels.notes import Note
from docmodels.passes import defaults, link, selves, split, symbols, unify, variants, wire

PASSES: tuple[Callable[[Sequence[Draft], list[Note]], list[Draft]], ...] = (
    unify.run,
    link.run,
    selves.run,
    symbols.run,
    variants.run,
)

__all__ = ["PASSES", "assemble"]


def assemble(
    drafts: Iterable[Draft],
    notes: list[Note],
    *,
    wire_case: str = "auto",
    mentions: Mapping[str, int] | None = None,
    split_readonly: bool = False,
) -> Api:
    """Put drafts together to an `Api`.

    `wire_case` is the policy for recased field names (`recasing.CASES`); `mentions` counts identifiers
    seen on pages that are no model pages, as evidence for it. `split_readonly` asks for request and
    response models.
    """
    found = list(drafts)
    for run in PASSES:
        found = run(found, notes)
    found = wire.run(found, notes, wire_case, mentions or {})
    found = defaults.run(found, notes)
    if split_readonly:
        found = split.run(found, notes)
    return Api(definitions=tuple(draft.definition for draft in found))
