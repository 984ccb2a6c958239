"""Collect identifiers that pages print as wire names: path parameters and query parameters.

`**GET** /pets/{pet_id}` on an operation page is evidence for the naming case of an API.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from docmodels.pages.markdown import Page

_PLACEHOLDER = re.compile(r"/\{([A-Za-z][\w-]*)\}")
_QUERY = re.compile(r"[?&]([A-Za-z][\w-]*)=")


def count_identifiers(pages: Iterable[Page]) -> Counter[str]:
    """Count, by name, the pages that have it as a path parameter or in a query string."""
    counts: Counter[str] = Counter()
    for page in pages:
        if "/{" in page.text:
            counts.update(set(_PLACEHOLDER.findall(page.text)))
        if "=" in page.text and "?" in page.text:
            counts.update(set(_QUERY.findall(page.text)))
    return counts
