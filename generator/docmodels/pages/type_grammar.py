"""Parse the type expressions of all programming languages in the cells of pages.

One grammar covers `Array<X>`, `List[X]`, `[]X`, `X[]`, `[X]`, `map[string]X`, `{str: (X,)}`,
`{ [key: string]: X; }`, `[String: X]`, ``OneOf`<A, B>` ``, `Optional[..]`, `X | Y`, `?X`, `X?`,
`"literal"`, links, HTML entities and backslashes. A vocabulary (`type_vocabulary`) defines the
meaning of names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct


class NameExpr(Struct, frozen=True):
    """A type name: `string`, `models.Pet`, `\\\\Client\\\\Model\\\\Pet`; `link` is its target."""

    text: str
    link: str = ""


class GenericExpr(Struct, frozen=True):
    """A generic type with arguments: `List<X>`, `Dict[str, X]`, `map(X)`."""

    name: str
    args: tuple[TypeExpr, ...]
    link: str = ""


class ListExpr(Struct, frozen=True):
    """A list that is written with brackets: `X[]`, `[]X`, `[X]`."""

    item: TypeExpr
    link: str = ""


class MapExpr(Struct, frozen=True):
    """A map that is written with brackets: `map[string]X`, `{str: X}`, `[String: X]`."""

    key: TypeExpr
    value: TypeExpr
    link: str = ""


class UnionExpr(Struct, frozen=True):
    """A union: `A | B`, `A or B`, `A, B`."""

    members: tuple[TypeExpr, ...]
    link: str = ""


class OptionalExpr(Struct, frozen=True):
    """A pointer or optional type: `?X`, `X?`, `Pointer to X`; `marker` is `?` or `pointer`."""

    inner: TypeExpr
    marker: str
    link: str = ""


class LiteralExpr(Struct, frozen=True):
    """A literal: `"entry"`, `5`, `true`."""

    value: str | int | float | bool
    link: str = ""


TypeExpr: TypeAlias = (
    NameExpr | GenericExpr | ListExpr | MapExpr | UnionExpr | OptionalExpr | LiteralExpr
)


class TypeSyntaxError(Exception):
    """The text of a type cell is not in the grammar."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"[^"\n]*"|'[^'\n]*')
    | (?P<link>\]\((?P<target>[^()]*(?:\([^()]*\)[^()]*)*)\))
    | (?P<pointer>(?i:pointer\ to)\s)
    | (?P<annotation>@\w+(?:\([^)]*\))?\s)
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<name>(?:::|\\)?[\w$@#]+(?:(?:::|\\|\.|/|-)[\w$@#]+)*(?:::(?=<))?)
    | (?P<empty>\[\])
    | (?P<dots>\.{3})
    | (?P<mark>[\[\](){}<>,;:|?¦!=&+])
    )""",
    re.X,
)

_BOOLEANS = {"true": True, "false": False, "True": True, "False": False}
"""The literals of booleans; Python prints them in capitals: `Literal[False]`."""
_EMPHASIS = re.compile(r"""("[^"\n]*"|'[^'\n]*')|[*`]""")
"""Strings, which are kept, and emphasis outside of them, which is no part of a type."""
_BACKSLASH = re.compile(r"\\(?=[^\w\s])|\\(?=_)")
_TAGS = re.compile(r"<br\s*/?>|</?(?:code|em|strong)>", re.I)


@lru_cache(maxsize=65536)
def parse(text: str) -> TypeExpr:
    """Parse the type expression of a table cell; raise `TypeSyntaxError` for any other text."""
    cleaned = _TAGS.sub("", html.unescape(text))
    cleaned = _BACKSLASH.sub("", cleaned)
    if "*" in cleaned or "`" in cleaned:
        cleaned = _EMPHASIS.sub(_keep_string, cleaned)
    return _Parser(cleaned.strip()).parse()


def _keep_string(match: re.Match[str]) -> str:
    return match[1] or ""


MAX_NESTING = 60
"""How many types may be inside each other; a text with more is no type."""


