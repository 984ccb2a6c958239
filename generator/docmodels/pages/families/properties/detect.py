"""Recognise model pages of OpenAPI Generator and swagger-codegen, but not operation pages."""

from __future__ import annotations

import re

from docmodels.pages.families.properties.columns import find_house_rows
from docmodels.pages.markdown import Page

_NAME_TYPE = re.compile(
    r"\n\|? ?Name *+\|(?: *+Mapping *+\| *+SQL Type *+\| *+Default *+\|)? *+Type *+"
    r"(?:\| *+Description *+(?:\| *+Notes *+)?)?(?:\| *+)?(?:\n|\Z)"
)
_PROPERTIES = re.compile(r"\n#{2,4} +Properties *#*\n")
_TYPE_ALONE = re.compile(r"\n(?:\| ?)?Type \| Description \| Notes *(?:\| *)?\n(?:\| ?)?:?-+:? ?\|")
_ENUM = re.compile(r"\n#{2,4} Enum(?: Variants)? *(?:\n|\Z)")
_ENUM_BODY = re.compile(r"\(value: `|\n\[\[Back to|\n\| ?Name \| Value \|")
_UNION = re.compile(
    r"\n(?:## (?:(?:one|any)Of(?: schemas)?|Implementing Classes)(?:\n|\Z)|### `openapi_(?:one|any)_of`)"
)
_ALIAS = re.compile(r"\n## Type *\n\s*\*\*[^*\n]+\*\* *(?:\n|\Z)")
_OPERATIONS = (
    "All URIs are relative to",
    "### HTTP request headers",
    "### Authorization\n",
    "# **",
)
_API_TITLE = re.compile(r"(?:\A\s*|\n)# [^\n]*?A(?:pi|PI)s? *\n")


def recognises(page: Page) -> bool:
    """Whether a page is a model page of this dialect, by its text alone; cheap tests come first."""
    text, headings = page.text, page.headings
    if "Input Type | Accessed Type" in text:
        return False
    if "# Properties" in headings and _PROPERTIES.search(text):
        if _NAME_TYPE.search(text) or next(find_house_rows(text), None):
            return not _is_operations(text)
    if "# Enum" in headings and _ENUM.search(text):
        if text.rstrip().endswith("# Enum") or _ENUM_BODY.search(text):
            return True
    if _UNION.search(headings):
        return True
    if "\n## Type" in headings and _ALIAS.search(text):
        return True
    return "Type | Description | Notes" in text and _TYPE_ALONE.search(text) is not None


def _is_operations(text: str) -> bool:
    """Whether a page documents operations: by its phrases, and by parameters or an API title."""
    if not any(sign in text for sign in _OPERATIONS):
        return False
    return "### Parameters" in text or _API_TITLE.search(text) is not None or _OPERATIONS[0] in text
