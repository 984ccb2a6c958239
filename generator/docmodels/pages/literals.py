"""Read literals of programming languages: `'x'`, `@"x"`, `$false`, `1.5F`, `Some(5)`.

The type of the field decides what an unquoted word is: the text of a string in languages that
print no quotes, the name of an enum member otherwise.
"""

from __future__ import annotations

import ast
import json
import re
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from docmodels.ir import (
    Array,
    Boolean,
    Const,
    Default,
    Enum,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    String,
    Type,
)
from docmodels.pages.json_values import parse_json


class Symbol(Struct, frozen=True):
    """The name of an enum member, optionally qualified by its class: `KindEnum.RED`."""

    name: str


class LiteralSyntaxError(Exception):
    """The text is not a literal that this module supports."""


ParsedDefault: TypeAlias = Default | Symbol | None
"""A default: a value, the name of an enum member, or None if the text means that there is none."""

NO_DEFAULT = frozenset(
    {
        *("", "null", "undefined", "nothing", "None", "nil", "NULL", "Null", "nulltype.Null"),
        *("const []", "const {}", "const <>[]", "ListBuilder()", "MapBuilder()", "SetBuilder()"),
    }
)
"""Texts in the place of a default that mean that there is no default."""

INITIAL_VALUES = {"dart": frozenset({"[]", "{}"})}
"""Texts by literal syntax that a generator prints for every collection, with or without a default.

Source: `toDefaultValue` of Swagger Codegen's `DartClientCodegen`; later generators print `const []`.
"""

UNQUOTED_SYNTAXES = frozenset({"raw", "rust", "go"})
"""Literal syntaxes of generators that print strings without quotes, in some version at least."""

