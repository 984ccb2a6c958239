"""APIMatic: `Structure`, `Enumeration` and `Data Type` (or `Class Name`) pages with tagged fields.

Source: pages that APIMatic's generators for seven languages publish; their templates are closed.
"""

from __future__ import annotations

from docmodels.dialects.apimatic.reader import read, recognises
from docmodels.dialects.dialect import Dialect

APIMATIC = Dialect(name="apimatic", title="APIMatic", recognises=recognises, read=read)

__all__ = ["APIMATIC"]
