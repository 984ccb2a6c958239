"""widdershins, Slate and Apifox: a whole API in one file, its models under `tocS` headings.

Source: Mermade/widdershins 3 and 4 (`lib/common.js`, `templates/openapi3/main.dot`), and the fork
of it that exports Apifox documents in English and Chinese.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.slate.reader import read, recognises

SLATE = Dialect(name="slate", title="widdershins, Slate, Apifox", recognises=recognises, read=read)

__all__ = ["SLATE"]
