"""protoc-gen-doc: the messages and enums of Protocol Buffers, as their JSON mapping writes them.

Source: pseudomuto/protoc-gen-doc 1.0 to 1.5 (`resources/markdown.tmpl`, `filters.go`), and templates
of projects that are made from it.
"""

from __future__ import annotations

from docmodels.pages.dialect import Dialect
from docmodels.pages.families.protoc_gen_doc.reader import read, recognises

PROTOC_GEN_DOC = Dialect(
    name="protoc-gen-doc",
    title="protoc-gen-doc (Protocol Buffers)",
    recognises=recognises,
    read=read,
)

__all__ = ["PROTOC_GEN_DOC"]
