"""swagger-markdown: a whole API in one file, its models under a `Models` heading.

Source: syroegkin/swagger-markdown 1 to 4 (`definitions.js`, `schemaProperties.ts`, `dataTypes.ts`).
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.swagger_markdown.reader import read, recognises

SWAGGER_MARKDOWN = Dialect(
    name="swagger-markdown", title="swagger-markdown", recognises=recognises, read=read
)

__all__ = ["SWAGGER_MARKDOWN"]