class _Parser:
    """A recursive descent parser over tokens, with one method per grammar rule."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokenize(text)
        self.position = 0
        self.depth = 0

    def parse(self) -> TypeExpr:
        expr = self.parse_alternatives(",")
        if self.position < len(self.tokens):
            raise TypeSyntaxError
        return expr

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        position = self.position + ahead
        return self.tokens[position] if position < len(self.tokens) else ("end", "")

    def accept(self, *texts: str) -> bool:
        if self.peek()[1] in texts and self.peek()[0] in ("mark", "empty", "name"):
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise TypeSyntaxError

    def parse_alternatives(self, *separators: str) -> TypeExpr:
        """Parse one or more types with separators between them, and optionally one at the end."""
        members = [self.parse_union()]
        while self.accept(*separators):
            if self.peek()[0] == "end" or self.peek()[1] in (")", "]", ">", "}"):
                break
            members.append(self.parse_union())
        return members[0] if len(members) == 1 else UnionExpr(tuple(members))

    def parse_union(self) -> TypeExpr:
        self.enter()
        members = [self.parse_postfix()]
        while self.accept("|", "¦", "or"):
            members.append(self.parse_postfix())
        self.depth -= 1
        return members[0] if len(members) == 1 else UnionExpr(tuple(members))

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise TypeSyntaxError

    def parse_postfix(self) -> TypeExpr:
        expr, outer = self.parse_atom(), self.depth
        while True:
            if self.accept("[]"):
                expr = ListExpr(expr)
            elif self.accept("?", "!"):
                expr = OptionalExpr(expr, "?") if self.peek(-1)[1] == "?" else expr
            else:
                self.depth = outer
                return expr
            self.enter()

    def parse_prefixed(self) -> TypeExpr:
        """Parse the type after a prefix."""
        self.enter()
        expr = self.parse_postfix()
        self.depth -= 1
        return expr

    def parse_atom(self) -> TypeExpr:
        kind, text = self.peek()
        self.position += 1
        match kind:
            case "string":
                return LiteralExpr(text[1:-1])
            case "number":
                return LiteralExpr(_read_number(text))
            case "pointer":
                return OptionalExpr(self.parse_prefixed(), "pointer")
            case "annotation":
                return self.parse_prefixed()
            case "empty":
                return ListExpr(self.parse_prefixed())
            case "name":
                return self.parse_name(text)
            case "mark" if text in _OPENERS:
                return _OPENERS[text](self)
            case _:
                raise TypeSyntaxError

    def parse_name(self, text: str) -> TypeExpr:
        words = [text]
        while self.peek()[0] == "name" and self.peek()[1] != "or":
            words.append(self.peek()[1])
            self.position += 1
        name = " ".join(words)
        if self.accept("<"):
            return GenericExpr(name.removesuffix("::"), self.parse_arguments(">"))
        if self.accept("["):
            args = self.parse_arguments("]")
            if name == "map" and len(args) == 1 and self.starts_type():
                return MapExpr(args[0], self.parse_prefixed())
            return GenericExpr(name, args)
        if self.accept("("):
            return GenericExpr(name, self.parse_arguments(")"))
        if self.peek() == ("mark", "{"):
            self.position += 1
            return GenericExpr(name, self.parse_arguments("}"))
        boolean = _BOOLEANS.get(name)
        return NameExpr(name) if boolean is None else LiteralExpr(boolean)

    def starts_type(self) -> bool:
        kind, text = self.peek()
        return kind in ("name", "empty") or text in ("[", "{")

    def parse_arguments(self, closing: str) -> tuple[TypeExpr, ...]:
        args: list[TypeExpr] = []
        while not self.accept_closing(closing):
            args.append(self.parse_union())
            if not self.accept(",") and not self.accept_closing(closing, peek_only=True):
                raise TypeSyntaxError
        return tuple(args)

    def accept_closing(self, closing: str, peek_only: bool = False) -> bool:
        if self.peek() == ("mark", closing):
            self.position += 0 if peek_only else 1
            return True
        return False

    def parse_brackets(self) -> TypeExpr:
        """Parse `[X]`, `[K: V]`, `[A, B]` (a tuple, as a list of a union) or `[X](target)`."""
        expr = self.parse_alternatives(",")
        if self.accept(":"):
            expr = MapExpr(expr, self.parse_union())
            self.expect("]")
            return expr
        kind, target = self.peek()
        if kind == "link":
            self.position += 1
            return _with_link(expr, target)
        self.expect("]")
        return ListExpr(expr)

    def parse_braces(self) -> TypeExpr:
        """Parse `{K: V}`, `{ [key: K]: V; }` or `{str: (V,)}`."""
        if self.accept("["):
            if self.peek(1)[1] == ":":
                self.position += 2
            key = self.parse_union()
            self.expect("]")
        else:
            key = self.parse_union()
        self.expect(":")
        value = self.parse_union()
        self.accept(";", ",")
        self.expect("}")
        return MapExpr(key, value)

    def parse_group(self) -> TypeExpr:
        expr = self.parse_alternatives(",", ";")
        self.expect(")")
        return expr

    def parse_question_mark(self) -> TypeExpr:
        """Parse `?X`, or the wildcard `?` alone."""
        if self.peek()[1] in (">", ","):
            return NameExpr("?")
        return OptionalExpr(self.parse_prefixed(), "?")


_OPENERS: dict[str, Callable[[_Parser], TypeExpr]] = {
    "[": _Parser.parse_brackets,
    "{": _Parser.parse_braces,
    "(": _Parser.parse_group,
    "?": _Parser.parse_question_mark,
    "&": _Parser.parse_prefixed,
}


def _tokenize(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup is None:
            raise TypeSyntaxError
        kind = "link" if token["link"] else token.lastgroup
        tokens.append((kind, token["target"] if kind == "link" else token[kind].strip()))
        position = token.end()
    return tokens


def _with_link(expr: TypeExpr, target: str) -> TypeExpr:
    match expr:
        case NameExpr(text):
            return NameExpr(text, target)
        case GenericExpr(name, args):
            return GenericExpr(name, args, target)
        case ListExpr(item):
            return ListExpr(item, target)
        case MapExpr(key, value):
            return MapExpr(key, value, target)
        case UnionExpr(members):
            return UnionExpr(members, target)
        case OptionalExpr(inner, marker):
            return OptionalExpr(inner, marker, target)
        case LiteralExpr(value):
            return LiteralExpr(value, target)


def _read_number(text: str) -> int | float:
    """Return the value of a number; raise `TypeSyntaxError` for more digits than Python converts."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise TypeSyntaxError from None
