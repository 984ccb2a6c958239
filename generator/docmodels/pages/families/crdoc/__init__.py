"""crdoc: the custom resources of a Kubernetes operator, from their definitions.

Source: fybrik/crdoc 0.5 and 0.6 (`pkg/builder/model_builder.go`, `templates/markdown.tmpl`), and the
templates of projects that print the same columns.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.crdoc.reader import read
from docmodels.pages.families.crdoc.sections import recognises

CRDOC = Dialect(
    name="crdoc", title="crdoc (Kubernetes custom resources)", recognises=recognises, read=read
)

__all__ = ["CRDOC"]
