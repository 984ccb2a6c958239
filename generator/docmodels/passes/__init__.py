"""Passes over all drafts: link, infer, check and split definitions; `assemble` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docmodels.diagnostics.notes import Note
from docmodels.inference import flattened_unions, wire_names
from docmodels.ir import Api
from docmodels.ir.drafts import Draft
from docmodels.passes import (
    break_cycles,
    check_defaults,
    enum_defaults,
    link,
    split_directions,
    unify,
)

PASSES: tuple[Callable[[Sequence[Draft], list[Note]], list[Draft]], ...] = (
    unify.run,
    link.run,
    break_cycles.run,
    enum_defaults.run,
    flattened_unions.run,
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
    """Build an `Api` from drafts; add notes about problems to `notes`.

    `wire_case` is the policy for wire names (`naming_case.CASES`). `mentions` counts identifiers on
    pages that are no model pages, as evidence for the policy "auto". `split_readonly` splits models
    with read-only or write-only fields into request and response models.
    """
    current = list(drafts)
    for run in PASSES:
        current = run(current, notes)
    current = wire_names.run(current, notes, wire_case, mentions or {})
    current = check_defaults.run(current, notes)
    if split_readonly:
        current = split_directions.run(current, notes)
    return Api(definitions=tuple(draft.definition for draft in current))