_STRING = re.compile(
    r"""@?[bruBRU]?(?P<quote>["'`])(?P<body>.*)(?P=quote)(?:\.to_string\(\))?""", re.S
)
_NUMBER = re.compile(
    r"@?\(?(?P<digits>[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)[fFdDlLmMuU]{0,2}\)?"
)
_BRACES = re.compile(r"(?:\[\]\w+)?\{(?P<inner>.*)\}", re.S)
_CALL = re.compile(r"(?:new )?(?:\w|[.:<>,](?! ))+\((?P<inner>.*)\)(?:\.to_string\(\))?", re.S)
_BOOLEAN_WORDS = {"true": True, "yes": True, "false": False, "no": False, "1": True, "0": False}
_SYMBOL = re.compile(r"\.?[^\W\d]\w*(?:(?:\.|::|\\)\w+)*|_\d\w*|`\w+`")
_LOWER_WORD = re.compile(r"[a-z][a-z0-9_]*")
"""In C#, the default of an inherited enum, in Go before 4.0 of any: members begin with a capital."""
_NUMBERED_MEMBER = re.compile(r"\w*\._(\d+[a-z][a-z0-9]*)")
"""Source: `toEnumVarName` of OpenAPI Generator's `AbstractCSharpCodegen`."""
_PASCAL = re.compile(r"[A-Z][a-z0-9]*(?:[A-Z][a-z0-9]+)*")
_QUALIFIED_NAME = re.compile(r"[A-Z]\w*(?:\.|::|_)[A-Z]\w*")
_SCREAMING_SNAKE = re.compile(r"[A-Z][A-Z0-9]*(?:_+[A-Z0-9]+)+")
_ESCAPE = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|([\\"'/`bfnrt]))""")
_ESCAPE_CHARACTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_JAVA_DATE = re.compile(r"\w{3} \w{3} \d\d \d\d:\d\d:\d\d [A-Z]{3} \d{4}")


def read_default(text: str, type: Type, syntax: str) -> ParsedDefault:
    """Read the default of a field of `type`, in the literal syntax of a language.

    `syntax` is a `Language.literal_syntax`. Raise `LiteralSyntaxError` for unsupported text.
    """
    return _parse_default(text.strip(), _kind(type), syntax, _format(type))


@lru_cache(maxsize=16384)
def read_value(text: str) -> Json:
    """Read one enum value: a quoted string, a finite number, or other text (a string)."""
    text = text.strip()
    if (string := _STRING.fullmatch(text)) is not None:
        return unescape(string["body"], "'" if string["quote"] == "'" else '"')
    if (number := _NUMBER.fullmatch(text)) is not None and len(text) < 40:
        with suppress(LiteralSyntaxError):
            return _to_number(number["digits"])
    if (call := _CALL.fullmatch(text)) is not None:
        inner = read_value(call["inner"])
        if "Decimal" in text:
            return read_value(inner) if isinstance(inner, str) else inner
        if _STRING.fullmatch(call["inner"]):
            return inner
    return {"true": True, "false": False, "null": None}.get(text, text)


@lru_cache(maxsize=16384)
def read_raw(text: str) -> Json:
    """Read one enum value that is printed without quotes: an integer or a string."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?(?:0|[1-9]\d{0,17})", text) else text


def unescape(text: str, quote: str = '"') -> str:
    """Replace the backslash escapes of a quoted literal; keep unknown escapes unchanged."""
    if "\\" not in text:
        return text
    if quote == "'":
        return re.sub(r"\\([\\'\"])", r"\1", text)
    return _ESCAPE.sub(_replace_escape, text)


def _replace_escape(match: re.Match[str]) -> str:
    code, char = match.groups()
    return chr(int(code, 16)) if code else _ESCAPE_CHARACTERS.get(char, char)


@lru_cache(maxsize=16384)
def _parse_default(text: str, kind: str, syntax: str, format: str) -> ParsedDefault:
    if text in NO_DEFAULT or text in INITIAL_VALUES.get(syntax, ()):
        return None
    if text.startswith(("new ArrayList", "new HashMap", "new LinkedHash")):
        return None
    if (inner := _unwrap(text)) is not None:
        return _parse_default(inner, kind, "", format)
    if text.startswith("new Date(") or (kind == "any" and text.startswith("new ")):
        raise LiteralSyntaxError(text)
    match kind:
        case "boolean":
            return _read_boolean(text)
        case "integer" | "number":
            return _read_numeric(text)
        case "string":
            return _read_string(text, syntax, format)
        case "array":
            return _read_collection(text, list)
        case "map":
            return _read_collection(text, dict)
        case _:
            return _read_untyped(text, syntax)


def _unwrap(text: str) -> str | None:
    """Return the argument of `Some(..)`, `swagger::Nullable::Present(..)` or a conversion."""
    call = _CALL.fullmatch(text)
    if call is None:
        return None
    inner = call["inner"].strip()
    if text.startswith(("Some(", "swagger::")):
        return inner
    return inner if _STRING.fullmatch(inner) else None


def _read_boolean(text: str) -> ParsedDefault:
    word = text.strip("@$()\"'").lower()
    if word in _BOOLEAN_WORDS:
        return Default(value=_BOOLEAN_WORDS[word])
    raise LiteralSyntaxError(text)


def _read_numeric(text: str) -> ParsedDefault:
    string = _STRING.fullmatch(text)
    number = _NUMBER.fullmatch(string["body"] if string else text)
    if number is not None:
        return Default(value=_to_number(number["digits"]))
    if _SYMBOL.fullmatch(text):
        return Symbol(text)
    raise LiteralSyntaxError(text)


def _to_number(digits: str) -> int | float:
    if len(digits) > 400:
        raise LiteralSyntaxError(digits[:40])
    value = float(digits)
    if re.fullmatch(r"[+-]?\d+", digits):
        return int(digits)
    if value in (float("inf"), float("-inf")):
        raise LiteralSyntaxError(digits)
    return value


def _read_string(text: str, syntax: str, format: str) -> ParsedDefault:
    if (string := _STRING.fullmatch(text)) is not None:
        body = string["body"]
        if syntax == "csharp":
            value = body.replace('\\"', '"')
        else:
            value = body if syntax == "powershell" else unescape(body, string["quote"])
        return Default(value=_to_rfc3339(value, format))
    if syntax == "csharp" and (word := _plain_csharp(text)):
        return Default(value=word)
    if _is_symbol(text, syntax):
        return Symbol(text)
    if syntax in UNQUOTED_SYNTAXES or format or _NUMBER.fullmatch(text) or " " in text:
        return Default(value=_to_rfc3339(text, format))
    raise LiteralSyntaxError(text)


def _plain_csharp(text: str) -> str:
    """Return the value of an enum member that C# prints as it is; else "".

    A member has a capital, or `_` before a digit (`KindEnum._0x10`), after which no letter changes its case.
    """
    if (numbered := _NUMBERED_MEMBER.fullmatch(text)) is not None:
        return numbered[1]
    return text if _LOWER_WORD.fullmatch(text) else ""


def _is_symbol(text: str, syntax: str) -> bool:
    """Whether unquoted text is the name of an enum member and not the text of a string.

    In languages that print both without quotes, the letter case decides.
    """
    if syntax == "raw":
        return False
    if syntax in UNQUOTED_SYNTAXES:
        return bool(
            (syntax != "go" and _PASCAL.fullmatch(text))
            or _SCREAMING_SNAKE.fullmatch(text)
            or _QUALIFIED_NAME.fullmatch(text)
        )
    return _SYMBOL.fullmatch(text) is not None


def _to_rfc3339(text: str, format: str) -> str:
    """Convert a date that Java's `Date.toString` printed to RFC 3339; keep other text unchanged."""
    if format in ("date", "date-time") and _JAVA_DATE.fullmatch(text):
        try:
            zoned = re.sub(r" [A-Z]{3} ", " +0000 ", text)
            moment = datetime.strptime(zoned, "%a %b %d %H:%M:%S %z %Y")
        except ValueError:
            return text
        return moment.strftime("%Y-%m-%d" if format == "date" else "%Y-%m-%dT%H:%M:%SZ")
    return text


def _read_collection(text: str, kind: type[list[Json] | dict[str, Json]]) -> ParsedDefault:
    readers = (parse_json,) if "\\" in text else (parse_json, ast.literal_eval)
    braces = _BRACES.fullmatch(text)
    for candidate in (text, f"[{braces['inner']}]") if braces else (text,):
        for reader in readers:
            try:
                value = parse_json(json.dumps(reader(candidate), allow_nan=False))
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
            if isinstance(value, kind):
                return Default(value=value)
    raise LiteralSyntaxError(text)


def _read_untyped(text: str, syntax: str) -> ParsedDefault:
    if (string := _STRING.fullmatch(text)) is not None:
        return Default(value=unescape(string["body"], string["quote"]))
    if (number := _NUMBER.fullmatch(text)) is not None:
        return Default(value=_to_number(number["digits"]))
    if text.strip("$@()").lower() in ("true", "false"):
        return _read_boolean(text)
    if text[:1] in "[{":
        return _read_collection(text, dict if text[0] == "{" and ":" in text else list)
    if syntax == "go" and _LOWER_WORD.fullmatch(text):
        return Default(value=text)
    if syntax == "raw" or _SYMBOL.fullmatch(text):
        return Symbol(text)
    raise LiteralSyntaxError(text)


def _kind(type: Type) -> str:
    match type:
        case Nullable(inner):
            return _kind(inner)
        case String() | Integer() | Number() | Boolean():
            return type.kind
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
        case String(format) | Integer(format) | Number(format):
            return format
        case _:
            return ""
