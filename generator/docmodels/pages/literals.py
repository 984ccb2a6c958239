"""Values as programming languages write them: `'x'`, `@"x"`, `$false`, `1.5F`, `Some(5)`.

The type of the field decides what an unquoted word is: raw text for a string in languages that
print no quotes, the name of an enum member otherwise.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from docmodels.ir import Array, Const, Default, Enum, Json, Map, Nullable, Scalar, Type


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value written as the name of an enum member, perhaps behind its class: `KindEnum.RED`."""

    name: str


class UnreadLiteral(Exception):
    """The text is no literal that is read."""


Read: TypeAlias = Default | Symbol | None
"""What a written default is: a value, a symbol, or no default after all."""

ABSENT = frozenset(
    {
        *("", "null", "undefined", "nothing", "None", "nil", "NULL", "Null", "nulltype.Null"),
        *("const []", "const {}", "const <>[]", "ListBuilder()", "MapBuilder()", "SetBuilder()"),
    }
)
"""Words in the place of a default that mean: there is none."""

RAW = frozenset({"raw", "rust", "go"})
"""Literal syntaxes of generators that print (or once printed) strings without quotes."""

_STRING = re.compile(
    r"""@?[bruBRU]?(?P<quote>["'`])(?P<body>.*)(?P=quote)(?:\.to_string\(\))?""", re.S
)
_NUMBER = re.compile(
    r"@?\(?(?P<digits>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdDlLmMuU]{0,2}\)?"
)
_BRACED = re.compile(r"(?:\[\]\w+)?\{(?P<inner>.*)\}", re.S)
_CALL = re.compile(r"(?:new )?(?:\w|[.:<>,](?! ))+\((?P<inner>.*)\)(?:\.to_string\(\))?", re.S)
_WORDS = {"true": True, "yes": True, "false": False, "no": False, "1": True, "0": False}
_SYMBOL = re.compile(r"\.?[^\W\d]\w*(?:(?:\.|::|\\)\w+)*|_\d\w*|`\w+`")
_PASCAL = re.compile(r"[A-Z][a-z0-9]*(?:[A-Z][a-z0-9]+)*")
_QUALIFIED = re.compile(r"[A-Z]\w*(?:\.|::|_)[A-Z]\w*")
_SHOUTED = re.compile(r"[A-Z][A-Z0-9]*(?:_+[A-Z0-9]+)+")
_ESCAPE = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|([\\"'/`bfnrt]))""")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_JAVA_DATE = re.compile(r"\w{3} \w{3} \d\d \d\d:\d\d:\d\d [A-Z]{3} \d{4}")


def read_default(text: str, type: Type, syntax: str) -> Read:
    """Read a printed default of a field of `type`; raises `UnreadLiteral` for anything unknown."""
    return _read(text.strip(), _kind(type), syntax, _format(type))


@lru_cache(maxsize=16384)
def read_value(text: str) -> Json:
    """Read one enum value as printed: quoted (a string), a number, or a raw word (a string)."""
    text = text.strip()
    if (string := _STRING.fullmatch(text)) is not None:
        return unescape(string["body"], "'" if string["quote"] == "'" else '"')
    if (number := _NUMBER.fullmatch(text)) is not None and len(text) < 40:
        return _number(number["digits"])
    if (call := _CALL.fullmatch(text)) is not None:
        inner = read_value(call["inner"])
        if "Decimal" in text:
            return read_value(inner) if isinstance(inner, str) else inner
        if _STRING.fullmatch(call["inner"]):
            return inner
    return {"true": True, "false": False, "null": None}.get(text, text)


@lru_cache(maxsize=16384)
def read_raw(text: str) -> Json:
    """Read one enum value that is printed without quotes: a whole number or text."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?(?:0|[1-9]\d{0,17})", text) else text


def unescape(text: str, quote: str = '"') -> str:
    """Undo the backslashes inside a quoted literal; unknown escapes stay as they are."""
    if "\\" not in text:
        return text
    if quote == "'":
        return re.sub(r"\\([\\'\"])", r"\1", text)
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code, char = match.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(char, char)


@lru_cache(maxsize=16384)
def _read(text: str, kind: str, syntax: str, format: str) -> Read:
    if text in ABSENT or text.startswith(("new ArrayList", "new HashMap", "new LinkedHash")):
        return None
    if (wrapped := _unwrapped(text)) is not None:
        return _read(wrapped, kind, "", format)
    if text.startswith("new Date(") or (kind == "any" and text.startswith("new ")):
        raise UnreadLiteral(text)
    match kind:
        case "boolean":
            return _boolean(text)
        case "integer" | "number":
            return _numeric(text)
        case "string":
            return _string(text, syntax, format)
        case "array":
            return _collection(text, list)
        case "map":
            return _collection(text, dict)
        case _:
            return _untyped(text, syntax)


def _unwrapped(text: str) -> str | None:
    """Take the value out of `Some(..)`, `Nullable::Present(..)` and calls that convert a string."""
    call = _CALL.fullmatch(text)
    if call is None:
        return None
    inner = call["inner"].strip()
    if text.startswith(("Some(", "swagger::")):
        return inner
    return inner if _STRING.fullmatch(inner) else None


def _boolean(text: str) -> Read:
    word = text.strip("@$()\"'").lower()
    if word in _WORDS:
        return Default(value=_WORDS[word])
    raise UnreadLiteral(text)


def _numeric(text: str) -> Read:
    string = _STRING.fullmatch(text)
    number = _NUMBER.fullmatch(string["body"] if string else text)
    if number is not None:
        return Default(value=_number(number["digits"]))
    if _SYMBOL.fullmatch(text):
        return Symbol(text)
    raise UnreadLiteral(text)


def _number(digits: str) -> int | float:
    if len(digits) > 400:
        raise UnreadLiteral(digits[:40])
    value = float(digits)
    if re.fullmatch(r"[+-]?\d+", digits):
        return int(digits)
    if value in (float("inf"), float("-inf")):
        raise UnreadLiteral(digits)
    return value


def _string(text: str, syntax: str, format: str) -> Read:
    if (string := _STRING.fullmatch(text)) is not None:
        body = string["body"]
        if syntax == "csharp":
            value = body.replace('\\"', '"')
        else:
            value = body if syntax == "powershell" else unescape(body, string["quote"])
        return Default(value=_date(value, format))
    if _is_symbol(text, syntax):
        return Symbol(text)
    if syntax in RAW or format or _NUMBER.fullmatch(text) or " " in text:
        return Default(value=_date(text, format))
    raise UnreadLiteral(text)


def _is_symbol(text: str, syntax: str) -> bool:
    """Tell the name of an enum member from raw text: by its form, in languages that print both."""
    if syntax == "raw":
        return False
    if syntax in RAW:
        return bool(
            _PASCAL.fullmatch(text) or _SHOUTED.fullmatch(text) or _QUALIFIED.fullmatch(text)
        )
    return _SYMBOL.fullmatch(text) is not None


def _date(text: str, format: str) -> str:
    """A date that was printed by Java's own `toString` becomes RFC 3339 again."""
    if format in ("date", "date-time") and _JAVA_DATE.fullmatch(text):
        try:
            zoned = re.sub(r" [A-Z]{3} ", " +0000 ", text)
            read = datetime.strptime(zoned, "%a %b %d %H:%M:%S %z %Y")
        except ValueError:
            return text
        return read.strftime("%Y-%m-%d" if format == "date" else "%Y-%m-%dT%H:%M:%SZ")
    return text


def _collection(text: str, kind: type[list[Json] | dict[str, Json]]) -> Read:
    readers = (json.loads,) if "\\" in text else (json.loads, ast.literal_eval)
    braced = _BRACED.fullmatch(text)
    for candidate in (text, f"[{braced['inner']}]") if braced else (text,):
        for reader in readers:
            try:
                value = json.loads(json.dumps(reader(candidate), allow_nan=False))
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
            if isinstance(value, kind):
                return Default(value=value)
    raise UnreadLiteral(text)


def _untyped(text: str, syntax: str) -> Read:
    if (string := _STRING.fullmatch(text)) is not None:
        return Default(value=unescape(string["body"], string["quote"]))
    if (number := _NUMBER.fullmatch(text)) is not None:
        return Default(value=_number(number["digits"]))
    if text.strip("$@()").lower() in ("true", "false"):
        return _boolean(text)
    if text[:1] in "[{":
        return _collection(text, dict if text[0] == "{" and ":" in text else list)
    if syntax == "raw" or _SYMBOL.fullmatch(text):
        return Symbol(text)
    raise UnreadLiteral(text)


def _kind(type: Type) -> str:
    match type:
        case Nullable(inner):
            return _kind(inner)
        case Scalar(kind) if kind != "null":
            return kind
        case Enum(members):
            kinds = {_json_kind(member.value) for member in members}
            return kinds.pop() if len(kinds) == 1 else "any"
        case Const(value):
            return _json_kind(value)
        case Array():
            return "array"
        case Map():
            return "map"
        case _:
            return "any"


def _json_kind(value: Json) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case _:
            return "any"


def _format(type: Type) -> str:
    match type:
        case Nullable(inner):
            return _format(inner)
        case Scalar(_, format):
            return format
        case _:
            return ""
