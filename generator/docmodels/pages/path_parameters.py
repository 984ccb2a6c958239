"""Identifiers that pages show as they are on the wire: placeholders in paths.

`**GET** /pets/{pet_id}` on an operation page is evidence for how an API spells its names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from docmodels.pages.markdown import Page

_PLACEHOLDER = re.compile(r"/\{([A-Za-z][\w-]*)\}")
_QUERY = re.compile(r"[?&]([A-Za-z][\w-]*)=")


def mentions(pages: Iterable[Page]) -> Counter[str]:
    """Count the placeholders of path templates and the names in query strings."""
    found: Counter[str] = Counter()
    for page in pages:
        if "/{" in page.text:
            found.update(set(_PLACEHOLDER.findall(page.text)))
        if "=" in page.text and "?" in page.text:
            found.update(set(_QUERY.findall(page.text)))
    return found
