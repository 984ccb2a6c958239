"""go-swagger: `generate markdown`, a whole API in one file.

Source: the output of go-swagger's template `markdown/docs.gotmpl` (0.28 and later).
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.go_swagger.reader import read, recognises

GO_SWAGGER = Dialect(name="go-swagger", title="go-swagger", recognises=recognises, read=read)

__all__ = ["GO_SWAGGER"]
