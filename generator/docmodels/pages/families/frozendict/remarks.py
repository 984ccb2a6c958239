"""The notes cell: `[optional]`, allowed values, a default, a format; tokens may touch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
"""What a value `must`, and the format that says so."""

_LITERAL = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s,\"'\[\]]+"
_ONE = re.compile(_LITERAL)
_NOTES = re.compile(
    r"(?P<optional>\[optional\])?\s*+"
    rf"(?:must be one of \[(?P<values>(?:(?:{_LITERAL}),\s*+)*)\]\s*+)?"
    r"(?:if omitted the server will use the default value of (?P<default>.*))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\0"}
_WORDS: dict[str, Json] = {"True": True, "False": False, "None": None, "true": True, "false": False}


class Unset:
    """No default is stated (None would be one)."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the notes say; `default` is `UNSET` without one, `unread` a default not understood."""

    optional: bool = False
    values: tuple[Json, ...] = ()
    default: Json | Unset = UNSET
    format: str = ""
    unread: str = ""


@lru_cache(maxsize=65536)
def read_remarks(text: str) -> Remarks | None:
    """Read a notes cell; None where it is no notes cell."""
    phrase = next((phrase for phrase in FORMATS if text.endswith(f"value must {phrase}")), "")
    found = _NOTES.fullmatch(text.removesuffix(f"value must {phrase}").rstrip())
    if found is None:
        return None
    written = (found["default"] or "").strip()
    default = literal(written) if written else UNSET
    values = (literal(value) for value in _ONE.findall(found["values"] or ""))
    return Remarks(
        optional=found["optional"] is not None,
        values=tuple(value for value in values if not isinstance(value, Unset)),
        default=default,
        format=FORMATS.get(phrase, ""),
        unread=written if isinstance(default, Unset) else "",
    )


def literal(text: str) -> Json | Unset:
    """Read a Python literal of a JSON scalar; `UNSET` where it is none."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return unescaped(text[1:-1])
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if set(text) & set(".eE") else int(text)
    return UNSET


def unescaped(text: str) -> str:
    """Undo the escapes of a Python string, which names and values are printed with."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
