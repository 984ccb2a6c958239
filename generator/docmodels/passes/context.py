"""The signature of a pass: drafts and a context in, drafts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.ir.samples import Sample


class PassOptions(Struct, frozen=True):
    """Options of the passes.

    `wire_case` is the policy for wire names (`naming_case.CASES`). `split_readonly` splits models
    with read-only or write-only fields into request and response models. `rename` maps names of
    definitions to new names. `separate` keeps the definitions of each source apart. `sample_enums`
    are the enums (`Model` or `Model.field`) that may get values of samples.
    """

    wire_case: str = "auto"
    split_readonly: bool = False
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    separate: bool = False
    sample_enums: Sequence[str] = ()


class PassContext(Struct, frozen=True):
    """What a pass uses besides the drafts.

    It appends to `notes`. `mentions` counts identifiers on pages that are no model pages, as
    evidence for the policy "auto" of wire names. `other_pages` are the paths of these pages by the
    normalized name of the file. `samples` are the payloads that the user captured.
    """

    notes: list[Note]
    options: PassOptions = field(default_factory=PassOptions)
    mentions: Mapping[str, int] = field(default_factory=dict[str, int])
    other_pages: Mapping[str, str] = field(default_factory=dict[str, str])
    samples: Sequence[Sample] = ()


Run: TypeAlias = Callable[[Sequence[Draft], PassContext], list[Draft]]
"""The function of a pass."""


class Pass(Struct, frozen=True):
    """A step that sees the whole API. It returns the drafts unchanged if it does not apply.

    `before` is for a pass of another package: the name of the pass that it precedes.
    """

    name: str
    run: Run
    before: str = "rename"
