"""Steps over all drafts at once, each of which could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docmodels.diagnostics.notes import Note
from docmodels.inference import flattened_unions as variants
from docmodels.inference import wire_names as wire
from docmodels.ir import Api
from docmodels.ir.drafts import Draft
from docmodels.passes import break_cycles as selves
from docmodels.passes import check_defaults as defaults
from docmodels.passes import enum_defaults as symbols
from docmodels.passes import link, unify
from docmodels.passes import split_directions as split

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
