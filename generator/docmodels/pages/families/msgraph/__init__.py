"""Microsoft Graph: resource pages, complex type pages and enum pages.

Source: the public API reference of Microsoft Graph, whose pages follow one template; the types are
OData's (OData CSDL 4.01, section 4.4, and OData JSON 4.01, section 7).
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.ir.drafts import Draft
from docmodels.pages.dialect import Dialect
from docmodels.pages.families.msgraph.detect import recognises
from docmodels.pages.markdown import Page


def _read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    from docmodels.pages.families.msgraph.reader import read

    return read(pages, notes)


MSGRAPH = Dialect(name="msgraph", title="Microsoft Graph", recognises=recognises, read=_read)

__all__ = ["MSGRAPH"]
