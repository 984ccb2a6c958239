"""crd-ref-docs and gen-crd-api-reference-docs: the custom resources of Kubernetes operators.

All types of an API are on one page. The two generators differ in the layout of the page only.

Source: elastic/crd-ref-docs 0.0.x to 0.3 (`renderer/markdown.go`, `templates/markdown/type.tpl`,
`processor/processor.go`), and templates of projects that replace its own.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.crd_ref_docs.html_sections import is_html_reference
from docmodels.pages.families.crd_ref_docs.reader import read, read_html, recognises

CRD_REF_DOCS = Dialect(
    name="crd-ref-docs",
    title="crd-ref-docs (Kubernetes custom resources)",
    recognises=recognises,
    read=read,
)

GEN_CRD_API_REFERENCE_DOCS = Dialect(
    name="gen-crd-api-reference-docs",
    title="gen-crd-api-reference-docs (Kubernetes custom resources)",
    recognises=is_html_reference,
    read=read_html,
)

__all__ = ["CRD_REF_DOCS", "GEN_CRD_API_REFERENCE_DOCS"]
