"""Is this a model page of OpenAPI Generator or swagger-codegen? Operation pages look similar."""

from __future__ import annotations

import re

from docmodels.dialects.page import Page

_NAME_TYPE = re.compile(
    r"^\|? ?Name *\|(?: *Mapping *\| *SQL Type *\| *Default *\|)? *Type *"
    r"(?:\| *Description *(?:\| *Notes *)?)?\|? *$",
    re.M,
)
_PROPERTIES = re.compile(r"^#{2,4} +Properties *#*$", re.M)
_TYPE_ALONE = re.compile(r"^Type \| Description \| Notes *\n-+ \|", re.M)
_ENUM = re.compile(r"^## Enum(?: Variants)? *$", re.M)
_UNION = re.compile(
    r"^## (?:(?:one|any)Of(?: schemas)?|Implementing Classes) *$|^### `openapi_(?:one|any)_of`",
    re.M,
)
_ALIAS = re.compile(r"^## Type *\n\s*\*\*[^*\n]+\*\* *$", re.M)
_ENUM_BODY = re.compile(r"\(value: `|^\[\[Back to|^\| ?Name \| Value \|", re.M)
_OPERATIONS = (
    "All URIs are relative to",
    "### HTTP request headers",
    "### Authorization\n",
    "# **",
)
_API_TITLE = re.compile(r"^\s*# [^\n]*?A(?:pi|PI)s? *$", re.M)


def recognises(page: Page) -> bool:
    """Tell from the text alone; cheap signs come first."""
    text = page.text
    if "Input Type | Accessed Type" in text:
        return False
    if _is_table(text):
        return not _is_operations(text)
    if "## " in text:
        if _ENUM.search(text) and (_ENUM_BODY.search(text) or text.rstrip().endswith("# Enum")):
            return True
        return (_UNION.search(text) or _ALIAS.search(text)) is not None
    return "Type | Description | Notes" in text and _TYPE_ALONE.search(text) is not None


def _is_table(text: str) -> bool:
    if "Properties" not in text or "Name" not in text:
        return False
    return _PROPERTIES.search(text) is not None and _NAME_TYPE.search(text) is not None


def _is_operations(text: str) -> bool:
    """An operation page lists parameters; its signs count only where no model title speaks."""
    if not any(sign in text for sign in _OPERATIONS):
        return False
    return "### Parameters" in text or _API_TITLE.search(text) is not None or _OPERATIONS[0] in text
