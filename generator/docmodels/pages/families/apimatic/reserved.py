"""Reserved words of the seven languages.

APIMatic prefixes a field with such a name with `m`, and an enum member with `enum`.
"""

from __future__ import annotations

import re

RESERVED_WORDS = frozenset(
    re.findall(
        r"\w+",
        """and as assert async await base bool boolean break byte case catch char class const
        continue decimal def default del delegate delete do double elif else end enum event except
        export extends false final finally fixed float for foreach from func function global goto
        if implements import in int interface internal is lambda list lock long map method module
        namespace native new next nil none nonlocal not null object operator or out override
        package params pass private protected public raise range readonly ref return self short
        sizeof static str string struct super switch this throw throws true try type typeof
        undefined union unless until use using value var virtual void volatile when where while
        with yield""",
    )
)
