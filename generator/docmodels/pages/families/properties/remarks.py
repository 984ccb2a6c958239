"""Parse the notes cell: `[optional] [readonly] [default to 5]`.

A default may contain brackets. So a token with a value ends at the first `]` that leaves the
brackets of the value balanced and only known tokens after it.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import ConstraintValues, JsonNumber


class Remarks(Struct, frozen=True):
    """The content of a notes cell.

    `default` is the literal as printed; `may_be_constant` is whether it stands after `defaults to`, as
    the only value of a required field does (Python 5 and 6). `values` are the allowed values as printed between their
    brackets; `quoted` is whether they are literals.
    """

    optional: bool = False
    required: bool = False
    read_only: bool = False
    write_only: bool = False
    nullable: bool = False
    deprecated: bool = False
    default: str | None = None
    may_be_constant: bool = False
    values: str = ""
    quoted: bool = False
    constraints: ConstraintValues = field(default_factory=dict[str, Any])


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
_FLAG_WORD = re.compile(r"\s*(optional|required)[,;]", re.I)
_FLAG = re.compile(r"\s*\[(?!default to )([A-Za-z][\w -]{0,30})\]")
_VALUE_TOKEN = re.compile(
    r"\s*\[(default to|Enum:|Pattern:|Max(?:\. (?:items|length))?:|Min(?:\. (?:items|length))?:) ?"
)
_PROSE = re.compile(
    r"\s*(?:if omitted the server will use the default value of|defaults to) "
    r"(?P<default>.*?)(?=must be one of \[|value must (?:be|conform)|\Z)",
    re.S,
)
_MUST_BE_ONE_OF = re.compile(
    r",?\s*must be one of \[(?P<values>.*?),? ?\](?=\s*(?:$|if omitted|defaults to|value must|\[))",
    re.S,
)
_FORMATTED = re.compile(r"\\(?=[\[\]*_])")
"""A backslash that formatters of Markdown write before brackets inside brackets."""
_BADGE = re.compile(r"!\[([^\[\]\n]{1,30})\]\([^()\n]*\)")
"""An image with a flag as its text."""
_MAX_LENGTH = 8192


@lru_cache(maxsize=32768)
def read_remarks(cell: str) -> Remarks | None:
    """Read a notes cell; return None if it is not one (but part of a description)."""
    text = cell.strip()
    if not text:
        return NO_REMARKS
    if (word := _FLAGS.get(text.strip("*_()").lower())) is not None:
        return replace(NO_REMARKS, **word)
    if "![" in text:
        text = _BADGE.sub(r"[\1]", text)
    if len(text) > _MAX_LENGTH or text[0] not in "[idm,\\":
        return None
    if "&" in text:
        text = html.unescape(text).strip()
    if "\\_" in text:
        text = text.replace("\\_", "_")
    remarks = _RemarksParser(text).parse()
    if remarks is None and "\\[" in text:
        return _RemarksParser(_FORMATTED.sub("", text)).parse()
    return remarks


def read_flags(cell: str) -> tuple[Remarks, str]:
    """Read the flags at the beginning of a cell that has other text behind them; return the text too."""
    remarks, position = NO_REMARKS, 0
    if (word := _FLAG_WORD.match(cell)) is not None:
        remarks, position = replace(remarks, **_FLAGS[word[1].lower()]), word.end()
    while (flag := _FLAG.match(cell, position)) is not None and flag[1].lower() in _FLAGS:
        remarks = replace(remarks, **_FLAGS[flag[1].lower()])
        position = flag.end()
    return remarks, cell[position:].strip()


class _RemarksParser:
    """A parser of tokens with backtracking; it tries each position once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.failed_positions: set[int] = set()

    def parse(self) -> Remarks | None:
        return self.read_from(0, NO_REMARKS, 40)

    def read_from(self, position: int, remarks: Remarks, depth: int) -> Remarks | None:
        """Read the tokens from `position` to the end; return None if there is other text."""
        text = self.text
        while (flag := _FLAG.match(text, position)) is not None:
            remarks = replace(remarks, **_FLAGS.get(flag[1].lower(), {}))
            position = flag.end()
        if not text[position:].strip():
            return remarks
        if position in self.failed_positions or depth == 0:
            return None
        result = self.read_value_token(position, remarks, depth) or self.read_prose(
            position, remarks, depth
        )
        if result is None:
            self.failed_positions.add(position)
        return result

    def read_value_token(self, position: int, remarks: Remarks, depth: int) -> Remarks | None:
        token = _VALUE_TOKEN.match(self.text, position)
        if token is None:
            return None
        start, end = token.end(), token.end() - 1
        for _ in range(200):
            end = self.text.find("]", end + 1)
            if end < 0:
                break
            value = self.text[start:end]
            if not _is_balanced(value):
                continue
            result = self.read_from(
                end + 1, _with_token(remarks, token[1].rstrip(":"), value), depth - 1
            )
            if result is not None:
                return result
        return self.read_unbalanced_value(token, remarks, depth)

    def read_unbalanced_value(
        self, token: re.Match[str], remarks: Remarks, depth: int
    ) -> Remarks | None:
        """Read a value with unbalanced brackets, which ends at the last `]` of the cell."""
        end = self.text.rfind("]")
        if end < token.end():
            return None
        extended = _with_token(remarks, token[1].rstrip(":"), self.text[token.end() : end])
        return self.read_from(end + 1, extended, depth - 1)

    def read_prose(self, position: int, remarks: Remarks, depth: int) -> Remarks | None:
        if (default := _PROSE.match(self.text, position)) is not None:
            extended = replace(
                remarks,
                default=default["default"].strip().removesuffix(","),
                may_be_constant=default[0].lstrip().startswith("defaults to"),
            )
            return self.read_from(default.end(), extended, depth - 1)
        if (values := _MUST_BE_ONE_OF.match(self.text, position)) is not None:
            extended = replace(remarks, values=values["values"], quoted=True)
            return self.read_from(values.end(), extended, depth - 1)
        return None


def _with_token(remarks: Remarks, name: str, value: str) -> Remarks:
    if name == "default to":
        return replace(remarks, default=value)
    if name == "Enum":
        inner = value.strip()
        return replace(remarks, values=inner[1:-1]) if inner[:1] == "[" else remarks
    if name == "Pattern":
        return replace(remarks, constraints={**remarks.constraints, "pattern": value})
    number = _number(value, is_integral=" " in name)
    if number is None:
        return remarks
    return replace(remarks, constraints={**remarks.constraints, _LIMITS[name]: number})


def _number(text: str, is_integral: bool) -> JsonNumber | None:
    text = text.strip()
    if re.fullmatch(r"-?\d{1,30}", text):
        return int(text)
    if is_integral or not re.fullmatch(r"-?\d{1,30}\.?\d{0,30}(?:[eE][+-]?\d{1,2})?", text):
        return None
    return float(text)


def _is_balanced(value: str) -> bool:
    depth = 0
    for char in value:
        depth += (char == "[") - (char == "]")
        if depth < 0:
            return False
    return depth == 0
