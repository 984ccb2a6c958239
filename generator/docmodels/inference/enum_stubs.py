"""Infer that a page without a table is that of an enum, whose values it does not print."""

from __future__ import annotations

from dataclasses import dataclass

from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.inference.inference import Inference, Source


@dataclass(frozen=True, slots=True)
class StubReferences:
    """The references to a model without a table.

    `has_symbol_default`: a default of such a field is the name of an enum member. `linked` and
    `unlinked` count the type cells that name it with and without a link, `all_linked` the cells
    with a link to any model.
    """

    has_symbol_default: bool
    linked: int
    unlinked: int
    all_linked: int


def _infer(references: StubReferences) -> bool | None:
    is_never_linked = references.unlinked > 0 and references.linked == 0
    is_enum = references.has_symbol_default or (is_never_linked and references.all_linked > 0)
    return True if is_enum else None


ENUM_STUBS = Inference(
    name="enum-stubs",
    title="A page that prints nothing but a title is that of an enum.",
    evidence=(
        (Source.ROW, "type cells that name the model without a link, where others have links"),
        (Source.DEFAULT, "the name of an enum member as the default of a field of that type"),
    ),
    threshold="one such default, or no cell that links it: many generators link only models",
    infer=_infer,
    rule=MISSING_ENUM_VALUES,
    reason=("It chooses the rule that is reported, and no fact that the scores compare."),
)
