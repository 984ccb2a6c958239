"""Recognise pages of the Microsoft Graph reference."""

from __future__ import annotations

import re

from docmodels.pages.markdown import Page

_TITLE_WORDS = (" type", " resource")
_SIGNS = ("microsoft.graph", "resourcePageType", "enumPageType", "enumTypes", "resource type")
_PAGE_TYPE = re.compile(r"^doc_type: *[\"']?(?:resourcePageType|enumPageType|enumTypes)\b", re.M)
_TITLE = re.compile(
    r"^(?>---title:[^\n]*?---(?=# ))?# .*\b(?:(?:resource|complex|entity|enum|enumeration) type|resource)\b",
    re.M,
)
_NAMESPACE = re.compile(r'microsoft\.graph|"blockType": *"resource"|^Namespace: ', re.M)
_CONTENT = re.compile(
    r"^#{1,4} .*\b(?:properties|relationships|json representation|members|values)\b", re.M | re.I
)
_PROPERTY_TABLE = re.compile(
    r"^\|? *(?:property|relationship|member|value)s?\b[^|\n]*(?:\||$)", re.M | re.I
)


def recognises(page: Page) -> bool:
    """Return whether the page describes a resource, a complex type or enums.

    The sign is the type of the page in the front matter, or the title `X resource type` with a
    name of the namespace; a page without properties, members or a JSON representation is an
    overview.
    """
    text = page.text
    has_front_matter = text.lstrip().startswith("---")
    if not has_front_matter and not any(word in page.headings for word in _TITLE_WORDS):
        return False
    if not any(sign in text for sign in _SIGNS):
        return False
    if not _PAGE_TYPE.search(text) and not (_TITLE.search(text) and _NAMESPACE.search(text)):
        return False
    has_content = "```" in text or "sxs-lookup" in text or _PROPERTY_TABLE.search(text)
    return bool(has_content and _CONTENT.search(text))
