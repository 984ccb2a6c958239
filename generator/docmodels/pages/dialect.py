"""The value that a family of pages is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.markdown import Page


@dataclass(frozen=True, slots=True)
class Dialect:
    """A family of pages.

    `recognises` decides from one page's text alone. `read` takes *all* pages of the family that
    were given together (a language shows only in the whole set) and returns their drafts in page
    order; doubts go to the list of notes. It resolves nothing: a name is `Ref("Pet")`.
    """

    name: str
    title: str
    recognises: Callable[[Page], bool]
    read: Callable[[Sequence[Page], list[Note]], list[Draft]]
