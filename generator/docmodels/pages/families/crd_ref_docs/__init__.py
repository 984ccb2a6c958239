"""crd-ref-docs: the custom resources of Kubernetes operators, all types of an API on one page.

Source: elastic/crd-ref-docs 0.0.x to 0.3 (`renderer/markdown.go`, `templates/markdown/type.tpl`,
`processor/processor.go`), and templates of projects that replace its own.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.crd_ref_docs.reader import read, recognises

CRD_REF_DOCS = Dialect(
    name="crd-ref-docs",
    title="crd-ref-docs (Kubernetes custom resources)",
    recognises=recognises,
    read=read,
)

__all__ = ["CRD_REF_DOCS"]
