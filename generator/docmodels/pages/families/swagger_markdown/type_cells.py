"""Read type cells: `[ [Tag](#tag) ]`, `string (email)`, `A & B`, `A or null`, `{ **"id"**: long }`.

Allowed values and a default may follow a word: `string, <br>**Available values:** "a", "b"`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from docmodels.ir import (
    NULL,
    UNKNOWN,
    Array,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    Scalar,
    String,
    Type,
    nullable,
    scalar,
)
from docmodels.ir.algebra import all_of_types, union_of
from docmodels.pages.json_values import read_json
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS

_TYPES: dict[str, Type] = {
    **JSON_SCALARS,
    "long": Integer(format="int64"),
    "float": Number(format="float"),
    "double": Number(format="double"),
    "byte": String(format="byte"),
    "binary": String(format="binary"),
    "file": String(format="binary"),
    "date": String(format="date"),
    "dateTime": String(format="date-time"),
    "password": String(format="password"),
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "null": NULL,
    "any": UNKNOWN,
}
_TOKEN = re.compile(
    r"""\s*+(?:
      (?P<link>\[(?P<name>[^\[\]]+)\]\(\#[^()]*\))
    | (?P<values>,?\s*+(?:<br\s*+/?>\s*+)?\*\*Available\ values:\*\*)
    | (?P<default>,?\s*+(?:<br\s*+/?>\s*+)?\*\*Default:\*\*\ (?P<literal>
        (?:[^\]}<,\s]++|,(?!\ <br)|\s++(?!$|[\]}<]|,\ <br|or\ null$))*+))
    | (?P<key>\*\*"(?P<property>[^"]*)"\*\*:)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<word>[\w.$-]+)(?:\s\((?P<format>[^()]+)\))?
    | (?P<mark>[\[\]{},&])
    )""",
    re.X,
)
_MAX_DEPTH = 40


class TypeCell(Struct, frozen=True):
    """The type and the default in a type cell."""

    type: Type
    default: str | None = None


@lru_cache(maxsize=16384)
def read_cell(text: str) -> TypeCell:
    """Read a type cell; raise `TypeSyntaxError` if it does not match the grammar."""
    parser = _Parser(_tokens(text.strip()))
    type = parser.union(0)
    if parser.position < len(parser.tokens):
        raise TypeSyntaxError
    return TypeCell(type, parser.default)


def _tokens(text: str) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.end() == position:
            raise TypeSyntaxError
        tokens.append(token)
        position = token.end()
    return tokens


class _Parser:
    """A recursive descent parser of type cells."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.default: str | None = None

    def peek(self, group: str) -> str | None:
        return self.tokens[self.position][group] if self.position < len(self.tokens) else None

    def accept(self, mark: str) -> bool:
        if self.peek("mark") == mark or self.peek("word") == mark:
            self.position += 1
            return True
        return False

    def union(self, depth: int) -> Type:
        options = [self.intersection(depth)]
        while self.accept("or"):
            options.append(self.intersection(depth))
        return _build_union(options)

    def intersection(self, depth: int) -> Type:
        members = [self.annotated(depth)]
        while self.accept("&"):
            members.append(self.annotated(depth))
        return all_of_types(members)

    def annotated(self, depth: int) -> Type:
        options = [self.atom(depth)]
        while self.position < len(self.tokens):
            if self.peek("default") is not None:
                self.default = self.peek("literal")
                self.position += 1
            elif self.peek("values") is not None:
                self.position += 1
                options = [apply_values(_build_union(options), tuple(self.values()))]
            elif self.peek("mark") == "," and self.peek_next_word() in _TYPES:
                self.position += 1
                options.append(self.atom(depth))
            else:
                break
        return _build_union(options)

    def peek_next_word(self) -> str | None:
        next_position = self.position + 1
        return self.tokens[next_position]["word"] if next_position < len(self.tokens) else None

    def values(self) -> list[Json]:
        values: list[Json] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token["string"] is None and token["word"] is None:
                break
            word = token["string"] or token["word"]
            values.append(read_json(word, word))
            self.position += 1
            if not self.accept(","):
                break
        return values

    def atom(self, depth: int) -> Type:
        if depth > _MAX_DEPTH or self.position >= len(self.tokens):
            raise TypeSyntaxError
        token = self.tokens[self.position]
        self.position += 1
        if token["link"] is not None:
            return Ref(name=token["name"])
        if token["word"] is not None:
            return _word_type(token["word"], token["format"] or "")
        if token["mark"] == "[":
            items = UNKNOWN if self.peek("mark") == "]" else self.union(depth + 1)
            if not self.accept("]"):
                raise TypeSyntaxError
            return Array(items=items)
        if token["mark"] == "{":
            return self.properties(depth + 1)
        raise TypeSyntaxError

    def properties(self, depth: int) -> Type:
        fields: list[Field] = []
        while not self.accept("}"):
            name = self.peek("property")
            if name is None:
                raise TypeSyntaxError
            self.position += 1
            fields.append(Field(name=name, type=self.union(depth)))
            self.accept(",")
        return Object(fields=tuple(fields))


def _word_type(word: str, format: str) -> Type:
    if format and word in JSON_SCALARS:
        return scalar(JSON_SCALARS[word].kind, format)
    if word not in _TYPES:
        raise TypeSyntaxError
    return _TYPES[word]


def _build_union(options: list[Type]) -> Type:
    return UNKNOWN if UNKNOWN in options else union_of(options)


def apply_values(type: Type, values: tuple[Json, ...]) -> Type:
    """Restrict a type to the listed values; null among them makes it nullable."""
    members = tuple(EnumMember(value=value) for value in values if value is not None)
    if not members:
        return type
    if isinstance(type, Nullable):
        return nullable(apply_values(type.type, values))
    if isinstance(type, Array):
        return Array(items=apply_values(type.items, values))
    base = type.kind if isinstance(type, Scalar) else None
    format = type.format if isinstance(type, Scalar) else ""
    enum = Enum(members=members, base=base, format=format)
    return nullable(enum) if len(members) < len(values) else enum
