"""APIMatic: `Structure`, `Enumeration` and `Data Type` (or `Class Name`) pages with tagged fields.

Source: pages that APIMatic's generators for seven languages publish. The templates are not public.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.apimatic.reader import read, recognises

APIMATIC = Dialect(
    name="apimatic", title="APIMatic", recognises=recognises, read=read, is_read_by_root=True
)

__all__ = ["APIMATIC"]
