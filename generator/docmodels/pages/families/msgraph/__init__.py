"""Microsoft Graph: resource pages, complex type pages and enum pages.

Source: the public API reference of Microsoft Graph, whose pages follow one template; the types are
OData's (OData CSDL 4.01, section 4.4, and OData JSON 4.01, section 7).
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.msgraph.detect import recognises
from docmodels.pages.families.msgraph.reader import read

MSGRAPH = Dialect(name="msgraph", title="Microsoft Graph", recognises=recognises, read=read)

__all__ = ["MSGRAPH"]
