"""Count the nesting of texts that a parser refuses or has not parsed to the end.

A parser may look ahead and meet a limit of its own before it reports the levels that it has passed.
So whether a document is nested beyond `MAX_DEPTH` is decided here, by the brackets of its text.
"""

from __future__ import annotations

import re
from typing import Final

_DOUBLE_QUOTED: Final = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
_SINGLE_QUOTED: Final = r"(?<![\w)])'(?:[^']|'')*(?:'|\Z)"
_COMMENT: Final = r"(?<![^\s])\#[^\n]*"
_BLOCK_SCALAR: Final = (
    r"[|>][-+]?[ \t]*(?:\#[^\n]*)?(?:\n[ \t]*(?=\n))*\n(?P<indent>[ ]+)[^\n]*"
    r"(?:\n(?:(?P=indent)[^\n]*|[ \t]*(?=\n|\Z)))*"
)
_INDENTED_SCALAR: Final = r"[|>][-+0-9]+[ \t]*(?:\#[^\n]*)?(?:\n(?:[ ][^\n]*|[ \t]*(?=\n|\Z)))+"
"""A block scalar with an indentation indicator: its first line may be indented further."""
_PLAIN_SCALAR: Final = r"""(?![-?:](?:\s|\Z))[^\s\[\]{}"'#|>&*!,](?:[^\n:#]|:(?=\S)|(?<=\S)\#)*"""
_PROPERTIES: Final = r"[&*!][^\s\[\]{},]*"

_JSON_TOKEN: Final = re.compile(rf"([\[{{])|([]}}])|{_DOUBLE_QUOTED}", re.S)
_FLOW_TOKEN: Final = re.compile(
    rf"([\[{{])|([]}}])|{_DOUBLE_QUOTED}|{_SINGLE_QUOTED}|{_COMMENT}", re.S
)
_BLOCK_TOKEN: Final = re.compile(
    rf"([\[{{])|([]}}])|{_DOUBLE_QUOTED}|{_SINGLE_QUOTED}|{_COMMENT}|{_PROPERTIES}"
    rf"|{_BLOCK_SCALAR}|{_INDENTED_SCALAR}|{_PLAIN_SCALAR}",
    re.S,
)


def json_bracket_beyond(text: str, levels: int) -> int | None:
    """Return the offset of the first bracket of a JSON text that opens more than `levels` levels.

    Brackets in strings do not count.
    """
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        depth += bool(token[1]) - bool(token[2])
        if depth > levels:
            return token.start()
    return None


def yaml_bracket_beyond(text: str, start: int, depth: tuple[int, int], levels: int) -> int | None:
    """Return the offset of the first bracket after `start` that opens more than `levels` levels.

    `depth` is the number of open block and flow collections at `start`. Brackets in scalars and
    comments do not count; outside of flow collections, plain scalars may contain brackets.
    """
    block, flow = depth
    position = start
    while True:
        token = (_FLOW_TOKEN if flow else _BLOCK_TOKEN).search(text, position)
        if token is None:
            return None
        flow = max(flow + bool(token[1]) - bool(token[2]), 0)
        if block + flow > levels:
            return token.start()
        position = token.end()
