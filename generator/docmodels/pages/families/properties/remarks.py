"""The notes cell: `[optional] [readonly] [default to 5]`, in the order that generators print.

A default may hold brackets itself, so a token with a value ends at the first `]` that leaves its
value balanced and only known tokens behind it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from msgspec.structs import replace as changed

from docmodels.ir import NO_CONSTRAINTS, Constraints, Number


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a notes cell says. `default` is the literal as printed; `values` the allowed values as
    printed between their brackets, `quoted` if each is a literal of its own."""

    optional: bool = False
    required: bool = False
    read_only: bool = False
    write_only: bool = False
    nullable: bool = False
    deprecated: bool = False
    default: str | None = None
    values: str = ""
    quoted: bool = False
    constraints: Constraints = NO_CONSTRAINTS


NO_REMARKS = Remarks()

_FLAGS: dict[str, dict[str, Any]] = {
    "optional": {"optional": True},
    "optional property": {"optional": True},
    "required": {"required": True},
    "readonly": {"read_only": True},
    "read-only": {"read_only": True},
    "readonly property": {"read_only": True},
    "writeonly": {"write_only": True},
    "write-only": {"write_only": True},
    "nullable": {"nullable": True},
    "deprecated": {"deprecated": True},
    "foreignkey": {},
}
_LIMITS = {
    "Max": "maximum",
    "Min": "minimum",
    "Max. length": "max_length",
    "Min. length": "min_length",
    "Max. items": "max_items",
    "Min. items": "min_items",
}
_FLAG = re.compile(r"\s*\[(?!default to )([A-Za-z][\w -]{0,30})\]")
_VALUED = re.compile(
    r"\s*\[(default to|Enum:|Pattern:|Max(?:\. (?:items|length))?:|Min(?:\. (?:items|length))?:) ?"
)
_PROSE = re.compile(
    r"\s*(?:if omitted the server will use the default value of|defaults to) "
    r"(?P<default>.*?)(?=,?\s*must be one of \[|value must (?:be|conform)|\s*$)",
    re.S,
)
_ONE_OF = re.compile(
    r",?\s*must be one of \[(?P<values>.*?),? ?\](?=\s*(?:$|if omitted|defaults to|value must|\[))",
    re.S,
)
_LONGEST = 8192


@lru_cache(maxsize=32768)
def read_remarks(cell: str) -> Remarks | None:
    """Read a notes cell, or give None: it is no such cell (and part of a description)."""
    text = cell.strip()
    if not text:
        return NO_REMARKS
    if len(text) > _LONGEST or text[0] not in "[idm,":
        return None
    if "&" in text:
        text = html.unescape(text).strip()
    return _Tokens(text).read()


class _Tokens:
    """A search over tokens; each place is tried once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hopeless: set[int] = set()

    def read(self) -> Remarks | None:
        return self.rest(0, NO_REMARKS, 40)

    def rest(self, at: int, found: Remarks, depth: int) -> Remarks | None:
        """Read the tokens from `at` to the end, or give None: there is something else."""
        text = self.text
        while (flag := _FLAG.match(text, at)) is not None:
            found = replace(found, **_FLAGS.get(flag[1].lower(), {}))
            at = flag.end()
        if not text[at:].strip():
            return found
        if at in self.hopeless or depth == 0:
            return None
        answer = self.valued(at, found, depth) or self.prose(at, found, depth)
        if answer is None:
            self.hopeless.add(at)
        return answer

    def valued(self, at: int, found: Remarks, depth: int) -> Remarks | None:
        token = _VALUED.match(self.text, at)
        if token is None:
            return None
        start, end, loose = token.end(), token.end() - 1, 0
        for _ in range(200):
            end = self.text.find("]", end + 1)
            if end < 0:
                break
            value = self.text[start:end]
            if not _balanced(value):
                loose = loose or end
                continue
            answer = self.rest(end + 1, _with(found, token[1].rstrip(":"), value), depth - 1)
            if answer is not None:
                return answer
        return self.unbalanced(token, found, depth)

    def unbalanced(self, token: re.Match[str], found: Remarks, depth: int) -> Remarks | None:
        """A value with a bracket of its own: it ends at the last `]`."""
        end = self.text.rfind("]")
        if end < token.end():
            return None
        named = _with(found, token[1].rstrip(":"), self.text[token.end() : end])
        return self.rest(end + 1, named, depth - 1)

    def prose(self, at: int, found: Remarks, depth: int) -> Remarks | None:
        if (default := _PROSE.match(self.text, at)) is not None:
            named = replace(found, default=default["default"].strip().removesuffix(","))
            return self.rest(default.end(), named, depth - 1)
        if (values := _ONE_OF.match(self.text, at)) is not None:
            named = replace(found, values=values["values"], quoted=True)
            return self.rest(values.end(), named, depth - 1)
        return None


def _with(found: Remarks, name: str, value: str) -> Remarks:
    if name == "default to":
        return replace(found, default=value)
    if name == "Enum":
        inner = value.strip()
        return replace(found, values=inner[1:-1]) if inner[:1] == "[" else found
    if name == "Pattern":
        return replace(found, constraints=changed(found.constraints, pattern=value))
    number = _number(value, whole=" " in name)
    if number is None:
        return found
    return replace(found, constraints=changed(found.constraints, **{_LIMITS[name]: number}))


def _number(text: str, whole: bool) -> Number | None:
    text = text.strip()
    if re.fullmatch(r"-?\d{1,30}", text):
        return int(text)
    if whole or not re.fullmatch(r"-?\d{1,30}\.?\d{0,30}(?:[eE][+-]?\d{1,2})?", text):
        return None
    return float(text)


def _balanced(value: str) -> bool:
    depth = 0
    for char in value:
        depth += (char == "[") - (char == "]")
        if depth < 0:
            return False
    return depth == 0
