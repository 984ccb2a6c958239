"""The type cell: `[ [Tag](#tag) ]`, `string (email)`, `A & B`, `A or null`, `{ **"id"**: long }`.

Allowed values and a default may follow a word: `string, <br>**Available values:** "a", "b"`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Enum,
    EnumMember,
    Field,
    Json,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from docmodels.pages.type_vocabulary import nullable

_WORDS: dict[str, Type] = {
    "integer": INTEGER,
    "long": Scalar(kind="integer", format="int64"),
    "number": NUMBER,
    "float": Scalar(kind="number", format="float"),
    "double": Scalar(kind="number", format="double"),
    "boolean": BOOLEAN,
    "string": STRING,
    "byte": Scalar(kind="string", format="byte"),
    "binary": Scalar(kind="string", format="binary"),
    "file": Scalar(kind="string", format="binary"),
    "date": Scalar(kind="string", format="date"),
    "dateTime": Scalar(kind="string", format="date-time"),
    "password": Scalar(kind="string", format="password"),
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "null": NULL,
    "any": UNKNOWN,
}
_KINDS: dict[str, ScalarKind] = {"string": "string", "integer": "integer", "number": "number"}
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<link>\[(?P<name>[^\[\]]+)\]\(\#[^()]*\))
    | (?P<values>,?\s*(?:<br\s*/?>)?\s*\*\*Available\ values:\*\*)
    | (?P<default>,?\s*(?:<br\s*/?>)?\s*\*\*Default:\*\*\ (?P<literal>[^\]}<]*?)(?=\s*(?:[\]}<]|,\ <br|$|\ or\ null$)))
    | (?P<key>\*\*"(?P<property>[^"]*)"\*\*:)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<word>[\w.$-]+)(?:\s\((?P<format>[^()]+)\))?
    | (?P<mark>[\[\]{},&])
    )""",
    re.X,
)
_DEEP = 40


class Unread(Exception):
    """The text is not in the grammar."""


@dataclass(frozen=True, slots=True)
class Written:
    """A type cell as read, and the default that stands in it."""

    type: Type
    default: str | None = None


@lru_cache(maxsize=16384)
def read_cell(text: str) -> Written:
    """Read a type cell; raises `Unread` where it is not in the grammar."""
    parser = _Parser(_tokens(text.strip()))
    type = parser.either(0)
    if parser.at < len(parser.tokens):
        raise Unread
    return Written(type, parser.default)


def _tokens(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            raise Unread
        found.append(token)
        at = token.end()
    return found


class _Parser:
    """A recursive descent over tokens."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.default: str | None = None

    def peek(self, group: str) -> str | None:
        return self.tokens[self.at][group] if self.at < len(self.tokens) else None

    def take(self, mark: str) -> bool:
        if self.peek("mark") == mark or self.peek("word") == mark:
            self.at += 1
            return True
        return False

    def either(self, depth: int) -> Type:
        options = [self.both(depth)]
        while self.take("or"):
            options.append(self.both(depth))
        return _either(options)

    def both(self, depth: int) -> Type:
        parts = [self.annotated(depth)]
        while self.take("&"):
            parts.append(self.annotated(depth))
        return parts[0] if len(parts) == 1 else AllOf(members=tuple(parts))

    def annotated(self, depth: int) -> Type:
        options = [self.atom(depth)]
        while self.at < len(self.tokens):
            if self.peek("default") is not None:
                self.default = self.peek("literal")
                self.at += 1
            elif self.peek("values") is not None:
                self.at += 1
                options = [listed(_either(options), tuple(self.values()))]
            elif self.peek("mark") == "," and self.ahead() in _WORDS:
                self.at += 1
                options.append(self.atom(depth))
            else:
                break
        return _either(options)

    def ahead(self) -> str | None:
        after = self.at + 1
        return self.tokens[after]["word"] if after < len(self.tokens) else None

    def values(self) -> list[Json]:
        found: list[Json] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token["string"] is None and token["word"] is None:
                break
            found.append(_json(token["string"] or token["word"]))
            self.at += 1
            if not self.take(","):
                break
        return found

    def atom(self, depth: int) -> Type:
        if depth > _DEEP or self.at >= len(self.tokens):
            raise Unread
        token = self.tokens[self.at]
        self.at += 1
        if token["link"] is not None:
            return Ref(name=token["name"])
        if token["word"] is not None:
            return _word(token["word"], token["format"] or "")
        if token["mark"] == "[":
            items = UNKNOWN if self.peek("mark") == "]" else self.either(depth + 1)
            if not self.take("]"):
                raise Unread
            return Array(items=items)
        if token["mark"] == "{":
            return self.properties(depth + 1)
        raise Unread

    def properties(self, depth: int) -> Type:
        fields: list[Field] = []
        while not self.take("}"):
            name = self.peek("property")
            if name is None:
                raise Unread
            self.at += 1
            fields.append(Field(name=name, type=self.either(depth)))
            self.take(",")
        return Object(fields=tuple(fields))


def _word(word: str, format: str) -> Type:
    if format and word in _KINDS:
        return Scalar(kind=_KINDS[word], format=format)
    if word not in _WORDS:
        raise Unread
    return _WORDS[word]


def _json(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _either(options: list[Type]) -> Type:
    rest: list[Type] = []
    for option in options:
        if option != NULL and option not in rest:
            rest.append(option)
    if not rest:
        return NULL
    if UNKNOWN in rest:
        return UNKNOWN
    type = rest[0] if len(rest) == 1 else Union(members=tuple(rest))
    return nullable(type) if NULL in options else type


def listed(type: Type, values: tuple[Json, ...]) -> Type:
    """Hold a type to printed values; null among them makes it nullable."""
    members = tuple(EnumMember(value=value) for value in values if value is not None)
    if not members:
        return type
    inner = type.type if isinstance(type, Nullable) else type
    if isinstance(inner, Array):
        return Array(items=listed(inner.items, values))
    base = inner.kind if isinstance(inner, Scalar) else None
    format = inner.format if isinstance(inner, Scalar) else ""
    enum = Enum(members=members, base=base, format=format)
    null = len(members) < len(values) or inner is not type
    return nullable(enum) if null else enum
