"""Read notes cells: `[optional]`, allowed values, a default, a format, with or without spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from docmodels.ir import Json

FORMATS = {
    "conform to RFC-3339 date-time": "date-time",
    "conform to RFC-3339 full-date YYYY-MM-DD": "date",
    "be a uuid": "uuid",
    "be numeric and storable in decimal.Decimal": "number",
    "be a 32 bit integer": "int32",
    "be a 64 bit integer": "int64",
    "be a 32 bit float": "float",
    "be a 64 bit float": "double",
}
"""The phrase after `value must`, and the format that it stands for."""

_LITERAL = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s,\"'\[\]]+"
_VALUE = re.compile(_LITERAL)
_NOTES = re.compile(
    r"(?P<optional>\[optional\])?\s*+"
    rf"(?:must be one of \[(?P<values>(?:(?:{_LITERAL}),\s*+)*)\]\s*+)?"
    r"(?:if omitted the server will use the default value of (?P<default>.*))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,2})?")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPE_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\0"}
_CONSTANTS: dict[str, Json] = {
    "True": True,
    "False": False,
    "None": None,
    "true": True,
    "false": False,
}


class Unset:
    """The absence of a default; None is the default null."""


UNSET = Unset()


class Remarks(Struct, frozen=True):
    """The content of a notes cell; `invalid_default` is a default that is not a literal, or ""."""

    optional: bool = False
    values: tuple[Json, ...] = ()
    default: Json | Unset = UNSET
    format: str = ""
    invalid_default: str = ""


@lru_cache(maxsize=65536)
def read_remarks(text: str) -> Remarks | None:
    """Read a notes cell; return None if the text does not match the grammar."""
    phrase = next((phrase for phrase in FORMATS if text.endswith(f"value must {phrase}")), "")
    match = _NOTES.fullmatch(text.removesuffix(f"value must {phrase}").rstrip())
    if match is None:
        return None
    default_text = (match["default"] or "").strip()
    default = read_literal(default_text) if default_text else UNSET
    values = (read_literal(value) for value in _VALUE.findall(match["values"] or ""))
    return Remarks(
        optional=match["optional"] is not None,
        values=tuple(value for value in values if not isinstance(value, Unset)),
        default=default,
        format=FORMATS.get(phrase, ""),
        invalid_default=default_text if isinstance(default, Unset) else "",
    )


def read_literal(text: str) -> Json | Unset:
    """Read a Python literal of a JSON scalar; return `UNSET` if it is not one."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return unescape(text[1:-1])
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if set(text) & set(".eE") else int(text)
    return UNSET


def unescape(text: str) -> str:
    """Decode the Python string escapes in printed names and values."""
    return _ESCAPE.sub(_replace_escape, text) if "\\" in text else text


def _replace_escape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPE_CHARACTERS.get(match[3], match[3])
