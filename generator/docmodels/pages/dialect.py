"""The type of a page dialect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.markdown import Page


class Dialect(Struct, frozen=True):
    """A kind of model pages: how to recognise and how to read them.

    `recognises` decides from the text of one page. `read` takes *all* input pages of the dialect
    (only the whole set shows the programming language), returns their drafts in page order and
    appends notes to the list. It does not resolve references: a name is `Ref("Pet")`.
    `recases_names`: its generators change the case of field names by the rules of OpenAPI
    Generator.
    `is_read_by_root`: `read` takes the pages of one SDK, because it concludes from the pages of all
    to the language or the names of each; several root folders are read one by one.
    `is_fallback`: it is asked only if no page belongs to another dialect; if it then recognises one
    page, it reads all of them.
    """

    name: str
    title: str
    recognises: Callable[[Page], bool]
    read: Callable[[Sequence[Page], list[Note]], list[Draft]]
    recases_names: bool = False
    is_read_by_root: bool = False
    is_fallback: bool = False
