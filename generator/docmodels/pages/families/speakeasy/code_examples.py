"""Find the fields that the code example of a TypeScript page sets to null.

The example is an object literal: `let value: Kite = { tail: null };`. The generator leaves out a
field that is absent, so null there is a value of the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docmodels.pages.markdown import Fence

_LANGUAGES = frozenset({"typescript", "ts"})
_TOKEN = re.compile(
    r"""(?P<null>(?<![\w$.])(?:"(?P<quoted>[^"\\\n]*)"|(?P<name>[\w$]+))\s*:\s*null\b)"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*"""
    r"""|(?P<open>[{\[(])|(?P<close>[}\])])"""
)


def null_fields(fences: Iterable[Fence]) -> frozenset[str]:
    """Return the names of the fields that are null in an example, in its outermost object."""
    return frozenset(
        name for fence in fences if fence.language in _LANGUAGES for name in _null_keys(fence.text)
    )


def _null_keys(code: str) -> Iterator[str]:
    depth = 0
    for token in _TOKEN.finditer(code):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["null"] and depth == 1:
            yield token["quoted"] if token["name"] is None else token["name"]
